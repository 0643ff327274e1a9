"""Turns the text of a plan into a page that reads well, without touching a word. May import nothing of Chung Tay.

Plans come converted from scans: heading levels jump, a heading is a bold line, one paragraph is broken in two. The
words stay as received; only the levels of headings are put in order for the reader and for screen readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["image", "autolink"])
_MARKS = re.compile(r"[*_#]+")
_BY_NUMBERING = (
    (re.compile(r"^[IVXLC]+\s*[.:)]?\s+\S"), 2),  # I. MỤC ĐÍCH — the letter I may have lost its full stop
    (re.compile(r"^\d+\s*[.)]\s*\S"), 3),  # 1. Tên phong trào
    (re.compile(r"^[a-zđ]\s*[.)]\s*\S"), 4),  # a) Phạm vi
)


@dataclass(frozen=True)
class Heading:
    """A heading of the plan: depth 2 to 4 as the page shows it, its text and the anchor that leads to it."""

    depth: int
    text: str
    anchor: str


@dataclass(frozen=True)
class ReadablePlan:
    """A plan as HTML (made only from Markdown: tags in the text are shown, never obeyed) with its headings in order."""

    html: str
    contents: tuple[Heading, ...]
    titled: bool
    """the text brings its own title, so the page needs none"""


def title_of(text: str) -> str:
    """The plan's own title: its first headings up to the first numbered one, e.g. "KẾ HOẠCH — Tổ chức thực hiện …"."""
    parts = []
    for heading in _headings(_PARSER.parse(_clean(text))):
        if _numbered_depth(heading) is not None:
            break
        parts.append(heading)
        if len(parts) == 2:
            break
    return " — ".join(parts)


def read_plan(text: str) -> ReadablePlan:
    """Render a plan; a heading's depth follows its numbering (I. over 1. over a)) where it has one.

    Headings before the first numbered one are the title: the first is the page's title, the others its subject lines.
    Any other heading without a number stands at depth 2. Links keep their text alone: a plan sends nobody elsewhere.
    """
    tokens = _PARSER.parse(_clean(text))
    contents: list[Heading] = []
    taken: set[str] = set()
    titled = False
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        words = plain_text(inline)
        numbered = _numbered_depth(words)
        inline.children = [child for child in inline.children or [] if not child.type.startswith("strong_")]
        if numbered is None and not contents:
            opening.tag = closing.tag = "p" if titled else "h1"
            if titled:
                opening.attrSet("class", "lede")
            titled = True
            continue
        depth, anchor = numbered or 2, _anchor(words, taken)
        opening.tag = closing.tag = f"h{depth}"
        opening.attrSet("id", anchor)
        contents.append(Heading(depth, words, anchor))
    for token in tokens:
        token.children = [child for child in token.children or [] if not child.type.startswith("link_")]
    return ReadablePlan(_PARSER.renderer.render(tokens, _PARSER.options, {}), tuple(contents), titled)


def _clean(text: str) -> str:
    """Take off the byte order mark, and write a letter with its marks as one character, as fonts and searches like."""
    return unicodedata.normalize("NFC", text.lstrip("\ufeff"))


def plain_text(inline: Token) -> str:
    """The words of a line without marks."""
    parts = [child.content if child.type in {"text", "code_inline"} else " " for child in inline.children or []]
    return re.sub(r"\s+", " ", _MARKS.sub("", "".join(parts))).strip()


def _headings(tokens: Sequence[Token]) -> list[str]:
    return [plain_text(inline) for opening, inline in pairwise(tokens) if opening.type == "heading_open"]


def _numbered_depth(words: str) -> int | None:
    return next((depth for pattern, depth in _BY_NUMBERING if pattern.match(words)), None)


def _anchor(words: str, taken: set[str]) -> str:
    bare = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    stem = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")[:60] or "muc"
    anchor, number = stem, 2
    while anchor in taken:
        anchor, number = f"{stem}-{number}", number + 1
    taken.add(anchor)
    return anchor
