"""Targets as pages show them: where each stands, its path beside what was found, and what the units below come to.

May import indicators, documents and movement; knows nothing of who is reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.documents import charts
from chungtay.indicators.definitions import definition
from chungtay.indicators.target_standing import TargetStanding, target_gap
from chungtay.messages import UserError
from chungtay.movement.models import Movement, Target
from chungtay.movement.page_words import standing_label
from chungtay.movement.places import named
from chungtay.movement.target_sums import FALLS_SHORT, GOES_FURTHER, NOTHING, Gap
from chungtay.portal import intervals
from chungtay.portal.area_charts import Picture
from chungtay.portal.labels import group_labels, said
from chungtay.portal.templatetags.figures import decimal_text, percent

LATE = "off_track"


@dataclass(frozen=True)
class TargetLine:
    """One row of the table of targets; values are words in the reader's language."""

    target: Target
    unit: str
    indicator: str
    baseline: str
    aim: str
    actual: str
    end: str
    state: str
    label: str
    late: bool
    reason: str
    url: str
    chance: str


@dataclass(frozen=True)
class GapLine:
    """What the targets of the units below come to, in words."""

    gap: Gap
    words: str
    above: str
    implied: str
    difference: str
    wrong: bool


def lines(found: Sequence[TargetStanding], movement: Movement, language: str) -> list[TargetLine]:
    """Targets as rows, what needs a leader's eye first."""
    names = named({one.target.unit for one in found}, movement)
    made = [_line(one, names[one.target.unit_id], language) for one in found]
    rank = {"off_track": 0, "at_risk": 1, "unknown": 2, "on_track": 3}
    return sorted(made, key=lambda line: rank[line.state])


def _line(one: TargetStanding, unit: str, language: str) -> TargetLine:
    target, stand = one.target, one.stand
    kind = unit_of(target.indicator)
    return TargetLine(
        target=target,
        unit=unit,
        indicator=indicator_name(target.indicator, target.group, language),
        baseline=value_text(target.baseline, kind),
        aim=value_text(stand.aim, kind),
        actual=value_text(stand.actual, kind),
        end=value_text(target.end_value, kind),
        state=one.state,
        label=standing_label(one.state),
        late=one.state == LATE,
        reason=said(one.reason, language) if one.reason else "",
        url=reverse("portal:target", args=[target.pk]),
        chance=chance_range(one, language),
    )


def indicator_name(indicator: str, group: str, language: str) -> str:
    """The indicator with the group of households it speaks of."""
    try:
        label = said(definition(indicator).label, language)
    except UserError:
        label = indicator
    return label if group == "all" else f"{label}, {group_labels(language).get(group, group).lower()}"


def unit_of(indicator: str) -> str:
    """ "share" | "dong_month"; a share where the indicator is not known."""
    try:
        return definition(indicator).unit
    except UserError:
        return "share"


def value_text(value: float | None, kind: str) -> str:
    """A value as a person reads it: 7,36% or 1.250.000 đồng."""
    if value is None:
        return "–"
    return percent(value) if kind == "share" else _("%(amount)s đồng") % {"amount": decimal_text(value, 0)}


def gap_line(target: Target) -> GapLine | None:
    """What the units below come to at the end year; None where nobody below has a target."""
    gap = target_gap(target)
    if gap.state == NOTHING:
        return None
    kind = unit_of(target.indicator)
    words = {
        FALLS_SHORT: _("Chỉ tiêu của các đơn vị cấp dưới cộng lại chưa đủ chỉ tiêu này."),
        GOES_FURTHER: _("Chỉ tiêu của các đơn vị cấp dưới cộng lại cao hơn mức chỉ tiêu này đòi hỏi."),
    }.get(gap.state, _("Chỉ tiêu của các đơn vị cấp dưới cộng lại khớp với chỉ tiêu này."))
    difference = value_text(abs(gap.difference), kind) if gap.difference is not None else ""
    return GapLine(
        gap, words, value_text(gap.value, kind), value_text(gap.implied, kind), difference, gap.state == FALLS_SHORT
    )


