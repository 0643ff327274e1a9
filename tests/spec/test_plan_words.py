"""What a plan's words mean: dates, figures, legal bases, actors, kinds of clauses; as tables an officer can check.

Every sentence, number and date here is an invented example.
"""

from __future__ import annotations

import pytest

from chungtay.movement.reading.actors import actors_in
from chungtay.movement.reading.bases import read_bases
from chungtay.movement.reading.dates import dates_in
from chungtay.movement.reading.document import Clause
from chungtay.movement.reading.figures import figures_in
from chungtay.movement.reading.frame import read_frame
from chungtay.movement.reading.kinds import kind_of_heading
from chungtay.movement.reading.participants import kind_covers, participant_kinds


def _table(rows: str) -> list[list[str]]:
    """Rows of a table drawn with |, without its heading; a dash means nothing."""
    lines = [line for line in rows.strip().splitlines() if line.strip()][1:]
    return [["" if cell.strip() == "-" else cell.strip() for cell in line.split("|")] for line in lines]


DATES = _table("""
    words                                          | dates                                          | until
    xong trước ngày 15/6/2019                      | day 2019-06-15                                 | 2019-06-15
    ngày 05 tháng 3 năm 2019                       | day 2019-03-05                                 | 2019-03-05
    ngày 31/02/2019                                | -                                              | -
    ngày 15-6-2019 và 1.7.2019                     | day 2019-06-15, day 2019-07-01                 | 2019-07-01
    trong tháng 02 năm 2020                        | month 2020-02                                  | 2020-02-29
    họp vào 12/2019                                | month 2019-12                                  | 2019-12-31
    quý IV/2020; quý I năm 2021                    | quarter 2020-10/2020-12, quarter 2021-01/2021-03 | 2021-03-31
    giai đoạn 2019 – 2021                          | range 2019/2021                                | 2021-12-31
    từ năm 2019 đến năm 2021                       | range 2019/2021                                | 2021-12-31
    đến hết năm 2021                               | year 2021                                      | 2021-12-31
    6 tháng đầu năm 2021                           | year 2021                                      | 2021-06-30
    đầu năm 2021                                   | year 2021                                      | 2021-03-31
    hằng năm, hàng quý                             | repeated P1Y, repeated P3M                     | -
    trước ngày 15/12 hàng năm                      | day_of_year --12-15                            | -
    Quyết định số 11/QĐ-VD và số 06/2020/QH15      | -                                              | -
    Thông tư 12/2019/TT-VD ngày 01/02/2019         | day 2019-02-01                                 | 2019-02-01
    1.000 hộ, 2,5 lần, 90%                         | -                                              | -
""")


@pytest.mark.parametrize("row", DATES, ids=[row[0] for row in DATES])
def test_dates(row: list[str]) -> None:
    words, expected, until = row
    found = dates_in(words)
    assert ", ".join(f"{date.precision} {date.iso}" for date in found) == expected
    assert ((found[-1].until or "") if found else "") == until
    assert all(date.words in words for date in found)


FIGURES = _table("""
    words                                            | value | to  | unit         | comparator | against
    tăng 1,5 lần so với năm 2018                     | 1.5   | -   | lần          | equal      | năm 2018
    giảm 4%/năm                                      | 4     | -   | %/năm        | equal      | -
    giảm từ 1% đến 1,5%/năm                          | 1     | 1.5 | %/năm        | equal      | -
    giảm 1 - 1,5% mỗi năm                            | 1     | 1.5 | %/năm        | equal      | -
    1.000 hộ có sách                                 | 1000  | -   | hộ           | equal      | -
    ít nhất 02 câu lạc bộ                            | 2     | -   | câu lạc bộ   | at_least   | -
    không quá 3 cuộc họp                             | 3     | -   | cuộc         | at_most    | -
    trên 90% hộ gia đình                             | 90    | -   | %            | over       | -
    dưới 2.500 người                                 | 2500  | -   | người        | under      | -
    từ 95% trở lên                                   | 95    | -   | %            | at_least   | -
    khoảng 1.250,5 triệu đồng                        | 1250.5 | -  | triệu đồng   | about      | -
    ngày 15/6/2019 mở tủ sách                        | -     | -   | -            | -          | -
    Điều 5 Quyết định số 11/QĐ-VD năm 2019           | -     | -   | -            | -          | -
    khoản 2 Điều 3                                   | -     | -   | -            | -          | -
""")


