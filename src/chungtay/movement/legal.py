"""Documents that plans stand on, and the chain from a plan up to its act. May import the room's models."""

from __future__ import annotations

import datetime as dt
import re

from chungtay.movement.models import LegalDocument, Plan


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two document numbers are one written in two ways: 06/KH-UBND and 06/UBND-KH."""
    return bool(one and other) and _parts(str(one)) == _parts(str(other))


def legal_document(number: str | None, date: dt.date | None, issuer: str | None, title: str) -> LegalDocument:
    """The document of this number and date, made where it is not known; without a number it is known by its title."""
    if number:
        known = LegalDocument.objects.filter(date=date)
        found = next((one for one in known if same_number(one.number, number)), None)
    else:
        found = LegalDocument.objects.filter(number="", title=title[:600]).first()
    if found is None:
        values = {"issuer": (issuer or "")[:200], "title": title[:600]}
        return LegalDocument.objects.create(number=(number or "")[:60], date=date, **values)
    if not found.title or not found.issuer:
        found.title, found.issuer = found.title or title[:600], found.issuer or (issuer or "")[:200]
        found.save(update_fields=["title", "issuer"])
    return found


def chain_of(plan: Plan) -> list[LegalDocument]:
    """The documents that a plan carries out, nearest first: its leading basis, what that one carries out, and so on."""
    leading = plan.plan_bases.filter(leading=True).select_related("document").first()
    chain: list[LegalDocument] = []
    one = leading.document if leading else None
    while one is not None and one not in chain:
        chain.append(one)
        one = one.carries_out
    return chain


def _parts(number: str) -> frozenset[str]:
    return frozenset(
        part.lstrip("0") or "0" for part in re.split(r"[/\-\s]+", number.upper().replace("Ð", "Đ")) if part
    )
