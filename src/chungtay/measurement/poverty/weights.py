"""Indicators' weights and cut-offs as exact fractions, so that a score of one third meets a cut-off of 1/3.

Imports `messages` only. Scores are whole numbers of the weights' common denominator; a cut-off becomes the least whole
number that meets it. No sum of rounded thirds is ever compared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from chungtay.messages import fail

Number = str | int | float | Fraction | Decimal
MOST_INDICATORS = 60
MOST_POINTS = 2**50
FLOAT_SLACK = 1e-12
FLOAT_DENOMINATOR = 10**6


def exact(value: Number, *, what_vi: str = "số", what_en: str = "number") -> Fraction:
    """Read a number exactly.

    Text ("1/3", "0.25", "0,25") and whole numbers are taken at their word: "0.6667" is not two thirds. A float is
    taken as the nearest fraction with a denominator of at most 10^6 where that is within 1e-12 (so 1/3 is one third).
    Raises UserError for anything else.
    """
    try:
        if isinstance(value, float):
            near = Fraction(value).limit_denominator(FLOAT_DENOMINATOR)
            return near if abs(near - Fraction(value)) <= FLOAT_SLACK else Fraction(value)
        if isinstance(value, str):
            over, _, under = value.strip().replace(",", ".").partition("/")
            return Fraction(Decimal(over.strip())) / (Fraction(Decimal(under.strip())) if under else 1)
        return Fraction(value)
    except (ValueError, ArithmeticError, InvalidOperation, OverflowError) as error:
        raise fail(
            f"Không đọc được {what_vi}.",
            f"The {what_en} cannot be read.",
            do_vi="Ghi phân số hoặc số thập phân, ví dụ 1/3 hoặc 0.25.",
            do_en="Write a fraction or a decimal, such as 1/3 or 0.25.",
            value=str(value),
            code="number",
        ) from error


@dataclass(frozen=True)
class Indicators:
    """Indicators in order, with exact weights that sum to 1, and the dimension of each (None where none is given)."""

    names: tuple[str, ...]
    weights: tuple[Fraction, ...]
    dimensions: tuple[str | None, ...]

    @property
    def denominator(self) -> int:
        """The weights' common denominator: the score of one deprived in everything."""
        return math.lcm(*(weight.denominator for weight in self.weights))

    @property
    def points(self) -> tuple[int, ...]:
        """Each weight as a whole number of the common denominator."""
        return tuple(int(weight * self.denominator) for weight in self.weights)

    def least_points(self, cutoff: Fraction) -> int:
        """The least score, in points, of one who is poor: score >= cutoff."""
        return math.ceil(cutoff * self.denominator)


def indicators_of(
    weights: Mapping[str, Number] | Mapping[str, Mapping[str, Number]] | Sequence[str], *, normalise: bool = False
) -> Indicators:
    """Read indicators and their weights.

    weights    {"d1": "1/3", ...}; or nested by dimension, {"health": {"d1": 1, "d2": 1}, "education": {...}}: each
               dimension weighs the same and is shared among its indicators in proportion to the numbers given; or a
               list of names: all weigh the same
    normalise  divide by the sum instead of refusing weights that do not sum to 1
    Raises UserError for no indicator, one named twice, a weight not above 0, a sum other than 1.
    Source: Alkire and Foster (2011); nested weights as in Alkire et al. (2015), ch. 6.
    """
    names: list[str] = []
    found: list[Fraction] = []
    dimensions: list[str | None] = []
    if not isinstance(weights, Mapping):
        names = list(weights)
        found = [Fraction(1, len(names))] * len(names)
        dimensions = [None] * len(names)
    else:
        for name, value in weights.items():
            if isinstance(value, Mapping):
                inner = {key: exact(given, what_vi="trọng số", what_en="weight") for key, given in value.items()}
                _check_above_0(inner)
                whole = sum(inner.values(), Fraction(0)) * len(weights)
                names += inner
                found += [part / whole for part in inner.values()]
                dimensions += [name] * len(inner)
            else:
                names.append(name)
                found.append(exact(value, what_vi="trọng số", what_en="weight"))
                dimensions.append(None)
    _check_names(names)
    _check_above_0(dict(zip(names, found, strict=True)))
    total = sum(found, Fraction(0))
    if total != 1:
        if not normalise:
            raise fail(
                "Tổng trọng số của các chỉ số không bằng 1.",
                "The weights of the indicators do not sum to 1.",
                do_vi="Ghi phân số (1/3 thay cho 0.33), hoặc thêm --normalise để chia cho tổng.",
                do_en="Write fractions (1/3 rather than 0.33), or add --normalise to divide by the sum.",
                value=f"{total} = {float(total):.6g}",
                allowed="1",
                code="weights_sum",
            )
        found = [weight / total for weight in found]
    read = Indicators(tuple(names), tuple(found), tuple(dimensions))
    if read.denominator > MOST_POINTS:
        raise fail(
            "Trọng số có quá nhiều chữ số để tính chính xác.",
            "The weights have too many digits to be exact.",
            do_vi="Ghi phân số, ví dụ 1/6 thay cho 0.16666666666666.",
            do_en="Write fractions, such as 1/6 rather than 0.16666666666666.",
            code="weights_digits",
        )
    return read


def cutoff_of(value: Number) -> Fraction:
    """Read a poverty cut-off k: a share of the weights in (0, 1]. Raises UserError outside."""
    cutoff = exact(value, what_vi="ngưỡng nghèo", what_en="cut-off")
    if not 0 < cutoff <= 1:
        raise fail(
            "Ngưỡng nghèo phải lớn hơn 0 và không quá 1.",
            "The cut-off must be above 0 and at most 1.",
            do_vi="Ví dụ 1/3: nghèo khi thiếu hụt từ một phần ba trở lên.",
            do_en="For example 1/3: poor when deprived in a third or more.",
            value=str(value),
            allowed="(0, 1]",
            code="cutoff",
        )
    return cutoff


def _check_names(names: Sequence[str]) -> None:
    if not names or len(names) > MOST_INDICATORS:
        raise fail(
            f"Cần từ 1 đến {MOST_INDICATORS} chỉ số.",
            f"Between 1 and {MOST_INDICATORS} indicators are needed.",
            do_vi="Nêu các cột thiếu hụt (0/1) và trọng số, ví dụ d1=1/3,d2=2/3.",
            do_en="Name the deprivation columns (0/1) with weights, such as d1=1/3,d2=2/3.",
            value=str(len(names)),
            code="indicators",
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise fail(
            "Chỉ số được nêu hai lần.",
            "An indicator is named twice.",
            do_vi="Giữ mỗi chỉ số một lần.",
            do_en="Keep each indicator once.",
            value=", ".join(twice),
            code="indicators",
        )


def _check_above_0(weights: Mapping[str, Fraction]) -> None:
    low = [name for name, weight in weights.items() if weight <= 0]
    if low:
        raise fail(
            "Trọng số của chỉ số phải lớn hơn 0.",
            "The weight of an indicator must be above 0.",
            do_vi="Bỏ chỉ số không dùng, hoặc cho trọng số dương.",
            do_en="Leave out an indicator that is not used, or give it a weight above 0.",
            value=", ".join(f"{name}={weights[name]}" for name in low),
            code="weights_sign",
        )
