"""Read a plan from the database as the document it is; of a draft its unit and its parent say the usual parts.

May import units, movement, indicators (what an indicator is called) and the room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from chungtay.documents.plan_paper import basis_sentence
from chungtay.movement.clause_rows import as_read
from chungtay.movement.legal import chain_of
from chungtay.movement.models import Clause, LegalDocument, Plan, Target
from chungtay.movement.reading import Basis, Header, PlanDocument, Signature
from chungtay.movement.reading import Clause as ClauseRead
from chungtay.movement.reading.division import KIND_OF_DOCUMENT
from chungtay.movement.reading.frame import read_frame
from chungtay.movement.who_may import hierarchy_day
from chungtay.units import queries as units
from chungtay.units.models import Category
from chungtay.units.tree import Node, Tree

SYMBOLS = {Category.AREA: "KH-UBND"}


@dataclass(frozen=True)
class PlanInFull:
    """A plan ready to be set: its document, the symbol after a number still blank, and what its annex lists.

    deadlines  (address, first words, day) of clauses with a deadline of their own
    """

    document: PlanDocument
    symbol: str
    synthetic: bool
    draft: bool
    targets: tuple[Target, ...]
    deadlines: tuple[tuple[str, str, dt.date], ...]


def plan_in_full(plan: Plan) -> PlanInFull:
    """Everything that the paper of a plan says. Four to eight queries, however many clauses."""
    rows = list(plan.clauses.order_by("order"))
    clauses = _said(rows)
    node, tree = _node(plan)
    header, bases = _header(plan, node, tree), _bases(plan)
    signature, recipients = Signature(**plan.signature), tuple(plan.recipients)
    if not plan.source_name:
        preamble = header.preamble or _preamble(bases, header.issuer or "")
        header = replace(header, preamble=preamble, closing=header.closing or _closing(header.issuer or ""))
        signature = signature if plan.signature else _usual_signature(node)
        recipients = recipients or _usual_recipients(plan)
    document = PlanDocument(header, bases, clauses, read_frame(clauses), signature, recipients, ())
    targets = plan.targets.select_related("unit").order_by("indicator", "group", "unit__code")
    deadlines = tuple((row.address, _short(row), row.due) for row in rows if row.due)
    symbol = SYMBOLS.get(Category(node.category), "KH") if node else "KH"
    return PlanInFull(
        document, symbol, plan.synthetic, plan.status == Plan.Status.DRAFT, tuple(targets), deadlines
    )  # fmt: skip


def _said(rows: Iterable[Clause]) -> tuple[ClauseRead, ...]:
    """The clauses as the paper says them: of one that does not apply, the reason in place of its text and all below."""
    rows = list(rows)
    reasons = {row.address: row.reason for row in rows if row.origin == Clause.Origin.NOT_APPLICABLE}
    said: list[ClauseRead] = []
    left_out: set[str] = set()
    for one in as_read(rows):
        if one.parent in left_out or one.parent in reasons:
            left_out.add(one.address)
        elif one.address in reasons:
            said.append(replace(one, text=f"(Không áp dụng: {reasons[one.address].rstrip('. ')}.)"))
        else:
            said.append(one)
    return tuple(said)


def _node(plan: Plan) -> tuple[Node | None, Tree]:
    """The plan's unit as it was when the plan was issued, else on the movement's day."""
    day = (plan.document.date if plan.document else None) or hierarchy_day(plan.movement)
    if plan.unit is None:
        return None, units.tree(day)
    spans = units.history(plan.unit.code)
    if spans:
        day = max(day, spans[0].valid_from)
        day = min([day, *([spans[-1].valid_to] if spans[-1].valid_to else [])])
    tree = units.tree(day)
    return tree.get(plan.unit.code), tree


def _header(plan: Plan, node: Node | None, tree: Tree) -> Header:
    known = {field.name for field in fields(Header)}
    kept = Header(**{name: value for name, value in plan.header.items() if name in known})
    named = KIND_OF_DOCUMENT.match(plan.title)
    date = plan.document.date.isoformat() if plan.document and plan.document.date else None
    issuer = kept.issuer or _issuer(node) or plan.issuer_name or None
    return replace(
        kept,
        superior=kept.superior or (_superior(node, tree) if not kept.issuer else None),
        issuer=issuer,
        number=kept.number or (plan.document.number if plan.document else None),
        place=kept.place or _place(node, tree),
        date=kept.date or date,
        kind=kept.kind or (named[1].capitalize() if named else "Kế hoạch"),
        subject=kept.subject or (named[2].strip() if named else plan.title),
    )


def _issuer(node: Node | None) -> str | None:
    if node is None:
        return None
    if node.category == Category.ORGANISATION or node.level == "village":
        return node.full_name[:1].upper() + node.full_name[1:]
    return f"Ủy ban nhân dân {node.full_name}"


def _superior(node: Node | None, tree: Tree) -> str | None:
    """What stands over the issuer's name: nothing over a People's Committee, the body it belongs to over the others."""
    if node is None or node.parent_code is None or (node.category == Category.AREA and node.level != "village"):
        return None
    above = tree.get(node.parent_code)
    if above is None:
        return None
    return above.full_name if above.category == Category.ORGANISATION else f"UBND {above.full_name}"


def _place(node: Node | None, tree: Tree) -> str | None:
    """The place in the head: the area itself, or that in which the organisation sits."""
    if node is None:
        return None
    around = [node, *tree.ancestors(node.code)]
    return next((one.name for one in around if one.category == Category.AREA and one.level != "village"), None)


def _bases(plan: Plan) -> tuple[Basis, ...]:
    """The plan's own bases; of a draft without any, the documents it carries out, the highest first."""
    own = plan.plan_bases.select_related("document").order_by("order")
    if own:
        return tuple(_basis(row.document, row.quoted) for row in own)
    parent = plan.parent
    if parent is None:
        return ()
    chain = [*reversed(chain_of(parent)), *([parent.document] if parent.document else [])]
    return tuple(_basis(one) for one in chain)


