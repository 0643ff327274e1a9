"""What the yearly review report of an area holds, before any sentence is written. Imports nothing.

Counts are households unless a name says persons. None always means "not known", never zero.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """A share with what it was divided from; value is None where the denominator is not known or is 0."""

    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None


UNKNOWN = Rate()


@dataclass(frozen=True)
class ResultRow:
    """One area in the results table. `weight`: "plain" | "subtotal" | "total"."""

    code: str
    name: str
    poor: Rate
    near_poor: Rate
    poor_before: Rate = UNKNOWN
    near_poor_before: Rate = UNKNOWN
    weight: str = "plain"

    @property
    def households(self) -> float | None:
        """All households of the area: the denominator of both rates."""
        return self.poor.denominator

    @property
    def change(self) -> float | None:
        """Difference of the poor rate from the year before, as a share."""
        if self.poor.value is None or self.poor_before.value is None:
            return None
        return self.poor.value - self.poor_before.value


@dataclass(frozen=True)
class Movement:
    """Poor households of an area over the year, as a ledger.

    stay  poor at both ends of the year; from it follow the flows that no pathway explains
    """

    name: str
    opening: float | None
    exits: float | None
    new: float | None
    relapses: float | None
    stay: float | None
    closing: float | None
    weight: str = "plain"

    @property
    def other_out(self) -> float | None:
        """Left the list without a verdict of leaving poverty: moved away, ended, merged, not determined."""
        if self.opening is None or self.exits is None or self.stay is None:
            return None
        return self.opening - self.exits - self.stay

    @property
    def other_in(self) -> float | None:
        """Came onto the list neither as new nor as fallen back: moved in, split off, determined only now."""
        if self.closing is None or self.new is None or self.relapses is None or self.stay is None:
            return None
        return self.closing - self.new - self.relapses - self.stay

    @property
    def balanced(self) -> bool | None:
        """Whether opening − out + in = closing and no flow is below zero; None where a flow is not known."""
        flows = (self.exits, self.other_out, self.new, self.relapses, self.other_in)
        if self.opening is None or self.closing is None or None in flows:
            return None
        exits, other_out, new, relapses, other_in = (flow or 0.0 for flow in flows)
        reached = self.opening - exits - other_out + new + relapses + other_in
        return abs(reached - self.closing) < 0.5 and min(other_out, other_in) >= 0


@dataclass(frozen=True)
class Deprivation:
    """How many poor and near-poor households one indicator finds deprived."""

    code: str
    label: str
    poor: Rate
    near_poor: Rate


@dataclass(frozen=True)
class Group:
    """A group within the poor and the near-poor; a Rate's denominator is the households whose fact is known."""

    label: str
    poor: Rate
    near_poor: Rate


@dataclass(frozen=True)
class Persons:
    """Persons in households of a class, counted where the members are listed."""

    persons: int
    households: int
    households_listed: int


@dataclass(frozen=True)
class Published:
    """A figure that was published for the same area and year."""

    value: float
    kind: str
    source: str
    status: str


@dataclass(frozen=True)
class MissingFact:
    """A fact whose absence left households undetermined."""

    label: str
    households: int


@dataclass(frozen=True)
class Basis:
    """A legal basis, and how sure its wording is: verified | secondary | unverified."""

    text: str
    status: str


@dataclass(frozen=True)
class ReviewReport:
    """The result of one year's household review in one area."""

    unit_code: str
    unit_name: str
    unit_kind: str
    level: str
    superior_name: str
    superior_kind: str
    year: int
    valid_for_year: int | None
    standard_id: str
    standard_title: str
    standard_version: str
    snapshot_id: str
    computed_at: dt.datetime
    synthetic: bool
    rows_level: str
    rows: tuple[ResultRow, ...]
    total: ResultRow
    movements: tuple[Movement, ...]
    movement: Movement
    deprivations: tuple[Deprivation, ...]
    rounds: tuple[tuple[str, int], ...]
    reviewed: int
    poor_persons: Persons | None
    near_poor_persons: Persons | None
    all_persons: int | None
    groups: tuple[Group, ...]
    undetermined: int
    missing: tuple[MissingFact, ...]
    published: tuple[Published, ...]
    bases: tuple[Basis, ...]
    minority_poor: Rate = UNKNOWN
    """poor households over all households, among ethnic-minority households"""
    series: tuple[tuple[int, Rate], ...] = ()
    """the poor rate of each year known under the same standard, oldest first"""

    @property
    def unit_full_name(self) -> str:
        """ "xã Hồng Kim" """
        return f"{self.unit_kind} {self.unit_name}"
