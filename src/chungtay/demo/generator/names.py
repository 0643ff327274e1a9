"""Made-up names, numbers and addresses. Every identity number starts with 000 and every telephone number with 0000.

Imports numpy and pyarrow only. Names are put together at random from short lists; no list holds a real person.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

KINH = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Trương",
    "Cao",
    "Tôn Thất",
    "Mai",
    "Văn",
    "Châu",
)
KINH_SHARES = (
    0.25,
    0.13,
    0.12,
    0.06,
    0.06,
    0.03,
    0.06,
    0.05,
    0.05,
    0.02,
    0.03,
    0.03,
    0.02,
    0.02,
    0.02,
    0.01,
    0.01,
    0.01,
    0.01,
    0.01,
)
HILLS = ("Hồ", "Hồ", "Hồ", "Lê", "Nguyễn", "Trần", "A Viết", "Kăn", "Quỳnh", "Blúp")
MIDDLE_MEN = ("Văn", "Đức", "Hữu", "Minh", "Quang", "Thanh", "Công", "Đình", "Xuân", "Ngọc")
MIDDLE_WOMEN = ("Thị", "Thị", "Thị", "Thị Thanh", "Thị Kim", "Thị Ngọc", "Thị Thu", "Thúy", "Diệu", "Thị Mỹ")
MEN = (
    "An",
    "Bảo",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Hải",
    "Hiếu",
    "Hòa",
    "Hùng",
    "Khánh",
    "Lâm",
    "Long",
    "Nam",
    "Phong",
    "Phúc",
    "Quân",
    "Sơn",
    "Thắng",
    "Tuấn",
)
WOMEN = (
    "Ánh",
    "Bích",
    "Chi",
    "Dung",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hồng",
    "Hương",
    "Lan",
    "Liên",
    "Loan",
    "Mai",
    "Nga",
    "Nhung",
    "Phương",
    "Thảo",
    "Yến",
)


def family_names(minority: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one family name for each person: as an index into FAMILY."""
    kinh = rng.choice(len(KINH), size=len(minority), p=np.array(KINH_SHARES) / sum(KINH_SHARES))
    return np.where(minority, len(KINH) + rng.integers(0, len(HILLS), len(minority)), kinh)


FAMILY = (*KINH, *HILLS)


def full_names(family: np.ndarray, female: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """Put names together: family, middle, given."""
    size = len(family)
    middle = np.where(female, 10, 0) + rng.integers(0, 10, size)
    given = np.where(female, 20, 0) + rng.integers(0, 20, size)
    return pc.binary_join_element_wise(
        _said(FAMILY, family), _said((*MIDDLE_MEN, *MIDDLE_WOMEN), middle), _said((*MEN, *WOMEN), given), " "
    )


def identity_numbers(index: np.ndarray) -> pa.Array:
    """Twelve digits that no citizen has: 000 and the person's place in the synthetic province."""
    return pc.binary_join_element_wise("000", _padded(index, 9), "")


def telephones(index: np.ndarray) -> pa.Array:
    """Ten digits that no telephone has."""
    return pc.binary_join_element_wise("0000", _padded(index, 6), "")


def _said(words: tuple[str, ...], index: np.ndarray) -> pa.Array:
    return pa.array(words).take(pa.array(index))


def _padded(index: np.ndarray, width: int) -> pa.Array:
    return pc.utf8_lpad(pc.cast(pa.array(index % 10**width), pa.string()), width, "0")
