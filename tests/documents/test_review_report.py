"""The report says what the indicators and the registry hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chungtay.documents.review_paper import review_paper
from chungtay.documents.review_report import build_review_report, legal_bases
from chungtay.messages import UserError

pytestmark = pytest.mark.django_db


def test_figures_are_those_of_the_indicators(figures: str) -> None:
    report = build_review_report("46", 2019)
    assert (report.total.poor.numerator, report.total.poor.denominator) == (13_200, 316_546)
    assert report.total.poor.value == pytest.approx(0.0417, abs=0.00005)
    assert (report.total.poor_before.numerator, report.total.poor_before.denominator) == (13_220, 316_446)
    assert report.snapshot_id.endswith("2019") and report.synthetic


def test_the_province_lists_its_152_communes_under_nine_districts(figures: str) -> None:
    rows = build_review_report("46", 2019).rows
    assert sum(row.weight == "plain" for row in rows) == 152
    assert sum(row.weight == "subtotal" for row in rows) == 9
    a_luoi = next(row for row in rows if row.code == "481")
    assert a_luoi.name == "Huyện A Lưới" and a_luoi.poor.numerator == 2_600
    assert next(row for row in rows if row.code == figures).poor.numerator == 80


def test_a_district_lists_its_communes(figures: str) -> None:
    report = build_review_report("481", 2019)
    assert len(report.rows) == 21
    assert (report.superior_kind, report.superior_name) == ("tỉnh", "Thừa Thiên Huế")


def test_the_ledger_closes(figures: str) -> None:
    flow = build_review_report("46", 2019).movement
    assert (flow.opening, flow.exits, flow.new, flow.relapses, flow.closing) == (13_220, 30, 8, 3, 13_200)
    assert flow.other_out == 13_220 - 30 - 13_187
    assert flow.other_in == 13_200 - 8 - 3 - 13_187
    assert flow.balanced


def test_without_the_year_before_nothing_is_said_of_movement(figures: str) -> None:
    report = build_review_report("46", 2018)
    assert report.movement.opening is None and report.movement.balanced is None
    assert report.total.change is None
    text = " ".join(getattr(block, "text", "") for block in review_paper(report).body)
    assert "Chưa có số liệu cùng chuẩn của cuối năm 2017" in text


def test_deprivations_carry_the_names_of_the_standard(figures: str) -> None:
    deprivations = build_review_report(figures, 2019).deprivations
    assert [(row.label, row.poor.numerator, row.poor.denominator) for row in deprivations] == [
        ("Hố xí/nhà tiêu hợp vệ sinh", 45, 79)
    ]


def test_rounds_persons_groups_and_missing_facts_are_counted(reviews: str) -> None:
    report = build_review_report(reviews, 2019)
    assert report.rounds == (("listed", 3), ("applied", 1)) and report.reviewed == 4
    assert report.valid_for_year == 2020 and report.standard_version == "abc123"
    assert report.poor_persons is not None and report.poor_persons.persons == 7
    assert report.near_poor_persons is not None and report.near_poor_persons.households_listed == 0
    groups = {group.label: group for group in report.groups}
    merit = groups["Hộ có thành viên là người có công với cách mạng"].poor
    assert (merit.numerator, merit.denominator) == (1, 2)
    labour = groups["Hộ không có khả năng lao động"].poor
    assert (labour.numerator, labour.denominator) == (0, 1), "an unknown fact is not a no"
    assert report.undetermined == 1
    assert {fact.households for fact in report.missing} == {1} and len(report.missing) == 2


def test_minority_households_are_a_part_of_the_poor(figures: str) -> None:
    group = next(each for each in build_review_report(figures, 2019).groups if each.label == "Hộ dân tộc thiểu số")
    assert (group.poor.numerator, group.poor.denominator) == (50, 80)


def test_a_unit_without_a_denominator_has_no_rate(figures: str, keep_figure: Callable[..., None], areas: None) -> None:
    keep_figure("poor_rate", "474", 2019, 12, None)
    row = next(row for row in build_review_report("46", 2019).rows if row.code == "474")
    assert row.poor.value is None and row.poor.numerator == 12


def test_a_published_rate_is_set_against_the_computed_one(figures: str) -> None:
    from chungtay.indicators.models import OfficialValue
    from chungtay.units.models import Unit

    province = Unit.objects.get(code="46")
    for kind, value in (("result", 0.0417), ("target", 0.0422)):
        OfficialValue.objects.create(
            indicator="poor_rate", unit=province, year=2019, kind=kind, value=value, standard_id="vn-2016-2020",
            source="Báo cáo", status="secondary",
        )  # fmt: skip
    published = build_review_report("46", 2019).published
    assert [(each.kind, each.value) for each in published] == [("result", 0.0417)], "a target is no result"


def test_a_year_without_figures_is_refused_with_the_years_there_are(figures: str) -> None:
    with pytest.raises(UserError, match="Chưa có số liệu rà soát năm 2017") as error:
        build_review_report("46", 2017)
    assert error.value.problems[0].allowed == "2018, 2019"


def test_a_unit_that_was_not_there_is_refused(figures: str) -> None:
    with pytest.raises(UserError, match="không có đơn vị mã 99999"):
        build_review_report("99999", 2019)


def test_the_year_decides_which_circulars_are_named() -> None:
    assert len(legal_bases("vn-2016-2020", 2015)) == 1
    assert len(legal_bases("vn-2016-2020", 2017)) == 2
    assert len(legal_bases("vn-2016-2020", 2019)) == 3
    assert legal_bases("a-province-own", 2019) == ()
