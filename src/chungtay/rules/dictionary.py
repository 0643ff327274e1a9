"""The data dictionary: every fact as rows, for a terminal, a spreadsheet, a program or the documentation.

May import the rules' data modules.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from chungtay.messages import Words
from chungtay.rules.standards import load_standard, standard_ids
from chungtay.rules.vocabulary import Fact, load_vocabulary

COLUMNS = (
    "entity", "name", "type", "unit", "allowed", "label_vi", "label_en", "question_vi", "question_en", "group",
    "since", "until", "used_by", "source", "status", "note",
)  # fmt: skip
STATUS_WORDS = {
    "verified": Words("đã đối chiếu Công báo", "checked against the gazette"),
    "secondary": Words("theo nguồn thứ cấp", "from a secondary source"),
    "unverified": Words("CHƯA ĐỐI CHIẾU", "UNVERIFIED"),
}


def chosen_facts(standard_id: str | None = None, entity: str | None = None) -> tuple[Fact, ...]:
    """Return the facts a standard reads (all of them if None) of one entity (both if None)."""
    facts: Sequence[Fact] = tuple(load_vocabulary().facts.values())
    if standard_id is not None:
        standard = load_standard(standard_id)
        read = {*standard.household_facts, *standard.member_facts}
        facts = [fact for fact in facts if fact.name in read]
    return tuple(fact for fact in facts if entity is None or fact.entity == entity)


def used_by(fact: Fact) -> str:
    """Say which indicators of which standards read the fact, as "vn-2016-2020: house_quality, ...; ..."."""
    found = []
    for standard_id in standard_ids():
        standard = load_standard(standard_id)
        codes = [item.code for item in standard.indicators if fact.name in item.facts]
        if codes:
            found.append(f"{standard_id}: {', '.join(codes)}")
        elif fact.name in (*standard.household_facts, *standard.member_facts):
            found.append(standard_id)
    return "; ".join(found)


def fact_row(fact: Fact) -> dict[str, Any]:
    """Return one fact as a flat row; the codes are joined by "|"."""
    return {
        "entity": fact.entity, "name": fact.name, "type": fact.type, "unit": fact.unit or "",
        "allowed": "|".join(fact.code_values) or fact.allowed(), "label_vi": fact.label.vi, "label_en": fact.label.en,
        "question_vi": fact.question.vi, "question_en": fact.question.en, "group": fact.group,
        "since": fact.since or "", "until": fact.until or "", "used_by": used_by(fact), "source": fact.source,
        "status": fact.status, "note": fact.note or "",
    }  # fmt: skip


def as_csv(facts: Sequence[Fact]) -> str:
    """Return the dictionary as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(fact_row(fact) for fact in facts)
    return text.getvalue()


def as_json(facts: Sequence[Fact]) -> str:
    """Return the dictionary as JSON, codes with their labels and bounds as numbers."""
    rows = []
    for fact in facts:
        row = fact_row(fact)
        del row["allowed"]
        row |= {
            "codes": [{"value": code.value, "vi": code.label.vi, "en": code.label.en} for code in fact.codes],
            "minimum": fact.minimum, "maximum": fact.maximum, "exclusive_minimum": fact.exclusive_minimum,
            "multiple": fact.multiple,
        }  # fmt: skip
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_markdown(facts: Sequence[Fact]) -> str:
    """Return the dictionary as a page of the documentation (in English, labels in both languages)."""
    lines = [
        "# Data dictionary",
        "",
        "Printed by `chungtay data-dictionary --format markdown`; every fact is defined once, in",
        "`src/chungtay/rules/data/vocabulary.yaml`. An empty cell in a file means: not known.",
        "",
        "A file of households has `household_id` and the household facts; a file of members has `household_id` and the",
        "member facts. A column that is not there is unknown for everybody. `age` and `birth_year` stand in for each",
        "other: where one is empty it is worked out from the other and the year of the review; without a year of the",
        "review the standard's own reference year is used (2016 for `vn-2016-2020`, 2022 for `vn-2022-2025`).",
    ]
    for entity, title in (("household", "Household"), ("member", "Member")):
        own = [fact for fact in facts if fact.entity == entity]
        if not own:
            continue
        lines += ["", f"## {title}"]
        for fact in own:
            lines += ["", f"### `{fact.name}`: {fact.label.en} / {fact.label.vi}", ""]
            lines += _markdown_rows(fact)
    return "\n".join(lines) + "\n"


def _markdown_rows(fact: Fact) -> list[str]:
    kind = f"{fact.type}{' (several, separated by `;`)' if fact.multiple else ''}"
    rows = [("type", kind), ("question", f"{fact.question.en} / {fact.question.vi}")]
    if fact.unit:
        rows.append(("unit", fact.unit))
    if fact.codes:
        rows.append(("codes", "<br>".join(f"`{c.value}` {c.label.en} / {c.label.vi}" for c in fact.codes)))
    elif fact.minimum is not None or fact.maximum is not None:
        low = "" if fact.minimum is None else f"{'>' if fact.exclusive_minimum else '≥'} {fact.minimum:g}"
        high = "" if fact.maximum is None else f"≤ {fact.maximum:g}"
        rows.append(("allowed", ", ".join(part for part in (low, high) if part)))
    if used_by(fact):
        rows.append(("read by", used_by(fact)))
    rows.append(("source", f"{fact.source} ({fact.status})"))
    if fact.note:
        rows.append(("note", fact.note))
    return ["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows)]
