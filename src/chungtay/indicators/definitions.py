"""What each indicator is: label, formula in words, unit and source, from data/definitions.yaml.

May import rules (for the deprivations of a standard) and messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from chungtay.messages import Words, fail
from chungtay.rules import load_standard, standard_ids

DATA = Path(__file__).parent / "data"
GROUPS = ("all", "rural", "urban", "minority", "kinh")
RATES = ("poor_rate", "near_poor_rate")
POOR_INCOME = "poor_income_per_head"
PATHWAYS = ("exit", "stay", "new", "relapse")
DEPRIVED = {"poor": "poor_deprived_", "near_poor": "near_poor_deprived_"}
PREFIXES = tuple(DEPRIVED.values())


@dataclass(frozen=True)
class Definition:
    """One indicator. Its value is numerator over denominator.

    unit  "share": a number from 0 to 1; "dong_month": đồng a person and month
    """

    id: str
    label: Words
    formula: Words
    unit: str
    numerator: Words
    denominator: Words
    source: str


@lru_cache
def _file() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load((DATA / "definitions.yaml").read_text(encoding="utf-8"))
    return read


def definitions(standard_id: str) -> Mapping[str, Definition]:
    """Return every indicator under a standard, by id; one for each of its deprivations among them."""
    return _definitions(standard_id, load_standard(standard_id).version)


@lru_cache(maxsize=64)
def _definitions(standard_id: str, _version: str) -> Mapping[str, Definition]:
    """Make them once for each version: a standard's file may be changed while the program runs."""
    made: dict[str, Definition] = {}
    for entry in _file()["indicators"]:
        if "{code}" not in entry["id"]:
            made[entry["id"]] = _definition(entry, entry["id"], Words("", ""))
            continue
        for item in load_standard(standard_id).indicators:
            name = entry["id"].format(code=item.code)
            made[name] = _definition(entry, name, item.label)
    return made


def indicator_ids() -> frozenset[str]:
    """Return the ids of every indicator under any standard."""
    return frozenset(name for standard in standard_ids() for name in definitions(standard))


def definition(indicator: str, standard_id: str | None = None) -> Definition:
    """Return one indicator, under the standard given or the first that has it. Raises UserError for an unknown id."""
    for standard in [standard_id] if standard_id else standard_ids():
        found = definitions(standard).get(indicator)
        if found:
            return found
    raise fail(
        "Không có chỉ số này.",
        "There is no such indicator.",
        do_vi="Xem các chỉ số bằng «chungtay indicators define».",
        do_en="See the indicators with “chungtay indicators define”.",
        value=indicator,
        allowed=", ".join(
            (*RATES, POOR_INCOME, *(f"poor_{name}" for name in PATHWAYS), "poor_deprived_…", "near_poor_deprived_…")
        ),
        code="indicator",
    )


def group_label(group: str) -> Words:
    """Return what a group of households is called. Raises UserError for an unknown group."""
    entry = _file()["groups"].get(group)
    if entry is None:
        raise fail(
            "Không có nhóm hộ này.",
            "There is no such group of households.",
            do_vi="Chọn một trong các nhóm cho phép.",
            do_en="Choose one of the groups allowed.",
            value=group,
            allowed=", ".join(GROUPS),
            code="group",
        )
    return Words(entry["vi"], entry["en"])


def _definition(entry: Mapping[str, Any], name: str, label: Words) -> Definition:
    vi, en = entry["label"]["vi"], entry["label"]["en"]
    return Definition(
        id=name,
        label=Words(vi.format(label=label.vi), en.format(label=label.en)),
        formula=Words(**entry["formula"]),
        unit=entry["unit"],
        numerator=Words(**entry["numerator"]),
        denominator=Words(**entry["denominator"]),
        source=entry["source"],
    )
