"""Check the heading of a fact file: what is missing, misspelt or strange. Imports `rules` and its siblings."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from chungtay.messages import Problem, Words
from chungtay.snapshots.fact_files import FactSource
from chungtay.snapshots.fact_types import KEY, family
from chungtay.snapshots.findings import Findings

if TYPE_CHECKING:
    from chungtay.rules import Fact


def check_columns(
    source: FactSource,
    known: Mapping[str, Fact],
    required: Collection[str],
    reads: Collection[str] | None,
    also_known: Collection[str],
    *,
    optional: Collection[str] = (),
) -> Findings:
    """Check the columns of one file against the facts known; see `check_facts` for the arguments."""
    found = Findings()
    place = {"file": source.file, "sheet": source.sheet, "row": 1}
    expected = {KEY, *known, *also_known, *required}
    strangers = [name for name in source.columns if name not in expected]
    absent = [name for name in (KEY, *(known if reads is None else reads)) if name not in source.columns]
    absent += [name for name in required if name not in source.columns and name not in absent]
    mistaken = {}
    for name in strangers:
        near = difflib.get_close_matches(_plain(name), absent, n=1, cutoff=0.75)
        if near and near[0] not in mistaken:
            mistaken[near[0]] = name
    for name in absent:
        if name in mistaken:
            what = Words(f"Không có cột {name}; có «{mistaken[name]}».", f"No column {name}, but “{mistaken[name]}”.")
            remedy = Words(f"Đổi tên cột thành {name}.", f"Rename the column to {name}.")
            found.add(Problem(what, remedy, column=mistaken[name], code="column_name", **place))  # type: ignore[arg-type]
        elif name in required:
            what = Words("Thiếu cột bắt buộc.", "A required column is missing.")
            remedy = Words(f"Thêm cột {name} vào dòng tiêu đề.", f"Add the column {name} to the heading.")
            found.add(Problem(what, remedy, column=name, code="column_missing", **place))  # type: ignore[arg-type]
        elif reads is not None and name not in optional:
            found.warnings.append(
                Words(
                    f"{source.file}: không có cột {name}; coi như chưa biết ở mọi dòng.",
                    f"{source.file}: no column {name}; taken as unknown in every row.",
                )
            )
    for name in strangers:
        if name not in mistaken.values():
            found.warnings.append(
                Words(f"{source.file}: bỏ qua cột lạ «{name}».", f"{source.file}: unknown column “{name}” is ignored.")
            )
    if not found.total and KEY in source.columns and family(source.columns[KEY]) not in ("text", "whole"):
        what = Words("Mã hộ phải là chữ hoặc số.", "A household's id must be text or a number.")
        remedy = Words("Ghi lại cột này dưới dạng chữ.", "Write this column again as text.")
        found.add(Problem(what, remedy, column=KEY, value=source.columns[KEY], code="column_type", **place))  # type: ignore[arg-type]
    return found


def _plain(name: str) -> str:
    """A column's name without marks, capitals and spaces, for likeness."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).replace(" ", "_").replace("-", "_")
