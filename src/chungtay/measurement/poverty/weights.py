"""Indicators' weights and cut-offs as exact fractions, so that a score of one third meets a cut-off of 1/3.

Imports `messages` only. Scores are whole numbers of the weights' common denominator; a cut-off becomes the least whole
number that meets it. No sum of rounded thirds is ever compared.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
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
class Dimension(Mapping[str, Number]):
    """The indicators of a dimension with their shares of it (in proportion), and the weight of the dimension.

    weight  share of all dimensions, in (0, 1]; None = every dimension weighs the same
    """

    indicators: Mapping[str, Number]
    weight: Number | None = None

    def __getitem__(self, name: str) -> Number:
        return self.indicators[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.indicators)

    def __len__(self) -> int:
        return len(self.indicators)


@dataclass(frozen=True)
class Indicators:
    """Indicators in order, with exact weights that sum to 1, and the dimension of each (None where none is given)."""

    names: tuple[str, ...]
    weights: tuple[Fraction, ...]
    dimensions: tuple[str | None, ...]

    @functools.cached_property
    def denominator(self) -> int:
        """The weights' common denominator: the score of one deprived in everything."""
        return math.lcm(*(weight.denominator for weight in self.weights))

    @functools.cached_property
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
               dimension weighs the same, or what a `Dimension` says, and is shared among its indicators in proportion
               to the numbers given; or a list of names: all weigh the same
    normalise  divide by the sum instead of refusing weights that do not sum to 1
    Raises UserError for no indicator, one named twice, a dimension without indicators, weights for some dimensions
    only, a weight not above 0, a sum other than 1.
    Source: Alkire and Foster (2011); nested weights as in Alkire et al. (2015), ch. 6.
    """
    names: list[str] = []
    found: list[Fraction] = []
    dimensions: list[str | None] = []
    if not isinstance(weights, Mapping):
        names = list(weights)
        found = [Fraction(1, len(names) or 1)] * len(names)
        dimensions = [None] * len(names)
    else:
        own = _weights_of_dimensions(weights)
        for name, value in weights.items():
            if isinstance(value, Mapping):
                inner = {key: _weight(key, given) for key, given in value.items()}
                _check_above_0(inner)
                whole = sum(inner.values(), Fraction(0))
                names += inner
                found += [own[name] * part / whole for part in inner.values()]
                dimensions += [name] * len(inner)
            else:
                names.append(name)
                found.append(_weight(name, value))
                dimensions.append(None)
    _check_names(names)
    _check_above_0(dict(zip(names, found, strict=True)))
    total = sum(found, Fraction(0))
    if total != 1:
        if not normalise:
            vi, en = ("chỉ số", "indicators") if None in dimensions else ("chiều", "dimensions")
            raise fail(
                f"Tổng trọng số của các {vi} không bằng 1.",
                f"The weights of the {en} do not sum to 1.",
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


def _weight(name: str, value: Number) -> Fraction:
    return exact(value, what_vi=f"trọng số của {name}", what_en=f"weight of {name}")


def _weights_of_dimensions(weights: Mapping[str, Number] | Mapping[str, Mapping[str, Number]]) -> dict[str, Fraction]:
    """The weight of each dimension: as given, or the same for all."""
    nested = {name: value for name, value in weights.items() if isinstance(value, Mapping)}
    empty = [name for name, inner in nested.items() if not inner]
    if empty:
        raise fail(
            "Chiều không có chỉ số nào.",
            "A dimension has no indicators.",
            do_vi="Nêu các chỉ số của chiều, hoặc bỏ chiều đó.",
            do_en="Name the indicators of the dimension, or leave it out.",
            value=", ".join(empty),
            code="indicators",
        )
    given = {name: value.weight if isinstance(value, Dimension) else None for name, value in nested.items()}
    own = {name: _weight(name, weight) for name, weight in given.items() if weight is not None}
    if not own:
        return dict.fromkeys(nested, Fraction(1, len(weights) or 1))
    if len(own) < len(nested):
        raise fail(
            "Có chiều không có trọng số, trong khi chiều khác có.",
            "A dimension has no weight, while another has one.",
            do_vi="Cho mọi chiều một trọng số, hoặc không chiều nào: khi đó các chiều có trọng số bằng nhau.",
            do_en="Give every dimension a weight, or none: then all weigh the same.",
            value=", ".join(name for name in nested if name not in own),
            code="indicators",
        )
    _check_above_0(own, "chiều", "dimension")
    return own


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


def _check_above_0(weights: Mapping[str, Fraction], what_vi: str = "chỉ số", what_en: str = "indicator") -> None:
    low = [name for name, weight in weights.items() if weight <= 0]
    if low:
        raise fail(
            f"Trọng số của {what_vi} phải lớn hơn 0.",
            f"The weight of each {what_en} must be above 0.",
            do_vi=f"Bỏ {what_vi} không dùng, hoặc cho trọng số dương.",
            do_en=f"Leave out what is not used, or give the {what_en} a weight above 0.",
            value=", ".join(f"{name}={weights[name]}" for name in low),
            code="weights_sign",
        )
