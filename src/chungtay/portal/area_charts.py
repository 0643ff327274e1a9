"""The charts of a place's page, from figures to Vega-Lite specifications (drawn by documents.charts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chungtay.documents import charts
from chungtay.documents.numerals import range_of
from chungtay.indicators.figures import Figure
from chungtay.indicators.models import OfficialValue
from chungtay.portal import findings
from chungtay.portal.queries import Figures, UnitRow
from chungtay.portal.templatetags.figures import count, percent

KIND_ORDER = ("computed", "official", "derived", "target", "forecast")


@dataclass(frozen=True)
class Picture:
    """A chart ready for portal/_chart.html: the finding as title, and its figures as a table in words."""

    spec: charts.Spec
    title: str
    subtitle: str
    table: dict[str, object] = field(default_factory=dict)


VISIBLE = 0.02
"""part of the highest share below which a range is thinner than the line that would show it; the table tells it"""


def rate_path(
    figures: Figures, official: Sequence[OfficialValue], until: int, language: str, *, small: bool = False
) -> Picture | None:
    """The poor rate by year: computed, published and targeted, each with its own mark.

    small  a place of few households: how far chance might move its rate is drawn as a band
    """
    series = [each for each in figures.series("poor_rate") if each.value is not None and each.year <= until]
    standards = {each.standard_id for each in series}
    published = [e for e in official if e.standard_id in standards or not series]
    if not series and not published:
        return None
    points = [_computed(each, series, small=small) for each in series] + [
        charts.RatePoint(e.year, e.value, chart_kind(e), e.status, e.numerator, e.denominator, e.standard_id)
        for e in published
    ]
    title = findings.path_finding(series)
    subtitle = _("Tỷ lệ hộ nghèo cuối năm: tính từ sổ hộ, số công bố và mục tiêu")
    if any(point.chance_lower is not None for point in points):
        subtitle += ". " + _("Dải nhạt: mức dao động ngẫu nhiên")
    if any(point.lower is not None for point in points):
        subtitle += ". " + _("Vạch đứng: tùy dữ kiện còn thiếu")
    labels = {
        "computed": _("Tính từ sổ hộ"), "official": _("Số công bố"), "derived": _("Suy từ số công bố"),
        "target": _("Mục tiêu"), "forecast": _("Dự báo"),
    }  # fmt: skip
    used = [kind for kind in KIND_ORDER if any(point.kind == kind for point in points)]
    by_year = {year: {p.kind: p.share for p in points if p.year == year} for year in sorted({p.year for p in points})}
    ranges = _range_columns(series, language, small=small)
    table = {
        "columns": [_("Năm"), *[labels[kind] for kind in used], *ranges],
        "rows": [
            [str(year), *[_cell(shares.get(kind)) for kind in used], *[told.get(year, "–") for told in ranges.values()]]
            for year, shares in by_year.items()
        ],
    }
    return Picture(charts.rate_path(points, language=language), title, subtitle, table)


def _computed(figure: Figure, series: Sequence[Figure], *, small: bool) -> charts.RatePoint:
    """A computed point; its bounds only where they can be seen."""
    top = max(each.value or 0 for each in series)
    seen = figure.lower is not None and (figure.upper or 0) - figure.lower > VISIBLE * top
    return charts.RatePoint(
        figure.year, figure.value, "computed", "", figure.numerator, figure.denominator, figure.standard_id,
        lower=figure.lower if seen else None,
        upper=figure.upper if seen else None,
        chance_lower=figure.chance_lower if small else None,
        chance_upper=figure.chance_upper if small else None,
    )  # fmt: skip


def _range_columns(series: Sequence[Figure], language: str, *, small: bool) -> dict[str, dict[int, str]]:
    """Heading -> year -> range in words, of the columns that have anything to tell."""
    bounds = {each.year: range_of(each.lower, each.upper, language) for each in series}
    chance = {each.year: range_of(each.chance_lower, each.chance_upper, language) for each in series if small}
    columns = {_("Tùy dữ kiện còn thiếu"): bounds, _("Dao động ngẫu nhiên"): chance}
    told = {heading: {year: text for year, text in found.items() if text} for heading, found in columns.items()}
    return {heading: found for heading, found in told.items() if found}


def chart_kind(value: OfficialValue) -> str:
    """The word by which the chart knows a published figure of this kind."""
    return "official" if value.kind == "result" else value.kind


def _cell(share: float | None) -> str:
    return percent(share) if share is not None else "–"


def tiles(
    rows: Sequence[UnitRow], links: Mapping[str, str], title: str, language: str, *, compact: bool = False
) -> Picture | None:
    """One tile a commune, grouped by district where there are districts, the darker the poorer.

    compact  laid out for a phone, so that a finger still hits one tile
    """
    if not any(row.poor for row in rows):
        return None
    spec = charts.commune_tiles(
        [
            charts.Tile(
                code=row.node.code,
                name=row.node.name,
                share=row.poor.value if row.poor else None,
                numerator=row.poor.numerator if row.poor else None,
                denominator=row.poor.denominator if row.poor else None,
                district_code=(row.node.parent_code or "") if row.parent_name else "",
                district_name=row.parent_name,
                url=links[row.node.code],
                range_text=range_of(row.poor.chance_lower, row.poor.chance_upper, language) if row.poor else "",
            )
            for row in rows
        ],
        language=language,
        compact=compact,
    )
    return Picture(spec, title, _("Mỗi ô là một xã, phường, thị trấn; ô càng đậm, tỷ lệ hộ nghèo càng cao"))


def dots(rows: Sequence[UnitRow], links: Mapping[str, str], title: str, language: str) -> Picture | None:
    """Units as dots sorted by rate, with the rate of the year before as a hollow dot."""
    known = [row for row in rows if row.poor and row.poor.value is not None]
    if len(known) < 2:
        return None
    spec = charts.sorted_dots(
        [
            charts.Dot(
                name=row.node.name,
                share=row.poor.value,
                previous=row.before.value if row.before and row.comparable else None,
                numerator=row.poor.numerator,
                denominator=row.poor.denominator,
                url=links[row.node.code],
                lower=row.poor.chance_lower,
                upper=row.poor.chance_upper,
            )
            for row in known
            if row.poor is not None
        ],
        language=language,
    )
    subtitle = _("Tỷ lệ hộ nghèo, từ cao xuống thấp; chấm rỗng là cuối năm trước")
    if any(row.poor and row.poor.chance_lower is not None for row in known):
        subtitle += "; " + _("vạch mảnh là mức dao động ngẫu nhiên")
    return Picture(spec, title, subtitle)


def pathways(figures: Figures, until: int, title: str, language: str) -> Picture | None:
    """How many households left poverty, fell into it and fell back, by year."""
    kinds = ("exit", "new", "relapse", "stay")
    years = []
    for each in figures.series("poor_exit"):
        if each.year <= until and each.numerator is not None:
            found = [figures.of(f"poor_{kind}", each.year) for kind in kinds]
            years.append(charts.PathwayYear(each.year, *[one.numerator if one else None for one in found]))
    if not years:
        return None
    table = {
        "columns": [_("Năm"), _("Thoát nghèo"), _("Phát sinh mới"), _("Tái nghèo"), _("Vẫn nghèo")],
        "rows": [
            [str(y.year), *[count(n) if n is not None else "–" for n in (y.exit, y.new, y.relapse, y.stay)]]
            for y in years
        ],
    }
    return Picture(charts.pathways(years, language=language), title, _pathways_key(), table)


def _pathways_key() -> str:
    return _("Số hộ so với cuối năm trước. Trên trục: phát sinh mới (đậm), tái nghèo (nhạt); dưới trục: thoát nghèo")


def deprivations(rows: Sequence[findings.Lacking], title: str, language: str) -> Picture | None:
    """What poor households lack, the highest share first."""
    if not rows:
        return None
    drawn = [charts.DeprivationRow(row.label, row.share, row.numerator, row.denominator) for row in rows]
    spec = charts.deprivations(drawn, language=language)
    open_ones = any(row.open_range for row in rows)
    table = {
        "columns": [_("Chỉ số"), _("Tỷ lệ thiếu hụt"), _("Số hộ thiếu hụt"), _("Trên số hộ đã biết"),
                    *([_("Tùy dữ kiện còn thiếu")] if open_ones else [])],
        "rows": [[row.label, percent(row.share), count(row.numerator), count(row.denominator),
                  *([row.open_range or "–"] if open_ones else [])] for row in rows],
    }  # fmt: skip
    return Picture(spec, title, _("Tỷ lệ hộ nghèo thiếu hụt từng chỉ số"), table)