@pytest.mark.parametrize("row", FIGURES, ids=[row[0] for row in FIGURES])
def test_figures(row: list[str]) -> None:
    words, value, to, unit, comparator, against = row
    found = figures_in(words)
    if not value:
        assert found == ()
        return
    (figure,) = found
    assert [str(figure.value), str(figure.value_to or ""), figure.unit, figure.comparator, figure.against or ""] == [
        value, to, unit, comparator, against,
    ]  # fmt: skip
    assert figure.words in words


BASES = _table("""
    words | number | date | issuer | title
    Căn cứ Quyết định số 11/QĐ-VD ngày 02/01/2019 của Bộ Ví dụ về việc mở tủ sách; | 11/QĐ-VD | 2019-01-02 | Bộ Ví dụ | mở tủ sách
    Thực hiện Nghị quyết số 08-NQ/TU ngày 15 tháng 3 năm 2019 của Tỉnh ủy Mẫu về đọc sách, Sở Ví dụ xây dựng kế hoạch như sau: | 08-NQ/TU | 2019-03-15 | Tỉnh ủy Mẫu | đọc sách
    Căn cứ Nghị định số 12/2019/NĐ-CP ngày 01/2/2019 của Chính phủ quy định về thư viện; | 12/2019/NĐ-CP | 2019-02-01 | Chính phủ | quy định về thư viện
    Căn cứ Luật Ví dụ số 06/2020/QH15 ngày 15/6/2020; | - | 2020-06-15 | - | Luật Ví dụ số 06/2020/QH15
    Căn cứ Luật Thư viện mẫu ngày 21 tháng 11 năm 2019; | - | 2019-11-21 | - | Luật Thư viện mẫu
    Căn cứ Thông tư số 05/2018/TT-BVD sửa đổi một số điều của Thông tư số 04/2016/TT-BVD; | 05/2018/TT-BVD | - | - | sửa đổi một số điều của Thông tư số 04/2016/TT-BVD
    - Công văn số 123/SVD-VP ngày 9/9/2019 của Sở Ví dụ hướng dẫn đọc sách. | 123/SVD-VP | 2019-09-09 | Sở Ví dụ | hướng dẫn đọc sách
""")  # noqa: E501


@pytest.mark.parametrize("row", BASES, ids=[row[0][:40] for row in BASES])
def test_legal_bases(row: list[str]) -> None:
    words, number, date, issuer, title = row
    (basis,) = read_bases(words)
    assert [basis.number or "", basis.date or "", basis.issuer or "", basis.title] == [number, date, issuer, title]


def test_several_bases_on_one_line_and_on_lines_of_their_own() -> None:
    one_line = (
        "Thực hiện Kế hoạch số 1/KH-VD ngày 01/01/2019 của Hội A về sách; Chỉ thị số 2/CT-VD ngày 02/01/2019 của Hội B"
        " về nước, kế hoạch số 3/KH-VD ngày 03/01/2019 của Hội C ban hành việc đọc và Công văn số 4/CV-VD"
        " ngày 04/01/2019 của Hội D,"
        " Ban Ví dụ lập kế hoạch sau:"
    )
    lines = one_line.replace("; ", ";\n").replace(", kế", ";\nCăn cứ kế").replace(" và Công", ";\nCăn cứ Công")
    for text in (one_line, lines):
        assert [(basis.number, basis.issuer) for basis in read_bases(text)] == [
            ("1/KH-VD", "Hội A"), ("2/CT-VD", "Hội B"), ("3/KH-VD", "Hội C"), ("4/CV-VD", "Hội D"),
        ]  # fmt: skip


ACTORS = _table("""
    words                                                          | kinds
    Các sở, ban, ngành và Ủy ban Mặt trận Tổ quốc                   | departments, front
    UBND huyện Mẫu và các xã, phường, thị trấn                      | districts, communes
    Hội Phụ nữ, Đoàn Thanh niên, các doanh nghiệp                   | unions, enterprises
    tổ chức xã hội, xã hội hóa việc đọc sách                        | professional_bodies
    xây dựng nông thôn mới trên địa bàn, văn bản cơ bản             | -
    các thôn, tổ dân phố và hộ gia đình                             | villages, households
    cơ sở vật chất, trụ sở                                          | -
    người nước ngoài, tổ chức quốc tế                               | foreigners, international_organisations
    kiều bào, người Việt Nam ở nước ngoài                           | overseas_vietnamese
    cơ quan, tổ chức nước ngoài                                     | foreign_agencies
    các cụm, khối thi đua; báo, đài                                 | clusters, media
    gắn với phong trào “Các huyện đọc sách”                         | -
    hợp tác xã, công an xã, bộ đội biên phòng                       | economic_bodies, armed_forces, communes
    trạm y tế, trường học, cộng đồng dân cư                         | health_units, schools, communities
""")


