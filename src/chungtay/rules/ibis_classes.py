"""Class rules over a table: which rules may hold, as one bit per rule, and what follows from the bits.

A household of unknown area is tried in both areas and the bits are joined; a class is given only where all rules that
may hold agree on it. May import `ibis_truth`, `ibis_members`, `standard`.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from chungtay.rules.expressions import household_facts
from chungtay.rules.ibis_blame import any_column, blame
from chungtay.rules.ibis_members import MemberFindings, Slot
from chungtay.rules.ibis_truth import Bounds, Columns, truth, unknown
from chungtay.rules.standard import AREAS, ClassRule, Guidance, Standard
from chungtay.rules.verdict import UNDETERMINED
from chungtay.rules.vocabulary import load_vocabulary

WORDS_LAST = ("members", "cut_offs")
LOW, HIGH, MASK, OPEN = "_deprivations_low", "_deprivations_high", "_rules_possible", "_open"


@dataclass(frozen=True)
class RuleSet:
    """The rules over facts, or those over points; `first` is the bit of the first rule."""

    kind: str
    rules: tuple[ClassRule, ...]
    first: int
    areas_without_cuts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassSide:
    """The class rules of one standard and guidance, on one table of households.

    `table` carries the indicators and the bounds of the count, then, stage by stage, what the methods below return.
    """

    standard: Standard
    guidance: Guidance | None
    table: ir.Table
    review_year: int
    slots: tuple[Slot, ...]

    @property
    def rule_sets(self) -> tuple[RuleSet, ...]:
        """Facts first; points where there is guidance and the table has the points."""
        facts = RuleSet("facts", self.standard.classes, 0)
        if self.guidance is None or "b1_points" not in self.table.columns:
            return (facts,)
        first = len(self.standard.classes)
        return facts, RuleSet("points", self.guidance.classes, first, self.guidance.areas_without_cuts())

    @property
    def all_rules(self) -> tuple[ClassRule, ...]:
        """Every rule, in the order of its bit."""
        return tuple(rule for rule_set in self.rule_sets for rule in rule_set.rules)

    def _columns(self, area: str) -> Columns:
        """What a class rule reads if the household lies in `area`."""
        figures: dict[tuple[str, str], float | int | None] = {
            ("line", figure.name): figure.by_area[area] for figure in self.standard.lines.values()
        }
        if self.guidance is not None:
            figures |= {("cut", figure.name): figure.by_area[area] for figure in self.guidance.cuts.values()}
        count = Bounds(self.table[LOW], self.table[HIGH])
        return Columns(self.table, self.review_year, deprivations=count, figures=figures, assumed={"area": area})

    def _fact(self, name: str) -> Any:
        return Columns(self.table, self.review_year).fact(name)

    def _area_unknown(self) -> Any:
        return ~self._fact("area").isin(AREAS).fill_null(False)

    def _mask(self, rule_set: RuleSet, area: str) -> Any:
        """Bits of the rules that may hold in this area; one bit where one certainly does."""
        columns = self._columns(area)
        holds = [truth(rule.ast, columns) for rule in rule_set.rules]
        bits = [1 << (rule_set.first + position) for position in range(len(holds))]
        open_ = [
            ibis.ifelse(unknown(rule.ast, columns), bit, 0) for rule, bit in zip(rule_set.rules, bits, strict=True)
        ]
        both = ibis.cases(*zip(holds, bits, strict=True), else_=functools.reduce(operator.or_, open_))
        return both.cast("int32")

    def applicable(self) -> dict[str, Any]:
        """Bits of the rules that may hold for the household, whose area may be unknown and points may be given.

        One branch per household: an engine works out only the rules of its area and of its way.
        """
        rural, urban = (self._in_area(area) for area in AREAS)
        area = self._fact("area")
        return {MASK: ibis.cases((area == AREAS[0], rural), (area == AREAS[1], urban), else_=rural | urban)}

    def _in_area(self, area: str) -> Any:
        facts = self._mask(self.rule_sets[0], area)
        if len(self.rule_sets) == 1:
            return facts
        return ibis.ifelse(self._fact("b1_points").isnull(), facts, self._mask(self.rule_sets[1], area))

    def open(self) -> dict[str, Any]:
        """Whether the class is undetermined because several rules may hold, not because one says so."""
        mask = self.table[MASK]
        classes: dict[str, int] = {}
        for position, rule in enumerate(self.all_rules):
            classes[rule.household_class] = classes.get(rule.household_class, 0) | 1 << position
        every = (1 << len(self.all_rules)) - 1
        determined = [(mask & (every & ~bits)) == 0 for name, bits in classes.items() if name != UNDETERMINED]
        return {OPEN: ~functools.reduce(operator.or_, [*determined, ~_several(mask)])}

    def masks(self) -> dict[str, Any]:
        """Bits of the rules that may hold, per rule set and area, for open households; 0 for the others."""
        return {
            _mask_name(rule_set, area): ibis.ifelse(self.table[OPEN], self._mask(rule_set, area), 0)
            for rule_set in self.rule_sets
            for area in AREAS
        }

    def _agreed(self, values: list[str | None], otherwise: str | None, codes: Sequence[str] | None = None) -> Any:
        """The value that all rules that may hold share; as its position in `codes` where these are given."""

        def told(value: str | None) -> Any:
            if codes is None:
                return ibis.literal(value, "string")
            return ibis.literal(None if value is None else codes.index(value), "int8")

        mask = self.table[MASK]
        branches = [(mask == 0, told(otherwise))]
        for value in dict.fromkeys(value for value in values if value is not None):
            bits = sum(1 << position for position, own in enumerate(values) if own == value)
            others = ((1 << len(values)) - 1) & ~bits
            branches.append(((mask & others) == 0, told(value)))
        return ibis.cases(*branches, else_=told(otherwise))

    def household_class(self, codes: Sequence[str] | None = None) -> ir.Value:
        """The class, or its position in `codes`; never null."""
        return self._agreed([rule.household_class for rule in self.all_rules], UNDETERMINED, codes)

    def subtype(self, codes: Sequence[str] | None = None) -> ir.Value:
        """The subtype, or its position in `codes`; null where there is none or it is not certain."""
        return self._agreed([rule.subtype for rule in self.all_rules], None, codes)

    def rule(self) -> ir.StringValue:
        """The rule's id, null where several may hold."""
        return self._agreed([rule.id for rule in self.all_rules], None)

    def way(self) -> ir.StringValue:
        """As `Verdict.way`: facts, points or mixed."""
        if self.guidance is None:
            return ibis.literal("facts")
        scored, counted = (self._fact(name).notnull() for name in ("b1_points", "b2_points"))
        if not self.standard.indicators:
            return ibis.ifelse(scored, "points", ibis.ifelse(counted, "mixed", "facts"))
        return ibis.cases((scored & counted, "points"), (scored | counted, "mixed"), else_="facts")

    def deprivations(self) -> ir.IntegerValue:
        """The count, null where not exactly known or where the standard counts none."""
        if not self.standard.indicators:
            return ibis.null("int16")
        return ibis.ifelse(self.table[LOW] == self.table[HIGH], self.table[LOW], ibis.null("int16"))

    def lacking(self) -> dict[str, Any]:
        """For each fact that class rules read: whether they are open for want of it. For `missing`, a stage later."""
        found: dict[str, Any] = {}
        names = {name for rule in self.all_rules for name in household_facts(rule.ast)} - {"area"}
        for name in (*sorted(names), "deprivations"):
            column = self._rules_blame(name)
            if column is not None:
                found[f"_lacks_{name}"] = self.table[OPEN] & column
        return found

    def missing(self) -> ir.StringValue:
        """Names of the missing facts joined by ";", "" where nothing is missing or the class is known."""
        found: dict[str, list[Any]] = {"area": [self._area_unknown()]}
        for column in self.table.columns:
            if column.startswith("_lacks_") and column != "_lacks_deprivations":
                found.setdefault(column.removeprefix("_lacks_"), []).append(self.table[column])
        for area in self.rule_sets[-1].areas_without_cuts:
            lacks = self._fact("b1_points").notnull() & (self._fact("area") == area)
            found.setdefault("cut_offs", []).append(lacks)
        if "_lacks_deprivations" in self.table.columns:
            for name, column in self._indicators_blame().items():
                found.setdefault(name, []).append(self.table["_lacks_deprivations"] & column)
        parts = [
            ibis.ifelse(functools.reduce(operator.or_, found[name]), ibis.literal(f";{name}"), ibis.literal(""))
            for name in (*load_vocabulary().facts, *WORDS_LAST)
            if name in found
        ]
        return ibis.ifelse(self.table[OPEN], functools.reduce(operator.add, parts).substr(1), ibis.literal(""))

    def _rules_blame(self, name: str) -> Any | None:
        """Whether a class rule that applies is open for want of `name`."""
        found = []
        for rule_set in self.rule_sets:
            for area in AREAS:
                if area in rule_set.areas_without_cuts:
                    continue
                columns = self._columns(area)
                lacking = any_column([blame(rule.ast, name, columns) for rule in rule_set.rules])
                if lacking is None:
                    continue
                other = AREAS[1 - AREAS.index(area)]
                tried = (self._fact("area") != other).fill_null(True)
                applies = tried & _several(self.table[_mask_name(rule_set, area)])
                if len(self.rule_sets) > 1:
                    scored = self._fact("b1_points").notnull()
                    applies = applies & (scored if rule_set.kind == "points" else ~scored)
                found.append(applies & lacking)
        return any_column(found)

    def _indicators_blame(self) -> dict[str, Any]:
        """For each fact: whether its absence keeps some indicator unknown."""
        findings = MemberFindings(self.slots, self.table)
        columns = Columns(self.table, self.review_year, findings.any_member, findings.count)
        found: dict[str, Any] = {}
        for indicator in self.standard.indicators:
            if indicator.ast is None:
                continue
            names = [*indicator.facts, *(["members"] if indicator.reads_members else [])]
            for name in names:
                column = blame(indicator.ast, name, columns, findings.blame)
                if column is not None:
                    found[name] = found[name] | column if name in found else column
        return found


def _mask_name(rule_set: RuleSet, area: str) -> str:
    return f"_mask_{rule_set.kind}_{area}"


def _several(mask: Any) -> Any:
    """Whether more than one bit is set."""
    return (mask & (mask - 1)) != 0
