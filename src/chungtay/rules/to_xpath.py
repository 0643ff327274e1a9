"""Conditions to XPath `calculate` formulas, for a form on a phone without signal.

The entry point is fixed; the formulas come with the field forms, and until then it refuses plainly.
May import `standard`.
"""

from __future__ import annotations

from chungtay.messages import fail
from chungtay.rules.standard import Standard


def compile_xpath(standard: Standard, guidance: str | None = None) -> dict[str, str]:
    """Compile a standard for a phone form.

    Will return the name of each calculated field and its XPath. Today it raises UserError: not available yet.
    """
    standard.check_usable()
    standard.choose_guidance(guidance)
    raise fail(
        "chưa dịch được chuẩn sang biểu mẫu điện thoại (XPath).",
        "compiling a standard for phone forms (XPath) is not available yet.",
        do_vi="phân loại trên máy chủ hoặc bằng lệnh chungtay classify.",
        do_en="classify on the server or with chungtay classify.",
        code="not_available_yet",
        value=standard.id,
    )
