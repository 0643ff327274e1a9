"""How households move in and out of a class from one year to the next, and the ledger that must close. Ibis, NumPy.

The one definition of a pathway: the registry, the indicators, the reports and `chungtay pathways` all read it here. A
pathway is that of one class, poor unless said otherwise. With Y the year looked at:

    stay          in the class in Y-1 and in Y
    exit          in the class in Y-1, found to be in another in Y
    new           in the class in Y, not in Y-1, and in no earlier year (phát sinh mới)
    relapse       in the class in Y, not in Y-1, but in some earlier year (tái nghèo)
    left          in the class in Y-1, not reviewed in Y (moved away, died, merged): other decrease, not an exit
    joined        in the class in Y, not reviewed in any earlier year though a base round was held (moved in, split
                  off): other increase, not newly poor
    undetermined  in the class in one of the two years, undetermined in the other: nobody can say how it moved; other
                  decrease or other increase

A base round reviews every household. A yearly review covers the households on last year's list and those who apply, so
a household that was not reviewed in a year was not on the list, and not in the class, then. It is not known to have
been there at all unless an earlier year has a row of it: where a base round came before, a household without any is
`joined`. Where none did, its being off the list is all that is known, and it is `new`. Nothing is said of a year whose
year before had no review, such as the first.
tests/spec/test_pathway_rule.py has all of this as tables.

Source: QĐ 24/2021/QĐ-TTg art. 4 (who is reviewed); report tables 2 and 3 of the yearly review;
opening - exits - other decrease + additions = closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import numpy.typing as npt

Booleans = TypeVar("Booleans", "ir.BooleanValue", "npt.NDArray[np.bool_]")
PATHWAYS = ("stay", "exit", "new", "relapse", "left", "joined", "undetermined")
UNDETERMINED = "undetermined"
BASE = "base"
"""in the column `round`: the year's review was of every household"""
LEDGER = (
    "opening", "to_other_class", "out", "other_decrease",
    "from_other_class", "relapsed", "new", "other_increase", "closing",
)  # fmt: skip
"""Columns of report table 2 (of the poor; the other class is near-poor) and 3 (the other way round), in their order."""


@dataclass(frozen=True)
class Seen(Generic[Booleans]):
    """What the reviews told of households: booleans of an engine, one a household, none of them null.

    before, now                  in the class at the review before and at this one
    unclear_before, unclear_now  undetermined then
    reviewed                     has a row at this review
    once                         in the class at some review before this one
    placed                       has a row at some review before this one, or no base round came before it
    """

    before: Booleans
    now: Booleans
    unclear_before: Booleans
    unclear_now: Booleans
    reviewed: Booleans
    once: Booleans
    placed: Booleans


def pathway_conditions(seen: Seen[Booleans]) -> dict[str, Booleans]:
    """Return the condition of each of PATHWAYS. No two hold for one household; none holds for one never in the class
    in the two years."""
    came = seen.now & ~seen.before & ~seen.unclear_before
    return {
        "stay": seen.before & seen.now,
        "exit": seen.before & seen.reviewed & ~seen.now & ~seen.unclear_now,
        "new": came & ~seen.once & seen.placed,
        "relapse": came & seen.once,
        "left": seen.before & ~seen.reviewed,
        "joined": came & ~seen.once & ~seen.placed,
        "undetermined": (seen.before & seen.unclear_now) | (seen.now & seen.unclear_before),
    }


@dataclass(frozen=True)
class ReviewYears:
    """The years that had a review, and those of them whose review was a base round."""

    reviewed: frozenset[int]
    base: frozenset[int]

    def base_before(self, year: int) -> bool:
        """Whether a base round was held before a year."""
        return any(held < year for held in self.base)


