"""Small readers for a data file: right keys, texts, words, lists; `fail` makes the error for a path.

May import `standard_merge`, `vocabulary`, `yaml_places`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from chungtay.messages import UserError, Words
from chungtay.rules.standard_merge import Layered
from chungtay.rules.vocabulary import STATUSES, Vocabulary
from chungtay.rules.yaml_places import Path_, nearest

KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # what: (keys that must be there, keys that may be)
    "standard": (
        ("id", "title", "status", "legal", "reference_year", "applies", "source", "source_status", "lines", "classes"),
        ("indicators", "guidance", "default_guidance", "missing_parts", "note"),
    ),
    "extension": (
        ("id", "extends", "title", "source", "source_status"),
        ("status", "legal", "reference_year", "applies", "lines", "classes", "indicators", "remove_indicators",
         "guidance", "default_guidance", "missing_parts", "note"),
    ),
    "applies": (("from", "to", "by"), ()),
    "figure": (("label", "rural", "urban", "source", "status"), ("note",)),
    "indicator": (("code", "dimension", "label", "source", "status"), ("deprived", "note")),
    "class": (("id", "class", "label", "when", "source", "status"), ("subtype", "note")),
    "guidance": (("title", "points_per_deprivation", "cuts", "classes", "source", "status"), ("note",)),
    "words": (("vi", "en"), ()),
}  # fmt: skip


class DataReader:
    """Reads one layered file; every method raises UserError with the place of what is wrong."""

    def __init__(self, data: Layered, vocabulary: Vocabulary) -> None:
        self.data = data
        self.vocabulary = vocabulary

    def fail(
        self, path: Path_, vi: str, en: str, do_vi: str = "sửa chỗ này trong tệp", do_en: str = "correct it here",
        **more: str | None,
    ) -> UserError:  # fmt: skip
        """Make the error for the value at `path`."""
        return UserError(self.data.place(path).problem(vi, en, do_vi=do_vi, do_en=do_en, **more))

    def keys(self, path: Path_, content: Any, what: str) -> dict[str, Any]:
        """Make sure `content` is a table with the right keys."""
        required, optional = KEYS[what]
        if not isinstance(content, dict):
            raise self.fail(
                path, "chỗ này phải là một bảng khóa: giá trị", "a table of keys and values must stand here",
                allowed=", ".join(required),
            )  # fmt: skip
        for key in content:
            if key not in required and key not in optional:
                guess = nearest(key, required + optional)
                hint_vi, hint_en = (f"; ý là «{guess}»?", f"; did you mean “{guess}”?") if guess else ("", "")
                raise self.fail(
                    (*path, key, "<key>"), f"khóa lạ «{key}»{hint_vi}", f"unknown key “{key}”{hint_en}",
                    allowed=", ".join(required + optional),
                )  # fmt: skip
        for key in required:
            if key not in content:
                raise self.fail(
                    path, f"thiếu khóa «{key}»", f"the key “{key}” is missing", f"thêm «{key}: …»", f"add “{key}: …”"
                )
        return content

    def one_of(self, path: Path_, value: Any, allowed: Collection[str]) -> str:
        """Make sure the value is one of the allowed ones."""
        if value not in allowed:
            guess = nearest(str(value), allowed)
            raise self.fail(
                path, "giá trị không có trong danh sách", "a value that is not in the list",
                f"viết «{guess}»" if guess else "chọn một giá trị được phép",
                f"write “{guess}”" if guess else "choose an allowed value",
                value=str(value), allowed=", ".join(allowed),
            )  # fmt: skip
        return str(value)

    def words(self, path: Path_, value: Any) -> Words:
        """Read a label in both languages."""
        table = self.keys(path, value, "words")
        return Words(str(table["vi"]), str(table["en"]))

    def text(self, path: Path_, value: Any) -> str:
        """Read a text that is not empty."""
        if not isinstance(value, str) or not value.strip():
            raise self.fail(path, "chỗ này phải là chữ", "text must stand here", value=str(value))
        return value

    def items(self, path: Path_, value: Any) -> list[Any]:
        """Read a list."""
        if not isinstance(value, list):
            raise self.fail(path, "chỗ này phải là danh sách", "a list must stand here", value=str(value))
        return value

    def status(self, path: Path_, value: Any) -> Any:
        """Read how sure the source is."""
        return self.one_of(path, value, STATUSES)

    def table(self, path: Path_, value: Any) -> dict[str, Any]:
        """Read a table of any keys."""
        if not isinstance(value, dict):
            raise self.fail(
                path, "chỗ này phải là một bảng khóa: giá trị", "a table of keys and values must stand here"
            )
        return value
