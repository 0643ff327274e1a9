"""Page-shaped reads of figures: few queries however many units a page shows. Reads indicators, units and
the registry's verdicts (never people)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chungtay.indicators.models import IndicatorValue, OfficialValue, SnapshotRecord
from chungtay.messages import Words
from chungtay.movement.models import Movement
from chungtay.registry.models import Verdict
from chungtay.rules import load_standard
from chungtay.units.queries import Node, Tree

ROW_INDICATORS = ("poor_rate", "near_poor_rate")


@dataclass(frozen=True)
class Figure:
    """One computed figure of a unit at the end of a year; `value` is a share in [0, 1], null without a denominator."""

    indicator: str
    unit_code: str
    year: int
    group: str
    numerator: float | None
    denominator: float | None
    value: float | None
    standard_id: str
    snapshot_id: str
    computed_at: dt.datetime


class Figures(Mapping[tuple[str, int, str], Figure]):
    """Every figure of one unit, by (indicator, year, group)."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_key = {(each.indicator, each.year, each.group): each for each in figures}

    def __getitem__(self, key: tuple[str, int, str]) -> Figure:
        return self._by_key[key]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def of(self, indicator: str, year: int, group: str = "all") -> Figure | None:
        """The figure, or None where none was computed."""
        return self._by_key.get((indicator, year, group))

    def series(self, indicator: str, group: str = "all") -> list[Figure]:
        """The figures of one indicator, oldest first."""
        found = [each for key, each in self._by_key.items() if key[0] == indicator and key[2] == group]
        return sorted(found, key=lambda each: each.year)

    def indicators_like(self, prefix: str, year: int, group: str = "all") -> list[Figure]:
        """The figures of a year whose indicator begins with `prefix`."""
        return [e for key, e in self._by_key.items() if key[0].startswith(prefix) and key[1:] == (year, group)]


@dataclass(frozen=True)
class UnitRow:
    """One unit in a table: its rate now, what it was a year before under the same standard, and its near-poor rate."""

    node: Node
    parent_name: str
    poor: Figure | None
    before: Figure | None
    near_poor: Figure | None

    @property
    def change(self) -> float | None:
        """Change of the share since the year before; None where one is unknown or the standard changed between."""
        return change_between(self.poor, self.before)


def change_between(now: Figure | None, before: Figure | None) -> float | None:
    """Difference of two shares, only where both are known and were made under the same standard."""
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value if now.standard_id == before.standard_id else None


_COLUMNS = (
    "indicator", "unit__code", "year", "group", "numerator", "denominator", "value", "standard_id", "snapshot_id",
    "computed_at",
)  # fmt: skip


def years_with_figures() -> tuple[int, ...]:
    """Years for which a snapshot has been computed, oldest first."""
    return tuple(sorted(set(SnapshotRecord.objects.values_list("review_year", flat=True))))


def figures_of(unit_code: str) -> Figures:
    """Everything computed of one unit, over all years and groups, in one query."""
    rows = IndicatorValue.objects.filter(unit__code=unit_code).order_by("year", "standard_id").values_list(*_COLUMNS)
    return Figures(Figure(*row) for row in rows)


def rows_under(tree: Tree, under: str, level: str, year: int) -> list[UnitRow]:
    """The units of a level under a unit as the tree of that year has them, the highest poor rate first; one query."""
    nodes = tree.descendants(under, level)
    values = IndicatorValue.objects.filter(
        indicator__in=ROW_INDICATORS, group="all", year__in=(year - 1, year), unit__in=[node.unit_id for node in nodes]
    ).order_by("standard_id")
    found = {}
    for row in values.values_list(*_COLUMNS):
        figure = Figure(*row)
        found[figure.indicator, figure.unit_code, figure.year] = figure
    rows = []
    for node in nodes:
        parent = tree.unit(node.parent_code) if node.parent_code else None
        rows.append(
            UnitRow(
                node,
                parent.name if parent else "",
                found.get(("poor_rate", node.code, year)),
                found.get(("poor_rate", node.code, year - 1)),
                found.get(("near_poor_rate", node.code, year)),
            )
        )
    return sorted(rows, key=lambda row: -(row.poor.value if row.poor and row.poor.value is not None else -1.0))


def official_of(unit_code: str, indicator: str = "poor_rate") -> list[OfficialValue]:
    """Published figures of a unit, oldest first."""
    return list(OfficialValue.objects.filter(unit__code=unit_code, indicator=indicator).order_by("year", "kind"))


@dataclass(frozen=True)
class StandardInUse:
    """The standard a figure was made under: its id, its title in both languages and the version the rules had."""

    standard_id: str
    title: Words
    version: str


def standard_in_use(figure: Figure) -> StandardInUse:
    """The standard of a figure, with the version noted on the verdicts of its snapshot; today's where none is noted."""
    standard = load_standard(figure.standard_id)
    # By review year first: that index finds one verdict at once, however many years the registry holds.
    noted = Verdict.objects.filter(
        review__review_year=figure.year, review__standard_id=figure.standard_id, snapshot_id=figure.snapshot_id
    ).values_list("standard_version", flat=True)
    return StandardInUse(figure.standard_id, standard.title, next(iter(noted[:1]), standard.version))


def snapshot_of(snapshot_id: str) -> SnapshotRecord | None:
    """The record of a snapshot."""
    return SnapshotRecord.objects.filter(snapshot_id=snapshot_id).first()


def figure_at(indicator: str, unit_code: str, year: int, group: str) -> Figure | None:
    """One figure, or None."""
    rows = IndicatorValue.objects.filter(indicator=indicator, unit__code=unit_code, year=year, group=group)
    row = rows.order_by("-standard_id").values_list(*_COLUMNS).first()
    return Figure(*row) if row else None


def movements() -> list[Movement]:
    """The movements with their plans, the newest first; two queries."""
    return list(Movement.objects.order_by("-first_year", "code").prefetch_related("plans"))