def review_years(classes: ir.Table) -> ReviewYears:
    """Read the years of a table of classes (as `pathways` takes it).

    A year is a base round where a row says so in `round`; without that column the first year is taken for one.
    """
    import ibis

    classes = classes.filter(classes["class"].notnull())
    based = (classes["round"] == BASE).fill_null(False).any() if "round" in classes.columns else ibis.literal(False)
    rows = classes.group_by("review_year").aggregate(base=based).order_by("review_year").to_pyarrow().to_pylist()
    reviewed = [int(row["review_year"]) for row in rows]
    if "round" not in classes.columns:
        return ReviewYears(frozenset(reviewed), frozenset(reviewed[:1]))
    return ReviewYears(frozenset(reviewed), frozenset(int(row["review_year"]) for row in rows if row["base"]))


def pathways(classes: ir.Table, year: int, *, of: str = "poor", years: ReviewYears | None = None) -> ir.Table:
    """Say how each household moved between `year` - 1 and `year`.

    classes  one row per household and year reviewed: `household_id`, `review_year`, `class`, and where it is known the
             `round` of the review; a row without a class counts as not reviewed
    of       the class whose pathway it is, any but undetermined
    years    the years that had reviews; None: those of `classes`. To be given where `classes` leaves households out
    Returns `household_id`, `class_before`, `class_now` (null: not reviewed that year) and `pathway`, one of PATHWAYS;
    only households that are in the class in one of the two years, and none where `year` - 1 had no review.
    """
    import ibis

    known = years or review_years(classes)
    classes = classes.filter(classes["class"].notnull())
    when, found = classes["review_year"], classes["class"]
    moved = classes.group_by("household_id").aggregate(
        class_before=found.max(where=when == year - 1),
        class_now=found.max(where=when == year),
        times_in_class=classes.count(where=(when < year) & (found == of)),
        times_reviewed=classes.count(where=when < year),
    )
    before, now = moved["class_before"], moved["class_now"]
    seen = Seen(
        before=(before == of).fill_null(False),
        now=(now == of).fill_null(False),
        unclear_before=(before == UNDETERMINED).fill_null(False),
        unclear_now=(now == UNDETERMINED).fill_null(False),
        reviewed=now.notnull(),
        once=moved["times_in_class"] > 0,
        placed=(moved["times_reviewed"] > 0) | ibis.literal(not known.base_before(year)),
    )
    told = [(condition, name) for name, condition in pathway_conditions(seen).items()]
    moved = moved.mutate(pathway=ibis.cases(*told, else_=ibis.null("string")))
    moved = moved.select("household_id", "class_before", "class_now", "pathway")
    return moved.filter(moved["pathway"].notnull() & ibis.literal(year - 1 in known.reviewed))


def ledger(moved: ir.Table, by: Sequence[str] = (), *, other: str = "near_poor", of: str = "poor") -> ir.Table:
    """Sum pathways up to the movement ledger of a class.

    moved  what `pathways` gives for `of`, joined with the columns of `by`
    other  the neighbouring class: near_poor for the ledger of the poor, poor for that of the near-poor
    Returns `by` and the columns LEDGER. It closes by construction:
    closing = opening - to_other_class - out - other_decrease + from_other_class + relapsed + new + other_increase.
    A household that came from the other class counts as that, whether or not it was in `of` before.
    """
    pathway, before, now = moved["pathway"], moved["class_before"], moved["class_now"]
    began, ended = (before == of).fill_null(False), (now == of).fill_null(False)
    to_other, from_other = (now == other).fill_null(False), (before == other).fill_null(False)
    counts = {
        "opening": moved.count(where=began),
        "to_other_class": moved.count(where=(pathway == "exit") & to_other),
        "out": moved.count(where=(pathway == "exit") & ~to_other),
        "other_decrease": moved.count(where=began & pathway.isin(["left", "undetermined"])),
        "from_other_class": moved.count(where=pathway.isin(["new", "relapse"]) & from_other),
        "relapsed": moved.count(where=(pathway == "relapse") & ~from_other),
        "new": moved.count(where=(pathway == "new") & ~from_other),
        "other_increase": moved.count(where=ended & pathway.isin(["joined", "undetermined"])),
        "closing": moved.count(where=ended),
    }
    return moved.group_by(list(by)).aggregate(**counts) if by else moved.aggregate(**counts)