def picture(one: TargetStanding, language: str) -> Picture | None:
    """The path as a dashed line and what was found as a full one; None for an indicator that is no share."""
    target, path = one.target, one.path
    if unit_of(target.indicator) != "share":
        return None
    years = range(path.baseline_year, path.end_year + 1)
    standard = one.standard_id
    points = [charts.RatePoint(year, path.at(year), "target", standard=standard) for year in years]
    points += [
        charts.RatePoint(year, value, "computed", standard=standard)
        for year, value in sorted(one.actuals.items())
        if value is not None
    ]
    if path.baseline_year not in one.actuals:
        points.append(charts.RatePoint(path.baseline_year, path.baseline, "computed", standard=standard))
    title = indicator_name(target.indicator, target.group, language)
    subtitle = _("Nét đứt: lộ trình của chỉ tiêu; nét liền: kết quả tính từ sổ hộ")
    return Picture(charts.rate_path(points, language=language), title, subtitle, year_table(one))


def finding(one: TargetStanding) -> str:
    """Where the unit stands, as a sentence with the number first."""
    kind = unit_of(one.target.indicator)
    words = {
        "actual": value_text(one.stand.actual, kind),
        "aim": value_text(one.stand.aim, kind),
        "year": one.stand.year,
    }
    if one.stand.actual is None or one.stand.aim is None:
        return _("Năm %(year)s: mục tiêu %(aim)s, chưa có kết quả") % words
    return {
        "on_track": _("%(actual)s cuối năm %(year)s, đúng lộ trình (%(aim)s)"),
        "at_risk": _("%(actual)s cuối năm %(year)s, có nguy cơ chậm (lộ trình %(aim)s)"),
        "off_track": _("%(actual)s cuối năm %(year)s, chậm so với lộ trình (%(aim)s)"),
        "unknown": _("%(actual)s cuối năm %(year)s, lộ trình %(aim)s"),
    }[one.state] % words


def chance_range(one: TargetStanding, language: str) -> str:
    """How far chance alone may move the result: of an income, and of the rate of a small place; else empty."""
    kind = unit_of(one.target.indicator)
    if one.chance is None or (kind == "share" and one.target.unit.level not in intervals.SMALL):
        return ""
    return intervals.range_in(one.chance, kind, language)


def chance_finding(one: TargetStanding, language: str) -> str:
    """Whether the result is told apart from the path by more than chance; empty where chance is not told."""
    told = chance_range(one, language)
    if not told or one.chance is None or one.stand.aim is None:
        return ""
    words = {"range": told, "aim": value_text(one.stand.aim, unit_of(one.target.indicator))}
    inside = _("Lộ trình %(aim)s nằm trong khoảng ấy: chưa phân biệt được đạt hay chậm.")
    outside = _("Lộ trình %(aim)s nằm ngoài khoảng ấy.")
    reached = _("Riêng may rủi của từng hộ có thể đưa kết quả tới đâu đó trong %(range)s.")
    within = one.chance[0] <= one.stand.aim <= one.chance[1]
    return f"{reached % words} {(inside if within else outside) % words}"


def year_table(one: TargetStanding) -> dict[str, object]:
    """Path and result year by year."""
    kind = unit_of(one.target.indicator)
    path = one.path
    rows = [
        [str(year), value_text(path.at(year), kind), value_text(_found(one, year), kind)]
        for year in range(path.baseline_year, path.end_year + 1)
    ]
    return {"columns": [_("Năm"), _("Lộ trình"), _("Kết quả")], "rows": rows}


def _found(one: TargetStanding, year: int) -> float | None:
    found = one.actuals.get(year)
    return one.path.baseline if found is None and year == one.path.baseline_year else found
