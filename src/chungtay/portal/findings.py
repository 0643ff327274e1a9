"""What the figures say, as sentences: the finding comes first on every page and over every chart.

A sentence is built in the reader's language from figures alone; it says "not known" rather than guess.
May import portal.queries and the number formats of portal.templatetags.figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from chungtay.indicators.figures import TOO_MANY, Figure
from chungtay.indicators.models import OfficialValue
from chungtay.portal.queries import UnitRow, change_between
from chungtay.portal.templatetags.figures import count, decimal_text, percent, points


class Course(StrEnum):
    """Where a rate stands against the published target of its year."""

    ON_PATH = "on_path"
    LATE = "late"
    NO_TARGET = "no_target"


@dataclass(frozen=True)
class Headline:
    """The answer of a page of figures.

    sentence  the number, its change and its course in one sentence
    basis     numerator, denominator and day
    path      what the published target was and where it came from; empty without one
    """

    sentence: str
    basis: str
    path: str
    course: Course


def course_against(figure: Figure | None, target: OfficialValue | None) -> Course:
    """On the path when the rate is at most the target, compared at the two decimals in which rates are published."""
    if figure is None or figure.value is None or target is None:
        return Course.NO_TARGET
    return Course.ON_PATH if round(figure.value, 4) <= round(target.value, 4) else Course.LATE


def headline(
    series: Sequence[Figure], official: Sequence[OfficialValue], year: int, near_poor: Figure | None = None
) -> Headline:
    """The first screen of a page: the rate, its change and its course; counts alone where there is no denominator.

    series     the poor rate of the place over the years, all households
    near_poor  the near-poor rate of the year, to name their count where there is no rate
    """
    by_year = {each.year: each for each in series}
    now, before = by_year.get(year), by_year.get(year - 1)
    if now is None or now.numerator is None:
        return Headline(_("Chưa tính được tỷ lệ hộ nghèo cuối năm %(year)s") % {"year": year}, "", "", Course.NO_TARGET)
    if now.value is None or not now.denominator:
        return _counts_alone(now.numerator, before, near_poor, year, too_many=now.reason == TOO_MANY)
    target = next((each for each in official if each.kind == "target" and each.year == year), None)
    course = course_against(now, target)
    parts = [_("%(rate)s hộ nghèo cuối năm %(year)s") % {"rate": percent(now.value), "year": year}]
    change = change_between(now, before)
    if change is not None:
        parts.append(points(change))
    if target is not None:
        parts.append(_("đúng lộ trình") if course is Course.ON_PATH else _("chậm hơn lộ trình"))
    basis = _("%(poor)s hộ nghèo trong %(all)s hộ, đến 31/12/%(year)s") % {
        "poor": count(now.numerator), "all": count(now.denominator), "year": year,
    }  # fmt: skip
    path = path_sentence(now, target, year) if target else nearest_target_sentence(by_year, official, year)
    return Headline(", ".join(parts), basis, path, course)


def _counts_alone(
    poor: float, before: Figure | None, near_poor: Figure | None, year: int, *, too_many: bool
) -> Headline:
    words = {"poor": count(poor), "year": year, "before": year - 1}
    sentence = _("%(poor)s hộ nghèo cuối năm %(year)s") % words
    if before is not None and before.numerator is not None:
        sentence = _("%(poor)s hộ nghèo cuối năm %(year)s, cuối năm %(before)s là %(then)s") % {
            **words, "then": count(before.numerator),
        }  # fmt: skip
    basis = _("Chưa có tổng số hộ của nơi này nên không tính tỷ lệ")
    if too_many:
        basis = _("Số hộ nghèo lớn hơn tổng số hộ đã báo cáo nên không tính tỷ lệ")
    if near_poor is not None and near_poor.numerator is not None:
        near = _("%(near)s hộ cận nghèo") % {"near": count(near_poor.numerator)}
        basis = f"{near}. {basis}"
    return Headline(sentence, basis, "", Course.NO_TARGET)


def nearest_target_sentence(by_year: Mapping[int, Figure], official: Sequence[OfficialValue], year: int) -> str:
    """Where the year has no target: what the last one before it was, and whether it was reached. Empty without any."""
    standard = by_year[year].standard_id
    targets = [each for each in official if each.kind == "target" and each.year < year and each.standard_id == standard]
    if not targets:
        return ""
    last = max(targets, key=lambda each: each.year)
    then = by_year.get(last.year)
    words = {
        "year": year,
        "last": last.year,
        "target": percent(last.value),
        "rate": percent(then.value if then else None),
    }
    course = course_against(then, last)
    if course is Course.ON_PATH:
        return _("Năm %(year)s chưa có mục tiêu công bố; mục tiêu năm %(last)s là %(target)s, đã đạt %(rate)s.") % words
    if course is Course.LATE:
        return (
            _("Năm %(year)s chưa có mục tiêu công bố; mục tiêu năm %(last)s là %(target)s, không đạt: %(rate)s.")
            % words
        )
    return _("Năm %(year)s chưa có mục tiêu công bố; mục tiêu gần nhất là %(target)s cho năm %(last)s.") % words


def path_sentence(now: Figure, target: OfficialValue, year: int) -> str:
    """What the target of the year was and how far the rate is from it."""
    if now.value is None:
        return ""
    gap = decimal_text(abs(now.value - target.value) * 100, 2, trim=True)
    words = {"target": percent(target.value), "year": year, "gap": gap}
    if round(now.value, 4) == round(target.value, 4):
        return _("Mục tiêu công bố cho năm %(year)s: %(target)s; đạt đúng mục tiêu.") % words
    if now.value < target.value:
        return _("Mục tiêu công bố cho năm %(year)s: %(target)s; thấp hơn mục tiêu %(gap)s điểm.") % words
    return _("Mục tiêu công bố cho năm %(year)s: %(target)s; còn cao hơn mục tiêu %(gap)s điểm.") % words


def path_finding(series: Sequence[Figure]) -> str:
    """Title of the rate-path chart: from where to where."""
    known = [(each.year, each.value, each.standard_id) for each in series if each.value is not None]
    if len(known) < 2:
        return _("Tỷ lệ hộ nghèo theo năm")
    (first_year, first, old), (last_year, last, new) = known[0], known[-1]
    words = {"y1": first_year, "r1": percent(first), "y2": last_year, "r2": percent(last)}
    if old != new:
        return _("Từ %(r1)s (%(y1)s) đến %(r2)s (%(y2)s), qua hai chuẩn nghèo khác nhau") % words
    if last <= first:
        return _("Từ %(r1)s (%(y1)s) còn %(r2)s (%(y2)s)") % words
    return _("Từ %(r1)s (%(y1)s) lên %(r2)s (%(y2)s)") % words


def spread_finding(rows: Sequence[UnitRow], names: dict[str, str]) -> str:
    """Title of the map and of the dots: between which units the rate lies."""
    known = [row for row in rows if row.poor and row.poor.value is not None]
    if not known:
        return _("Chưa có tỷ lệ của từng nơi")
    if len(known) == 1:
        return f"{names[known[0].node.code]}: {percent(known[0].poor.value)}"  # type: ignore[union-attr]
    high, low = known[0], known[-1]
    return _("Cao nhất %(high)s ở %(where)s, thấp nhất %(low)s ở %(there)s") % {
        "high": percent(high.poor.value), "where": names[high.node.code],  # type: ignore[union-attr]
        "low": percent(low.poor.value), "there": names[low.node.code],  # type: ignore[union-attr]
    }  # fmt: skip


def rises_finding(risen: int, comparable: int, year: int, beyond: int | None = None) -> str:
    """Title of the list of places whose rate rose, of those that can be compared with the year before.

    beyond  how many of them rose more than chance would make of it; None = that was not computed
    """
    words = {"risen": count(risen), "all": count(comparable), "before": year - 1}
    if not risen:
        return _("Không nơi nào trong %(all)s nơi tăng tỷ lệ hộ nghèo so với cuối năm %(before)s") % words
    title = _("%(risen)s trong %(all)s nơi tăng tỷ lệ hộ nghèo so với cuối năm %(before)s") % words
    if beyond is None:
        return title
    more = (
        _("%(n)s nơi tăng vượt mức dao động ngẫu nhiên") if beyond else _("không nơi nào vượt mức dao động ngẫu nhiên")
    )
    return f"{title}, {more % {'n': count(beyond)}}"


def pathways_finding(exits: Figure | None, new: Figure | None, relapse: Figure | None) -> str:
    """Title of the pathways chart: how many left poverty, how many came (back) into it."""
    if exits is None or exits.numerator is None:
        return _("Chưa biết hộ thoát nghèo và phát sinh")
    words = {
        "exit": count(exits.numerator),
        "new": count(new.numerator if new and new.numerator else 0),
        "relapse": count(relapse.numerator if relapse and relapse.numerator else 0),
    }
    return _("%(exit)s hộ thoát nghèo, %(new)s hộ phát sinh mới, %(relapse)s hộ tái nghèo") % words


@dataclass(frozen=True)
class Lacking:
    """What a share of poor households lack; open_range: between what it lies where facts are missing, else empty."""

    label: str
    share: float
    numerator: float | None
    denominator: float | None
    open_range: str = ""


def deprivations_finding(rows: Sequence[Lacking]) -> str:
    """Title of the deprivations chart: what poor households lack most, the highest share first."""
    if not rows:
        return _("Chưa tính được mức thiếu hụt của hộ nghèo")
    label, share = rows[0].label, rows[0].share
    return _("Hộ nghèo thiếu hụt nhiều nhất: %(label)s (%(share)s)") % {
        "label": label[:1].lower() + label[1:], "share": percent(share),
    }  # fmt: skip
