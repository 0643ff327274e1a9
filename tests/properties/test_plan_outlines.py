"""Any outline, written in any style of numbers and format, reads back as itself; no text makes the reader fall."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "movement" / "reading"))

import plan_files
from example_plan import SCHEMES, Piece, Style, written

from chungtay.messages import UserError
from chungtay.movement.reading import PlanDocument, clause_from_dict, clause_to_dict, read_plan

WORDS = st.sampled_from(
    [
        "đọc",
        "sách",
        "nước",
        "sạch",
        "thôn",
        "xóm",
        "trẻ",
        "già",
        "buổi",
        "họp",
        "Mẫu",
        "Ví",
        "Dụ",
        "giữ",
        "gìn",
        "hay,",
        "(nhỏ)",
    ]
)
SENTENCES = st.lists(WORDS, min_size=2, max_size=40).map(lambda words: f"Cùng {' '.join(words)} nhau.")
HEADINGS = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: f"Việc {' '.join(words)} nhau".replace(",", ""))


def _trees(depth: int) -> st.SearchStrategy[list[Piece]]:
    leaves = SENTENCES.map(Piece)
    if depth == 1:
        return st.lists(leaves, min_size=1, max_size=4)
    heads = st.builds(Piece, HEADINGS, st.deferred(lambda: _trees(depth - 1)))
    first = st.builds(lambda one, others: [one, *others], heads, st.lists(heads | leaves, max_size=3))
    return first if depth == 4 else st.lists(heads | leaves, min_size=1, max_size=4)


outlines = st.tuples(_trees(4), st.sampled_from(sorted(SCHEMES)).map(SCHEMES.__getitem__))
few = settings(max_examples=60)


def _same(document: PlanDocument, tree: list[Piece], scheme: tuple[Style, ...]) -> None:
    expected = [(one.address, one.parent, one.words) for one in written(tree, scheme)]
    assert [(one.address, one.parent, one.heading or one.text) for one in document.clauses] == expected
    assert [one.heading != "" for one in document.clauses] == [one.heads for one in written(tree, scheme)]


def _read(name: str, text: str) -> PlanDocument:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        return read_plan(path)


@few
@given(outlines, st.permutations([2, 3, 4, 5]))
def test_markdown_reads_back_whatever_the_levels_of_headings(
    outline: tuple[list[Piece], tuple[Style, ...]], levels: list[int]
) -> None:
    _same(_read("a.md", plan_files.markdown(*outline, levels)), *outline)


@few
@given(outlines)
def test_plain_text_reads_back(outline: tuple[list[Piece], tuple[Style, ...]]) -> None:
    _same(_read("a.txt", plan_files.plain_text(*outline)), *outline)


@settings(few, max_examples=25)
@given(outlines, st.booleans())
def test_word_reads_back(outline: tuple[list[Piece], tuple[Style, ...]], styled: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        plan_files.word_document(*outline, styled=styled).save(str(path))
        _same(read_plan(path), *outline)


@few
@given(
    st.text(alphabet=st.sampled_from("IVX1.2)a-b+ \n#*|:;“”đĐ/ÔKẾ HOẠCH–Nơi nhận\t\f0"), max_size=400),
    st.sampled_from(["a.md", "a.txt"]),
)
def test_no_text_makes_the_reader_fall(text: str, name: str) -> None:
    try:
        document = _read(name, text)
    except UserError:
        return
    addresses = [clause.address for clause in document.clauses]
    assert len(set(addresses)) == len(addresses)
    assert {clause.parent for clause in document.clauses} - {None} <= set(addresses)
    assert tuple(clause_from_dict(clause_to_dict(clause)) for clause in document.clauses) == document.clauses
