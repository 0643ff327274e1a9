"""The charts of a place's page, from figures to Vega-Lite specifications (drawn by documents.charts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from chungtay.documents import charts
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


def rate_path(figures: Figures, official: Sequence[OfficialValue], until: int, language: str) -> Picture | None:
    """The poor rate by year: computed, published and targeted, each with its own mark."""
    series = [each for each in figures.series("poor_rate") if each.value is not None and each.year <= until]
    standards = {each.standard_id for each in series}
    published = [e for e in official if e.standard_id in standards or not series]
    if not series and not published:
        return None
    points = [
        charts.RatePoint(e.year, e.value, "computed", "", e.numerator, e.denominator, e.standard_id) for e in series
    ] + [
        charts.RatePoint(e.year, e.value, chart_kind(e), e.status, e.numerator, e.denominator, e.standard_id)
        for e in published
    ]
    title = findings.path_finding(series)
    subtitle = _("Tỷ lệ hộ nghèo cuối năm: tính từ sổ hộ, số công bố và mục tiêu")
    labels = {
        "computed": _("Tính từ sổ hộ"), "official": _("Số công bố"), "derived": _("Suy từ số công bố"),
        "target": _("Mục tiêu"), "forecast": _("Dự báo"),
    }  # fmt: skip
    used = [kind for kind in KIND_ORDER if any(point.kind == kind for point in points)]
    by_year = {year: {p.kind: p.share for p in points if p.year == year} for year in sorted({p.year for p in points})}
    table = {
        "columns": [_("Năm"), *[labels[kind] for kind in used]],
        "rows": [[str(year), *[_cell(shares.get(kind)) for kind in used]] for year, shares in by_year.items()],
    }
    return Picture(charts.rate_path(points, language=language), title, subtitle, table)


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
            )
            for row in known
            if row.poor is not None
        ],
        language=language,
    )
    return Picture(spec, title, _("Tỷ lệ hộ nghèo, từ cao xuống thấp; chấm rỗng là cuối năm trước"))


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


def deprivations(
    rows: Sequence[tuple[str, float, float | None, float | None]], title: str, language: str
) -> Picture | None:
    """What poor households lack; rows are (label, share, numerator, denominator), the highest first."""
    if not rows:
        return None
    spec = charts.deprivations([charts.DeprivationRow(*row) for row in rows], language=language)
    table = {
        "columns": [_("Chỉ số"), _("Tỷ lệ thiếu hụt"), _("Số hộ thiếu hụt"), _("Trên số hộ đã biết")],
        "rows": [[label, percent(share), count(top), count(bottom)] for label, share, top, bottom in rows],
    }
    return Picture(spec, title, _("Tỷ lệ hộ nghèo thiếu hụt từng chỉ số"), table)