@pytest.mark.parametrize("row", ACTORS, ids=[row[0] for row in ACTORS])
def test_actors(row: list[str]) -> None:
    words, expected = row
    kinds = list(dict.fromkeys(actor.kind for actor in actors_in(words)))
    assert ", ".join(kinds) == expected


NAMES = _table("""
    words                                                            | kind        | name
    Sở Y tế chủ trì việc này                                         | departments | Y tế
    Sở Lao động - Thương binh và Xã hội theo dõi                     | departments | Lao động - Thương binh và Xã hội
    UBND thị xã Ví Dụ báo cáo                                        | districts   | Ví Dụ
    xã Mẫu Đông tổ chức                                              | communes    | Mẫu Đông
    các xã tổ chức                                                   | communes    | -
""")


@pytest.mark.parametrize("row", NAMES, ids=[row[0] for row in NAMES])
def test_names_of_actors(row: list[str]) -> None:
    words, kind, name = row
    assert [(actor.kind, actor.name or "") for actor in actors_in(words)] == [(kind, name)]


KINDS = _table("""
    heading                          | kind
    MỤC ĐÍCH                         | purpose
    Mục đích, yêu cầu                | purpose
    Yêu cầu                          | requirement
    Tên phong trào thi đua           | frame
    Phạm vi, đối tượng               | frame
    Thời gian                        | frame
    NỘI DUNG PHONG TRÀO THI ĐUA      | content
    Nhiệm vụ và giải pháp            | content
    GIẢI PHÁP THỰC HIỆN              | solution
    TỔ CHỨC THỰC HIỆN                | organisation
    Phân công trách nhiệm            | organisation
    Tủ sách của thôn                 | -
""")


@pytest.mark.parametrize("row", KINDS, ids=[row[0] for row in KINDS])
def test_kinds_of_headings(row: list[str]) -> None:
    assert (kind_of_heading(row[0]) or "") == row[1]


def test_every_participant_of_the_frame_has_words_in_both_languages_and_a_source() -> None:
    kinds = participant_kinds()
    assert len({kind.id for kind in kinds}) == len(kinds)
    assert all(kind.label.vi and kind.label.en and kind.source and kind.patterns for kind in kinds)
    assert [kind.id for kind in kinds if kind.in_frame] == [
        "departments", "front", "unions", "districts", "armed_forces", "economic_bodies", "professional_bodies",
        "communes", "villages", "individuals", "households", "overseas_vietnamese", "foreigners", "foreign_agencies",
        "international_organisations", "enterprises",
    ]  # fmt: skip


COVERS = _table("""
    kind        | category     | unit kind   | level    | covered
    districts   | area         | thị xã      | district | yes
    districts   | area         | xã          | commune  | -
    communes    | area         | phường      | commune  | yes
    departments | organisation | sở          | province | yes
    clusters    | organisation | khối        | province | yes
    clusters    | organisation | khối        | village  | -
    individuals | area         | xã          | commune  | -
    all_units   | organisation | trường học  | commune  | yes
""")


@pytest.mark.parametrize("row", COVERS, ids=[" ".join(row[:4]) for row in COVERS])
def test_which_units_a_kind_covers(row: list[str]) -> None:
    kind, category, unit_kind, level, covered = row
    assert kind_covers(kind, category=category, unit_kind=unit_kind, level=level) is bool(covered)


def test_phases_are_read_from_sentences_about_reviews() -> None:
    def clause(address: str, heading: str, text: str) -> Clause:
        return Clause(address, None, "frame", heading, text, dates_in(text))

    frame = read_frame(
        [
            clause("1", "Tên gọi", "Phong trào “Đọc sách”"),
            clause("2", "Phạm vi", "Toàn xã Ví Dụ"),
            clause("3", "Đối tượng", "Các thôn, cá nhân"),
            clause(
                "4", "Thời gian", "Sơ kết (2019 - 2020) vào năm 2020; tổng kết giai đoạn 2019-2021 vào cuối năm 2021."
            ),
        ]
    )
    assert (frame.name, frame.scope) == ("Phong trào “Đọc sách”", "Toàn xã Ví Dụ")
    assert [actor.kind for actor in frame.participants] == ["villages", "individuals"]
    assert (frame.first_year, frame.last_year) == (2019, 2021)
    assert [(one.review, one.first_year, one.last_year, one.review_year) for one in frame.phases] == [
        ("preliminary", 2019, 2020, 2020),
        ("final", 2019, 2021, 2021),
    ]
