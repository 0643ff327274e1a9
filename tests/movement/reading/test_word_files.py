"""What Word adds: numbers it counts itself, tracked changes, tables."""

from __future__ import annotations

from pathlib import Path

import docx
import plan_files
from example_plan import ARABIC, DASH, LETTER, ROMAN_DOT, SCHEMES, check_example, check_head_and_foot, example_tree

from chungtay.movement.reading import read_plan

PLAIN = (ROMAN_DOT, ARABIC, LETTER, DASH)


def _codes(document: object) -> list[str]:
    return [notice.code for notice in document.notices]  # type: ignore[attr-defined]


def test_numbers_that_word_counts_are_read_as_if_typed(tmp_path: Path) -> None:
    plan_files.automatic_numbers(example_tree()).save(str(tmp_path / "a.docx"))
    check_example(read_plan(tmp_path / "a.docx"), PLAIN)


def test_decimal_numbers_of_several_levels_are_counted(tmp_path: Path) -> None:
    forms = (("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3"), ("bullet", "-"))
    plan_files.automatic_numbers(example_tree(), forms).save(str(tmp_path / "a.docx"))
    check_example(read_plan(tmp_path / "a.docx"), SCHEMES["1. 1.1. 1.1.1. -"])


def test_a_nested_list_with_one_way_of_counting_is_told_by_its_depth(tmp_path: Path) -> None:
    forms = (("decimal", "%1."), ("decimal", "%2."), ("decimal", "%3."), ("decimal", "%4."))
    plan_files.automatic_numbers(example_tree(), forms).save(str(tmp_path / "a.docx"))
    check_example(read_plan(tmp_path / "a.docx"), (ARABIC, ARABIC, ARABIC, ARABIC))


def test_a_list_may_be_restarted(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("I. NỘI DUNG", 1)
    plan_files.add_list(document, "70", (("decimal", "%1."),))
    for words in ("Đọc sách mỗi tuần.", "Trao đổi sách mỗi tháng."):
        plan_files.put_in_list(document.add_paragraph(words), "70", 0)
    document.add_heading("II. GIẢI PHÁP", 1)
    numbering = document.part.numbering_part.element
    again = docx.oxml.parse_xml(
        f'<w:num {docx.oxml.ns.nsdecls("w")} w:numId="71"><w:abstractNumId w:val="70"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering.append(again)
    plan_files.put_in_list(document.add_paragraph("Mở tủ sách ở mỗi thôn."), "71", 0)
    document.save(str(tmp_path / "a.docx"))
    assert [clause.address for clause in read_plan(tmp_path / "a.docx").clauses] == ["I", "I.1", "I.2", "II", "II.1"]


def test_numbers_may_come_from_the_style_of_a_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("I. NỘI DUNG", 1)
    document.add_paragraph("Đọc sách mỗi tuần.", style="List Bullet")
    document.add_paragraph("Trao đổi sách mỗi tháng.", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    assert [clause.address for clause in read_plan(tmp_path / "a.docx").clauses] == ["I", "I.a", "I.b"]


def test_tracked_changes_are_read_as_accepted_and_said(tmp_path: Path) -> None:
    document = plan_files.word_document(example_tree(), PLAIN)
    item = next(one for one in document.paragraphs if "người đọc sách tăng" in one.text)
    plan_files.insert_and_delete(item, " Thêm vào ví dụ.", " Đã xóa ví dụ.")
    first = next(one for one in document.paragraphs if one.text.startswith("2. Các cụm"))
    plan_files.delete_end(first)
    document.save(str(tmp_path / "a.docx"))
    read = read_plan(tmp_path / "a.docx")
    assert read.clause("I.1.b").text == "Số người đọc sách tăng 1,5 lần so với năm 2018. Thêm vào ví dụ."
    assert "Đã xóa" not in read.text
    assert read.clause("III.2").text == "Các cụm, khối thi đua học hỏi lẫn nhau. IV. TỔ CHỨC THỰC HIỆN"
    assert "tracked_changes" in _codes(read)
    check_head_and_foot(read)


def test_a_file_without_changes_says_nothing_of_them(tmp_path: Path) -> None:
    plan_files.word_document(example_tree(), PLAIN).save(str(tmp_path / "a.docx"))
    assert read_plan(tmp_path / "a.docx").notices == ()


def test_rows_of_a_table_are_clauses_of_the_section_they_stand_in(tmp_path: Path) -> None:
    document = docx.Document()
    plan_files.begin_word(document)
    document.add_heading("I. PHÂN CÔNG NHIỆM VỤ", 1)
    rows = [
        ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"),
        ("1", "Mở tủ sách", "Sở Ví dụ", "Quý II/2019"),
        ("2", "Đào giếng nước", "Các huyện, thị xã, thành phố", "Trước 30/9/2020"),
    ]
    table = document.add_table(rows=0, cols=4)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_heading("II. GIẢI PHÁP", 1)
    document.add_paragraph("1. Đọc sách mỗi tuần.")
    plan_files.end_word(document)
    document.save(str(tmp_path / "a.docx"))
    read = read_plan(tmp_path / "a.docx")
    assert [clause.address for clause in read.clauses] == ["I", "I.h1", "I.h2", "II", "II.1"]
    row = read.clause("I.h2")
    assert (
        row.text == "Nội dung: Đào giếng nước; Đơn vị chủ trì: Các huyện, thị xã, thành phố; Thời gian: Trước 30/9/2020"
    )
    assert [date.iso for date in row.dates] == ["2020-09-30"]
    assert [actor.kind for actor in row.actors] == ["districts"]
    assert [date.iso for date in read.clause("I.h1").dates] == ["2019-04/2019-06"]


def test_a_heading_broken_by_a_line_within_its_paragraph_stays_one_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("KẾ HOẠCH\nĐọc sách ở thôn (ví dụ)").bold = True
    document.add_heading("I. NỘI DUNG", 1)
    document.add_paragraph("- Mở tủ sách.")
    document.save(str(tmp_path / "a.docx"))
    header = read_plan(tmp_path / "a.docx").header
    assert (header.kind, header.subject) == ("Kế hoạch", "Đọc sách ở thôn (ví dụ)")


def test_runs_in_old_fonts_become_unicode_beside_runs_in_new_ones(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("I. NỘI DUNG", 1)
    paragraph = document.add_paragraph()
    for words, font in (
        ("- KÕ ho¹ch ", ".VnTime"),
        ("KEÁ HOAÏCH ", "VNI-Times"),
        ("kế hoạch ", "Arial"),
        ("kÕ", ".VnTimeH"),
    ):
        run = paragraph.add_run(words)
        run.font.name = font
    document.save(str(tmp_path / "a.docx"))
    assert read_plan(tmp_path / "a.docx").clause("I.a").text == "Kế hoạch KẾ HOẠCH kế hoạch KẾ"
