"""Give each piece of an outline its address, such as `II.4.c`. May import `outline` and `numbering`.

An address is the labels from the top, joined by dots. Dashes are lettered in their order; rows of a table are h1, h2 …;
Phần, Chương, Mục and Điều are P, C, M and Đ before their number. The same document always gives the same addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chungtay.movement.reading.numbering import letters
from chungtay.movement.reading.outline import Node


@dataclass(frozen=True)
class Addressed:
    """A piece with its address, the address above, and whether its own label was taken already."""

    node: Node
    address: str
    parent: str | None
    repeated: bool


def addressed(roots: list[Node]) -> Iterator[Addressed]:
    """Every piece in the order of the text. A label used twice below one parent gets "-2", "-3" …"""
    taken: set[str] = set()
    yield from _below(roots, None, (), taken)


def _below(nodes: list[Node], parent: str | None, above: tuple[str, ...], taken: set[str]) -> Iterator[Addressed]:
    dashes = rows = 0
    for node in nodes:
        marker = node.marker
        if marker.family == "row":
            rows += 1
            own, parts = f"h{rows}", above[:0]
        elif marker.bullet:
            dashes += 1
            own, parts = letters(dashes), above[:0]
        else:
            parts = marker.parts
            carries = above and len(parts) > len(above) and parts[: len(above)] == above
            own = marker.prefix + ".".join(parts[len(above) :] if carries else parts)
        wanted = f"{parent}.{own}" if parent else own
        address, number = wanted, 1
        while address in taken:
            number += 1
            address = f"{wanted}-{number}"
        taken.add(address)
        yield Addressed(node, address, parent, number > 1)
        yield from _below(node.children, address, parts, taken)
