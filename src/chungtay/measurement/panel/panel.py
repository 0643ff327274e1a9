"""Read classes of households by review into a matrix, and refuse what cannot be compared. Ibis, NumPy; `messages`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chungtay.measurement.columns import coded
from chungtay.measurement.pathways import UNDETERMINED, ReviewYears, review_years
from chungtay.measurement.survey.offending_rows import first_offence, offence_if_any
from chungtay.measurement.survey.tables import as_number, check_columns
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

States = npt.NDArray[np.int16]
Groups = npt.NDArray[np.int32]
NONE = -1
"""no row that year, or no class"""


@dataclass(frozen=True)
class Panel:
    """Classes of households over years.

    years, classes, groups   labels; groups is ("total",) where none were asked for
    states   (households, years) place in classes; NONE = not reviewed
    group    (households, years) place in groups; NONE where there is no row
    reviews  the years again, with those whose review was a base round
    """

    years: tuple[int, ...]
    classes: tuple[str, ...]
    groups: tuple[str, ...]
    states: States
    group: Groups
    reviews: ReviewYears

    def in_class(self, of: str) -> npt.NDArray[np.bool_]:
        """Whether each household is in the class in each year. Raises UserError for a class nobody is in."""
        followed = [one for one in self.classes if one != UNDETERMINED]
        if of not in followed:
            raise fail(
                f"Không hộ nào thuộc loại {of}.",
                f"No household is in the class {of}.",
                do_vi="Chọn một loại có trong cột phân loại.",
                do_en="Choose a class that occurs in the column.",
                value=of,
                allowed=", ".join(followed),
                code="class_missing",
            )
        return self.states == self.classes.index(of)

    @property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Whether each household was reviewed in each year."""
        return self.states != NONE

    @property
    def unclear(self) -> npt.NDArray[np.bool_]:
        """Whether each household's class was undetermined in each year."""
        if UNDETERMINED not in self.classes:
            return np.zeros(self.states.shape, dtype=bool)
        return self.states == self.classes.index(UNDETERMINED)


def read_panel(
    table: ir.Table,
    *,
    household: str,
    year: str,
    found: str,
    by: str | None = None,
    standard: str | None = None,
    round_: str | None = None,
    onto: Mapping[str, str] | None = None,
) -> Panel:
    """Read a panel.

    table      one row per household and year reviewed
    found      column of the class; a row without one counts as not reviewed
    by         column of groups (a unit, an area), as of each year
    standard   column of the poverty standard; None = "standard_id" where there is one
    round_     column of the round, "base" where every household was reviewed; None = "round" where there is one
    onto       where `by` is a unit: old unit -> unit of the day of comparison (see `units_map`); others stay
    Raises UserError where classes were found under different standards, where a household has two rows in a year, and
    for fewer than two years.
    """
    check_columns(table, [household, year, found, *(name for name in (by, standard, round_) if name)])
    check_standard(table, standard or ("standard_id" if "standard_id" in table.columns else None), year)
    named = {"h": table[household].cast("string"), "y": as_number(table[year]).cast("int64"),
             "c": table[found].cast("string")}  # fmt: skip
    if by:
        named["g"] = table[by].cast("string").fill_null("")
    if round_ or "round" in table.columns:
        named["round"] = table[round_ or "round"].cast("string")
    rows = table.select(**named)
    _check_rows(rows, household, year)
    rows = rows.filter(rows["c"].notnull() & (rows["c"] != ""))
    arrow = rows.to_pyarrow()
    years = np.unique(arrow["y"].to_numpy())
    if len(years) < 2:
        raise fail(
            "Cần ít nhất hai năm để theo dõi hộ.",
            "Following households takes at least two years.",
            do_vi="Đưa vào bảng các năm khác nhau của cùng các hộ.",
            do_en="Give a table with several years of the same households.",
            column=year,
            value=", ".join(str(one) for one in years.tolist()),
            code="years",
        )
    encoded = arrow["h"].combine_chunks().dictionary_encode()
    who = encoded.indices.to_numpy(zero_copy_only=False)
    when = np.searchsorted(years, arrow["y"].to_numpy())
    classes, state = coded(arrow["c"].to_numpy(zero_copy_only=False))
    states = np.full((len(encoded.dictionary), len(years)), NONE, dtype=np.int16)
    states[who, when] = state
    group = np.full(states.shape, NONE, dtype=np.int32)
    groups: list[Any] = ["total"]
    if by:
        names = arrow["g"].combine_chunks().dictionary_encode()
        read = [str((onto or {}).get(name, name)) for name in names.dictionary.to_pylist()]
        groups = sorted(set(read))
        places = {name: at for at, name in enumerate(groups)}
        place = np.array([places[name] for name in read], dtype=np.int32)
        group[who, when] = place[names.indices.to_numpy(zero_copy_only=False)]
    else:
        group[who, when] = 0
    reviews = review_years(rows.rename(review_year="y", **{"class": "c"}))
    return Panel(tuple(years.tolist()), tuple(classes), tuple(groups), states, group, reviews)


