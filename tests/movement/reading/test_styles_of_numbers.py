"""One plan in every style of numbers and every format gives one tree."""

from __future__ import annotations

from pathlib import Path

import plan_files
import pytest
from example_plan import ARABIC, DASH, LETTER, ROMAN_DOT, SCHEMES, Style, check_example, example_tree, written

from chungtay.movement.reading import read_plan

schemes = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES.keys())
PLAIN = (ROMAN_DOT, ARABIC, LETTER, DASH)


def _written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@schemes
def test_plain_text_in_any_style(tmp_path: Path, scheme: tuple[Style, ...]) -> None:
    check_example(read_plan(_written(tmp_path, "a.txt", plan_files.plain_text(example_tree(), scheme))), scheme)


@schemes
def test_plain_text_wrapped_at_a_margin(tmp_path: Path, scheme: tuple[Style, ...]) -> None:
    text = plan_files.plain_text(example_tree(), scheme, width=58)
    check_example(read_plan(_written(tmp_path, "a.txt", text)), scheme)


@schemes
@pytest.mark.parametrize("levels", [(2, 3, 4, 5), (4, 5, 3, 2), (3, 3, 3, 3)])
def test_markdown_whatever_the_levels_of_its_headings(
    tmp_path: Path, scheme: tuple[Style, ...], levels: tuple[int, ...]
) -> None:
    text = plan_files.markdown(example_tree(), scheme, levels)
    check_example(read_plan(_written(tmp_path, "a.md", text)), scheme)


@schemes
@pytest.mark.parametrize("styled", [True, False], ids=["headings", "bold lines"])
def test_word_file_in_any_style(tmp_path: Path, scheme: tuple[Style, ...], styled: bool) -> None:
    path = tmp_path / "a.docx"
    plan_files.word_document(example_tree(), scheme, styled=styled).save(str(path))
    check_example(read_plan(path), scheme)


@schemes
def test_pdf_in_any_style(tmp_path: Path, scheme: tuple[Style, ...]) -> None:
    check_example(read_plan(plan_files.pdf(tmp_path / "a.pdf", example_tree(), scheme)), scheme)


@pytest.mark.parametrize(
    "paragraphs",
    [
        "justify: false",
        "justify: true, spacing: 1.2em",
        "justify: true, spacing: 0.65em, first-line-indent: (amount: 10mm, all: true)",
        "justify: false, spacing: 1em, hanging-indent: 8mm",
    ],
)
def test_pdf_however_its_paragraphs_are_set(tmp_path: Path, paragraphs: str) -> None:
    tree = example_tree()
    long = "Các thôn đọc sách, giữ nước sạch, UBND xã Ví Dụ khen người làm tốt. Mỗi tuần một buổi, "
    tree[2].below[0].words = (long * 6).strip(" ,") + "."
    tree[2].below[1].words = (
        "Phong trào “Nhà nhà đọc sách, người người giữ nước sạch " + "- Thôn thôn vui " * 9 + "” tiếp tục."
    )
    read = read_plan(plan_files.pdf(tmp_path / "a.pdf", tree, PLAIN, paragraphs=paragraphs))
    assert [read.clause(address).text for address in ("III.1", "III.2")] == [
        " ".join(one.words.split()) for one in tree[2].below
    ]
    assert len(read.clauses) == len(list(written(tree, PLAIN)))


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = plan_files.plain_text(example_tree(), PLAIN).replace("\n", "\r\n")
    check_example(read_plan(_written(tmp_path, "a.txt", text, "utf-8-sig")), PLAIN)
    check_example(read_plan(_written(tmp_path, "b.txt", text, "utf-16")), PLAIN)
