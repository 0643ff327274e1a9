"""The review report looks as the rules for official papers ask, in both formats."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from reading import docx_text, figures, pdf_pages, squeezed
from sample_review import commune_report, province_report

from chungtay.documents.pdf import paper_pdf
from chungtay.documents.review_files import to_docx, to_pdf
from chungtay.documents.review_paper import SYNTHETIC_MARK, review_paper
from chungtay.documents.review_rows import UNKNOWN

MM = 72 / 25.4


@pytest.fixture(scope="module")
def province_pdf() -> bytes:
    return to_pdf(province_report())


@pytest.fixture(scope="module")
def province_docx() -> bytes:
    return to_docx(province_report())


@pytest.fixture(scope="module")
def commune_docx() -> bytes:
    return to_docx(commune_report())


@pytest.fixture(scope="module")
def commune_pdf() -> bytes:
    return to_pdf(commune_report())


def test_the_head_has_bodies_country_motto_number_kind_and_subject(commune_pdf: bytes, commune_docx: bytes) -> None:
    for text in (squeezed(pdf_pages(commune_pdf)[0]), squeezed(docx_text(commune_docx))):
        for words in (
            "UBND HUYỆN A LƯỚI",
            "ỦY BAN NHÂN DÂN",
            "XÃ HỒNG KIM",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Số: ………/BC-UBND",
            "Hồng Kim, ngày … tháng … năm ……",
            "BÁO CÁO",
            "Kết quả rà soát hộ nghèo, hộ cận nghèo năm 2019",
        ):
            assert words in text
        assert text.index("XÃ HỒNG KIM") < text.index("BÁO CÁO") < text.index("Căn cứ Quyết định số 59/2015/QĐ-TTg")


def test_the_foot_has_recipients_and_room_for_a_signature_but_no_name(commune_pdf: bytes, commune_docx: bytes) -> None:
    for text in (squeezed("\n".join(pdf_pages(commune_pdf))), squeezed(docx_text(commune_docx))):
        for words in ("Nơi nhận:", "Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "……………………………"):
            assert words in text


def test_a_province_has_no_body_above_it() -> None:
    paper = review_paper(province_report())
    assert paper.superior == ""
    assert paper.issuer == ("ỦY BAN NHÂN DÂN", "TỈNH THỪA THIÊN HUẾ")


def test_pdf_and_docx_say_the_same_figures(province_pdf: bytes, province_docx: bytes) -> None:
    paper = review_paper(province_report())
    cells = [cell for block in paper.body if hasattr(block, "rows") for row in block.rows for cell in row.cells]
    in_docx = squeezed(docx_text(province_docx))
    in_pdf = squeezed("\n".join(pdf_pages(province_pdf)))
    numbers = [cell for cell in cells if cell[:1].isdigit() or cell[:1] == "−"]
    assert len(numbers) > 152 * 7
    assert set(numbers) <= set(figures(in_docx))
    assert set(numbers) <= set(figures(in_pdf))
    for block in paper.body:
        if hasattr(block, "kind") and block.kind == "body":
            assert squeezed(block.text) in in_docx
            assert squeezed(block.text) in in_pdf


def test_the_sentence_gives_rate_numerator_denominator_and_day() -> None:
    text = " ".join(getattr(block, "text", "") for block in review_paper(commune_report()).body)
    assert "Đến ngày 31/12/2019, trên địa bàn xã Hồng Kim có 74 hộ nghèo trên tổng số 490 hộ, tỷ lệ 15,10%" in text
    assert "tỷ lệ hộ nghèo giảm 2,86 điểm phần trăm" in text


def test_pages_are_a4_with_the_margins_of_the_rules(province_docx: bytes, commune_pdf: bytes) -> None:
    section = docx.Document(io.BytesIO(province_docx)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= section.top_margin.mm <= 25 and 20 <= section.bottom_margin.mm <= 25
    # Word counts in twentieths of a point: 20 mm is kept as 20.0025 mm.
    assert 29.9 <= section.left_margin.mm <= 35 and 15 <= section.right_margin.mm <= 20.1
    with pdfplumber.open(io.BytesIO(commune_pdf)) as pdf:
        for page in pdf.pages:
            assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
            assert min(char["x0"] for char in page.chars) >= 29.5 * MM
            assert max(char["x1"] for char in page.chars) <= (210 - 15) * MM


def test_pages_are_numbered_at_the_top_centre_from_the_second(province_pdf: bytes, province_docx: bytes) -> None:
    with pdfplumber.open(io.BytesIO(province_pdf)) as pdf:
        tops = [[char for char in page.chars if char["top"] < 20 * MM] for page in pdf.pages]
    assert tops[0] == []
    for number, chars in enumerate(tops[1:], start=2):
        assert "".join(char["text"] for char in chars) == str(number)
        middle = (chars[0]["x0"] + chars[-1]["x1"]) / 2
        assert abs(middle - 110 * MM) < 2 * MM
    section = docx.Document(io.BytesIO(province_docx)).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert "PAGE" in section.header._element.xml


def test_a_table_over_several_pages_repeats_its_heading(province_pdf: bytes, province_docx: bytes) -> None:
    pages = pdf_pages(province_pdf)
    over = [text for text in pages if "Xã Huế" in text or "Xã Lưới" in text or "Xã Lộc" in text]
    assert len(over) >= 3  # how many depends on the face at hand
    assert all("Địa bàn" in text for text in over)
    table = next(table for table in docx.Document(io.BytesIO(province_docx)).tables if len(table.rows) > 152)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[:5])


def test_every_page_bears_mark_snapshot_standard_and_day(province_pdf: bytes, province_docx: bytes) -> None:
    for text in pdf_pages(province_pdf):
        assert SYNTHETIC_MARK in text
        assert "s0123456789abcdef" in text and "vn-2016-2020" in text and "a1b2c3d4" in text and "06/01/2020" in text
    section = docx.Document(io.BytesIO(province_docx)).sections[0]
    for footer in (section.footer, section.first_page_footer):
        words = " ".join(paragraph.text for paragraph in footer.paragraphs)
        assert SYNTHETIC_MARK in words and "s0123456789abcdef" in words


def test_real_data_bear_no_mark() -> None:
    real = replace(commune_report(), synthetic=False)
    assert "GIẢ LẬP" not in "".join(pdf_pages(to_pdf(real)))
    assert "GIẢ LẬP" not in docx_text(to_docx(real))


def test_docx_declares_times_new_roman_and_real_styles(commune_docx: bytes) -> None:
    document = docx.Document(io.BytesIO(commune_docx))
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert next(p.text for p in document.paragraphs if p.style.name == "Heading 1") == "1. Cách tiến hành rà soát"
    assert all(style in document.styles for style in ("Thân văn bản", "Căn cứ", "Tên bảng, hình", "Nơi nhận"))
    assert "Calibri" not in document.styles["Heading 1"].element.xml


def test_the_chart_in_docx_has_200_dots_an_inch_and_words(commune_docx: bytes) -> None:
    document = docx.Document(io.BytesIO(commune_docx))
    shape = document.inline_shapes[0]
    part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    width = int.from_bytes(part.blob[16:20])
    assert width / (shape.width.mm / 25.4) >= 200
    assert "Thôn 1 18,18%" in shape._inline.docPr.get("descr")


def test_pdf_embeds_its_fonts_and_needs_none_of_the_system() -> None:
    content = paper_pdf(review_paper(commune_report()), system_fonts=False)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        fonts = {char["fontname"] for page in pdf.pages for char in page.chars}
        text = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert {name.split("+")[0] for name in fonts} != fonts, "each font is a subset carried by the file"
    assert all("CrimsonText" in name or "BeVietnamPro" in name for name in fonts)
    styles = {name.rpartition("-")[2] for name in fonts if "CrimsonText" in name}
    assert styles == {"Regular", "Bold", "Italic", "BoldItalic"}
    assert "Căn cứ Quyết định số 59/2015/QĐ-TTg" in text and "tỷ lệ hộ nghèo giảm 2,86 điểm" in text


def test_the_same_report_gives_the_same_pdf() -> None:
    assert to_pdf(commune_report()) == to_pdf(commune_report())


def test_a_missing_denominator_says_so(commune_pdf: bytes, commune_docx: bytes) -> None:
    for text in (squeezed("".join(pdf_pages(commune_pdf))), squeezed(docx_text(commune_docx))):
        assert "chưa có" in text
        assert "1 địa bàn chưa có tổng số hộ nên chưa có tỷ lệ: Thôn 5." in text


def test_nothing_known_at_all_is_still_a_paper() -> None:
    report = commune_report()
    bare = replace(
        report, rows=(), total=replace(report.total, poor=UNKNOWN, near_poor=UNKNOWN, poor_before=UNKNOWN),
        movement=replace(report.movement, opening=None, exits=None, stay=None), deprivations=(), groups=(), rounds=(),
        reviewed=0, series=(), poor_persons=None,
    )  # fmt: skip
    text = squeezed("".join(pdf_pages(to_pdf(bare))))
    assert "số hộ nghèo: chưa có" in text
    assert "Chưa có số hộ nghèo cuối năm 2018" in text
    assert to_docx(bare).startswith(b"PK")


def test_published_and_computed_rates_stand_side_by_side_with_their_status() -> None:
    text = " ".join(getattr(block, "text", "") for block in review_paper(province_report()).body)
    assert "số công bố: 4,17% (nguồn thứ cấp, chưa đối chiếu văn bản gốc; Báo cáo tổng kết chương trình)" in text
    assert "số tính từ sổ hộ: 7,24%; chênh lệch +3,07 điểm phần trăm" in text


def test_undetermined_households_are_told_with_what_is_missing() -> None:
    paper = review_paper(province_report())
    table = next(block for block in paper.body if getattr(block, "title", "").startswith("Bảng 5"))
    assert table.rows[0].cells == ("Thu nhập bình quân đầu người một tháng", "31")
    poor = province_report().total.poor
    high = f"{100 * (poor.numerator + 37) / poor.denominator:.2f}".replace(".", ",")
    text = " ".join(getattr(block, "text", "") for block in paper.body)
    assert f"Tùy dữ kiện của các hộ này, tỷ lệ hộ nghèo nằm trong 7,24–{high}%." in text


def test_there_are_no_bounds_where_every_household_has_its_class() -> None:
    paper = review_paper(replace(province_report(), undetermined=0))
    text = " ".join(getattr(block, "text", "") for block in paper.body)
    assert "Mọi hộ được rà soát đều đã xác định được loại hộ." in text
    assert "nằm trong" not in text


def test_a_ledger_that_does_not_close_is_named() -> None:
    report = province_report()
    broken = replace(report.movements[0], stay=report.movements[0].closing + 5)
    assert broken.balanced is False
    paper = review_paper(replace(report, movements=(broken, *report.movements[1:])))
    assert any("Bảng 2 không cân ở: Thành phố Huế" in getattr(block, "text", "") for block in paper.body)


def test_a_round_of_every_household_leaves_no_others() -> None:
    listed = " ".join(getattr(block, "text", "") for block in review_paper(commune_report()).body)
    base = replace(commune_report(), rounds=(("base", 210),))
    whole = " ".join(getattr(block, "text", "") for block in review_paper(base).body)
    assert "Các hộ khác không thuộc diện rà soát" in listed
    assert "210 hộ trong đợt rà soát toàn bộ đầu kỳ" in whole and "Các hộ khác" not in whole


def test_every_ledger_of_the_sample_closes() -> None:
    assert all(row.balanced for row in province_report().movements)


def test_words_with_marks_of_typesetting_stay_words() -> None:
    odd = replace(commune_report(), unit_name="Hồng #Kim *_$ <b> “A”")
    assert "#Kim *_$ <b>" in squeezed(pdf_pages(to_pdf(odd))[0])
    assert "#Kim *_$ <b>" in docx_text(to_docx(odd))
