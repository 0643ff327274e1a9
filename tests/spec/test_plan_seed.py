"""The department's plan that officers really received: each section of it comes out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from chungtay.movement.reading import Clause, PlanDocument, read_plan

PLAN = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-so-y-te.md"
pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the received plan is not here")
NAME = "Thừa Thiên Huế chung tay vì người nghèo - Không để ai bị bỏ lại phía sau"


@cache
def _plan() -> PlanDocument:
    return read_plan(PLAN)


def _below(address: str) -> list[Clause]:
    return [clause for clause in _plan().clauses if clause.parent == address]


def test_all_sections_in_order() -> None:
    assert [clause.address for clause in _plan().clauses] == (
        ["I", "I.1", "I.1.a", "I.1.b", "I.1.c", "I.1.d", "I.2", "I.2.a", "I.2.b", "I.2.c"]
        + ["II", "II.1", "II.2", "II.2.a", "II.2.b", "II.3", "II.3.a", "II.3.b"]
        + ["II.4", "II.4.a", "II.4.b", "II.4.c", "II.4.d", "II.4.e", "II.4.f", "III", "III.1", "III.2", "III.3"]
    )
    headings = {clause.address: clause.heading for clause in _plan().clauses if clause.heading}
    assert headings == {
        "I": "MỤC ĐÍCH, YÊU CẦU", "I.1": "Mục đích", "I.2": "Yêu cầu", "II": "NỘI DUNG PHONG TRÀO THI ĐUA",
        "II.1": "Tên phong trào thi đua", "II.2": "Phạm vi, đối tượng", "II.2.a": "Phạm vi", "II.2.b": "Đối tượng",
        "II.3": "Thời gian", "II.4": "Nội dung thi đua", "III": "GIẢI PHÁP THỰC HIỆN",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "count", "addresses"),
    [
        ("purpose", 4, "I.1.a I.1.b I.1.c I.1.d"),
        ("requirement", 3, "I.2.a I.2.b I.2.c"),
        ("frame", 6, "II.1 II.2.a II.2.b II.3 II.3.a II.3.b"),
        ("content", 6, "II.4.a II.4.b II.4.c II.4.d II.4.e II.4.f"),
        ("solution", 3, "III.1 III.2 III.3"),
        ("heading", 7, "I I.1 I.2 II II.2 II.4 III"),
    ],
)
def test_kinds(kind: str, count: int, addresses: str) -> None:
    found = [clause.address for clause in _plan().clauses if clause.kind == kind]
    assert len(found) == count
    assert found == addresses.split()


def test_head_says_what_is_there_and_infers_the_issuer() -> None:
    header = _plan().header
    assert header.kind == "Kế hoạch"
    assert header.subject == f"Tổ chức thực hiện Phong trào thi đua “{NAME}” đến năm 2020"
    assert (header.issuer, header.issuer_inferred) == ("Sở Y tế", True)
    assert (header.superior, header.number, header.place, header.date) == (None, None, None, None)
    assert header.closing.startswith("Trên đây là kế hoạch triển khai thực hiện")


def test_four_bases_with_numbers_dates_and_issuers() -> None:
    assert [(basis.number, basis.date, basis.issuer) for basis in _plan().bases] == [
        ("1258/QĐ-TTg", "2017-08-21", "Thủ tướng Chính phủ"),
        ("04-NQ/TU", "2016-11-08", "Tỉnh ủy"),
        ("189/KH-UBND", "2016-12-14", "Ủy ban nhân dân tỉnh"),
        ("06/UBND-KH", "2018-01-17", "UBND tỉnh"),
    ]
    titles = [basis.title for basis in _plan().bases]
    assert titles[1] == "giảm nghèo bền vững giai đoạn 2016-2020"
    assert titles[3] == f"ban hành Kế hoạch Tổ chức thực hiện phong trào thi đua “{NAME}” đến năm 2020"


def test_the_basis_written_in_two_ways_is_said() -> None:
    (notice,) = [notice for notice in _plan().notices if notice.code == "two_numbers"]
    assert "06/UBND-KH" in notice.vi and "06/KH-UBND" in notice.vi


def test_purposes_carry_the_target_of_income() -> None:
    clause = _plan().clause("I.1.c")
    (figure,) = clause.figures
    assert (figure.value, figure.unit, figure.against) == (1.5, "lần", "năm 2015")
    assert [date.iso for date in clause.dates] == ["2020", "2015"]


def test_requirements_carry_the_yearly_and_the_final_review() -> None:
    dates = _plan().clause("I.2.c").dates
    assert [(date.iso, date.precision, date.until) for date in dates] == [
        ("P1Y", "repeated", None),
        ("2020", "year", "2020-12-31"),
    ]


def test_the_frame() -> None:
    frame = _plan().frame
    assert frame.name == f"Phong trào thi đua “{NAME}” đến năm 2020"
    assert frame.scope == "Trên địa bàn toàn tỉnh Thừa Thiên Huế"
    assert (frame.first_year, frame.last_year) == (2016, 2020)
    assert [(one.review, one.first_year, one.last_year, one.review_year) for one in frame.phases] == [
        ("preliminary", 2016, 2018, 2018),
        ("final", 2016, 2020, 2020),
    ]


def test_the_frame_names_every_kind_of_participant() -> None:
    assert [actor.kind for actor in _plan().frame.participants] == [
        "departments", "front", "unions", "districts", "armed_forces", "economic_bodies", "professional_bodies",
        "communes", "villages", "individuals", "households", "overseas_vietnamese", "foreigners", "foreign_agencies",
        "international_organisations",
    ]  # fmt: skip


def test_contents_name_who_acts() -> None:
    actors = {clause.address: {actor.kind for actor in clause.actors} for clause in _below("II.4")}
    assert {"departments", "front", "unions", "armed_forces", "enterprises"} <= actors["II.4.b"]
    assert "districts" in actors["II.4.c"]
    assert {"front", "unions"} <= actors["II.4.d"]
    assert "villages" in actors["II.4.e"]
    assert "households" in actors["II.4.f"]


def test_solutions_and_the_paragraph_broken_in_two() -> None:
    first, second, third = _below("III")
    assert "các doanh nghiệp căn cứ vào đặc điểm tình hình, yêu cầu nhiệm vụ" in first.text
    assert {"clusters", "districts", "front", "enterprises"} <= {actor.kind for actor in first.actors}
    assert second.text.startswith("Các cơ quan truyền thông đẩy mạnh")
    assert [actor.kind for actor in second.actors] == ["media"]
    assert [date.iso for date in third.dates] == ["2020", "P1Y"]
    assert [notice.code for notice in _plan().notices].count("paragraphs_joined") == 1


def test_signature_and_recipients() -> None:
    signature = _plan().signature
    assert (signature.authority, signature.title, signature.name) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Viết Bắc")
    assert _plan().recipients == ("Các đơn vị y tế trực thuộc", "Lưu: VT, KHTC")


def test_no_word_of_the_sections_is_lost() -> None:
    text = PLAN.read_text("utf-8").replace("*", "").replace("#", "")
    sections = text[text.index("I MỤC ĐÍCH") : text.index("Trên đây là kế hoạch")]
    read = " ".join(f"{clause.heading} {clause.text}" for clause in _plan().clauses)
    numbers = {"I", "II", "III", "1", "2", "3", "4", "a", "b"}  # "II.", "a)" and dashes became addresses
    assert [word for word in _words(sections) if word not in numbers] == [w for w in _words(read) if w not in numbers]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_the_json_has_the_keys_that_others_read() -> None:
    values = _plan().to_dict()
    assert list(values) == ["header", "bases", "clauses", "frame", "signature", "recipients", "notices"]
    assert set(values["bases"][0]) == {"number", "date", "issuer", "title"}
    assert set(values["clauses"][0]) == {"address", "parent", "kind", "heading", "text", "dates", "figures", "actors"}
