"""How a place is named on a page, with its kind in the reader's language, and where its page is. Reads units only."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language

from chungtay.units.kinds import kinds
from chungtay.units.queries import Node

PAGES = {"district": "portal:district", "commune": "portal:commune", "village": "portal:village"}


def place_name(node: Node) -> str:
    """The place with its kind: "Huyện A Lưới" in Vietnamese, "A Lưới rural district" in English."""
    if not (get_language() or "vi").startswith("en"):
        return node.full_name[:1].upper() + node.full_name[1:]
    known = kinds().get(node.kind)
    kind = known.label.en.split(" (")[0].lower() if known else node.kind
    return f"{node.name_en or node.name} {kind}"


def short_name(node: Node) -> str:
    """The place without its kind, for tables whose heading says what they list."""
    english = (get_language() or "vi").startswith("en")
    return (node.name_en or node.name) if english else node.name


def page_address(node: Node, query: str = "") -> str:
    """The address of a place's own page."""
    if node.level == "province":
        return reverse("portal:province") + query
    return reverse(PAGES[node.level], args=[node.code]) + query
