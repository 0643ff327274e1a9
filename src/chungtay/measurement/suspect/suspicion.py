"""What a check says of each unit, and the households behind it. Arrow, Ibis; imports `survey.tables` and `messages`.

A check never proves anything: it says where a figure is less likely than chance allows, and which households to visit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from chungtay.measurement.survey.offending_rows import offence_if_any
from chungtay.measurement.suspect.discovery import benjamini_hochberg, benjamini_yekutieli
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

UNIT = "ct_unit"
Control = Literal["bh", "by"]


@dataclass(frozen=True)
class Suspicion:
    """The result of one check.

    table       one row per unit, the least likely first: unit, n, observed, expected, statistic, further columns of the
                check, p_value, q_bh and q_by (adjusted for the number of units), flagged
    households  one row per household behind a flagged unit: unit, household_id, value; None where no id was named
    """

    check: str
    table: pa.Table
    households: pa.Table | None

    @property
    def flagged(self) -> list[str]:
        """The units flagged."""
        return [row["unit"] for row in self.table.to_pylist() if row["flagged"]]


@dataclass(frozen=True)
class Units:
    """Values read into memory, sorted by unit and then by value, so that draws do not depend on the order of the rows.

    labels   units; starts: where each one's rows begin, with the end of the last
    values   column -> values in that order
    """

    labels: list[str]
    starts: npt.NDArray[np.intp]
    values: dict[str, npt.NDArray[Any]]

    def of(self, column: str, place: int) -> npt.NDArray[Any]:
        """The values of one unit."""
        return self.values[column][self.starts[place] : self.starts[place + 1]]


def with_unit(table: ir.Table, unit: str) -> ir.Table:
    """Add the unit as text. Raises UserError for rows without a unit."""
    table = table.mutate(**{UNIT: table[unit].cast("string")})
    lost = table[UNIT].isnull() | (table[UNIT] == "")
    offence = offence_if_any(table, lost, unit)
    if offence:
        raise fail(
            f"Dòng này không có đơn vị.{offence.more[0]}",
            f"This row has no unit.{offence.more[1]}",
            do_vi="Điền đơn vị hoặc bỏ các dòng này.",
            do_en="Fill in the unit, or leave these rows out.",
            row=offence.row,
            column=unit,
            value=offence.value,
            code="unit_missing",
        )
    return table


def unit_rows(table: ir.Table, columns: Mapping[str, ir.Value]) -> Units:
    """Read columns of a table `with_unit`; text becomes codes in the order of the words."""
    arrow = table.select(**{UNIT: table[UNIT], **columns}).to_pyarrow()
    names, codes = _coded(arrow[UNIT])
    read = {name: _numbers(arrow[name]) for name in columns}
    order = np.lexsort([*read.values(), codes])
    starts = np.searchsorted(codes[order], np.arange(len(names) + 1))
    return Units(names, starts.astype(np.intp), {name: values[order] for name, values in read.items()})


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    import pyarrow as pa

    if pa.types.is_floating(column.type):
        return np.asarray(column.to_numpy(zero_copy_only=False))
    return _coded(column)[1]


def _coded(column: pa.ChunkedArray) -> tuple[list[Any], npt.NDArray[np.int64]]:
    """The different values in order (null last), and the place of each row's value among them."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    words = encoded.dictionary.to_pylist()
    order = sorted(range(len(words)), key=lambda at: (words[at] is None, words[at]))
    place = np.empty(len(words), dtype=np.int64)
    place[order] = np.arange(len(words))
    return [words[at] for at in order], place[encoded.indices.to_numpy(zero_copy_only=False)]


def conclude(
    check: str,
    units: Sequence[str],
    columns: Mapping[str, Any],
    p_values: npt.NDArray[np.float64],
    *,
    level: float,
    control: Control,
    behind: Callable[[list[str]], ir.Table] | None,
) -> Suspicion:
    """Adjust the p-values, flag units and fetch the households.

    behind   gives the households of flagged units: `ct_unit`, `household_id`, `value`
    """
    import pyarrow as pa

    q_bh, q_by = benjamini_hochberg(p_values), benjamini_yekutieli(p_values)
    flagged = (q_bh if control == "bh" else q_by) <= level
    numbers = {"p_value": p_values, "q_bh": q_bh, "q_by": q_by}
    table = pa.table(
        {"unit": pa.array(list(units), pa.string())}
        | {name: pa.array(values, from_pandas=True) for name, values in (columns | numbers).items()}  # type: ignore[operator]
        | {"flagged": flagged}
    )
    order = np.lexsort((np.arange(len(table)), np.where(np.isnan(p_values), 2.0, p_values)))
    named = [str(units[place]) for place in np.flatnonzero(flagged).tolist()]
    households = None
    if behind is not None:
        households = _households(behind, named)
    return Suspicion(check, table.take(order), households)


def _households(behind: Callable[[list[str]], ir.Table], units: list[str]) -> pa.Table:
    import pyarrow as pa

    if not units:
        return pa.table({name: pa.array([], pa.string()) for name in ("unit", "household_id", "value")})
    rows = behind(units)
    found = rows.select(unit=rows[UNIT], household_id=rows["household_id"].cast("string"), value="value").to_pyarrow()
    # Written here, as engines write one number in different ways.
    values = [None if value is None else str(value) for value in found["value"].to_pylist()]
    found = found.set_column(2, "value", pa.array(values, pa.string()))
    return found.sort_by([(name, "ascending") for name in found.column_names])
