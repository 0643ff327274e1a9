"""Read lines from Markdown, as typed or as converted from a scan. May import `lines`, `tables`, `plain_text`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chungtay.movement.reading.lines import Line, Lines
from chungtay.movement.reading.plain_text import cut_at, margin
from chungtay.movement.reading.tables import table_lines

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "image", "autolink"])
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LEFT_OVER = re.compile(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")


def lines_of_markdown(text: str) -> Lines:
    """The lines of a Markdown text: levels of headings, list marks, bold lines, tables; marks of emphasis dropped."""
    tokens = _PARSER.parse(text)
    read = Lines("markdown")
    width = margin([line for line in text.splitlines() if line.strip()])
    lists: list[Token] = []
    items: list[str] = []
    counted: list[int] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            read.lines.extend(table_lines(_table(tokens[at:end])))
            at = end
        elif token.type.endswith("_list_open"):
            lists.append(token)
            counted.append(0)
        elif token.type.endswith("_list_close"):
            lists.pop()
            counted.pop()
        elif token.type == "list_item_open":
            items = [_mark(token, lists[-1], counted[-1])]
            counted[-1] += 1
        elif token.type == "inline":
            level = int(tokens[at - 1].tag[1]) if tokens[at - 1].type == "heading_open" else None
            mark = items.pop() if items else ""
            read.lines.extend(_lines(token, level, mark, max(0, len(lists) - 1), width))
        elif token.type in ("fence", "code_block"):
            read.lines.extend(Line(line.strip()) for line in token.content.splitlines() if line.strip())
        at += 1
    return read


def _mark(item: Token, of_list: Token, before: int) -> str:
    """The mark of a list item; in a list that says "1." at every item the items are counted, as Markdown does."""
    if of_list.type == "bullet_list_open":
        return item.markup
    start = int(of_list.attrGet("start") or 1)
    own = int(item.info)
    return f"{start + before if own == start else own}{item.markup}"


def _lines(inline: Token, level: int | None, mark: str, indent: int, width: float) -> list[Line]:
    lines = []
    rows = _rows(inline)
    for at, (words, bold) in enumerate(rows):
        if words:
            following = rows[at + 1][0] if at + 1 < len(rows) else ""
            full = cut_at(width - 4, f"{' ' * (4 * indent)}{mark} {words}", following)  # marks of emphasis took room
            line = Line(words, level=level, bold=bold, indent=indent, fresh=at == 0, full=full)
            lines.append(replace(line, marker=mark) if at == 0 else line)
    return lines


def _rows(inline: Token) -> list[tuple[str, bool]]:
    """The rows of a paragraph, each with whether all its words are bold."""
    rows: list[list[tuple[str, bool]]] = [[]]
    depth = 0
    for child in inline.children or []:
        if child.type in ("strong_open", "strong_close"):
            depth += 1 if child.type == "strong_open" else -1
        elif child.type in ("softbreak", "hardbreak"):
            rows.append([])
        elif child.type in ("text", "code_inline", "html_inline", "text_special"):
            for number, piece in enumerate(_BREAK.split(child.content)):
                if number:
                    rows.append([])
                rows[-1].append((piece, depth > 0))
    return [(_clean("".join(words for words, _ in row)), _all_bold(row)) for row in rows]


def _all_bold(row: Sequence[tuple[str, bool]]) -> bool:
    worded = [bold for words, bold in row if any(sign.isalnum() for sign in words)]
    return bool(worded) and all(worded)


def _clean(words: str) -> str:
    return re.sub(r"\s+", " ", _LEFT_OVER.sub("", _TAG.sub("", words))).strip()


def _table(tokens: Sequence[Token]) -> list[list[list[Line]]]:
    rows: list[list[list[Line]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append([Line(words, bold=bold) for words, bold in _rows(token) if words])
    return rows
