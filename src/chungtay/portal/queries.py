"""Page-shaped reads of figures: few queries however many units a page shows. Reads indicators, units and
the registry's verdicts (never people)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from chungtay.indicators.figures import Compared, Figure, TodayPoint
from chungtay.indicators.models import Comparison, IndicatorValue, OfficialValue, SnapshotRecord
from chungtay.indicators.queries import COLUMNS, COMPARED, comparisons
from chungtay.indicators.today import read_on
from chungtay.messages import Words
from chungtay.movement.models import Movement, Plan
from chungtay.registry.models import Verdict
from chungtay.rules import load_standard
from chungtay.units.queries import Node, Tree

ROW_INDICATORS = ("poor_rate", "near_poor_rate")


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
    """One unit in a table: its rate now, the year before on the units of now, and its near-poor rate.

    comparable  False where the standard changed between the two years
    compared    its change against chance and its rank, as they were computed; None where they were not
    """

    node: Node
    parent_name: str
    poor: Figure | None
    before: TodayPoint | None
    near_poor: Figure | None
    comparable: bool
    compared: Compared | None = None

    @property
    def told(self) -> Compared | None:
        """What was computed of the change shown; None where nothing was."""
        return self.compared if self.compared is not None and self.compared.speaks_of(self.change) else None

    @property
    def change(self) -> float | None:
        """Change of the share since the year before; None where one is unknown or they cannot be compared."""
        if not self.comparable or self.poor is None or self.before is None:
            return None
        if self.poor.value is None or self.before.value is None:
            return None
        return self.poor.value - self.before.value


def change_between(now: Figure | None, before: Figure | None) -> float | None:
    """Difference of two shares, only where both are known and were made under the same standard."""
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value if now.standard_id == before.standard_id else None


def years_with_figures() -> tuple[int, ...]:
    """Years for which a snapshot has been computed, oldest first."""
    return tuple(sorted(set(SnapshotRecord.objects.values_list("review_year", flat=True))))


def same_standard(year: int) -> bool:
    """Whether a year and the year before were computed under the same standard."""
    snapshots = SnapshotRecord.objects.filter(review_year__in=(year - 1, year))
    by_year: dict[int, set[str]] = {}
    for at, standard in snapshots.values_list("review_year", "standard_id"):
        by_year.setdefault(at, set()).add(standard)
    return len(by_year) == 2 and len(set.union(*by_year.values())) == 1


def figures_of(unit_code: str) -> Figures:
    """Everything computed of one unit, over all years and groups, in one query."""
    rows = IndicatorValue.objects.filter(unit__code=unit_code).order_by("year", "standard_id").values_list(*COLUMNS)
    return Figures(Figure(*row) for row in rows)


def rows_under(tree: Tree, under: str, level: str, year: int, *, comparable: bool) -> list[UnitRow]:
    """The units of a level under a unit as the tree of that year has them, the highest poor rate first.

    Three queries. comparable: whether the year before was made under the same standard.
    """
    nodes = tree.descendants(under, level)
    codes = {node.code for node in nodes}
    values = IndicatorValue.objects.filter(indicator__in=ROW_INDICATORS, group="all", year=year, unit__level=level)
    found = {}
    for row in values.order_by("standard_id").values_list(*COLUMNS):
        if row[1] in codes:
            found[row[0], row[1]] = Figure(*row)
    before = read_on("poor_rate", year - 1, level, dt.date(year, 12, 31), only=codes)
    compared = {each.unit_code: each for each in comparisons("poor_rate", year, level)}
    rows = []
    for node in nodes:
        parent = tree.get(node.parent_code or "")
        rows.append(
            UnitRow(
                node=node,
                parent_name=parent.name if parent and parent.level == "district" else "",
                poor=found.get(("poor_rate", node.code)),
                before=before.get(node.code),
                near_poor=found.get(("near_poor_rate", node.code)),
                comparable=comparable,
                compared=compared.get(node.code),
            )
        )
    return sorted(rows, key=_poorest_first)


def _poorest_first(row: UnitRow) -> tuple[float, float]:
    """By rate; where there is none, by count."""
    poor = row.poor
    share = poor.value if poor is not None and poor.value is not None else -1.0
    return (-share, -(poor.numerator or 0.0 if poor is not None else 0.0))


def rates_of(unit_codes: Iterable[str], year: int) -> dict[str, float]:
    """The poor rate of a few units at the end of a year, by code; units without one are left out."""
    rows = IndicatorValue.objects.filter(indicator="poor_rate", group="all", year=year, unit__code__in=list(unit_codes))
    return {
        code: rate for code, rate in rows.order_by("standard_id").values_list("unit__code", "value") if rate is not None
    }


def compared_of(unit_code: str, year: int) -> Compared | None:
    """How the poor rate of one unit compares with its year before and with its equals."""
    rows = Comparison.objects.filter(indicator="poor_rate", year=year, unit__code=unit_code).order_by("standard_id")
    return next((Compared(*row) for row in rows.values_list(*COMPARED)), None)


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


def computed_on(figure: Figure) -> dt.datetime | None:
    """When a figure was computed."""
    rows = IndicatorValue.objects.filter(
        indicator=figure.indicator, unit__code=figure.unit_code, year=figure.year, group=figure.group
    )
    return rows.filter(standard_id=figure.standard_id).values_list("computed_at", flat=True).first()


def snapshot_of(snapshot_id: str) -> SnapshotRecord | None:
    """The record of a snapshot."""
    return SnapshotRecord.objects.filter(snapshot_id=snapshot_id).first()


def figure_at(indicator: str, unit_code: str, year: int, group: str) -> Figure | None:
    """One figure, or None."""
    rows = IndicatorValue.objects.filter(indicator=indicator, unit__code=unit_code, year=year, group=group)
    row = rows.order_by("-standard_id").values_list(*COLUMNS).first()
    return Figure(*row) if row else None


def movements() -> list[Movement]:
    """The movements, the newest first, each with its topmost plans as `top_plans`; two queries."""
    top = Prefetch("plans", Plan.objects.filter(parent__isnull=True).order_by("pk"), to_attr="top_plans")
    return list(Movement.objects.order_by("-first_year", "code").prefetch_related(top))
