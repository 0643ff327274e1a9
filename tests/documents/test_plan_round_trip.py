"""A plan set as DOCX or PDF and read again is the same plan."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import Phase, given, settings
from made_plans import plans

from chungtay.documents.docx import paper_docx
from chungtay.documents.docx_outline import KIND_MARK
from chungtay.documents.paper import Item
from chungtay.documents.pdf import paper_pdf
from chungtay.documents.plan_outline import outline
from chungtay.documents.plan_paper import plan_paper
from chungtay.movement.reading import Clause, PlanDocument, found_in, read_plan

PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # making a document smaller takes minutes
SEED = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-so-y-te.md"


def again(document: PlanDocument, extension: str, *, synthetic: bool = False) -> PlanDocument:
    """The plan set and read."""
    set_ = {"docx": paper_docx, "pdf": paper_pdf}[extension]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"kh.{extension}"
        path.write_bytes(set_(plan_paper(document, synthetic=synthetic)))
        return read_plan(path)


def said(document: PlanDocument) -> dict[str, object]:
    """All that a plan says, without what the reader notes on the reading."""
    return {name: value for name, value in document.to_dict().items() if name != "notices"}


@given(plans())
@settings(max_examples=40, phases=PHASES)
def test_docx_gives_the_same_plan_again(plan: PlanDocument):
    assert said(again(plan, "docx")) == said(plan)


def shape(clause: Clause) -> tuple[str, str | None, str, str, str]:
    """What a PDF can carry of a clause: where a page ends, nothing tells one paragraph from two."""
    return clause.address, clause.parent, clause.kind, clause.heading, " ".join(clause.text.split())


@given(plans(noted=False))
@settings(max_examples=15, phases=PHASES)
def test_pdf_gives_the_same_outline_again(plan: PlanDocument):
    read = again(plan, "pdf")
    assert [shape(clause) for clause in read.clauses] == [shape(clause) for clause in plan.clauses]
    assert (read.bases, read.signature, read.recipients) == (
        plan.bases, plan.signature, plan.recipients,
    )  # fmt: skip
    assert (read.header.number, read.header.date, read.header.place) == (
        plan.header.number, plan.header.date, plan.header.place,
    )  # fmt: skip


@given(plans())
@settings(max_examples=10, phases=PHASES)
def test_what_is_made_up_stays_so_and_its_mark_is_no_clause(plan: PlanDocument):
    for extension in ("docx", "pdf"):
        read = again(plan, extension, synthetic=True)
        assert "synthetic" in [notice.code for notice in read.notices]
        assert not any("GIẢ LẬP" in f"{clause.heading}{clause.text}" for clause in read.clauses)
    assert said(again(plan, "docx", synthetic=True)) == said(plan)


@pytest.mark.skipif(not SEED.exists(), reason="the received plan is not here")
@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_the_received_plan_survives(extension: str):
    plan = read_plan(SEED)
    read = again(plan, extension)
    assert read.clauses == plan.clauses
    assert (read.bases, read.signature, read.recipients, read.frame) == (
        plan.bases, plan.signature, plan.recipients, plan.frame,
    )  # fmt: skip
    assert read.header.closing == plan.header.closing and read.header.subject == plan.header.subject


TREES = {
    "decimals below numbers": ["I H", "I.1 H", "I.1.1 T", "I.1.2 T"],
    "articles": ["Đ1 H", "Đ1.1 T", "Đ1.2 T", "Đ2 H"],
    "parts and chapters": ["P1 H", "P1.I H", "P1.I.1 T", "P2 H"],
    "capital letters": ["A H", "A.I H", "A.I.1 T", "B H"],
    "a number twice": ["I H", "I.1 T", "I.1-2 T", "II H"],
    "dashes below letters": ["I H", "I.1 H", "I.1.a T", "I.1.a.a T", "I.1.a.b T", "I.1.a.b.a T", "I.1.b T"],
    "small roman": ["I H", "I.1 H", "I.1.i T", "I.1.ii T", "I.1.iii T"],
    "arabic at the top": ["1 H", "1.a T", "1.b T", "2 T"],
    "dashes at the top": ["a T", "b T", "c T"],
    "letters out of a row": ["I H", "I.1 H", "I.1.b T", "I.1.d T"],
}
SENTENCE = "Các xã, phường, thị trấn rà soát hộ nghèo, hộ cận nghèo."


def tree(rows: list[str]) -> PlanDocument:
    clauses: list[Clause] = []
    for row in rows:
        address, what = row.split()
        above = [one.address for one in clauses if address.startswith(f"{one.address}.")]
        parent = max(above, key=len, default=None)
        clauses.append(
            found_in(address, parent, "heading", "Phần việc", "") if what == "H"
            else found_in(address, parent, "content", "", SENTENCE)
        )  # fmt: skip
    return PlanDocument(read_plan_header(), (), tuple(clauses), None, _nobody(), (), ())  # type: ignore[arg-type]


def read_plan_header():
    from chungtay.movement.reading import Header

    return Header(issuer="SỞ Y TẾ", kind="Kế hoạch", subject="Thi đua", preamble="Sở làm như sau:")


def _nobody():
    from chungtay.movement.reading import Signature

    return Signature(None, "GIÁM ĐỐC", None)


@pytest.mark.parametrize("name", TREES)
def test_every_way_of_counting_keeps_its_addresses(name: str):
    plan = tree(TREES[name])
    read = again(plan, "docx")
    assert [(clause.address, clause.text) for clause in read.clauses] == [
        (clause.address, clause.text) for clause in plan.clauses
    ]


def test_rows_of_a_table_are_a_table_again():
    rows = ["Việc: mở lớp dạy nghề; Thời gian: 2019", "Việc: sửa nhà; Thời gian: 2020"]
    head = found_in("I", None, "heading", "Phân công", "")
    plan = replace(
        tree(["I H"]),
        clauses=(head, *(found_in(f"I.h{at}", "I", "organisation", "", row) for at, row in enumerate(rows, 1))),
    )
    read = again(plan, "docx")
    assert [(clause.address, clause.text) for clause in read.clauses[1:]] == [("I.h1", rows[0]), ("I.h2", rows[1])]
    odd = replace(plan, clauses=(head, found_in("I.h1", "I", "organisation", "", "mở lớp dạy nghề")))
    assert again(odd, "docx").clauses[1].text == "mở lớp dạy nghề"


def test_a_kind_that_the_heading_does_not_say_is_kept_out_of_sight(tmp_path: Path):
    heads = tree(["I H", "I.1 T"])
    plan = replace(heads, clauses=(heads.clauses[0], replace(heads.clauses[1], kind="solution")))
    assert again(plan, "docx").clauses[1].kind == "solution"
    path = tmp_path / "kh.docx"
    path.write_bytes(paper_docx(plan_paper(plan)))
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "solution" not in words and KIND_MARK not in words


def test_without_the_styles_and_marks_the_outline_reads_the_same(tmp_path: Path):
    """An officer who pastes everything as plain text loses no clause."""
    plan = read_plan(SEED) if SEED.exists() else tree(TREES["dashes below letters"])
    path = tmp_path / "kh.docx"
    path.write_bytes(paper_docx(plan_paper(plan)))
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        heading = paragraph.style.font.bold
        paragraph.style = "Normal"
        for run in paragraph.runs:
            run.bold = heading
        for mark in paragraph._p.xpath("./w:bookmarkStart | ./w:bookmarkEnd"):
            paragraph._p.remove(mark)
    document.save(str(path))
    assert [clause.address for clause in read_plan(path).clauses] == [clause.address for clause in plan.clauses]


def test_depths_are_told_by_styles_that_officers_can_change(tmp_path: Path):
    plan = tree(["I H", "I.1 H", "I.1.a T", "I.1.a.a T"])
    path = tmp_path / "kh.docx"
    path.write_bytes(paper_docx(plan_paper(plan)))
    named = [p.style.name for p in docx.Document(str(path)).paragraphs if p.text[:2] in ("I.", "1.", "a)", "- ")]
    assert named == ["Mục I", "Mục 1", "Điểm a", "Gạch đầu dòng"]
    markers = [block.marker for block in outline(plan.clauses) if isinstance(block, Item)]
    assert markers == ["I.", "1.", "a)", "-"]
