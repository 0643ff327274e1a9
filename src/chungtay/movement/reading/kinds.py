"""Tell what kind of clause a heading opens. May import nothing.

The words are those of plans written under the document rules of the administration; the nearest heading that says
something decides, so "1. Tên phong trào" below "II. NỘI DUNG" is of the frame.
"""

from __future__ import annotations

import re

# In order: the first that matches decides, except that of several in one heading the one named first decides.
_CUES = (
    ("frame", r"^tên\b|tên (?:gọi|phong trào)|phạm vi|đối tượng|thời gian(?! biểu)|thời hạn thực hiện"),
    ("purpose", r"mục đích|mục tiêu|ý nghĩa"),
    ("requirement", r"yêu cầu|nguyên tắc"),
    ("solution", r"giải pháp|biện pháp|cách làm"),
    ("content", r"nội dung|nhiệm vụ|chỉ tiêu|hoạt động|công việc"),
    ("organisation", r"tổ chức thực hiện|tổ chức triển khai|phân công|trách nhiệm|kinh phí|kiểm tra|báo cáo|tiến độ"
                     r"|khen thưởng|điều khoản|sơ kết|tổng kết"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(cue)) for kind, cue in _CUES)


def kind_of_heading(heading: str) -> str | None:
    """The kind a heading speaks of, or None where it says nothing of it.

    "MỤC ĐÍCH, YÊU CẦU" gives the first named. "TỔ CHỨC THỰC HIỆN" is organisation, "GIẢI PHÁP THỰC HIỆN" solution.
    """
    words = heading.casefold()
    found = [(match.start(), kind) for kind, cue in _COMPILED if (match := cue.search(words))]
    return min(found)[1] if found else None


def kinds_in_heading(heading: str) -> int:
    """How many kinds a heading names; more than one leaves the kind of the clauses below it to a person."""
    words = heading.casefold()
    return sum(bool(cue.search(words)) for _, cue in _COMPILED)
