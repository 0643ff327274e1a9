"""What a plan says, once read: header, legal bases, clauses, frame, signature, recipients. May import nothing.

Everything is as found in the text: what is absent is None, never guessed; what was inferred says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("purpose", "requirement", "frame", "content", "solution", "organisation", "heading")
MARKED = "synthetic"
"""the code of the notice that a file bears the mark of made-up content"""


@dataclass(frozen=True)
class Header:
    """The head of the document. Dates are ISO; preamble and closing are the paragraphs around the outline."""

    superior: str | None = None
    issuer: str | None = None
    issuer_inferred: bool = False
    """the issuer is not in the head but was read from a sentence, e.g. "Sở Y tế xây dựng kế hoạch" """
    number: str | None = None
    place: str | None = None
    date: str | None = None
    kind: str | None = None
    subject: str | None = None
    preamble: str = ""
    closing: str = ""


@dataclass(frozen=True)
class Basis:
    """A document that the plan stands on. kind and quoted serve those who keep the chain of documents."""

    number: str | None
    date: str | None
    issuer: str | None
    title: str
    kind: str = ""
    quoted: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {"number": self.number, "date": self.date, "issuer": self.issuer, "title": self.title}


@dataclass(frozen=True)
class DateFound:
    """A date in a clause: iso as precise as the words are.

    precision  day "2018-01-17", month "2020-12", quarter "2020-10/2020-12", year "2020", range "2016/2020",
               repeated "P1Y" (every year), day_of_year "--12-15" (that day each year)
    until      the last day meant, ISO; None for what repeats
    """

    iso: str
    precision: str
    words: str
    until: str | None = None


@dataclass(frozen=True)
class FigureFound:
    """A figure in a clause. value_to is set for "từ 1% đến 1,5%"; against names the base, e.g. "năm 2015".

    comparator  equal | at_least | at_most | over | under | about
    """

    value: int | float
    unit: str
    comparator: str
    words: str
    value_to: int | float | None = None
    against: str | None = None


@dataclass(frozen=True)
class ActorFound:
    """Someone named in a clause: kind is an id of participant_kinds.yaml; name only where one follows ("Huế")."""

    kind: str
    words: str
    name: str | None = None


@dataclass(frozen=True)
class Clause:
    """One clause at its address; parent is the address above it, None at the top."""

    address: str
    parent: str | None
    kind: str
    heading: str = ""
    text: str = ""
    dates: tuple[DateFound, ...] = ()
    figures: tuple[FigureFound, ...] = ()
    actors: tuple[ActorFound, ...] = ()


@dataclass(frozen=True)
class PhaseFound:
    """A stretch of years that ends with a review: preliminary (sơ kết) or final (tổng kết)."""

    review: str
    first_year: int | None
    last_year: int
    review_year: int
    words: str


@dataclass(frozen=True)
class Frame:
    """The movement as the plan sets it out."""

    name: str | None = None
    scope: str | None = None
    participants: tuple[ActorFound, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    phases: tuple[PhaseFound, ...] = ()


@dataclass(frozen=True)
class Signature:
    """Who signed: authority ("KT. GIÁM ĐỐC"), title of the signatory, name."""

    authority: str | None = None
    title: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Notice:
    """Something a reader should know of how the text was read; address where it concerns one clause."""

    code: str
    vi: str
    en: str
    address: str | None = None


@dataclass(frozen=True)
class PlanDocument:
    """A plan as read. `to_dict` is what `chungtay plan import --dry-run --format json` prints."""

    header: Header
    bases: tuple[Basis, ...]
    clauses: tuple[Clause, ...]
    frame: Frame
    signature: Signature
    recipients: tuple[str, ...]
    notices: tuple[Notice, ...]
    text: str = ""
    """the words of the file in order, one paragraph a line, in Unicode"""
    format: str = ""
    """markdown, text, docx or pdf"""

    @property
    def made_up(self) -> bool:
        """Whether the file bears the mark of made-up content."""
        return any(notice.code == MARKED for notice in self.notices)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, keys in the order of the document."""
        return {
            "header": asdict(self.header),
            "bases": [basis.to_dict() for basis in self.bases],
            "clauses": [clause_to_dict(clause) for clause in self.clauses],
            "frame": _lists(asdict(self.frame)),
            "signature": asdict(self.signature),
            "recipients": list(self.recipients),
            "notices": [asdict(notice) for notice in self.notices],
        }

    def clause(self, address: str) -> Clause:
        """The clause at an address; KeyError where there is none."""
        for clause in self.clauses:
            if clause.address == address:
                return clause
        raise KeyError(address)


def clause_to_dict(clause: Clause) -> dict[str, Any]:
    """A clause as plain values."""
    return _lists(asdict(clause))


def clause_from_dict(values: Mapping[str, Any]) -> Clause:
    """The clause that `clause_to_dict` wrote, for one kept in a database."""
    return Clause(
        address=values["address"],
        parent=values["parent"],
        kind=values["kind"],
        heading=values["heading"],
        text=values["text"],
        dates=tuple(DateFound(**one) for one in values["dates"]),
        figures=tuple(FigureFound(**one) for one in values["figures"]),
        actors=tuple(ActorFound(**one) for one in values["actors"]),
    )


def _lists(values: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
