"""Three-valued logic, and numbers known only to lie between two bounds.

None is "unknown". An interval says lo <= value <= hi; what follows for every value between them is known,
the rest is not. May import nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Truth = bool | None
Number = int | float | Decimal


@dataclass(frozen=True)
class Interval:
    """A number between lo and hi, both included; exact where they are equal."""

    lo: Number
    hi: Number

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.lo == self.hi


def not_(value: Truth) -> Truth:
    """Kleene's not."""
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """Kleene's and: false if any is false, else unknown if any is unknown."""
    seen = list(values)
    if any(value is False for value in seen):
        return False
    return None if any(value is None for value in seen) else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Kleene's or: true if any is true, else unknown if any is unknown."""
    seen = list(values)
    if any(value is True for value in seen):
        return True
    return None if any(value is None for value in seen) else False


def compare(op: str, left: Interval | None, right: Interval | None) -> Truth:  # noqa: PLR0911
    """Compare two numbers; unknown unless it holds, or fails, for every value they may have."""
    if left is None or right is None:
        return None
    match op:
        case "<":
            return True if left.hi < right.lo else False if left.lo >= right.hi else None
        case "<=":
            return True if left.hi <= right.lo else False if left.lo > right.hi else None
        case ">":
            return compare("<", right, left)
        case ">=":
            return compare("<=", right, left)
        case "==":
            if left.exact and right.exact:
                return left.lo == right.lo
            return False if left.hi < right.lo or left.lo > right.hi else None
        case "!=":
            return not_(compare("==", left, right))
    raise ValueError(op)


def arithmetic(op: str, left: Interval | None, right: Interval | None) -> Interval | None:
    """Add, subtract or multiply (one factor exact); unknown where either is."""
    if left is None or right is None:
        return None
    match op:
        case "+":
            return Interval(_plus(left.lo, right.lo), _plus(left.hi, right.hi))
        case "-":
            return Interval(_plus(left.lo, -right.hi), _plus(left.hi, -right.lo))
        case "*":
            factor, other = (left, right) if left.exact else (right, left)
            ends = sorted((_times(factor.lo, other.lo), _times(factor.lo, other.hi)))
            return Interval(ends[0], ends[1])
    raise ValueError(op)


def _plus(left: Number, right: Number) -> Number:
    left, right = _alike(left, right)
    return left + right  # type: ignore[operator]


def _times(left: Number, right: Number) -> Number:
    left, right = _alike(left, right)
    return left * right  # type: ignore[operator]


def _alike(left: Number, right: Number) -> tuple[Number, Number]:
    """Python adds no float to a Decimal; make both float then."""
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right
