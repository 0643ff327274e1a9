"""A file that cannot be read says what is wrong and what to do."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path

import plan_files
import pypdfium2
import pytest
import typst
from example_plan import ARABIC, DASH, LETTER, ROMAN_DOT, Piece, check_example, example_tree

from calls_made import calls_made
from chungtay.messages import UserError, speaking
from chungtay.movement.reading import read_plan

PLAIN = (ROMAN_DOT, ARABIC, LETTER, DASH)


def _refused(path: Path) -> tuple[str, str]:
    with pytest.raises(UserError) as caught, speaking("en"):
        read_plan(path)
    problem = caught.value.problems[0]
    assert str(path) in str(caught.value)
    assert problem.remedy.vi and problem.remedy.en
    return problem.code, str(problem.remedy.en)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.docx", "a.pdf"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert _refused(tmp_path / name)[0] == "empty"


def test_a_file_of_white_space_and_marks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\ufeff \n\n---\n\n* * *\n12\n", "utf-8")
    assert _refused(tmp_path / "a.md")[0] == "empty"


def test_a_missing_file(tmp_path: Path) -> None:
    assert _refused(tmp_path / "a.md")[0] == "no_file"


@pytest.mark.parametrize("name", ["a.doc", "a.xlsx", "plan", "a.jpg"])
def test_an_unknown_kind_of_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    code, remedy = _refused(tmp_path / name)
    assert code == "unknown_format"
    assert ".docx" in remedy


def test_a_scan_without_text_points_to_ocr(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    typst.compile(b"#rect(width: 10cm, height: 20cm, fill: gray)", output=str(path))
    code, remedy = _refused(path)
    assert code == "scanned"
    assert "OCR" in remedy and "ocrmypdf -l vie" in remedy


def test_a_locked_pdf(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(LOCKED_PDF)
    assert _refused(path)[0] == "encrypted"


# A page without content, its text locked by the standard handler (40 bits) with a user password that nobody knows.
LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>\n%%EOF\n"
)


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_a_damaged_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 this is neither")
    assert _refused(tmp_path / name)[0] == "unreadable"


def test_a_docx_locked_by_a_password(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert _refused(tmp_path / "a.docx")[0] == "encrypted"


def test_a_blank_page_among_others_is_said(tmp_path: Path) -> None:
    path = plan_files.pdf(tmp_path / "a.pdf", example_tree(), PLAIN, before="#pagebreak()\n#pagebreak()", running=False)
    read = read_plan(path)
    assert "pages_without_text" in [notice.code for notice in read.notices]
    check_example(read, PLAIN)


def _long_tree(sections: int) -> list[Piece]:
    words = [
        "đọc", "sách", "nước", "sạch", "thôn", "xóm", "người", "già", "trẻ", "nhỏ", "buổi", "họp", "mỗi", "tuần",
        "cùng", "nhau", "giữ", "gìn", "kể", "lại", "điều", "hay",
    ]  # fmt: skip
    chosen = random.Random(20)

    def item() -> Piece:
        return Piece("Các thôn " + " ".join(chosen.choice(words) for _ in range(90)) + ".")

    return [
        Piece(f"NỘI DUNG PHẦN {at}", [Piece(name, [item() for _ in range(24)]) for name in ("Đọc sách", "Nước sạch")])
        for at in range(sections)
    ]


def _in_every_format(folder: Path, sections: int) -> tuple[list[Path], list[str]]:
    """A plan of so many sections written as PDF, Word, Markdown and text, and its sentences."""
    tree = _long_tree(sections)
    files = [folder / f"{sections}.{kind}" for kind in ("pdf", "docx", "md", "txt")]
    plan_files.pdf(files[0], tree, PLAIN, before="#set page(height: 110mm)")
    plan_files.word_document(tree, PLAIN).save(str(files[1]))
    files[2].write_text(plan_files.markdown(tree, PLAIN), "utf-8")
    files[3].write_text(plan_files.plain_text(tree, PLAIN, width=90), "utf-8")
    return files, [item.words for section in tree for part in section.below for item in part.below]


def test_a_plan_of_two_hundred_pages_takes_four_times_the_work_of_fifty_in_every_format(tmp_path: Path) -> None:
    short, _ = _in_every_format(tmp_path, 3)
    long, sentences = _in_every_format(tmp_path, 12)
    assert len(pypdfium2.PdfDocument(long[0])) >= 200
    for fifty, two_hundred in zip(short, long, strict=True):
        read = read_plan(two_hundred)
        assert [clause.text for clause in read.clauses if clause.text] == sentences, two_hundred.suffix
        once, again = (calls_made(partial(read_plan, path)) for path in (fifty, two_hundred))
        assert again < 5 * once, two_hundred.suffix
