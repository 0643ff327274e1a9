"""Rules: the vocabulary, the poverty standards as data, and the small compiler that runs them.

The law is data: a standard is one dated YAML file whose conditions are written in CEL. The same condition runs
for one household in Python (the reference, with an explanation) and for millions in Ibis. No Django here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.rules.classify import classify_household
from chungtay.rules.expressions import MEMBERS_COUNT
from chungtay.rules.standard import (
    AREAS,
    CLASSES,
    FACTS_ONLY,
    Applies,
    ClassRule,
    Figure,
    Guidance,
    Indicator,
    Standard,
)
from chungtay.rules.standards import load_standard, standard_ids, standards_valid_in
from chungtay.rules.to_xpath import compile_xpath
from chungtay.rules.verdict import UNDETERMINED, Reason, Step, Verdict
from chungtay.rules.vocabulary import Code, Fact, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from chungtay.rules.to_ibis import IbisProgram


def compile_ibis(standard: Standard, guidance: str | None = None, *, review_year: int | None = None) -> IbisProgram:
    """Compile a standard to Ibis; see `chungtay.rules.to_ibis.compile_ibis` (Ibis is imported only when asked for)."""
    from chungtay.rules.to_ibis import compile_ibis as compile_

    return compile_(standard, guidance, review_year=review_year)


__all__ = [
    "AREAS",
    "CLASSES",
    "FACTS_ONLY",
    "MEMBERS_COUNT",
    "UNDETERMINED",
    "Applies",
    "ClassRule",
    "Code",
    "Fact",
    "Figure",
    "Guidance",
    "Indicator",
    "Reason",
    "Standard",
    "Step",
    "Verdict",
    "Vocabulary",
    "classify_household",
    "compile_ibis",
    "compile_xpath",
    "load_standard",
    "load_vocabulary",
    "standard_ids",
    "standards_valid_in",
]
