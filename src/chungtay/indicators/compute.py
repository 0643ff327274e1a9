"""Compute every indicator of a year from its snapshot's verdicts, and keep the values. May import registry and below.

One value is computed once and read everywhere. A rate without a denominator has no value; it never divides by nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.indicators.definitions import DEPRIVED, PATHWAYS, POOR_INCOME
from chungtay.indicators.denominators import Counts, household_counts
from chungtay.indicators.models import Comparison, IndicatorValue, SnapshotRecord
from chungtay.indicators.shares import value_of
from chungtay.indicators.tallies import tally, tally_columns, verdict_batches
from chungtay.indicators.uncertainty import Ratio, bounds, chance_bounds, comparisons
from chungtay.messages import fail
from chungtay.registry.bulk import insert_rows
from chungtay.registry.models import Verdict
from chungtay.rules import load_standard
from chungtay.units import queries as units
from chungtay.units.tree import Tree

LEVELS = ("province", "district", "commune", "village")
Tallies = dict[tuple[int, str], dict[str, Any]]
"""(unit id, group) -> what was counted"""


@dataclass(frozen=True)
class ComputeSummary:
    """What was computed: how many values, for how many units, and how many rates have no denominator."""

    year: int
    standard_id: str
    snapshot_id: str
    values: int
    units: int
    without_denominator: int


def compute_year(
    review_year: int, standard_id: str, snapshot: SnapshotRecord, *, by: User | None = None
) -> ComputeSummary:
    """Compute and store the indicators of one year; earlier values of that year and standard are replaced.

    Raises UserError where the snapshot's households have not been classified.
    """
    if not Verdict.objects.filter(snapshot_id=snapshot.snapshot_id).exists():
        raise fail(
            f"Chưa có kết quả phân loại từ bản chụp {snapshot.snapshot_id}.",
            f"Nothing was classified from snapshot {snapshot.snapshot_id}.",
            do_vi=f"Chạy «chungtay snapshot --review-year {review_year}» rồi tính lại.",
            do_en=f"Run “chungtay snapshot --review-year {review_year}”, then compute again.",
            code="not_classified",
        )
    tree = units.tree(dt.date(review_year, 12, 31))
    ratios = list(year_ratios(review_year, standard_id, snapshot.snapshot_id, tree))
    now = timezone.now()
    columns = ("indicator", "unit_id", "year", "group", "numerator", "denominator", "value", "unknown", "lower",
               "upper", "chance_lower", "chance_upper", "standard_id", "snapshot_id", "computed_at")  # fmt: skip
    compared = ("indicator", "unit_id", "year", "standard_id", "change", "change_lower", "change_upper", "change_q",
                "rank", "rank_lower", "rank_upper", "ranked")  # fmt: skip
    with transaction.atomic():
        for kept in (IndicatorValue, Comparison):
            kept.objects.filter(year=review_year, standard_id=standard_id).delete()
        rows = (
            (ratio.indicator, ratio.unit_id, review_year, ratio.group, ratio.numerator, ratio.denominator,
             value_of(ratio.indicator, ratio.numerator, ratio.denominator), ratio.unknown, *bounds(ratio), *chance,
             standard_id, snapshot.snapshot_id, now)
            for ratio, chance in zip(ratios, chance_bounds(ratios), strict=True)
        )  # fmt: skip
        insert_rows(IndicatorValue, columns, rows)
        lines = comparisons("poor_rate", ratios, tree, year=review_year, standard_id=standard_id, levels=LEVELS)
        insert_rows(Comparison, compared, lines)
        summary = ComputeSummary(
            review_year,
            standard_id,
            snapshot.snapshot_id,
            len(ratios),
            len({ratio.unit_id for ratio in ratios}),
            sum(not ratio.denominator for ratio in ratios),
        )
        record(by, "indicators.compute", snapshot.snapshot_id, {"year": review_year, "values": summary.values})
    return summary


def year_ratios(review_year: int, standard_id: str, snapshot_id: str, tree: Tree) -> Iterator[Ratio]:
    """Yield every indicator of the year by unit and group, as numerator and denominator.

    Rates stand for every unit; of the others only those with something to count, and for a village only all its
    households together: a group of a village is too few for a share to say anything.
    """
    codes = [item.code for item in load_standard(standard_id).indicators]
    counted = tally(verdict_batches(review_year, standard_id, snapshot_id), tree, codes)
    names = tally_columns(codes)
    tallies = {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in counted}
    counts = household_counts(review_year, tree)
    before = poor_a_year_before(review_year, standard_id)
    yield from _rates(tree, tallies, counts)
    villages = {node.unit_id for node in tree.level("village")}
    others = (*_deprivations(tallies, codes), *_incomes(tallies), *_pathways(tallies, before))
    yield from (ratio for ratio in others if ratio.group == "all" or ratio.unit_id not in villages)


def _deprivations(tallies: Tallies, codes: Sequence[str]) -> Iterator[Ratio]:
    """Deprived households stand over those for whom it is known; the others are unknown."""
    for (unit, group), found in tallies.items():
        for code in codes:
            for name, prefix in DEPRIVED.items():
                if known := found[f"{name}_{code}_known"]:
                    deprived, unknown = found[f"{name}_{code}_deprived"], found[name] - known
                    yield Ratio(f"{prefix}{code}", unit, group, deprived, known, unknown, of_known=True)


def _incomes(tallies: Tallies) -> Iterator[Ratio]:
    """What all persons of poor households earn stands over those persons: a household counts as many times as it has
    members, as income per head does."""
    for (unit, group), found in tallies.items():
        if persons := found["poor_income_persons"]:
            squares = tuple(found[f"poor_income_{name}"] for name in ("yy", "yx", "xx", "households"))
            yield Ratio(POOR_INCOME, unit, group, found["poor_income"], persons, squares=squares)


def _rates(tree: Tree, tallies: Tallies, counts: Counts) -> Iterator[Ratio]:
    nothing = dict.fromkeys(("poor", "near_poor", "undetermined"), 0)
    for level in LEVELS:
        for node in tree.level(level):
            if node.unit_id is None:
                continue
            for group in ("all", "rural", "urban", "minority", "kinh"):
                found, bottom = tallies.get((node.unit_id, group)), counts.get((node.unit_id, group))
                if group == "all" or found or bottom:
                    for name in ("poor", "near_poor"):
                        top, unknown = (found or nothing)[name], (found or nothing)["undetermined"]
                        yield Ratio(f"{name}_rate", node.unit_id, group, top, bottom, unknown)


def _pathways(tallies: Tallies, before: dict[tuple[int, str], float | None] | None) -> Iterator[Ratio]:
    """Exits and stays stand over last year's poor, new and relapsed over this year's."""
    if before is None:
        return
    none = dict.fromkeys((*PATHWAYS, "poor"), 0)
    for unit, group in sorted(tallies.keys() | before.keys()):
        found, last = tallies.get((unit, group), none), before.get((unit, group), 0)
        for name in PATHWAYS:
            bottom = last if name in ("exit", "stay") else found["poor"]
            if bottom or bottom is None or found[name]:
                yield Ratio(f"poor_{name}", unit, group, found[name], bottom)


def poor_a_year_before(review_year: int, standard_id: str) -> dict[tuple[int, str], float | None] | None:
    """Return (unit id, group) -> households poor a year before, read on this year's units.

    None where the year before was not computed under the same standard. A number is None where a unit was cut in pieces
    of unknown size.
    """
    old = IndicatorValue.objects.filter(year=review_year - 1, standard_id=standard_id, indicator="poor_rate")
    rows = list(old.values_list("unit__code", "unit__level", "group", "numerator"))
    if not rows:
        return None
    by_code: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    for code, _, group, number in rows:
        by_code[code].append((group, number))
    now = units.tree(dt.date(review_year, 12, 31))
    before: dict[tuple[int, str], float | None] = {}
    for level in LEVELS:
        for reading in units.mapping(dt.date(review_year - 1, 12, 31), dt.date(review_year, 12, 31), level):
            unit_id = now.unit(reading.new_code).unit_id
            for group, number in by_code.get(reading.old_code, ()):
                if unit_id is None:
                    continue
                known = before.get((unit_id, group), 0.0)
                if known is None or number is None or reading.share is None:
                    before[unit_id, group] = None
                else:
                    before[unit_id, group] = known + number * reading.share
    return before
