"""Plans as they come: numbers that repeat, jump or are missing, paragraphs broken, an annex behind the signature."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.movement.reading import PlanDocument, read_plan


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reading(text: str, name: str = "a.md") -> PlanDocument:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_plan(path)

    return reading


def _addresses(document: PlanDocument) -> list[str]:
    return [clause.address for clause in document.clauses]


def _codes(document: PlanDocument) -> list[tuple[str, str | None]]:
    return [(notice.code, notice.address) for notice in document.notices]


HEAD = "# KẾ HOẠCH\n\n## Đọc sách ở thôn (ví dụ)\n\nCăn cứ tình hình thực tế, Hội Ví dụ đề ra kế hoạch như sau:\n\n"


def test_a_number_used_twice_gets_an_address_of_its_own_and_a_notice(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        HEAD
        + "## I. MỤC ĐÍCH\n\n- Một.\n\n## II. NỘI DUNG\n\n1. Hai.\n\n## II. GIẢI PHÁP\n\n**1.** Ba.\n\n**1.** Bốn.\n"
    )
    document = read(text)
    assert _addresses(document) == ["I", "I.a", "II", "II.1", "II-2", "II-2.1", "II-2.1-2"]
    assert [code for code in _codes(document) if code[0] == "number_repeated"] == [
        ("number_repeated", "II-2"),
        ("number_repeated", "II-2.1-2"),
    ]
    assert document.clause("II-2.1-2").kind == "solution"
    assert read(text) == document


def test_a_number_left_out_is_kept_as_written_and_said(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. MỤC ĐÍCH\n\n- Một.\n\n## III. GIẢI PHÁP\n\n**1.** Ba.\n\n**3.** Bốn.\n")
    assert _addresses(document) == ["I", "I.a", "III", "III.1", "III.3"]
    assert ("number_jumps", "III") in _codes(document)
    assert ("number_jumps", "III.3") in _codes(document)


def test_a_markdown_list_that_says_one_everywhere_is_counted(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. NỘI DUNG\n\n1. Một.\n1. Hai.\n1. Ba.\n")
    assert _addresses(document) == ["I", "I.1", "I.2", "I.3"]


def test_headings_without_numbers_are_counted_by_their_depth(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        HEAD
        + "## Mục đích\n\n- Một.\n- Hai.\n\n## Nội dung\n\n### Tủ sách\n\n- Ba.\n\n### Giếng nước\n\nBốn năm sáu.\n"
    )
    assert _addresses(document) == ["I", "I.a", "I.b", "II", "II.1", "II.1.a", "II.2"]
    assert document.clause("II.2").text == "Bốn năm sáu."
    assert [clause.kind for clause in document.clauses if clause.text] == ["purpose", "purpose", "content", "content"]
    assert ("unnumbered", "II.2") in _codes(document)


def test_headings_in_capitals_alone_make_sections_of_a_plain_text(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "KẾ HOẠCH\nĐọc sách ở thôn (ví dụ)\n\nHội Ví dụ đề ra kế hoạch như sau:\n\nMỤC ĐÍCH\n\n- Một.\n\n"
        "GIẢI PHÁP THỰC HIỆN\n\n- Hai.\n\nTỔ CHỨC THỰC HIỆN\n\nCác xã, phường, thị trấn thực hiện.\n"
    )
    document = read(text, "a.txt")
    assert _addresses(document) == ["I", "I.a", "II", "II.a", "III"]
    assert [clause.kind for clause in document.clauses if clause.text] == ["purpose", "solution", "organisation"]


def test_a_paragraph_broken_in_two_is_joined_and_a_whole_one_is_not(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. NỘI DUNG\n\n1. Các thôn mở\n\ntủ sách chung.\n\nSách do dân góp.\n")
    assert document.clause("I.1").text == "Các thôn mở tủ sách chung.\nSách do dân góp."
    assert ("paragraphs_joined", None) in _codes(document)


def test_a_letter_section_i_after_h_is_a_letter_and_after_nothing_a_number(read) -> None:  # type: ignore[no-untyped-def]
    letters = "".join(f"{letter}. MỤC\n\n- Một.\n\n" for letter in "ABCDEFGHIK")
    assert [one for one in _addresses(read(HEAD + letters)) if "." not in one] == list("ABCDEFGHIK")
    small = "## I. NỘI DUNG\n\n" + "".join(f"{letter}) Một hai.\n\n" for letter in "abcdđeghiklmn")
    assert _addresses(read(HEAD + small))[1:] == [f"I.{letter}" for letter in "abcdđeghiklmn"]


def test_small_roman_numbers(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## 1. NỘI DUNG\n\na) Một.\n\ni) Hai.\n\nii) Ba.\n\niii) Bốn.\n\nb) Năm.\n")
    assert _addresses(document) == ["1", "1.a", "1.a.i", "1.a.ii", "1.a.iii", "1.b"]


def test_dashes_above_letters_do_not_swallow_them(read) -> None:  # type: ignore[no-untyped-def]
    text = "## I. NỘI DUNG\n\n**1. Tủ sách**\n\n- Một.\n\na) Hai.\n\n+ Ba.\n\nb) Bốn.\n\n**2. Giếng**\n\n- Năm.\n"
    document = read(HEAD + text)
    assert _addresses(document) == ["I", "I.1", "I.1.a", "I.1.a-2", "I.1.a-2.a", "I.1.b", "I.2", "I.2.a"]


def test_more_than_26_dashes_go_on_with_two_letters(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. NỘI DUNG\n\n" + "- Một.\n" * 28)
    assert _addresses(document)[-3:] == ["I.z", "I.aa", "I.ab"]


def test_numbers_in_a_sentence_open_nothing(read) -> None:  # type: ignore[no-untyped-def]
    text = (
        "## I. NỘI DUNG\n\n- Một.\n\n1.000 hộ gia đình có sách.\n\n2019. Đọc sách.\n\n"
        "Điều 5 Quyết định số 11/QĐ-VD vẫn giữ.\n\n"
        "V/v đọc sách.\n\n12/2019 là hạn chót.\n"
    )
    assert _addresses(read(HEAD + text)) == ["I", "I.a"]


def test_sections_numbered_after_their_section_keep_their_numbers(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## II. NỘI DUNG\n\n### 2.1. Tủ sách\n\n- Một.\n\n### 2.2. Giếng\n\n- Hai.\n")
    assert _addresses(document) == ["II", "II.2.1", "II.2.1.a", "II.2.2", "II.2.2.a"]


def test_numbers_with_the_section_in_them(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        HEAD + "## I. NỘI DUNG\n\n### I.1. Tủ sách\n\n- Một.\n\n### I.2. Giếng\n\n- Hai.\n\n## II. GIẢI PHÁP\n\n- Ba.\n"
    )
    assert _addresses(document) == ["I", "I.1", "I.1.a", "I.2", "I.2.a", "II", "II.a"]


def test_a_chapter_whose_title_stands_on_the_next_line(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        HEAD + "## Chương I\n\n## NỘI DUNG\n\n**Điều 1. Tủ sách**\n\n1. Một.\n\n**Điều 2. Giếng**\n\n1. Hai.\n"
    )
    assert _addresses(document) == ["CI", "CI.Đ1", "CI.Đ1.1", "CI.Đ2", "CI.Đ2.1"]
    assert document.clause("CI").heading == "NỘI DUNG"


def test_a_label_before_a_colon_is_the_heading_of_a_numbered_clause(read) -> None:  # type: ignore[no-untyped-def]
    clause = read(HEAD + "## I. KHUNG\n\na) Phạm vi: Trên toàn xã Ví Dụ.\n").clause("I.a")
    assert (clause.heading, clause.text, clause.kind) == ("Phạm vi", "Trên toàn xã Ví Dụ.", "frame")


def test_a_heading_that_names_two_kinds_leaves_a_notice(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. MỤC ĐÍCH, YÊU CẦU\n\n- Một.\n")
    assert document.clause("I.a").kind == "purpose"
    assert ("kinds_mixed", "I") in _codes(document)


def test_an_annex_behind_the_signature_is_left_out_and_said(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        HEAD
        + "## I. NỘI DUNG\n\n- Một.\n\n**Nơi nhận:**\n\n- Các thôn;\n\n"
        + "**GIÁM ĐỐC**\n\n**Người Ký Ví Dụ**\n\nPHỤ LỤC I\n\n1. Biểu.\n"
    )
    assert _addresses(document) == ["I", "I.a"]
    assert document.signature.name == "Người Ký Ví Dụ"
    assert document.recipients == ("Các thôn",)
    assert ("annex_left_out", None) in _codes(document)


def test_a_plan_without_head_or_foot_has_nothing_invented(read) -> None:  # type: ignore[no-untyped-def]
    document = read("1. Đọc sách mỗi tuần.\n\n2. Trao đổi sách.\n")
    assert _addresses(document) == ["1", "2"]
    header = document.header
    assert (header.issuer, header.number, header.date, header.kind, header.subject) == (None,) * 5
    assert document.signature == type(document.signature)()
    assert (document.bases, document.recipients, document.frame.name) == ((), (), None)


def test_a_text_without_any_number_still_becomes_clauses(read) -> None:  # type: ignore[no-untyped-def]
    document = read("Mỗi thôn mở một tủ sách.\n\nMỗi tuần đọc một buổi.\n", "a.txt")
    assert " ".join(clause.text for clause in document.clauses).split() == (
        ["Mỗi", "thôn", "mở", "một", "tủ", "sách.", "Mỗi", "tuần", "đọc", "một", "buổi."]
    )


def test_every_clause_address_is_given_once(read) -> None:  # type: ignore[no-untyped-def]
    document = read(HEAD + "## I. NỘI DUNG\n\n" + "**1.** Một.\n\n" * 5 + "- Hai.\n\na) Ba.\n\na) Bốn.\n")
    assert len(set(_addresses(document))) == len(document.clauses)
    assert {clause.parent for clause in document.clauses} - {None} <= set(_addresses(document))


def test_authority_of_a_committee_and_a_blank_number(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        "ỦY BAN NHÂN DÂN\nXÃ VÍ DỤ        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số:      /KH-UBND        Độc lập - Tự do - Hạnh phúc\n\nKẾ HOẠCH\nĐọc sách\n\nI. NỘI DUNG\n- Một.\n\n"
        "Nơi nhận:                         TM. ỦY BAN NHÂN DÂN\n- Các thôn.                      KT. CHỦ TỊCH\n"
        "                                  PHÓ CHỦ TỊCH\n\n                                  (Đã ký)\n\n"
        "                                  Người Ký Ví Dụ\n",
        "a.txt",
    )
    assert document.header.number is None
    assert document.signature.authority == "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH"
    assert (document.signature.title, document.signature.name) == ("PHÓ CHỦ TỊCH", "Người Ký Ví Dụ")
    assert document.recipients == ("Các thôn",)
