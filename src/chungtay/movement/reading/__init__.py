"""Read plan documents: Markdown, plain text, DOCX and PDF become clauses with addresses. Knows no Django."""

from chungtay.movement.reading.clauses import found_in
from chungtay.movement.reading.document import (
    KINDS,
    ActorFound,
    Basis,
    Clause,
    DateFound,
    FigureFound,
    Frame,
    Header,
    Notice,
    PhaseFound,
    PlanDocument,
    Signature,
    clause_from_dict,
    clause_to_dict,
)
from chungtay.movement.reading.frame import read_frame
from chungtay.movement.reading.opening import FORMATS
from chungtay.movement.reading.participants import (
    ParticipantKind,
    kind_covers,
    participant_kind,
    participant_kinds,
)
from chungtay.movement.reading.reader import read_plan

__all__ = [
    "FORMATS",
    "KINDS",
    "ActorFound",
    "Basis",
    "Clause",
    "DateFound",
    "FigureFound",
    "Frame",
    "Header",
    "Notice",
    "ParticipantKind",
    "PhaseFound",
    "PlanDocument",
    "Signature",
    "clause_from_dict",
    "clause_to_dict",
    "found_in",
    "kind_covers",
    "participant_kind",
    "participant_kinds",
    "read_frame",
    "read_plan",
]
