"""The page of figures of a place (province, district, commune, village): everything the template shows, in one value.

Composes portal.queries, findings and area_charts; knows nothing of who is reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from chungtay.accounts.rights import PUBLISHED_LEVELS
from chungtay.indicators.definitions import definition
from chungtay.indicators.figures import Figure
from chungtay.indicators.models import OfficialValue, SnapshotRecord
from chungtay.portal import area_charts, findings, intervals, queries
from chungtay.portal.area_charts import Picture
from chungtay.portal.area_lines import Line, Listing
from chungtay.portal.asking import Asked
from chungtay.portal.labels import KINDS, STATUSES, deprivation_labels, group_labels, said
from chungtay.portal.place_names import page_address, place_name, short_name
from chungtay.portal.queries import Figures, change_between
from chungtay.units.queries import Node, Tree


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


@dataclass(frozen=True)
class GroupLine:
    """The rate of one group of households, now and at the start of the standard's series."""

    group: str
    label: str
    now: Figure
    change: float | None
    first: Figure | None
    note: str = ""


@dataclass(frozen=True)
class OfficialLine:
    """A published figure in words."""

    year: int
    value: float
    kind_label: str
    status_label: str
    source: str
    note: str
    no_range: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """One of the few figures under the finding, with what it is counted of and what it leaves open."""

    label: str
    figure: Figure
    change: float | None
    of: str
    note: str = ""


@dataclass(frozen=True)
class AreaPage:
    """A place's page at one year. Pictures are None and lists empty where there is nothing to show."""

    node: Node
    name: str
    year: int
    headline: findings.Headline
    questions: intervals.OpenQuestions | None
    around: list[tuple[str, str, float]]
    published: list[OfficialLine]
    poor: Figure | None
    key_figures: list[KeyFigure]
    path: Picture | None
    map: Picture | None
    narrow_map: Picture | None
    risen: list[Line]
    slowest: list[Line]
    risen_title: str
    pathways: Picture | None
    pathway_title: str
    groups: list[GroupLine]
    deprivations: Picture | None
    listings: list[Listing]
    snapshot: SnapshotRecord | None
    computed_on: dt.datetime | None
    standard: queries.StandardInUse | None
    official: list[OfficialLine] = field(default_factory=list)
    language: str = "vi"

    RISEN_SHOWN: ClassVar[int] = 12
    SLOWEST_SHOWN: ClassVar[int] = 5

    @property
    def risen_shown(self) -> list[Line]:
        return self.risen[: self.RISEN_SHOWN]

    @property
    def risen_more(self) -> int:
        return max(0, len(self.risen) - self.RISEN_SHOWN)

    @property
    def standard_title(self) -> str:
        return said(self.standard.title, self.language) if self.standard else ""


def trail(tree: Tree, node: Node, asked: Asked) -> list[Crumb]:
    """The places above and the place itself, from the province down."""
    places = [*reversed(tree.ancestors(node.code)), node]
    return [Crumb(place_name(each), page_address(each, asked.query)) for each in places if each.level != "country"]


def compose(tree: Tree, node: Node, asked: Asked, detail: bool) -> AreaPage:
    """Read and put together the page of `node` at the asked year; the number of queries does not grow with units.

    detail  whether figures of communes and villages may be shown to the reader (accounts.rights)
    """
    year, language = asked.year or 0, asked.language
    figures = queries.figures_of(node.code)
    official = queries.official_of(node.code)
    poor, before = figures.of("poor_rate", year), figures.of("poor_rate", year - 1)
    comparable = poor is not None and before is not None and poor.standard_id == before.standard_id
    listings = _listings(tree, node, asked, detail=detail, comparable=comparable)
    finest = listings[-1] if listings else None
    # What is more than chance comes first: that is where to look.
    changed = sorted(
        (line for line in (finest.lines if finest else []) if line.row.change is not None),
        key=lambda line: (not line.beyond, -(line.row.change or 0)),
    )
    risen = [line for line in changed if (line.row.change or 0) > 0]
    flows = [figures.of(f"poor_{kind}", year) for kind in ("exit", "new", "relapse")]
    pathway_title = findings.pathways_finding(*flows)
    maps = _maps(node, listings, language)
    lacking = _deprivations(figures, year, language)
    return AreaPage(
        node=node,
        name=place_name(node),
        year=year,
        headline=findings.headline(figures.series("poor_rate"), official, year, figures.of("near_poor_rate", year)),
        questions=intervals.open_questions(
            node.level, poor, change_between(poor, before), queries.compared_of(node.code, year), language
        ),
        around=_around(tree, node, asked),
        published=[official_line(each, language) for each in official if each.year == year and each.kind != "target"],
        poor=poor,
        key_figures=_key_figures(figures, year, language, small=node.level in intervals.SMALL),
        path=area_charts.rate_path(figures, official, year, language, small=node.level in intervals.SMALL),
        map=maps[0],
        narrow_map=maps[1],
        risen=risen,
        slowest=[] if risen else _poorer_than(poor, changed)[: AreaPage.SLOWEST_SHOWN],
        risen_title=findings.rises_finding(len(risen), len(changed), year, _beyond(risen)) if changed else "",
        pathways=area_charts.pathways(figures, year, pathway_title, language),
        pathway_title=pathway_title,
        groups=_groups(figures, year, language, small=node.level in intervals.SMALL),
        deprivations=area_charts.deprivations(lacking, findings.deprivations_finding(lacking), language),
        listings=listings,
        snapshot=queries.snapshot_of(poor.snapshot_id) if poor else None,
        computed_on=queries.computed_on(poor) if poor else None,
        standard=queries.standard_in_use(poor) if poor else None,
        official=[official_line(each, language) for each in official],
        language=language,
    )