def _basis(document: LegalDocument, quoted: str = "") -> Basis:
    title, named = document.title, KIND_OF_DOCUMENT.match(document.title)
    if named and named[2] and not quoted:
        title = named[2][:1].lower() + named[2][1:]
    day = document.date.isoformat() if document.date else None
    return Basis(document.number or None, day, document.issuer or None, title, named[1] if named else "", quoted)


def _preamble(bases: Iterable[Basis], issuer: str) -> str:
    opening = f"{issuer} ban hành Kế hoạch thực hiện với những nội dung cụ thể như sau:".strip()
    return "\n".join([*(basis_sentence(basis) for basis in bases), opening[:1].upper() + opening[1:]])


def _closing(issuer: str) -> str:
    whose = f" của {issuer}" if issuer else ""
    return f"Trên đây là Kế hoạch{whose}; các cơ quan, đơn vị căn cứ nội dung trên để tổ chức thực hiện."


def _usual_signature(node: Node | None) -> Signature:
    if node is None:
        return Signature()
    if node.category == Category.AREA:
        return (
            Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if node.level != "village" else Signature(None, "TRƯỞNG BAN")
        )
    return Signature(None, "GIÁM ĐỐC" if node.kind == "sở" else "THỦ TRƯỞNG ĐƠN VỊ")


def _usual_recipients(plan: Plan) -> tuple[str, ...]:
    above = (plan.parent.issuer_name or plan.parent.title) if plan.parent else ""
    return (*([f"{above} (để báo cáo)"] if above else []), "Các cơ quan, đơn vị trực thuộc", "Lưu: VT")


def _short(row: Clause) -> str:
    words = (row.heading or row.text).split()
    return " ".join(words[:25]) + (" …" if len(words) > 25 else "")
