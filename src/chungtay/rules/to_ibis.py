"""A standard compiled to Ibis: the same rules over millions of households, on DuckDB, Spark or another engine.

    program = compile_ibis(standard)
    told = members.group_by("household_id").aggregate(**program.member_aggregates(members))
    verdicts = program.verdicts(households.left_join(told, "household_id"), keep=("household_id",))

May import `ibis_truth`, `ibis_members`, `ibis_classes`, `standard`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from chungtay.rules.expressions import reads_members
from chungtay.rules.ibis_classes import ClassSide
from chungtay.rules.ibis_members import MemberFindings, Slot, member_aggregates, member_slots
from chungtay.rules.ibis_truth import Bounds, Columns, truth
from chungtay.rules.standard import Guidance, Standard


@dataclass(frozen=True)
class IbisProgram:
    """A compiled standard.

    household_columns, member_columns   the facts that are read; a column that a table lacks is unknown throughout
    review_year                         the year in which ages count
    """

    standard: Standard
    guidance: Guidance | None
    review_year: int
    slots: tuple[Slot, ...]

    @property
    def household_columns(self) -> tuple[str, ...]:
        """Household facts to select before the join."""
        names = self.standard.household_facts
        return names if self.guidance is not None else tuple(n for n in names if n not in ("b1_points", "b2_points"))

    @property
    def member_columns(self) -> tuple[str, ...]:
        """Member facts to select before grouping."""
        return self.standard.member_facts

    @property
    def needs_members(self) -> bool:
        """Whether members play a part at all."""
        return any(item.ast is not None and reads_members(item.ast) for item in self.standard.indicators)

    def member_aggregates(self, members: ir.Table, *, with_missing: bool = True) -> dict[str, ir.Value]:
        """Reductions for `members.group_by("household_id").aggregate(**...)`; names start with "members_".

        with_missing   False leaves out which facts are missing, for a faster first pass; then `missing` names
                       household facts only
        """
        return member_aggregates(self.slots, members, self.review_year, with_missing=with_missing)

    def verdicts(
        self, joined: ir.Table, keep: Sequence[str] = ("household_id",), *, with_missing: bool = True
    ) -> ir.Table:
        """Classify households left-joined with the aggregates, in stages (each value is worked out once).

        Returns the kept columns, then class, subtype, deprivations, one column per indicator, missing.
        with_missing   False leaves the column `missing` out
        """
        columns = self._columns(joined)
        staged = joined.mutate(**{f"_i_{code}": value for code, value in self._indicators(columns).items()})
        indicators = {item.code: staged[f"_i_{item.code}"] for item in self.standard.indicators}
        counted = staged.mutate(**dict(zip(("_d_lo", "_d_hi"), self._count(staged, indicators), strict=True)))
        bounds = Bounds(counted["_d_lo"], counted["_d_hi"])
        masked = counted.mutate(**self._classes(counted, bounds).masks())
        side = self._classes(masked, Bounds(masked["_d_lo"], masked["_d_hi"]))
        result = self._result(side, {code: masked[f"_i_{code}"] for code in indicators}, side.stored_masks())
        if not with_missing:
            del result["missing"]
        return masked.select(*[masked[name] for name in keep], **result)

    def verdict_columns(self, joined: ir.Table) -> dict[str, ir.Value]:
        """The same as expressions on `joined` itself; `verdicts` is faster, as each value there is worked out once."""
        indicators = self._indicators(self._columns(joined))
        low, high = self._count(joined, indicators)
        side = self._classes(joined, Bounds(low, high))
        return self._result(side, indicators, side.masks())

    def _columns(self, joined: ir.Table) -> Columns:
        findings = MemberFindings(self.slots, joined)
        return Columns(joined, self.review_year, findings.any_member, findings.count)

    def _indicators(self, columns: Columns) -> dict[str, Any]:
        return {item.code: truth(item.ast, columns) for item in self.standard.indicators if item.ast is not None}

    def _count(self, joined: ir.Table, indicators: dict[str, Any]) -> tuple[Any, Any]:
        """Bounds of the number of deprivations; from points where the household has them."""
        zero = ibis.literal(0, "int16")
        low = sum((value.fill_null(False).cast("int16") for value in indicators.values()), zero)
        high = sum((value.fill_null(True).cast("int16") for value in indicators.values()), zero)
        if self.guidance is None or "b2_points" not in joined.columns:
            return low, high
        points = Columns(joined, self.review_year).fact("b2_points")
        exact = (points / self.guidance.points_per_deprivation).floor().cast("int16")
        return ibis.coalesce(exact, low), ibis.coalesce(exact, high)

    def _classes(self, joined: ir.Table, count: Bounds) -> ClassSide:
        return ClassSide(self.standard, self.guidance, joined, count, self.review_year, self.slots)

    def _result(self, side: ClassSide, indicators: dict[str, Any], masks: dict[str, Any]) -> dict[str, ir.Value]:
        return {
            "class": side.household_class(masks),
            "subtype": side.subtype(masks),
            "deprivations": side.deprivations(),
            **indicators,
            "missing": side.missing(masks),
        }

    def rule_column(self, joined: ir.Table) -> ir.StringValue:
        """The id of the class rule that holds, null where several still may; as `Verdict.rule`."""
        low, high = self._count(joined, self._indicators(self._columns(joined)))
        side = self._classes(joined, Bounds(low, high))
        return side.rule(side.masks())


def compile_ibis(standard: Standard, guidance: str | None = None, *, review_year: int | None = None) -> IbisProgram:
    """Compile a standard.

    guidance      as in `classify_household`: None for the standard's default, "facts" to leave points aside
    review_year   the year in which ages count; the standard's reference year where None
    UserError if the standard is incomplete or the guidance is not one of its own.
    """
    standard.check_usable()
    reading = standard.choose_guidance(guidance)
    slots = member_slots([item.ast for item in standard.indicators if item.ast is not None])
    return IbisProgram(standard, reading, review_year if review_year is not None else standard.reference_year, slots)
