"""How households move in and out of a class from one year to the next, and the ledger that must close. Ibis only.

A pathway is that of one class, poor unless said otherwise. With Y the year looked at:

    stay     in the class in Y-1 and in Y
    exit     in the class in Y-1, not in Y, though reviewed in Y
    new      in the class in Y, not in Y-1, and in no earlier year of the data
    relapse  in the class in Y, not in Y-1, but in some earlier year (tái nghèo)
    left     in the class in Y-1, no row in Y (moved away, died, merged): counts as other decrease, not as an exit
    joined   in the class in Y, no row in any earlier year though the data have one: other increase, not newly poor

A yearly review covers the listed households and those who apply; so that a household which was never listed is "new"
and not "joined", the data must hold the base round in which every household has a row.
Source: report tables 2 and 3 of the yearly review; opening - exits - other decrease + additions = closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

PATHWAYS = ("stay", "exit", "new", "relapse", "left", "joined")
LEDGER = (
    "opening", "to_other_class", "out", "other_decrease",
    "from_other_class", "relapsed", "new", "other_increase", "closing",
)  # fmt: skip
"""Columns of report table 2 (of the poor; the other class is near-poor) and 3 (the other way round), in their order."""


def pathways(classes: ir.Table, year: int, *, of: str = "poor") -> ir.Table:
    """Say how each household moved between `year` - 1 and `year`.

    classes  one row per household and year reviewed: `household_id`, `review_year`, `class`
    of       the class whose pathway it is
    Returns `household_id`, `class_before`, `class_now` (null: no row that year) and `pathway`, one of PATHWAYS; only
    households that are in the class in one of the two years.
    """
    import ibis

    when, found = classes["review_year"], classes["class"]
    has_past = classes.filter(when < year).count().as_scalar() > 0
    moved = classes.group_by("household_id").aggregate(
        class_before=found.max(where=when == year - 1),
        class_now=found.max(where=when == year),
        times_in_class=classes.count(where=(when < year) & (found == of).fill_null(False)),
        times_there=classes.count(where=when < year),
    )
    began, ended = (moved["class_before"] == of).fill_null(False), (moved["class_now"] == of).fill_null(False)
    pathway = ibis.cases(
        (began & ended, "stay"),
        (began & moved["class_now"].isnull(), "left"),
        (began, "exit"),
        (ended & (moved["times_in_class"] > 0), "relapse"),
        (ended & (moved["times_there"] == 0) & has_past, "joined"),
        (ended, "new"),
        else_=ibis.null("string"),
    )
    moved = moved.mutate(pathway=pathway).select("household_id", "class_before", "class_now", "pathway")
    return moved.filter(moved["pathway"].notnull())


def ledger(moved: ir.Table, by: Sequence[str] = (), *, other: str = "near_poor", of: str = "poor") -> ir.Table:
    """Sum pathways up to the movement ledger of a class.

    moved  what `pathways` gives for `of`, joined with the columns of `by`
    other  the neighbouring class: near_poor for the ledger of the poor, poor for that of the near-poor
    Returns `by` and the columns LEDGER. It closes by construction:
    closing = opening - to_other_class - out - other_decrease + from_other_class + relapsed + new + other_increase.
    A household that came from the other class counts as that, whether or not it was in `of` before.
    """
    pathway, before, now = moved["pathway"], moved["class_before"], moved["class_now"]
    to_other, from_other = (now == other).fill_null(False), (before == other).fill_null(False)
    added = pathway.isin(["new", "relapse", "joined"])
    counts = {
        "opening": moved.count(where=(before == of).fill_null(False)),
        "to_other_class": moved.count(where=(pathway == "exit") & to_other),
        "out": moved.count(where=(pathway == "exit") & ~to_other),
        "other_decrease": moved.count(where=pathway == "left"),
        "from_other_class": moved.count(where=added & from_other),
        "relapsed": moved.count(where=(pathway == "relapse") & ~from_other),
        "new": moved.count(where=(pathway == "new") & ~from_other),
        "other_increase": moved.count(where=(pathway == "joined") & ~from_other),
        "closing": moved.count(where=(now == of).fill_null(False)),
    }
    return moved.group_by(list(by)).aggregate(**counts) if by else moved.aggregate(**counts)
