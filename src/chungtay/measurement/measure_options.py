"""Read the options of `chungtay measure` that are more than one word. Imports `messages` and `survey`."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from typing import cast

from chungtay.measurement.survey.design import Replicates, ReplicateType
from chungtay.messages import fail

MADE = {"jk1": "JK1", "jkn": "JKn", "brr": "BRR", "bootstrap": "bootstrap"}


def read_indicators(text: str) -> dict[str, str] | list[str]:
    """Read "d1=1/3,d2=2/3"; names alone ("d1,d2") weigh the same. Raises UserError for a mixture or an empty name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    pairs = [part.partition("=") for part in parts]
    if all(not sign for _, sign, _ in pairs):
        return [name.strip() for name, _, _ in pairs]
    weights: dict[str, str] = {}
    for name, _, weight in pairs:
        if not name.strip() or not weight.strip():
            raise fail(
                "Danh sách chỉ số không đọc được.",
                "The list of indicators cannot be read.",
                do_vi="Ghi cột=trọng số, cách nhau bằng dấu phẩy: nuoc=1/3,nha=2/3 (số thập phân dùng dấu chấm).",
                do_en="Write column=weight, divided by commas: water=1/3,house=2/3.",
                value=f"{name}={weight}",
                code="indicators",
            )
        if name.strip() in weights:
            raise fail(
                "Chỉ số được nêu hai lần.",
                "An indicator is named twice.",
                do_vi="Giữ mỗi chỉ số một lần.",
                do_en="Keep each indicator once.",
                value=name.strip(),
                code="indicators",
            )
        weights[name.strip()] = weight.strip()
    return weights


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