def check_standard(table: ir.Table, standard: str | None, year: str) -> None:
    """Classes under two standards cannot be followed: a change of the line is not a change of the household."""
    if standard is None:
        return
    by_standard = table.group_by(standard).aggregate(first=table[year].min(), last=table[year].max())
    found = by_standard.order_by("first").to_pyarrow().to_pylist()
    if len(found) > 1:
        named = "; ".join(f"{row[standard]} ({row['first']}-{row['last']})" for row in found)
        raise fail(
            "Các năm được phân loại theo những chuẩn nghèo khác nhau nên không so sánh được.",
            "The years were classified under different poverty standards and cannot be compared.",
            do_vi="Phân loại lại mọi năm theo một chuẩn (chungtay classify --standard …), hoặc chỉ lấy năm cùng chuẩn.",
            do_en="Classify every year again under one standard (chungtay classify --standard …), or keep one's years.",
            column=standard,
            value=named,
            code="standards_differ",
        )


def _check_rows(rows: ir.Table, household: str, year: str) -> None:
    """rows: household h, year y and class c of every row of the table; those without a class count as not reviewed."""
    there = rows["c"].notnull() & (rows["c"] != "")
    for key, column in (("h", household), ("y", year)):
        lost = there & rows[key].isnull()
        offence = offence_if_any(rows, lost, key)
        if offence is None:
            continue
        raise fail(
            (f"Dòng này không có {'mã hộ' if key == 'h' else 'năm, hoặc năm không đọc được'}.") + offence.more[0],
            (f"This row has no {'household' if key == 'h' else 'year, or one that cannot be read'}.") + offence.more[1],
            do_vi="Điền đủ mã hộ và năm.",
            do_en="Fill in household and year.",
            row=offence.row,
            column=column,
            code="key_missing",
        )
    reviewed = rows.filter(there)
    twice = reviewed.group_by(["h", "y"]).aggregate(rows=reviewed.count())
    found = twice.filter(twice["rows"] > 1).order_by(["y", "h"]).limit(1).to_pyarrow().to_pylist()
    if found:
        which = there & (rows["h"] == found[0]["h"]) & (rows["y"] == found[0]["y"])
        raise fail(
            f"Hộ {found[0]['h']} có {found[0]['rows']} dòng trong năm {found[0]['y']}.",
            f"Household {found[0]['h']} has {found[0]['rows']} rows in {found[0]['y']}.",
            do_vi="Mỗi hộ một dòng mỗi năm; giữ kết quả rà soát cuối cùng.",
            do_en="Keep one row per household and year: the last review.",
            row=first_offence(rows, which, "h").row,
            column=household,
            value=str(found[0]["h"]),
            code="row_twice",
        )
