"""Read a YAML data file and keep, for every value, the line and column where it stands.

A lawyer or an officer edits these files, so each complaint must name a place. May import `chungtay.messages` only.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from chungtay.messages import Problem, UserError, Words

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - libyaml is not built everywhere
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Where a value starts: the file as the user named it, line and column counted from 1."""

    file: str
    line: int
    column: int

    def problem(
        self, vi: str, en: str, *, do_vi: str, do_en: str, value: str | None = None, allowed: str | None = None
    ) -> Problem:
        """Describe what is wrong here and what to do about it."""
        return Problem(
            what=Words(sentence(vi), sentence(en)),
            remedy=Words(sentence(do_vi), sentence(do_en)),
            file=self.file,
            row=self.line,
            column=str(self.column),
            value=value,
            allowed=allowed,
            code="bad_data_file",
        )


@dataclass
class PlacedYaml:
    """The plain content of a YAML file, and the place of each value and key by its path."""

    file: str
    content: Any
    places: dict[Path_, Place] = field(default_factory=dict)
    raw: dict[Path_, tuple[str, Place]] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """Return the place of the value at `path`, or of the nearest parent that has one."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(self.file, 1, 1))

    def text_at(self, path: Path_) -> tuple[str, Place] | None:
        """Return a scalar's text as written, with the place of its first character, for errors inside the text."""
        return self.raw.get(path)


def read_yaml(file: Path) -> PlacedYaml:
    """Read one YAML file. UserError with line and column for bad syntax or a key given twice."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            Problem(
                what=Words("không đọc được tệp này.", "this file cannot be read."),
                remedy=Words("kiểm tra đường dẫn, quyền đọc và mã UTF-8.", "check the path, the rights and UTF-8."),
                file=str(file),
                value=str(error),
                code="unreadable",
            )
        ) from error
    return parse_yaml(text, str(file))


def parse_yaml(text: str, file: str) -> PlacedYaml:
    """As `read_yaml`, for text already read."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        raise UserError(
            place.problem(
                f"không phải YAML đúng cú pháp ({error.problem})",
                f"not valid YAML ({error.problem})",
                do_vi="xem lại thụt dòng, dấu hai chấm và dấu nháy ở chỗ này",
                do_en="check the indentation, colons and quotes here",
            )
        ) from error
    except yaml.YAMLError as error:
        raise UserError(
            Place(file, 1, 1).problem(
                f"không phải YAML đúng cú pháp ({error})",
                f"not valid YAML ({error})",
                do_vi="lưu tệp dưới dạng văn bản UTF-8",
                do_en="save the file as UTF-8 text",
            )
        ) from error
    result = PlacedYaml(file, None)
    if node is not None:
        _Reader(text, result).read(node, ())
        result.content = _plain(node, result, ())
    return result


class _Reader:
    """Walks the node tree once and notes every place."""

    def __init__(self, text: str, result: PlacedYaml) -> None:
        self.text = text
        self.result = result

    def read(self, node: yaml.Node, path: Path_) -> None:
        place = Place(self.result.file, node.start_mark.line + 1, node.start_mark.column + 1)
        self.result.places[path] = place
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    raise UserError(
                        Place(self.result.file, key.start_mark.line + 1, key.start_mark.column + 1).problem(
                            f"khóa «{name}» được ghi hai lần",
                            f"the key “{name}” is given twice",
                            do_vi="bỏ một trong hai",
                            do_en="remove one of the two",
                        )
                    )
                seen.add(name)
                key_path = (*path, name, "<key>")
                self.result.places[key_path] = Place(
                    self.result.file, key.start_mark.line + 1, key.start_mark.column + 1
                )
                self.read(value, (*path, name))
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self.read(value, (*path, index))
        elif isinstance(node, yaml.ScalarNode):
            self._note_text(node, path, place)

    def _note_text(self, node: yaml.ScalarNode, path: Path_, place: Place) -> None:
        raw = self.text[node.start_mark.index : node.end_mark.index]
        if node.style in ("|", ">"):
            # The text begins on the next line; its own line breaks are kept so that places in it can be told.
            body = raw.split("\n", 1)[1] if "\n" in raw else ""
            self.result.raw[path] = (body, Place(place.file, place.line + 1, 1))
        elif node.style in ("'", '"'):
            inner = raw[1:-1] if raw[1:-1] == node.value else str(node.value)
            self.result.raw[path] = (inner, Place(place.file, place.line, place.column + 1))
        else:
            self.result.raw[path] = (raw, place)


def _plain(node: yaml.Node, result: PlacedYaml, path: Path_) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, result, (*path, str(key.value))) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value, result, (*path, index)) for index, value in enumerate(node.value)]
    constructor = yaml.SafeLoader("")
    try:
        return constructor.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        raise UserError(
            result.place(path).problem(
                "giá trị không hiểu được",
                "a value that cannot be understood",
                do_vi="đặt giá trị trong dấu nháy",
                do_en="put the value in quotes",
                value=str(node.value),
            )
        ) from error


def sentence(text: str) -> str:
    """End the text with a full stop if it has no end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None
