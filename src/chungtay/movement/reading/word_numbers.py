"""Work out the numbers that Word counts by itself, so that they read as typed ones. May import `numbering`.

Source: ECMA-376 part 1, section 17.9 (numbering).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn

from chungtay.movement.reading.numbering import letters, roman

_BULLETS = {"\uf0b7": "•", "\uf02d": "-", "\uf0a7": "▪", "\uf02b": "+", "\uf0d8": "▪", "o": "○"}


class WordNumbers:
    """Counts the automatic numbers of one document, paragraph after paragraph."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._abstract_of: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        self._styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        root = getattr(part, "element", None)
        if root is not None:
            self._learn(root)

    def _learn(self, root: Any) -> None:
        abstracts = {}
        for abstract in root.iter(qn("w:abstractNum")):
            levels = {int(level.get(qn("w:ilvl"))): level for level in abstract.iter(qn("w:lvl"))}
            abstracts[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.findall(qn("w:num")):
            number_id = number.get(qn("w:numId"))
            abstract_id = number.find(qn("w:abstractNumId")).get(qn("w:val"))
            self._abstract_of[number_id] = abstract_id
            self._levels[number_id] = dict(abstracts.get(abstract_id, {}))
            for override in number.findall(qn("w:lvlOverride")):
                level = int(override.get(qn("w:ilvl")))
                own, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
                if own is not None:
                    self._levels[number_id][level] = own
                if start is not None:
                    self._restarts[number_id][level] = int(start.get(qn("w:val")))

    def label(self, paragraph: Any) -> tuple[str, int]:
        """The label of the next paragraph ("II.", "1.1", "-"; "" for none) and its depth in the list."""
        number_id, level = self._numbered(paragraph)
        definition = self._levels.get(number_id, {}).get(level) if number_id else None
        if definition is None:
            return "", 0
        counts = self._count(number_id, level, definition)
        form = _value(definition, "w:numFmt", "decimal")
        pattern = _value(definition, "w:lvlText", "")
        if form == "bullet":
            return _BULLETS.get(pattern, pattern or "-"), level
        if form == "none":
            return "", level
        legal = definition.find(qn("w:isLgl")) is not None

        def counted(found: re.Match[str]) -> str:
            deep = int(found[1]) - 1
            shape = self._levels[number_id].get(deep)
            style = "decimal" if legal or shape is None else _value(shape, "w:numFmt", "decimal")
            return _written(counts.get(deep, 1), style)

        return re.sub(r"%(\d)", counted, pattern).strip(), level

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """The list and depth a paragraph belongs to, by itself or by its style and the styles that is based on."""
        properties = paragraph.find(qn("w:pPr"))
        number_id, level = _own(properties)
        style_id = _value(properties, "w:pStyle", "") if properties is not None else ""
        seen: set[str] = set()
        while number_id is None and style_id and style_id not in seen:
            seen.add(style_id)
            style = self._styles.get(style_id)
            if style is None:
                break
            number_id, of_style = _own(style.find(qn("w:pPr")))
            level = of_style if level is None else level
            style_id = _value(style, "w:basedOn", "")
        return ("", 0) if number_id in (None, "0") else (str(number_id), level or 0)

    def _count(self, number_id: str, level: int, definition: Any) -> dict[int, int]:
        counts = self._counts[self._abstract_of[number_id]]
        start = int(_value(definition, "w:start", "1"))
        restart = self._restarts[number_id].get(level)
        if restart is not None and (number_id, level) not in self._begun:
            counts[level] = restart
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        self._begun.add((number_id, level))
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return counts


def _own(properties: Any) -> tuple[str | None, int | None]:
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None, None
    level = _value(numbered, "w:ilvl", "")
    return _value(numbered, "w:numId", "") or None, int(level) if level else None


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(qn(name))
    return default if child is None else child.get(qn("w:val")) or default


def _written(number: int, form: str) -> str:
    shapes: dict[str, Callable[[int], str]] = {
        "upperRoman": roman,
        "lowerRoman": lambda value: roman(value).lower(),
        "lowerLetter": letters,
        "upperLetter": lambda value: letters(value).upper(),
    }
    return shapes.get(form, str)(number)
