"""Two years of the same households side by side, with the sample they come from. Ibis, NumPy; imports `survey`.

A household is one row whether it has both years or one; what both years share of the sample (PSUs, strata) is coded
once, so that the error of a change takes their covariance in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from chungtay.measurement.columns import coded
from chungtay.measurement.survey.design import Design
from chungtay.measurement.survey.intervals import quantile
from chungtay.measurement.survey.strata import Strata, averaged, strata_of
from chungtay.measurement.survey.tables import as_number
from chungtay.messages import fail

if TYPE_CHECKING:
    import ibis.expr.types as ir

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
TOTAL = "total"


class TwoYears:
    """Values of each household in both years, its stratum and PSU."""

    def __init__(
        self, table: ir.Table, years: tuple[int, int], names: Mapping[str, str | None], design: Design
    ) -> None:
        """Read both years.

        names   columns for "household", "year", "income", "class" and, or None, "persons" and "group"
        Raises UserError for a year without rows, a household with two rows in a year, weights not above 0.
        """
        own = table[names["household"]].cast("string")
        nought = as_number(table[names["year"]]) * 0

        def text(name: str | None) -> ir.Value:
            return table[name].cast("string") if name else own

        def number(name: str | None, otherwise: float) -> ir.Value:
            return as_number(table[name]) if name else nought + otherwise

        rows = table.select(
            household=own, year=as_number(table[names["year"]]), income=number(names["income"], 0),
            found=text(names["class"]), persons=number(names["persons"], 1), group=text(names["group"]),
            weight=number(design.weight, 1), stratum=text(design.strata), psu=text(design.psu),
            fpc=number(design.fpc, 0),
        )  # fmt: skip
        rows = rows.filter(rows["year"].isin(list(years)))
        columns: dict[str, ir.Value] = {}
        for place, wanted in enumerate(years):
            here = rows["year"] == wanted
            for name in ("income", "persons", "weight", "found", "group"):
                columns[f"{name}{place}"] = rows[name].max(where=here)
            columns[f"rows{place}"] = rows.count(where=here)
        for name in ("stratum", "psu", "fpc"):
            columns[name] = rows[name].max()
        arrow = rows.group_by("household").aggregate(**columns).to_pyarrow()
        self.design, self.by_group = design, names["group"] is not None
        texts = ("found0", "found1", "group0", "group1", "stratum", "psu")
        self.labels = {name: arrow[name].to_numpy(zero_copy_only=False) for name in texts}
        self.values: dict[str, Floats] = {
            name: arrow[name].cast("float64").to_numpy(zero_copy_only=False).astype(np.float64)
            for name in columns
            if name not in texts
        }
        _check_rows(self.values, years, str(names["household"]))
        self._strata()

    def _strata(self) -> None:
        """Code strata and PSUs; a PSU is known by its stratum and its own name."""
        size, design = len(self.labels["psu"]), self.design
        self.stratum = coded(self.labels["stratum"])[1] if design.strata else np.zeros(size, dtype=np.intp)
        psu = coded(self.labels["psu"])[1]
        pairs, self.psu = np.unique(self.stratum * (int(psu.max(initial=0)) + 1) + psu, return_inverse=True)
        self.psu_stratum = (pairs // (int(psu.max(initial=0)) + 1)).astype(np.intp)
        self.strata: Strata | None = None
        if design.kind == "full-count":
            return
        names = coded(self.labels["stratum"])[0] if design.strata else ["1"]
        population = None
        if design.fpc:
            population = np.full(len(names), -np.inf)
            np.maximum.at(population, self.stratum, self.values["fpc"])
        counts = np.bincount(self.psu_stratum, minlength=len(names)).astype(np.float64)
        self.strata = strata_of(counts, population, design.lonely_psu, corrected=design.kind == "sample", labels=names)

    @property
    def group_names(self) -> list[str]:
        """Everybody first, then the groups."""
        if not self.by_group:
            return [TOTAL]
        both = [value for place in (0, 1) for value in self.labels[f"group{place}"].tolist() if value is not None]
        return [TOTAL, *sorted(set(both))]

    def there(self, place: int) -> Bools:
        """Households with an income and a class in a year."""
        classed = np.array([value is not None for value in self.labels[f"found{place}"]], dtype=bool)
        return classed & ~np.isnan(self.values[f"income{place}"]) & ~np.isnan(self.values[f"persons{place}"])

    def poor(self, place: int, of: str) -> Bools:
        """Households in the class in a year."""
        return self.there(place) & np.array(self.labels[f"found{place}"] == of, dtype=bool)

    def in_group(self, place: int, name: str) -> Bools:
        """Households of a group in a year."""
        if name == TOTAL:
            return np.ones(len(self.psu), dtype=bool)
        return np.array(self.labels[f"group{place}"] == name, dtype=bool)

    def to_prices(self, prices: Mapping[int, float] | None, years: tuple[int, int]) -> None:
        """Put the last year's incomes into prices of the base year."""
        if prices is None:
            return
        if not all(prices.get(year, 0) > 0 for year in years):
            raise fail(
                f"Thiếu chỉ số giá của năm {years[0]} hoặc {years[1]}.",
                f"There is no price index for {years[0]} or {years[1]}.",
                do_vi="Nêu chỉ số giá (> 0) của cả hai năm.",
                do_en="Give the index (> 0) of both years.",
                code="prices",
            )
        self.values["income1"] = self.values["income1"] * prices[years[0]] / prices[years[1]]

    def error(self, influence: Floats, inside: Bools) -> tuple[float, float]:
        """Standard error of a total of influences, and the half width of its interval in errors.

        influence   (households,), 0 where a household is outside the domain; inside: the households in it
        """
        if self.strata is None:
            return 0.0, 0.0
        sums = np.bincount(self.psu, weights=influence, minlength=len(self.psu_stratum)).astype(np.float64)
        strata = np.arange(len(self.strata.psus))
        squares, totals = (
            np.bincount(self.psu_stratum, weights=given, minlength=len(strata)).astype(np.float64)
            for given in (sums**2, sums)
        )
        one = np.zeros(len(strata), dtype=np.intp)
        variance = float(self.strata.spread(squares, totals, strata).sum())
        variance *= float(averaged(self.strata.known, strata, one, 1)[0])
        used = np.unique(self.psu[inside])
        df = float(len(used) - len(np.unique(self.psu_stratum[used]))) if self.design.df is None else self.design.df
        level = self.design.level
        limit = np.inf if self.design.interval == "normal" else df
        return float(np.sqrt(variance)), float(quantile(level, np.array(limit)))


