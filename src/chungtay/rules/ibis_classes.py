"""Class rules over a table: which rules may hold, as one bit per rule, and what follows from the bits.

A household of unknown area is tried in both areas and the bits are joined; a class is given only where all rules that
may hold agree on it. May import `ibis_truth`, `ibis_members`, `standard`.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from chungtay.rules.expressions import Deprivations, household_facts, walk
from chungtay.rules.ibis_members import MemberFindings, Slot
from chungtay.rules.ibis_truth import Bounds, Columns, any_column, blame, truth
from chungtay.rules.standard import AREAS, ClassRule, Guidance, Standard
from chungtay.rules.verdict import UNDETERMINED
from chungtay.rules.vocabulary import load_vocabulary

WORDS_LAST = ("members", "cut_offs")


@dataclass(frozen=True)
class RuleSet:
    """The rules over facts, or those over points; `first` is the bit of the first rule."""

    kind: str
    rules: tuple[ClassRule, ...]
    first: int
    areas_without_cuts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassSide:
    """The class rules of one standard and guidance, on one table of households."""

    standard: Standard
    guidance: Guidance | None
    joined: ir.Table
    count: Bounds
    review_year: int
    slots: tuple[Slot, ...]

    @property
    def rule_sets(self) -> tuple[RuleSet, ...]:
        """Facts first; points where there is guidance and the table has the points."""
        facts = RuleSet("facts", self.standard.classes, 0)
        if self.guidance is None or "b1_points" not in self.joined.columns:
            return (facts,)
        first = len(self.standard.classes)
        return facts, RuleSet("points", self.guidance.classes, first, self.guidance.areas_without_cuts())

    @property
    def all_rules(self) -> tuple[ClassRule, ...]:
        """Every rule, in the order of its bit."""
        return tuple(rule for rule_set in self.rule_sets for rule in rule_set.rules)

    def _columns(self, area: str) -> Columns:
        figures: dict[tuple[str, str], float | int | None] = {
            ("line", figure.name): figure.by_area[area] for figure in self.standard.lines.values()
        }
        if self.guidance is not None:
            figures |= {("cut", figure.name): figure.by_area[area] for figure in self.guidance.cuts.values()}
        return Columns(self.joined, self.review_year, deprivations=self.count, figures=figures, assumed={"area": area})

    def _scored(self) -> Any:
        return Columns(self.joined, self.review_year).fact("b1_points").notnull()

    def _area(self) -> Any:
        return Columns(self.joined, self.review_year).fact("area")

    def _area_is(self, area: str) -> Any:
        return (self._area() == area).fill_null(False)

    def _area_unknown(self) -> Any:
        return ~self._area().isin(AREAS).fill_null(False)

    def masks(self) -> dict[str, Any]:
        """Bits of the rules that may hold: one column per rule set and area, and `_mask` for what applies."""
        found: dict[str, Any] = {}
        for rule_set in self.rule_sets:
            for area in AREAS:
                columns = self._columns(area)
                holds = [truth(rule.ast, columns) for rule in rule_set.rules]
                bits = [1 << (rule_set.first + position) for position in range(len(holds))]
                open_ = [ibis.ifelse(outcome.isnull(), bit, 0) for outcome, bit in zip(holds, bits, strict=True)]
                found[_mask_name(rule_set, area)] = ibis.cases(
                    *zip(holds, bits, strict=True), else_=functools.reduce(operator.or_, open_)
                ).cast("int32")
        rural, urban = (self._applicable(found, area) for area in AREAS)
        found["_mask"] = ibis.cases(
            (self._area() == AREAS[0], rural), (self._area() == AREAS[1], urban), else_=rural | urban
        )
        return found

    def _applicable(self, masks: dict[str, Any], area: str) -> Any:
        facts = masks[_mask_name(self.rule_sets[0], area)]
        if len(self.rule_sets) == 1:
            return facts
        return ibis.ifelse(self._scored(), masks[_mask_name(self.rule_sets[1], area)], facts)

    def stored_masks(self) -> dict[str, Any]:
        """The masks where they are columns of the table already."""
        names = [_mask_name(rule_set, area) for rule_set in self.rule_sets for area in AREAS]
        return {name: self.joined[name] for name in [*names, "_mask"]}

    def _agreed(self, masks: dict[str, Any], values: list[str | None], otherwise: Any) -> Any:
        """The value that all rules that may hold share."""
        mask = masks["_mask"]
        branches = [(mask == 0, otherwise)]
        for value in dict.fromkeys(value for value in values if value is not None):
            bits = sum(1 << position for position, own in enumerate(values) if own == value)
            others = ((1 << len(values)) - 1) & ~bits
            branches.append(((mask & others) == 0, ibis.literal(value)))
        return ibis.cases(*branches, else_=otherwise)

    def household_class(self, masks: dict[str, Any]) -> ir.StringValue:
        """The class; never null."""
        return self._agreed(masks, [rule.household_class for rule in self.all_rules], ibis.literal(UNDETERMINED))

    def subtype(self, masks: dict[str, Any]) -> ir.StringValue:
        """The subtype, null where there is none or it is not certain."""
        return self._agreed(masks, [rule.subtype for rule in self.all_rules], ibis.null("string"))

    def rule(self, masks: dict[str, Any]) -> ir.StringValue:
        """The rule's id, null where several may hold."""
        return self._agreed(masks, [rule.id for rule in self.all_rules], ibis.null("string"))

    def deprivations(self) -> ir.IntegerValue:
        """The count, null where not exactly known or where the standard counts none."""
        if not self.standard.indicators:
            return ibis.null("int16")
        return ibis.ifelse(self.count.lo == self.count.hi, self.count.lo, ibis.null("int16"))

    def missing(self, masks: dict[str, Any]) -> ir.StringValue:
        """Names of the missing facts joined by ";", "" where nothing is missing or the class is known."""
        open_ = (self.household_class(masks) == UNDETERMINED) & _several(masks["_mask"])
        blamed = self._blamed(masks)
        order = [*load_vocabulary().facts, *WORDS_LAST]
        parts = [
            ibis.ifelse(blamed[name].fill_null(False), ibis.literal(f";{name}"), ibis.literal(""))
            for name in order
            if name in blamed
        ]
        text = functools.reduce(operator.add, parts)
        return ibis.ifelse(open_, text.substr(1), ibis.literal(""))

    def _blamed(self, masks: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"area": self._area_unknown()}
        names = {name for rule in self.all_rules for name in household_facts(rule.ast)} - {"area"}
        for name in sorted(names):
            column = self._rules_blame(masks, name)
            if column is not None:
                found[name] = column
        for area in self.rule_sets[-1].areas_without_cuts:
            lacks = self._scored() & self._area_is(area)
            found["cut_offs"] = found["cut_offs"] | lacks if "cut_offs" in found else lacks
        counted = any(isinstance(part, Deprivations) for rule in self.all_rules for part in walk(rule.ast))
        matters = self._rules_blame(masks, "deprivations") if counted else None
        if matters is not None:
            for name, column in self._indicators_blame().items():
                both = matters & column
                found[name] = found[name] | both if name in found else both
        return found

    def _rules_blame(self, masks: dict[str, Any], name: str) -> Any | None:
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
                tried = self._area_is(area) | self._area_unknown()
                applies = tried & _several(masks[_mask_name(rule_set, area)])
                if len(self.rule_sets) > 1:
                    applies = applies & (self._scored() if rule_set.kind == "points" else ~self._scored())
                found.append(applies & lacking)
        return any_column(found)

    def _indicators_blame(self) -> dict[str, Any]:
        """For each fact: whether its absence keeps some indicator unknown."""
        findings = MemberFindings(self.slots, self.joined)
        columns = Columns(self.joined, self.review_year, findings.any_member, findings.count)
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
