"""A standard compiled to Ibis: the same rules over millions of households, on DuckDB, Spark or another engine.

    program = compile_ibis(standard)
    told = members.group_by("household_id").aggregate(**program.member_aggregates(members))
    verdicts = program.verdicts(households.left_join(told, "household_id"), keep=("household_id",))

May import `ibis_truth`, `ibis_members`, `ibis_classes`, `standard`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir

from chungtay.rules.ibis_classes import HIGH, LOW, ClassSide
from chungtay.rules.ibis_members import Mark, MemberFindings, Slot, member_aggregates, member_marks, member_slots
from chungtay.rules.ibis_truth import Columns, truth
from chungtay.rules.standard import CLASSES, Guidance, Standard


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
    def subtypes(self) -> tuple[str, ...]:
        """Every subtype that a rule gives, in the order of the rules."""
        rules = (*self.standard.classes, *(self.guidance.classes if self.guidance is not None else ()))
        return tuple(dict.fromkeys(rule.subtype for rule in rules if rule.subtype is not None))

    def member_aggregates(self, members: ir.Table, *, with_missing: bool = True) -> dict[str, ir.Value]:
        """Reductions for `members.group_by("household_id").aggregate(**...)`; names start with "members_".

        with_missing   False leaves out which facts are missing, for a faster first pass; then `missing` names
                       household facts only
        """
        return member_aggregates(self.slots, members, self.review_year, with_missing=with_missing)

    def member_marks(self, members: ir.Table) -> dict[str, Mark]:
        """The same reductions member by member, for a caller that folds and counts them itself.

        As with `with_missing=False`: which facts are missing is left out.
        """
        return member_marks(self.slots, members, self.review_year, with_missing=False)

    def verdicts(
        self,
        joined: ir.Table,
        keep: Sequence[str] = ("household_id",),
        *,
        with_missing: bool = True,
        with_rule: bool = False,
        coded: bool = False,
    ) -> ir.Table:
        """Classify households left-joined with the aggregates.

        keep           columns of `joined` to carry along
        with_missing   False leaves the column `missing` out (a faster first pass)
        with_rule      adds `rule` (the class rule's id, null where several may hold) and `way` at the end
        coded          class and subtype as whole numbers: positions in CLASSES and in `subtypes`, for a caller that
                       makes them words more cheaply than row by row
        Returns the kept columns, then class, subtype, deprivations, one column per indicator, missing.
        Every stage is a projection of its own, so each value is worked out once.
        """
        findings = MemberFindings(self.slots, joined)
        columns = Columns(joined, self.review_year, findings.any_member, findings.count)
        table = joined.mutate(
            **{_own(item.code): truth(item.ast, columns) for item in self.standard.indicators if item.ast is not None}
        )
        table = table.mutate(**self._count(table))
        side = ClassSide(self.standard, self.guidance, table, self.review_year, self.slots)
        table = table.mutate(**side.applicable())
        side = replace(side, table=table)
        if with_missing:
            for stage in (ClassSide.open, ClassSide.masks, ClassSide.lacking):
                table = table.mutate(**stage(side))
                side = replace(side, table=table)
        result: dict[str, Any] = {
            "class": side.household_class(CLASSES if coded else None),
            "subtype": side.subtype(self.subtypes if coded else None),
            "deprivations": side.deprivations(),
            **{item.code: table[_own(item.code)] for item in self.standard.indicators},
        }
        if with_missing:
            result["missing"] = side.missing()
        if with_rule:
            result |= {"rule": side.rule(), "way": side.way()}
        return table.select(*[table[name] for name in keep], **result)

    def _count(self, table: ir.Table) -> dict[str, Any]:
        """Bounds of the number of deprivations; from points where the household has them."""
        # True adds 1 and unknown adds 64 to one sum, so both counts come from one pass over the indicators.
        parts = [ibis.coalesce(table[_own(item.code)].cast("int16"), 64) for item in self.standard.indicators]
        both = functools.reduce(operator.add, parts).cast("int16") if parts else ibis.literal(0, "int16")
        low = (both & 63).cast("int16")
        high = (low + (both >> 6)).cast("int16")
        if self.guidance is not None and "b2_points" in table.columns:
            points = Columns(table, self.review_year).fact("b2_points")
            exact = (points / self.guidance.points_per_deprivation).floor().cast("int16")
            low, high = ibis.coalesce(exact, low), ibis.coalesce(exact, high)
        return {LOW: low, HIGH: high}


def _own(code: str) -> str:
    """An indicator's column while it is worked out: a household fact may have the same name as an indicator."""
    return f"_indicator_{code}"


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
