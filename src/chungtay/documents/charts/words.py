"""The few words that charts write by themselves, in both languages. Imports nothing but its own room."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "year": ("Năm", "Year"),
    "rate": ("Tỷ lệ", "Rate"),
    "poor_rate": ("Tỷ lệ hộ nghèo", "Poverty rate"),
    "numerator": ("Số hộ", "Households"),
    "denominator": ("Trên tổng số hộ", "Out of"),
    "name": ("Đơn vị", "Unit"),
    "district": ("Huyện", "District"),
    "kind": ("Loại số", "Kind"),
    "status": ("Nguồn", "Source"),
    "computed": ("Tính từ dữ liệu", "Computed"),
    "official": ("Số công bố", "Published"),
    "derived": ("Suy từ số công bố", "Derived"),
    "target": ("Mục tiêu", "Target"),
    "forecast": ("Dự báo", "Forecast"),
    "verified": ("đã đối chiếu văn bản gốc", "checked against the act"),
    "secondary": ("nguồn thứ cấp", "secondary source"),
    "unverified": ("chưa kiểm chứng", "unverified"),
    "now": ("Năm nay", "This year"),
    "previous": ("Năm trước", "Year before"),
    "chance": ("Dao động ngẫu nhiên", "Chance alone"),
    "bounds": ("Tùy dữ kiện còn thiếu", "Depending on missing facts"),
    "exit": ("Thoát nghèo", "Left poverty"),
    "new": ("Nghèo mới", "Newly poor"),
    "relapse": ("Tái nghèo", "Fell back"),
    "stay": ("Vẫn nghèo", "Still poor"),
    "households": ("hộ", "households"),
    "missing": ("chưa có", "not available"),
    "less_than": ("dưới", "below"),
    "from": ("từ", "from"),
    "dashed": ("ô nét đứt: chưa có", "dashed: not available"),
}


def word(name: str, language: str) -> str:
    """Return a chart's word in "vi" or "en"; the name itself where the table has none."""
    pair = WORDS.get(name)
    return name if pair is None else pair[0 if language == "vi" else 1]
