"""Read the options of `chungtay measure` that are more than one word. Imports `messages`, `poverty` and `survey`."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from typing import cast

from chungtay.measurement.poverty.weights import Dimension
from chungtay.measurement.survey.design import Replicates, ReplicateType
from chungtay.messages import UserError, fail

MADE = {"jk1": "JK1", "jkn": "JKn", "brr": "BRR", "bootstrap": "bootstrap"}
BRACKETS = frozenset("()")
DIMENSION = re.compile(r"(?P<name>[^=(]*[^=(\s])\s*(=\s*(?P<weight>[^(]*?)\s*)?\((?P<inner>.*)\)", re.DOTALL)
SHAPE_VI, SHAPE_EN = "giao_duc=1/2(d1,d2), y_te=1/2(d3,d4)", "education=1/2(d1,d2), health=1/2(d3,d4)"


def read_indicators(text: str, columns: Sequence[str]) -> dict[str, str] | list[str] | dict[str, Dimension]:
    """Read the indicators and their weights, flat or nested by dimension.

    text     "d1=1/3,d2=2/3", names alone ("d1,d2") weigh the same; or "education=1/3(d1,d2), health=2/3(d3=1,d4=2)":
             weights alike within a dimension where none are given, and alike for all dimensions where none has one
    columns  those of the table: brackets that belong to the name of a column make no dimension
    Raises UserError for a mixture of any of these, an empty name, one given twice, a bracket too few or too many.
    """
    if not _has_dimensions(text, columns):
        return _read_weights(text.split(","))
    found: dict[str, Dimension] = {}
    for piece in _split(text):
        read = DIMENSION.fullmatch(piece)
        if read is None and "(" not in piece:
            raise fail(
                "Một chỉ số đứng ngoài các chiều.",
                "An indicator stands outside the dimensions.",
                do_vi=f"Đặt mọi cột trong một chiều: {SHAPE_VI} (số thập phân dùng dấu chấm).",
                do_en=f"Put every column into a dimension: {SHAPE_EN}; decimals have a point.",
                value=piece,
                code="indicators",
            )
        if read is None or read["weight"] == "":
            raise _unreadable(piece)
        if read["name"] in found:
            raise fail(
                "Chiều được nêu hai lần.",
                "A dimension is named twice.",
                do_vi="Gộp các chỉ số của chiều vào một chỗ.",
                do_en="Put the indicators of the dimension together.",
                value=read["name"],
                code="indicators",
            )
        inner = _read_weights(_split(read["inner"], within=piece))
        shares = inner if isinstance(inner, dict) else dict.fromkeys(inner, 1)
        found[read["name"]] = Dimension(shares, read["weight"])
    return found


def _has_dimensions(text: str, columns: Sequence[str]) -> bool:
    """Whether a bracket stands in the text that is not part of a column's name."""
    pairs = [part.partition("=") for part in text.split(",")]
    return any(
        BRACKETS.intersection(weight) or (BRACKETS.intersection(name) and name.strip() not in columns)
        for name, _, weight in pairs
    )


def _split(text: str, within: str | None = None) -> list[str]:
    """Divide at the commas outside brackets; an error names the piece, or what it stands within."""
    pieces, start, depth = [], 0, 0
    for place, sign in enumerate(text + ","):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            raise _unreadable(within or text[start : place + 1].strip())
        if sign == "," and depth == 0:
            pieces.append(text[start:place].strip())
            start = place + 1
    if depth:
        raise _unreadable(within or text[start:].strip())
    return [piece for piece in pieces if piece]


def _unreadable(piece: str) -> UserError:
    return fail(
        "Chiều không đọc được.",
        "A dimension cannot be read.",
        do_vi=f"Ghi tên chiều, có thể kèm trọng số, rồi các cột trong một cặp ngoặc: {SHAPE_VI}.",
        do_en=f"Write its name, a weight if you like, and its columns in one pair of brackets: {SHAPE_EN}.",
        value=piece,
        code="indicators",
    )


def _read_weights(parts: Sequence[str]) -> dict[str, str] | list[str]:
    """Read ["d1=1/3", "d2=2/3"] or ["d1", "d2"]."""
    pairs = [
        (name.strip(), sign, weight.strip())
        for name, sign, weight in (part.partition("=") for part in parts if part.strip())
    ]
    names, weighted = [name for name, _, _ in pairs], any(sign for _, sign, _ in pairs)
    for name, sign, weight in pairs:
        if weighted and not sign:
            raise fail(
                "Có chỉ số không có trọng số, trong khi chỉ số khác có.",
                "An indicator has no weight, while another has one.",
                do_vi="Cho mọi chỉ số một trọng số, hoặc không chỉ số nào: khi đó trọng số bằng nhau.",
                do_en="Give every indicator a weight, or none: then all weigh the same.",
                value=name,
                code="indicators",
            )
        if weighted and not (name and weight):
            raise fail(
                "Danh sách chỉ số không đọc được.",
                "The list of indicators cannot be read.",
                do_vi="Ghi cột=trọng số, cách nhau bằng dấu phẩy: nuoc=1/3,nha=2/3 (số thập phân dùng dấu chấm).",
                do_en="Write column=weight, divided by commas: water=1/3,house=2/3.",
                value=f"{name}={weight}",
                code="indicators",
            )
        if names.count(name) > 1:
            raise fail(
                "Chỉ số được nêu hai lần.",
                "An indicator is named twice.",
                do_vi="Giữ mỗi chỉ số một lần.",
                do_en="Keep each indicator once.",
                value=name,
                code="indicators",
            )
    return {name: weight for name, _, weight in pairs} if weighted else names


def read_names(text: str | None) -> list[str]:
    """Read "a,b" as names of columns."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def read_replicates(text: str | None, kind: str, columns: Sequence[str]) -> Replicates | None:
    """Read "rep_*" (columns, of the given kind) or "JKn", "bootstrap:500" (made from strata and PSUs)."""
    if text is None:
        return None
    name, _, count = text.partition(":")
    if name.lower() in MADE and name not in columns:
        number = int(count) if count.isdigit() else 200
        return Replicates(cast(ReplicateType, MADE[name.lower()]), count=number)
    patterns = [part.strip() for part in text.split(",")]
    found = tuple(column for column in columns if any(fnmatch.fnmatchcase(column, part) for part in patterns))
    if len(found) < 2:
        raise fail(
            "Không thấy các cột trọng số lặp.",
            "The columns of replicate weights are not there.",
            do_vi="Nêu mẫu tên cột như rep_*, hoặc JK1, JKn, BRR, bootstrap:200.",
            do_en="Give a pattern of names such as rep_*, or JK1, JKn, BRR, bootstrap:200.",
            value=text,
            code="replicates",
        )
    return Replicates(cast(ReplicateType, kind), found)
