"""Lay a read plan out for a terminal: head, bases, an indented outline with kinds, foot, notices. Imports `messages`.

Takes the plain values of `PlanDocument.to_dict`, so a plan from a file and one from the database look the same.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chungtay.messages import Words, current_language, say
from chungtay.movement.reading.participants import participant_kind

KIND_WORDS = {
    "purpose": Words("mục đích", "purpose"),
    "requirement": Words("yêu cầu", "requirement"),
    "frame": Words("khung", "frame"),
    "content": Words("nội dung", "content"),
    "solution": Words("giải pháp", "solution"),
    "organisation": Words("tổ chức", "organisation"),
    "heading": Words("đề mục", "heading"),
}
REVIEW_WORDS = {"preliminary": Words("sơ kết", "preliminary review"), "final": Words("tổng kết", "final review")}
_LABEL = 16
"""columns for the names of lines in the head and foot"""


def plan_outline(plan: Mapping[str, Any], width: int = 100) -> str:
    """The plan as text of a width in signs; words are wrapped, none left out."""
    lines = [*_head(plan["header"], width), *_bases(plan["bases"], width), *_frame(plan["frame"], width), ""]
    lines += _clauses(plan["clauses"], width)
    lines += ["", *_foot(plan, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def day(iso: str | None) -> str:
    """An ISO date as dd/mm/yyyy; an empty text for none."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _head(header: Mapping[str, Any], width: int) -> Iterator[str]:
    yield from textwrap.wrap(" – ".join(part for part in (header["kind"], header["subject"]) if part), width)
    inferred = say(" (suy ra từ lời văn)", " (inferred from the wording)") if header["issuer_inferred"] else ""
    above = f" ← {header['superior']}" if header["superior"] else ""
    issuer = f"{header['issuer']}{inferred}{above}" if header["issuer"] else ""
    yield from _named(say("Ban hành", "Issued by"), issuer, width)
    dated = ", ".join(part for part in (header["number"], header["place"], day(header["date"])) if part)
    yield from _named(say("Số, ngày", "Number, date"), dated, width)


def _bases(bases: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    for place, basis in enumerate(bases):
        label = say("Căn cứ", "Bases") if place == 0 else ""
        about = ", ".join(part for part in (basis["number"], day(basis["date"]), basis["issuer"]) if part)
        yield from _named(label, ": ".join(part for part in (about, basis["title"]) if part), width)


def _frame(frame: Mapping[str, Any], width: int) -> Iterator[str]:
    yield from _named(say("Phong trào", "Movement"), frame["name"] or "", width)
    yield from _named(say("Phạm vi", "Scope"), frame["scope"] or "", width)
    kinds = "; ".join(str(participant_kind(actor["kind"]).label) for actor in frame["participants"])
    yield from _named(say("Đối tượng", "Participants"), kinds, width)
    years = f"{frame['first_year'] or '?'}–{frame['last_year']}" if frame["last_year"] else ""
    reviews = []
    for phase in frame["phases"]:
        stretch = f" ({phase['first_year']}–{phase['last_year']})" if phase["first_year"] else ""
        reviews.append(f"{REVIEW_WORDS[phase['review']]} {phase['review_year']}{stretch}")
    yield from _named(say("Thời gian", "Years"), "; ".join(part for part in (years, *reviews) if part), width)


def _clauses(clauses: Sequence[Mapping[str, Any]], width: int) -> Iterator[str]:
    depth: dict[str | None, int] = {None: -1}
    for clause in clauses:
        depth[clause["address"]] = depth.get(clause["parent"], -1) + 1
        indent = "  " * depth[clause["address"]]
        kind = "" if clause["kind"] == "heading" else f"[{KIND_WORDS[clause['kind']]}] "
        text = clause["text"].replace("\n", " ¶ ")
        words = f"{clause['heading']}: {text}" if clause["heading"] and text else clause["heading"] or text
        start = f"{indent}{clause['address']}  {kind}"
        yield from textwrap.wrap(f"{start}{words}", width, subsequent_indent=f"{indent}    ")
        found = _found(clause)
        if found:
            yield from textwrap.wrap(
                f"{indent}    → {found}", width, subsequent_indent=f"{indent}      ", break_long_words=False
            )


def _found(clause: Mapping[str, Any]) -> str:
    """What was found in a clause, in short: figures, dates, actors."""
    figures = [figure["words"] for figure in clause["figures"]]
    dates = [date["words"] for date in clause["dates"]]
    kinds = dict.fromkeys(str(participant_kind(actor["kind"]).label) for actor in clause["actors"])
    return " · ".join("; ".join(part) for part in (figures, dates, list(kinds)) if part)


def _foot(plan: Mapping[str, Any], width: int) -> Iterator[str]:
    signature = plan["signature"]
    signed = " / ".join(part for part in (signature["authority"], signature["title"], signature["name"]) if part)
    yield from _named(say("Ký", "Signed"), signed, width)
    yield from _named(say("Nơi nhận", "Recipients"), "; ".join(plan["recipients"]), width)
    language = current_language()
    for place, notice in enumerate(plan["notices"]):
        where = f"{notice['address']}: " if notice["address"] else ""
        yield from _named(say("Lưu ý", "Notices") if place == 0 else "", f"{where}{notice[language]}", width)


def _named(name: str, words: str, width: int) -> list[str]:
    if not words:
        return []
    label = f"{name}:" if name else ""
    return textwrap.wrap(f"{label:<{_LABEL}}{words}", width, subsequent_indent=" " * _LABEL)
