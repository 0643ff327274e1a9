"""A standard's YAML file to a checked `Standard`. Every complaint names file, line, column and reason.

May import the other modules of the rules that know no engine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from chungtay.messages import UserError
from chungtay.rules.cel import ConditionError, parse_condition
from chungtay.rules.data_reader import DataReader
from chungtay.rules.expressions import Expression
from chungtay.rules.standard import AREAS, CLASSES, Applies, ClassRule, Figure, Guidance, Indicator, Standard
from chungtay.rules.standard_check import check_rules
from chungtay.rules.standard_merge import Layered, layer
from chungtay.rules.typecheck import Names, check_condition
from chungtay.rules.vocabulary import Vocabulary
from chungtay.rules.yaml_places import Path_, Place, PlacedYaml

STANDARD_STATUSES = ("in_force", "expired", "draft", "incomplete")


def build_standard(
    data: PlacedYaml,
    vocabulary: Vocabulary,
    base_of: Callable[[str, Place], Layered] | None = None,
    *,
    tested: bool = False,
) -> tuple[Standard, Layered]:
    """Check a file's content and build the standard.

    base_of   gives the content of the standard that an `extends:` names
    tested    the conditions were tried before, as those that come with the package are: each is read when it is first
              asked for, so that a page of labels does not wait for the grammar of conditions
    Returns the standard and its layered content (for another file to extend). UserError for everything wrong in it.
    """
    reader = _Reader(Layered(data.content if isinstance(data.content, dict) else {}, data), vocabulary)
    if not isinstance(data.content, dict):
        raise reader.fail((), "tệp phải là một bảng khóa: giá trị", "the file must be a table of keys and values")
    if "extends" in data.content:
        reader.keys((), data.content, "extension")
        base = data.content["extends"]
        if base_of is None:
            raise reader.fail(("extends",), "không mở rộng được ở đây", "nothing can be extended here")
        reader = _Reader(layer(base_of(str(base), data.place(("extends",))), data), vocabulary)
    standard = reader.standard()
    if not tested:
        reader.conditions(standard)
    return standard, reader.data


class _Reader(DataReader):
    """Reads the parts of a standard."""

    def standard(self) -> Standard:
        content = {key: value for key, value in self.data.content.items() if key != "remove_indicators"}
        self.keys((), content, "standard")
        status = self.one_of(("status",), content["status"], STANDARD_STATUSES)
        if not isinstance(content["reference_year"], int):
            raise self.fail(
                ("reference_year",), "năm gốc phải là số nguyên", "the reference year must be a whole number"
            )
        lines = self.figures(("lines",), content["lines"])
        indicators = self.indicators(content.get("indicators") or [], complete=status != "incomplete")
        names = Names(self.vocabulary, lines, (), bool(indicators))
        classes = self.classes(("classes",), content["classes"], names)
        guidance = {
            str(name): self.guidance(("guidance", name), name, value, lines, bool(indicators))
            for name, value in self.table(("guidance",), content.get("guidance") or {}).items()
        }
        default = content.get("default_guidance")
        if default is not None:
            self.one_of(("default_guidance",), default, tuple(guidance))
        standard = Standard(
            id=self.text(("id",), content["id"]),
            title=self.words(("title",), content["title"]),
            status=status,
            version=_version(content),
            legal=self.text(("legal",), content["legal"]),
            applies=tuple(
                self.applies(("applies", i), v) for i, v in enumerate(self.items(("applies",), content["applies"]))
            ),
            reference_year=content["reference_year"],
            lines=lines,
            indicators=indicators,
            classes=classes,
            guidance=guidance,
            default_guidance=default,
            missing_parts=tuple(
                self.words(("missing_parts", i), v) for i, v in enumerate(content.get("missing_parts") or [])
            ),
            source=self.text(("source",), content["source"]),
            source_status=self.status(("source_status",), content["source_status"]),
            file=self.data.top.file,
        )  # fmt: skip
        if status == "incomplete" and not standard.missing_parts:
            raise self.fail(
                (), "chuẩn chưa đủ phải nói còn thiếu gì", "an incomplete standard must say what is missing",
                "thêm «missing_parts»", "add “missing_parts”",
            )  # fmt: skip
        return standard

    def conditions(self, standard: Standard) -> None:
        """Read every condition, then try the class rules against each other."""
        by_points = (rule for guidance in standard.guidance.values() for rule in guidance.classes)
        parts: list[Indicator | ClassRule] = [*standard.indicators, *standard.classes, *by_points]
        for part in parts:
            _ = part.ast
        if standard.status != "incomplete":
            self.exclusive(standard)

    def exclusive(self, standard: Standard) -> None:
        rule_sets: list[tuple[Path_, tuple[ClassRule, ...], Guidance | None]] = [(("classes",), standard.classes, None)]
        rule_sets += [(("guidance", g.id, "classes"), g.classes, g) for g in standard.guidance.values()]
        for path, rules, guidance in rule_sets:
            flaw = check_rules(standard, rules, guidance)
            if flaw is not None:
                raise self.fail((*path, flaw.rule) if flaw.rule is not None else path, flaw.what.vi, flaw.what.en,
                                flaw.remedy.vi, flaw.remedy.en)  # fmt: skip

    def applies(self, path: Path_, value: Any) -> Applies:
        table = self.keys(path, value, "applies")
        for key in ("from", "to"):
            if not isinstance(table[key], date):
                raise self.fail((*path, key), "phải là ngày dạng 2016-12-31", "must be a date like 2016-12-31",
                                value=str(table[key]))  # fmt: skip
        if table["from"] > table["to"]:
            raise self.fail((*path, "to"), "ngày cuối trước ngày đầu", "the last day is before the first")
        return Applies(table["from"], table["to"], self.text((*path, "by"), table["by"]))

    def figures(self, path: Path_, value: Any) -> dict[str, Figure]:
        found = {}
        for name, entry in self.table(path, value).items():
            table = self.keys((*path, name), entry, "figure")
            by_area = {}
            for area in AREAS:
                number = table[area]
                if number is not None and not _is_amount(number):
                    raise self.fail(
                        (*path, name, area), "phải là một số không âm, không có dấu chấm phân cách",
                        "must be a number of 0 or more, without separators", value=str(number),
                    )  # fmt: skip
                if number is None and path[0] == "lines":
                    raise self.fail((*path, name, area), "thiếu mức thu nhập", "the income line is missing")
                by_area[area] = number
            found[name] = Figure(
                name, self.words((*path, name, "label"), table["label"]), by_area,
                self.text((*path, name, "source"), table["source"]),
                self.status((*path, name, "status"), table["status"]),
            )  # fmt: skip
        return found

    def indicators(self, value: Any, *, complete: bool) -> tuple[Indicator, ...]:
        found: dict[str, Indicator] = {}
        names = Names(self.vocabulary)
        for index, entry in enumerate(self.items(("indicators",), value)):
            path: Path_ = ("indicators", index)
            table = self.keys(path, entry, "indicator")
            code = self.text((*path, "code"), table["code"])
            if code in found:
                raise self.fail(
                    (*path, "code"), f"chỉ số «{code}» có hai lần", f"the indicator “{code}” is given twice"
                )
            if complete and "deprived" not in table:
                raise self.fail(path, f"chỉ số «{code}» thiếu điều kiện «deprived»",
                                f"the indicator “{code}” has no “deprived” condition")  # fmt: skip
            read = self.condition((*path, "deprived"), table["deprived"], names) if "deprived" in table else None
            found[code] = Indicator(
                code, self.text((*path, "dimension"), table["dimension"]), self.words((*path, "label"), table["label"]),
                " ".join(table["deprived"].split()) if read is not None else None, read,
                self.text((*path, "source"), table["source"]), self.status((*path, "status"), table["status"]),
                table.get("note"),
            )  # fmt: skip
        return tuple(found.values())

    def classes(self, path: Path_, value: Any, names: Names) -> tuple[ClassRule, ...]:
        found: dict[str, ClassRule] = {}
        for index, entry in enumerate(self.items(path, value)):
            at = (*path, index)
            table = self.keys(at, entry, "class")
            rule = ClassRule(
                id=self.text((*at, "id"), table["id"]),
                household_class=self.one_of((*at, "class"), table["class"], CLASSES),
                subtype=None if table.get("subtype") is None else self.text((*at, "subtype"), table["subtype"]),
                label=self.words((*at, "label"), table["label"]),
                condition=" ".join(str(table["when"]).split()),
                read=self.condition((*at, "when"), table["when"], names),
                source=self.text((*at, "source"), table["source"]),
                status=self.status((*at, "status"), table["status"]),
                note=table.get("note"),
            )
            if rule.id in found:
                raise self.fail((*at, "id"), f"quy tắc «{rule.id}» có hai lần", f"the rule “{rule.id}” is given twice")
            found[rule.id] = rule
        return tuple(found.values())

    def guidance(self, path: Path_, name: str, value: Any, lines: dict[str, Figure], counts: bool) -> Guidance:
        table = self.keys(path, value, "guidance")
        each = table["points_per_deprivation"]
        if isinstance(each, bool) or not isinstance(each, int) or each <= 0:
            raise self.fail(
                (*path, "points_per_deprivation"), "phải là số nguyên dương", "must be a whole number above 0"
            )
        cuts = self.figures((*path, "cuts"), table["cuts"])
        names = Names(self.vocabulary, lines, cuts, counts)
        return Guidance(
            id=str(name), title=self.words((*path, "title"), table["title"]), points_per_deprivation=each, cuts=cuts,
            classes=self.classes((*path, "classes"), table["classes"], names),
            source=self.text((*path, "source"), table["source"]),
            status=self.status((*path, "status"), table["status"]), note=table.get("note"),
        )  # fmt: skip

    def condition(self, path: Path_, value: Any, names: Names) -> Callable[[], Expression]:
        """Return what parses and checks a condition when it is asked for; an error inside it is placed in the file."""
        written = self.data.text_at(path)
        if not isinstance(value, str) or written is None:
            raise self.fail(path, "điều kiện phải là chữ", "a condition must be text", value=str(value))
        return partial(_parse, *written, value, names)


def _parse(text: str, start: Place, value: str, names: Names) -> Expression:
    try:
        ast = parse_condition(text)
        check_condition(ast, names)
    except ConditionError as error:
        line, column = error.at
        place = Place(start.file, start.line + line - 1, column + (start.column - 1 if line == 1 else 0))
        raise UserError(
            place.problem(
                f"điều kiện: {error.what.vi}",
                f"condition: {error.what.en}",
                do_vi=error.remedy.vi,
                do_en=error.remedy.en,
                value=" ".join(value.split()),
            )
        ) from error
    return ast


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _version(content: dict[str, Any]) -> str:
    """Hash what the file says (not how it is laid out), so that any change of the law's text shows."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]
