"""What a poverty standard is, once read and checked: lines, indicators, class rules, guidance on form points.

A plain, frozen structure that knows neither its file nor the engines. May import `expressions` and `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chungtay.messages import Problem, UserError, Words, say
from chungtay.rules.expressions import Expression, household_facts, member_facts, reads_members
from chungtay.rules.vocabulary import Status, load_vocabulary

AREAS = ("rural", "urban")
CLASSES = ("poor", "near_poor", "average", "not_poor", "undetermined")
"""From poorest to best off; the last one is no class but the lack of one."""

FACTS_ONLY = "facts"
"""In place of a guidance: leave form points aside and classify from income and indicators."""


@dataclass(frozen=True)
class Applies:
    """A span of dates the standard is valid for (both days included), and the act that says so."""

    start: date
    end: date
    by: str


@dataclass(frozen=True)
class Figure:
    """An area-dependent figure: an income line (VND per person per month) or a cut-off (points).

    by_area   the value for "rural" and "urban"; None where no source gives it
    """

    name: str
    label: Words
    by_area: Mapping[str, float | int | None]
    source: str
    status: Status


@dataclass(frozen=True)
class Indicator:
    """One deprivation: a condition on facts, None in a standard whose thresholds are not known yet.

    read   gives the condition's tree, the first time that somebody asks for `ast`
    """

    code: str
    dimension: str
    label: Words
    condition: str | None
    read: Callable[[], Expression] | None = field(compare=False, repr=False)
    source: str
    status: Status
    note: str | None = None

    @cached_property
    def ast(self) -> Expression | None:
        """The condition's tree; None where there is no condition."""
        return None if self.read is None else self.read()

    @property
    def facts(self) -> frozenset[str]:
        """Names of all facts the condition reads."""
        return frozenset() if self.ast is None else household_facts(self.ast) | member_facts(self.ast)

    @property
    def reads_members(self) -> bool:
        """Whether the condition looks at members."""
        return self.ast is not None and reads_members(self.ast)


@dataclass(frozen=True)
class ClassRule:
    """One way into a class. The rules of a standard exclude each other and leave no gap.

    read   gives the condition's tree, the first time that somebody asks for `ast`
    """

    id: str
    household_class: str
    subtype: str | None
    label: Words
    condition: str
    read: Callable[[], Expression] = field(compare=False, repr=False)
    source: str
    status: Status
    note: str | None = None

    @cached_property
    def ast(self) -> Expression:
        """The condition's tree."""
        return self.read()


@dataclass(frozen=True)
class Guidance:
    """How a circular reads form points: cut-offs by area, class rules over `b1_points`, points per deprivation."""

    id: str
    title: Words
    points_per_deprivation: int
    cuts: Mapping[str, Figure]
    classes: tuple[ClassRule, ...]
    source: str
    status: Status
    note: str | None = None

    def areas_without_cuts(self) -> tuple[str, ...]:
        """Areas for which no source gives the cut-offs."""
        return tuple(area for area in AREAS if any(cut.by_area[area] is None for cut in self.cuts.values()))


@dataclass(frozen=True)
class Standard:
    """A poverty standard. `version` is a hash of its content, so a verdict can say exactly what it was made with.

    reference_year   the year in which ages count where the review's year is not given
    """

    id: str
    title: Words
    status: str
    version: str
    legal: str
    applies: tuple[Applies, ...]
    reference_year: int
    lines: Mapping[str, Figure]
    indicators: tuple[Indicator, ...]
    classes: tuple[ClassRule, ...]
    guidance: Mapping[str, Guidance]
    default_guidance: str | None
    missing_parts: tuple[Words, ...]
    source: str
    source_status: Status
    file: str = field(compare=False)

    @property
    def household_facts(self) -> tuple[str, ...]:
        """Names of the household facts the standard reads, in the order of the vocabulary."""
        names = {"area"} if self.lines else set()
        for ast in self._conditions():
            names |= household_facts(ast)
        if self.guidance:
            names |= {"b1_points", "b2_points"}
        return _in_order(names)

    @property
    def member_facts(self) -> tuple[str, ...]:
        """Names of the member facts the standard reads; age and birth year stand in for each other."""
        names: set[str] = set()
        for ast in self._conditions():
            names |= member_facts(ast)
        if names & {"age", "birth_year"}:
            names |= {"age", "birth_year"}
        return _in_order(names)

    def _conditions(self) -> list[Expression]:
        found = [indicator.ast for indicator in self.indicators if indicator.ast is not None]
        found += [rule.ast for rule in self.classes]
        for guidance in self.guidance.values():
            found += [rule.ast for rule in guidance.classes]
        return found

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of this code. KeyError if there is none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    def check_usable(self) -> None:
        """Raise UserError, saying what is missing, if the standard is not complete enough to classify with."""
        if self.status != "incomplete":
            return
        missing = Words(*("; ".join(getattr(part, tongue) for part in self.missing_parts) for tongue in ("vi", "en")))
        raise UserError(
            Problem(
                what=Words(
                    f"chuẩn {self.id} chưa đủ để phân loại. Còn thiếu: {missing.vi}.",
                    f"the standard {self.id} is not complete enough to classify with. Missing: {missing.en}.",
                ),
                remedy=Words(
                    "nhập các phần thiếu từ Công báo vào tệp của chuẩn rồi đổi status, hoặc chọn chuẩn khác.",
                    "enter the missing parts from the gazette into the standard's file and change its status, "
                    "or choose another standard.",
                ),
                file=self.file,
                code="standard_incomplete",
            )
        )

    def choose_guidance(self, guidance: str | None) -> Guidance | None:
        """Return the guidance by which form points are read.

        guidance   an id; None for the standard's default; FACTS_ONLY for none at all
        Returns None where points are not used. UserError if the id belongs to another standard or to none.
        """
        if guidance == FACTS_ONLY:
            return None
        if guidance is None:
            return self.guidance[self.default_guidance] if self.default_guidance else None
        found = self.guidance.get(guidance)
        if found is not None:
            return found
        own = ", ".join(self.guidance) or say("(chuẩn này không có)", "(this standard has none)")
        raise UserError(
            Problem(
                what=Words(
                    f"hướng dẫn «{guidance}» không thuộc chuẩn {self.id}: ngưỡng điểm của giai đoạn khác "
                    "không dùng được với chuẩn này.",
                    f"the guidance “{guidance}” does not belong to the standard {self.id}: cut-offs of another "
                    "period cannot be used with it.",
                ),
                remedy=Words("chọn hướng dẫn của đúng chuẩn.", "choose a guidance of this standard."),
                value=guidance,
                allowed=own,
                code="guidance_of_another_standard",
            )
        )


def _in_order(names: set[str]) -> tuple[str, ...]:
    return load_vocabulary().in_order(names)