def _check_rows(values: Mapping[str, Floats], years: tuple[int, int], household: str) -> None:
    """Raise UserError for a year without rows, a household with two rows, or weights not above 0."""
    for place, year in enumerate(years):
        rows = values[f"rows{place}"]
        if not len(rows) or not rows.any():
            raise fail(
                f"Không có dòng nào của năm {year}.",
                f"There is no row of {year}.",
                do_vi="Kiểm tra cột năm và năm được chọn.",
                do_en="Check the column of years and the year chosen.",
                value=str(year),
                code="years",
            )
        if (rows > 1).any():
            raise fail(
                f"Có {int((rows > 1).sum())} hộ có nhiều dòng trong năm {year}.",
                f"{int((rows > 1).sum())} households have several rows in {year}.",
                do_vi="Mỗi hộ một dòng mỗi năm.",
                do_en="Keep one row per household and year.",
                column=household,
                code="row_twice",
            )
        if ((rows > 0) & ~(values[f"weight{place}"] > 0)).any():
            raise fail(
                "Quyền số phải có ở mọi dòng và lớn hơn 0.",
                "Every row needs a weight above 0.",
                do_vi="Sửa hoặc bỏ các dòng này.",
                do_en="Mend these rows or leave them out.",
                allowed="> 0",
                code="weight",
            )
