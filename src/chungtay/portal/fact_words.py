"""A fact's value in words: units, codes and yes or no from the vocabulary. May import rules and the number formats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from chungtay.portal.labels import CLASSES
from chungtay.portal.templatetags.figures import count, day, number
from chungtay.rules import load_vocabulary
from chungtay.rules.verdict import Step


def fact_text(name: str, value: object, language: str) -> str:
    """A value as a reader reads it; "not known" where it is None."""
    if value is None:
        return _("chưa biết")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    fact = load_vocabulary().facts.get(name)
    if fact is None or "year" in name:
        return str(value)
    labels = {code.value: code.label.vi if language == "vi" else code.label.en for code in fact.codes}
    if labels:
        parts = str(value).split(";") if fact.multiple else [str(value)]
        return ", ".join(labels.get(part, part) for part in parts)
    if isinstance(value, int | float | Decimal):
        return number_text(value) + (f" {fact.unit}" if fact.unit else "")
    return day(value) if isinstance(value, dt.date) else str(value)


def number_text(value: float | Decimal) -> str:
    """A plain number without needless decimals."""
    return count(value) if value == int(value) else number(value, 1)


def outcome_text(step: Step, language: str) -> tuple[str, str]:
    """The state of a step (yes, no, open, text) and its outcome in words."""
    if step.outcome is None:
        return "open", _("chưa biết")
    if step.kind == "indicator":
        return ("yes", _("thiếu hụt")) if step.outcome else ("no", _("không thiếu hụt"))
    if step.kind == "class":
        return "text", str(CLASSES.get(str(step.outcome), step.outcome))
    if isinstance(step.outcome, int | float) and not isinstance(step.outcome, bool):
        return "text", number_text(step.outcome)
    return "text", str(step.outcome)
