"""Find figures with their units and comparators: "ít nhất 90% hộ", "1,5 lần so với năm 2015".

Numbers are written the Vietnamese way: a full stop between thousands, a comma before decimals.
May import `dates`, `document`.
"""

from __future__ import annotations

import re

from chungtay.movement.reading.dates import DOCUMENT_NUMBER, date_spans
from chungtay.movement.reading.document import FigureFound

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_NOUNS = (
    "hộ gia đình", "hộ nghèo", "hộ cận nghèo", "hộ", "người dân", "người", "lượt người", "lượt", "cá nhân", "tập thể",
    "xã", "phường", "thị trấn", "huyện", "thôn", "tổ dân phố", "bản", "đơn vị", "cơ quan", "doanh nghiệp", "trường học",
    "trường", "câu lạc bộ", "mô hình", "điển hình", "sáng kiến", "công trình", "căn nhà", "nhà", "giếng", "lớp", "buổi",
    "đợt", "cuộc", "hội nghị", "chuyên mục", "chuyên trang", "tin, bài", "tin", "bài", "phóng sự", "suất", "quyển sách",
    "quyển", "cuốn", "sách", "bộ", "phút", "giờ", "ngày", "tuần", "tháng", "năm", "km", "m2", "m²", "m3", "m³",
    "mét", "lít", "ha", "kg", "tấn", "thẻ", "em", "học sinh", "thành viên", "đoàn viên", "hội viên", "cán bộ", "điểm",
    "tiêu chí",
)  # fmt: skip
_UNIT = (
    r"%(?:\s*điểm)?|‰|điểm\s+(?:%|phần trăm)|phần trăm|lần"
    r"|(?:nghìn|ngàn|triệu|tỷ|tỉ)(?:\s+(?:đồng|USD))?|đồng|USD"
    rf"|(?:{'|'.join(sorted(map(re.escape, _NOUNS), key=len, reverse=True))})(?![\w])"
)
_COMPARATORS = (
    ("at_least", "ít nhất|tối thiểu|không dưới|không ít hơn|không thấp hơn|từ"),
    ("at_most", "tối đa|nhiều nhất|không quá|không vượt quá|không nhiều hơn"),
    ("over", "trên|hơn|quá|vượt"),
    ("under", "dưới|chưa đến|chưa đầy|ít hơn|thấp hơn"),
    ("about", "khoảng|gần|xấp xỉ|bình quân"),
)
_BEFORE = "|".join(words for _, words in _COMPARATORS)
_FIGURE = re.compile(
    rf"(?:(?P<before>{_BEFORE})\s+)?(?<![\w.,/¤])(?P<value>{_NUMBER})(?![\w.,]*\d)"
    rf"(?:\s*(?:%|lần|điểm)?\s*(?:-|–|đến|tới)\s*(?P<to>{_NUMBER}))?"
    rf"\s*(?P<unit>{_UNIT})"
    r"(?P<per>\s*(?:/|mỗi|một)\s*(?:năm|tháng|quý|tuần|hộ|người|xã|thôn)\b)?"
    r"(?P<more>\s+trở lên|\s+trở xuống)?"
    r"(?:[^.;,]{0,40}?\s*(?P<against>(?:so với|so sánh với)\s+[^.;,]{2,40}?"
    r"(?=\s*(?:$|[.;,)]|\s(?:và|để|nhằm|theo)\s))))?",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:số|khoản|điểm|mục|điều|phần|chương|cấp|loại|hạng)\s*$", re.IGNORECASE)


def figures_in(text: str) -> tuple[FigureFound, ...]:
    """Every figure that has a unit, in the order of the text; dates, years and numbers of documents are none."""
    masked = list(DOCUMENT_NUMBER.sub(lambda found: "¤" * len(found[0]), text))
    for start, end in date_spans(text):
        if not text[start:end].lower().startswith(("hàng", "hằng", "mỗi")):
            masked[start:end] = [sign if not sign.isdigit() else "¤" for sign in masked[start:end]]
    found = []
    for match in _FIGURE.finditer("".join(masked)):
        if _REFERENCE.search(text[: match.start("value")]) and match["before"] is None:
            continue
        found.append(_figure(match, text))
    return tuple(found)


def _figure(match: re.Match[str], text: str) -> FigureFound:
    unit = re.sub(r"\s+", " ", match["unit"])
    if match["per"]:
        per = re.sub(r"\s+", " ", match["per"]).strip()
        unit = f"{unit}/{re.sub(r'^(?:/|mỗi|một) ?', '', per)}"
    before = (match["before"] or "").casefold()
    comparator = next((name for name, words in _COMPARATORS if before and before in words.split("|")), "equal")
    value_to = number(match["to"]) if match["to"] else None
    if comparator == "at_least" and before == "từ" and not match["more"]:
        comparator = "equal"
    if match["more"]:
        comparator = "at_least" if "lên" in match["more"] else "at_most"
    words = text[match.start() : match.end()].strip()
    against = None
    if match["against"]:
        against = re.sub(r"^(?:so với|so sánh với)\s+", "", text[match.start("against") : match.end("against")])
    return FigureFound(number(match["value"]), unit, comparator, words, value_to, against)


def number(words: str) -> int | float:
    """ "1.000" -> 1000, "1,5" -> 1.5, "02" -> 2."""
    plain = words.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)
