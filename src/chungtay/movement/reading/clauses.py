"""Make clauses of an outline: address, kind, heading and text, and what is found in them.

May import the outline, addresses, kinds, dates, figures, actors of this package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chungtay.movement.reading.actors import actors_in
from chungtay.movement.reading.addresses import Addressed, addressed
from chungtay.movement.reading.dates import dates_in
from chungtay.movement.reading.document import Clause, Notice
from chungtay.movement.reading.figures import figures_in
from chungtay.movement.reading.kinds import kind_of_heading, kinds_in_heading
from chungtay.movement.reading.outline import LONGEST_HEADING, Node
from chungtay.movement.reading.paragraphs import capitals, closed

_LABELLED = re.compile(r"^([^:.;“”\"()]{2,90}):\s+(\S.*)$", re.DOTALL)


def clauses_of(roots: Sequence[Node]) -> tuple[list[Clause], list[Notice]]:
    """Every clause in the order of the text, with notices on numbers that repeat, jump or were counted."""
    pieces = list(addressed(list(roots)))
    kinds: dict[str | None, str | None] = {None: None}
    clauses, notices = [], []
    for piece in pieces:
        heading, text = heading_and_text(piece.node)
        noted = piece.node.line.kind
        said = noted if noted and noted != "heading" else kind_of_heading(heading) if heading else None
        kinds[piece.address] = said or kinds[piece.parent]
        inherited = kinds[piece.address] or "content"
        groups = not text
        clauses.append(found_in(piece.address, piece.parent, "heading" if groups else inherited, heading, text))
        notices.extend(_numbering_notices(piece))
        if groups and kinds_in_heading(heading) > 1 and _leaves_open(piece.node):
            notices.append(
                Notice(
                    "kinds_mixed",
                    f"«{heading}» nói đến nhiều loại nội dung; các mục bên dưới được coi là loại nêu trước.",
                    f"“{heading}” speaks of several kinds; the clauses below were taken as the first named.",
                    piece.address,
                )
            )
    return clauses, notices


def found_in(address: str, parent: str | None, kind: str, heading: str, text: str) -> Clause:
    """A clause with the dates, figures and actors of its heading and text; for one corrected by a person as well."""
    words = f"{heading}: {text}" if heading and text else heading or text
    return Clause(address, parent, kind, heading, text, dates_in(words), figures_in(words), actors_in(words))


def heading_and_text(node: Node) -> tuple[str, str]:
    """Tell a heading from the words of the clause itself. Paragraphs of the text are kept apart by a line break."""
    words, below = node.words.strip(), [paragraph for paragraph in node.paragraphs if paragraph]
    if node.marker.bullet or node.line.whole:
        return "", "\n".join([words, *below])
    if _heads(node, words, bool(below or node.children)):
        return words.rstrip(" :.").strip(), "\n".join(below)
    labelled = _LABELLED.match(words)
    if labelled and len(labelled[1].split()) <= 10 and labelled[1][0].isupper():
        return labelled[1].strip(), "\n".join([labelled[2].strip(), *below])
    return "", "\n".join([words, *below])


def _heads(node: Node, words: str, something_below: bool) -> bool:
    count = len(words.split())
    if not words or count > LONGEST_HEADING:
        return not words
    if capitals(words):
        return True
    if node.line.level or node.line.bold:
        return not (closed(words) and not words.endswith(":") and count > 15)
    if words.endswith(":"):
        return count <= 20
    if closed(words) or words.endswith(","):
        return False
    return count <= 20 if something_below else count <= 6 and node.numbered_here


def _leaves_open(node: Node) -> bool:
    """Some piece below has no heading of its own to say its kind, nor a note of it."""
    return any(not child.line.kind and kind_of_heading(heading_and_text(child)[0]) is None for child in node.children)


def _numbering_notices(piece: Addressed) -> list[Notice]:
    label = piece.node.marker.label
    if piece.repeated:
        vi, en = (
            f"Số «{label}» lặp lại; địa chỉ thành {piece.address}.",
            f"“{label}” repeats; it became {piece.address}.",
        )
        return [Notice("number_repeated", vi, en, piece.address)]
    if piece.node.numbered_here:
        vi = f"Đề mục không đánh số; được đánh theo thứ tự là {piece.address}."
        return [Notice("unnumbered", vi, f"A heading without a number was counted as {piece.address}.", piece.address)]
    if piece.node.irregular:
        vi = f"Số «{label}» không nối tiếp số đứng trước."
        return [Notice("number_jumps", vi, f"“{label}” does not follow the number before it.", piece.address)]
    return []