def official_line(value: OfficialValue, language: str) -> OfficialLine:
    """A published figure in words; its note is kept as "Vietnamese | English"."""
    kind, status = KINDS.get(value.kind, value.kind), STATUSES.get(value.status, value.status)
    vi, _bar, en = value.note.partition(" | ")
    note = vi if language == "vi" else en or vi
    no_range = {
        "derived": _("Số suy ra: nguồn không cho biết sai số, nên không có khoảng."),
        "forecast": _("Số dự báo: nguồn không cho biết sai số, nên không có khoảng."),
    }.get(value.kind, "")
    return OfficialLine(value.year, value.value, str(kind), str(status), value.source, note, no_range)


ENOUGH = 10
"""households that a share must be of to be shown as one: below, the counts say it better"""
KEY_INDICATORS = ("near_poor_rate", "poor_exit", "poor_new", "poor_relapse")


def _key_figures(figures: Figures, year: int, language: str, *, small: bool) -> list[KeyFigure]:
    found = []
    for indicator in KEY_INDICATORS:
        now = figures.of(indicator, year)
        if now is not None and (now.denominator or 0) >= ENOUGH:
            known = definition(indicator, now.standard_id)
            rate = indicator == "near_poor_rate"
            change = change_between(now, figures.of(indicator, year - 1)) if rate else None
            of = _("hộ") if rate else said(known.denominator, language)
            found.append(KeyFigure(said(known.label, language), now, change, of, _note(now, language, small=small)))
    return found


def _note(figure: Figure, language: str, *, small: bool) -> str:
    """What a figure leaves open: missing facts and, for a small place, chance."""
    notes = (intervals.bounds_note(figure, language), intervals.chance_note(figure, language) if small else "")
    return "; ".join(note for note in notes if note)


def _beyond(lines: Sequence[Line]) -> int | None:
    """How many of the changes are more than chance; None where that was computed of none of them."""
    return sum(bool(line.beyond) for line in lines) if any(line.beyond is not None for line in lines) else None


def _around(tree: Tree, node: Node, asked: Asked) -> list[tuple[str, str, float]]:
    """The same rate in the places above, the nearest first: what the place's own rate is to be held against."""
    places = [each for each in tree.ancestors(node.code) if each.level != "country"]
    if not places:
        return []
    rates = queries.rates_of([each.code for each in places], asked.year or 0)
    return [(place_name(e), page_address(e, asked.query), rates[e.code]) for e in places if e.code in rates]


def _listings(tree: Tree, node: Node, asked: Asked, *, detail: bool, comparable: bool) -> list[Listing]:
    titles = {"district": _("Theo huyện, thị xã, thành phố"), "commune": _("Theo xã, phường, thị trấn"),
              "village": _("Theo thôn, tổ dân phố")}  # fmt: skip
    below = {"province": ("district", "commune"), "district": ("commune",), "commune": ("village",)}
    found = []
    for level in below.get(node.level, ()):
        if level not in PUBLISHED_LEVELS and not detail:
            continue
        rows = queries.rows_under(tree, node.code, level, asked.year or 0, comparable=comparable)
        if rows:
            name = short_name if level == "commune" else place_name
            lines = [Line(name(row.node), page_address(row.node, asked.query), row, asked.language) for row in rows]
            top = max((row.poor.chance_upper or row.poor.value or 0 for row in rows if row.poor), default=0)
            parents = node.level == "province" and level == "commune" and any(row.parent_name for row in rows)
            found.append(Listing(level, titles[level], lines, top, parents))
    return found


def _poorer_than(whole: Figure | None, lines: Sequence[Line]) -> list[Line]:
    """The lines whose rate is above that of the whole place: where a slow fall matters."""
    if whole is None or whole.value is None:
        return []
    return [line for line in lines if line.row.poor and (line.row.poor.value or 0) > whole.value]


def _maps(node: Node, listings: Sequence[Listing], language: str) -> tuple[Picture | None, Picture | None]:
    """Tiles of communes for the province, for a wide and for a narrow screen; dots of units elsewhere, for both."""
    if not listings:
        return None, None
    finest = listings[-1]
    rows = [line.row for line in finest.lines]
    links = {line.row.node.code: line.url for line in finest.lines}
    title = findings.spread_finding(rows, {line.row.node.code: line.name for line in finest.lines})
    if node.level == "province" and finest.level == "commune":
        wide, narrow = (area_charts.tiles(rows, links, title, language, compact=each) for each in (False, True))
        return wide, narrow
    return area_charts.dots(rows, links, title, language), None


def _groups(figures: Figures, year: int, language: str, *, small: bool) -> list[GroupLine]:
    lines = []
    for group, label in group_labels(language).items():
        now = figures.of("poor_rate", year, group)
        if now is None or not now.denominator:
            continue
        series = [each for each in figures.series("poor_rate", group) if each.standard_id == now.standard_id]
        first = series[0] if series and series[0].year < year else None
        change = change_between(now, figures.of("poor_rate", year - 1, group))
        lines.append(GroupLine(group, label, now, change, first, _note(now, language, small=small)))
    return lines if len(lines) > 1 else []


def _deprivations(figures: Figures, year: int, language: str) -> list[findings.Lacking]:
    found = [
        each
        for each in figures.indicators_like("poor_deprived_", year)
        if each.value is not None and (each.denominator or 0) >= ENOUGH
    ]
    labels = deprivation_labels(found[0].standard_id, language) if found else {}
    rows = []
    for each in found:
        code = each.indicator.removeprefix("poor_deprived_")
        label, open_range = labels.get(code, code), intervals.range_text(each, language)
        rows.append(findings.Lacking(label, each.value or 0.0, each.numerator, each.denominator, open_range))
    return sorted(rows, key=lambda row: -row.share)
