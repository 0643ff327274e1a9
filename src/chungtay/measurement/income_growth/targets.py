"""Which factor each group is to reach, what the interval says of it, and options that make no sense. `messages`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chungtay.measurement.income_growth.factors import TOTAL
from chungtay.measurement.income_growth.two_years import READINGS
from chungtay.measurement.survey.design import Design
from chungtay.messages import fail


def target_of(target: float | Mapping[str, float], group: str) -> float | None:
    if not isinstance(target, Mapping):
        return float(target)
    wanted = target.get(group, target.get(TOTAL))
    return None if wanted is None else float(wanted)


def status_of(row: Mapping[str, Any]) -> str | None:
    if row["factor"] is None or row["target"] is None:
        return None
    if row["lower"] is None or row["upper"] is None:
        return "open"
    return "reached" if row["lower"] >= row["target"] else "missed" if row["upper"] < row["target"] else "open"


def deflator_of(prices: Mapping[int, float] | None, base: int, last: int) -> float:
    if prices is None:
        return 1.0
    if not all(prices.get(year, 0) > 0 for year in (base, last)):
        raise fail(
            f"Thiếu chỉ số giá của năm {base} hoặc {last}.",
            f"There is no price index for {base} or {last}.",
            do_vi="Nêu chỉ số giá (> 0) của cả hai năm.",
            do_en="Give the index (> 0) of both years.",
            code="prices",
        )
    return prices[base] / prices[last]


def check_groups(groups: set[str], target: float | Mapping[str, float], by: str | None) -> None:
    """Refuse a target for a group that nobody is in: its name is misspelt, and the group would take another's.

    groups  those of the data, without the total
    """
    if TOTAL in groups:
        raise fail(
            f"Có nhóm tên là {TOTAL}, trùng với tên của toàn bộ.",
            f"A group is called {TOTAL}, which is the name of everybody.",
            do_vi="Đặt tên khác cho nhóm này.",
            do_en="Give the group another name.",
            column=by,
            value=TOTAL,
            code="group_name",
        )
    strange = [name for name in target if name not in groups | {TOTAL}] if isinstance(target, Mapping) else []
    if strange:
        raise fail(
            "Có mục tiêu cho nhóm không có trong số liệu.",
            "There is a target for a group that the data do not have.",
            do_vi="Viết tên nhóm đúng như trong cột nhóm (--by).",
            do_en="Write the group as the column of groups (--by) does.",
            column=by,
            value=", ".join(strange),
            allowed=", ".join(sorted(groups)[:40]),
            code="target_group",
        )


def check_options(
    base: int, lasts: Sequence[int], readings: Sequence[str], target: float | Mapping[str, float], design: Design
) -> None:
    if design.replicates is not None:
        raise fail(
            "Ở đây chỉ tuyến tính hóa, không dùng trọng số lặp.",
            "Replicate weights are not taken here, only linearisation.",
            do_vi="Bỏ replicates khỏi design.",
            do_en="Leave replicates out of the design.",
            code="replicates",
        )
    if not lasts or base in lasts:
        raise fail(
            "Năm so sánh phải khác năm gốc.",
            "The year compared must differ from the base year.",
            do_vi="Chọn năm gốc và năm cuối khác nhau.",
            do_en="Choose a base year and another year.",
            value=str(base),
            code="years",
        )
    if not readings or not set(readings) <= set(READINGS):
        raise fail(
            "Không hiểu cách tính.",
            "Unknown reading.",
            do_vi="Chọn followed, each_year hoặc cả hai.",
            do_en="Choose followed, each_year or both.",
            value=", ".join(readings),
            allowed=", ".join(READINGS),
            code="reading",
        )
    wrong = [one for one in (target.values() if isinstance(target, Mapping) else [target]) if not one > 0]
    if wrong:
        raise fail(
            "Mục tiêu phải lớn hơn 0.",
            "A target must be above 0.",
            do_vi="Ví dụ 1.5: thu nhập tăng gấp 1,5 lần.",
            do_en="For example 1.5: incomes grow 1.5 times.",
            value=f"{wrong[0]:g}",
            allowed="> 0",
            code="target",
        )
