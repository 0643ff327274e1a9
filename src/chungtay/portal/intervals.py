"""What a figure leaves open, in words: missing facts, chance, ranks. May import indicators and documents.numerals.

A number counted in full carries no interval and says that it was counted in full. The two kinds of range are never
joined: one is between what the value lies, the other how far chance might have moved it (docs/explanation/
errors-of-estimation.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chungtay.documents.numerals import points, range_of
from chungtay.indicators.figures import Compared, Figure, TodayPoint
from chungtay.portal.templatetags.figures import count

SMALL = ("commune", "village")
"""levels at which a few households move the rate, so that chance is told beside it"""


@dataclass(frozen=True)
class OpenQuestions:
    """What the first screen of a place says under its rate; each is a sentence or empty.

    counted   that all was counted, or between what the rate lies
    chance    how far chance might move the rate; change: whether the change is more than chance; rank: which ranks
    """

    counted: str
    chance: str = ""
    change: str = ""
    rank: str = ""

    @property
    def sentences(self) -> list[str]:
        return [each for each in (self.counted, self.chance, self.change, self.rank) if each]


def open_questions(
    level: str, poor: Figure | None, change: float | None, compared: Compared | None, language: str
) -> OpenQuestions | None:
    """The sentences of a place; None where there is no figure."""
    if poor is None or poor.numerator is None:
        return None
    return OpenQuestions(
        counted_sentence(poor, language),
        chance_sentence(poor, language) if level in SMALL else "",
        change_sentence(change, compared, poor.year, language) if level != "province" else "",
        rank_sentence(compared),
    )


def counted_sentence(figure: Figure, language: str) -> str:
    """That no household is unknown, or between what the rate lies; empty where it was not kept."""
    if figure.unknown is None:
        return ""
    if not figure.unknown:
        return _("Đếm toàn bộ, không phải chọn mẫu: hộ nào được rà soát cũng đã xác định được loại.")
    words = {"n": count(figure.unknown), "range": range_of(figure.lower, figure.upper, language)}
    if not words["range"]:
        return _("Đếm toàn bộ, nhưng còn %(n)s hộ chưa xác định được loại vì thiếu dữ kiện.") % words
    return (
        _("Đếm toàn bộ, nhưng còn %(n)s hộ chưa xác định được loại vì thiếu dữ kiện: tỷ lệ thật nằm trong %(range)s.")
        % words
    )


def bounds_note(figure: Figure, language: str) -> str:
    """The same beside a smaller figure: only where something is unknown."""
    found = range_of(figure.lower, figure.upper, language)
    return _("trong %(range)s, tùy %(n)s hộ còn thiếu dữ kiện") % {
        "range": found, "n": count(figure.unknown),
    } if found else ""  # fmt: skip


def chance_sentence(figure: Figure, language: str) -> str:
    """How far chance might move a rate that was counted in full."""
    found = range_of(figure.chance_lower, figure.chance_upper, language)
    return (
        _("Nơi có ít hộ: riêng may rủi của từng hộ đã có thể đưa tỷ lệ này tới đâu đó trong %(range)s.")
        % {"range": found}
        if found
        else ""
    )


def chance_note(figure: Figure, language: str) -> str:
    """The same beside a smaller figure."""
    found = range_of(figure.chance_lower, figure.chance_upper, language)
    return _("dao động ngẫu nhiên: %(range)s") % {"range": found} if found else ""


def chance_text(figure: Figure, unit: str, language: str) -> str:
    """The range of chance alone; empty where there is none."""
    if figure.chance_lower is None or figure.chance_upper is None:
        return ""
    return range_in((figure.chance_lower, figure.chance_upper), unit, language)


def range_in(ends: tuple[float, float], unit: str, language: str) -> str:
    """A range in its unit: "share" or "dong_month"."""
    if unit == "share":
        return range_of(*ends, language)
    return _("%(low)s đến %(high)s đồng") % {"low": count(ends[0]), "high": count(ends[1])}


def change_range(compared: Compared | None, language: str) -> str:
    """The interval of a change in points: "−1,50 đến +0,30"; empty where it is not known."""
    if compared is None or compared.change_lower is None or compared.change_upper is None:
        return ""
    return _("%(low)s đến %(high)s") % {
        "low": points(compared.change_lower, language), "high": points(compared.change_upper, language),
    }  # fmt: skip


def change_sentence(change: float | None, compared: Compared | None, year: int, language: str) -> str:
    """Whether the change since the year before is more than chance would make of it."""
    told = change_range(compared, language)
    if compared is None or not told or not compared.speaks_of(change):
        return ""
    words = {"before": year - 1, "change": points(compared.change, language), "range": told}
    if compared.beyond_chance:
        return (
            _("So với cuối năm %(before)s: %(change)s điểm (khoảng %(range)s), vượt mức dao động ngẫu nhiên.") % words
        )
    return _("So với cuối năm %(before)s: %(change)s điểm (khoảng %(range)s), trong mức dao động ngẫu nhiên.") % words


def rank_sentence(compared: Compared | None) -> str:
    """The rank, and the ranks that chance allows."""
    if compared is None or compared.rank is None:
        return ""
    words = {"rank": compared.rank, "of": compared.ranked, "low": compared.rank_lower, "high": compared.rank_upper}
    if compared.rank_lower == compared.rank_upper:
        return _("Tỷ lệ hộ nghèo cao thứ %(rank)s trong %(of)s nơi cùng cấp, cả khi tính đến may rủi.") % words
    if (compared.rank_lower, compared.rank_upper) == (1, compared.ranked):
        return (
            _("Tỷ lệ hộ nghèo cao thứ %(rank)s trong %(of)s nơi cùng cấp; tính đến may rủi thì hạng nào cũng có thể.")
            % words
        )
    return (
        _("Tỷ lệ hộ nghèo cao thứ %(rank)s trong %(of)s nơi cùng cấp; tính đến may rủi: từ thứ %(low)s đến %(high)s.")
        % words
    )


def rank_text(compared: Compared | None) -> str:
    """The ranks that chance allows, for a cell: "3–17"; empty where there is none."""
    if compared is None or compared.rank is None:
        return ""
    low, high = compared.rank_lower, compared.rank_upper
    return f"{low}" if low == high else f"{low}–{high}"


def range_text(figure: Figure | TodayPoint | None, language: str) -> str:
    """The bounds of a figure for a cell; empty where nothing is unknown."""
    return range_of(figure.lower, figure.upper, language) if figure else ""
