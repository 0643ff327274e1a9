"""How many fields each unit must type, and who may design the forms."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import AuditEntry
from chungtay.messages import UserError
from chungtay.movement.burden import (
    add_field,
    add_form,
    burden_by_level,
    burden_by_unit,
    burden_of_unit,
    check_form,
    close_form,
    remove_field,
)
from chungtay.movement.models import ReportField, ReportForm
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db
YEAR = 2019


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def opened(plans, issuer: str, level: str, subjects: str, *, times: int = 1, **years: int) -> ReportForm:
    years.setdefault("first_year", 2016)
    form = add_form(plans.movement, unit(issuer), f"Biểu {subjects}", level, times_a_year=times, **years)
    for subject in subjects.split():
        add_field(form, subject.capitalize(), subject)
    return form


def table(burdens) -> dict[str, tuple[int, int, int, int]]:
    """code -> forms, reports a year, fields a year, typed a year"""
    return {one.code: (len(one.forms), one.reports, one.asked, one.typed) for one in burdens}


def test_a_field_counts_each_time_its_form_is_asked(plans):
    opened(plans, "46", "district", "meetings articles poor_rate", times=4)
    opened(plans, "46", "district", "models", times=1)
    own = burden_of_unit("481", YEAR)
    assert (own.reports, own.asked, own.typed, own.prefilled) == (5, 13, 9, 4)
    assert own.prefilled_share == pytest.approx(4 / 13)


def test_a_form_asks_the_units_below_its_issuer_and_no_others(plans):
    opened(plans, "46", "commune", "meetings", times=2)
    opened(plans, "481", "commune", "articles models", times=12)
    found = table(burden_by_unit(YEAR, level="commune"))
    assert len(found) == 152
    assert found["20047"] == (2, 14, 26, 26)
    assert found["20014"] == (1, 2, 2, 2)
    assert set(table(burden_by_unit(YEAR, under="481"))) == {code for code, row in found.items() if row[0] == 2}


def test_at_its_own_level_a_form_asks_organisations(plans):
    opened(plans, "46", "province", "meetings")
    asked = {one.code for one in burden_by_unit(YEAR)}
    assert "46.syt" in asked and "46" not in asked
    opened(plans, "46.syt", "province", "articles")
    assert table(burden_by_unit(YEAR))["46.syt.benh-vien"] == (1, 1, 1, 1)


def test_only_forms_in_force_count(plans):
    opened(plans, "46", "district", "meetings", first_year=2016, last_year=2018)
    form = opened(plans, "46", "district", "articles", first_year=2018)
    assert [burden_of_unit("481", year).asked for year in range(2015, 2020)] == [0, 1, 1, 2, 1]
    close_form(form, 2018)
    assert burden_of_unit("481", 2019).asked == 0
    assert burden_of_unit("481", 2019).prefilled_share is None
    assert burden_of_unit("khong-co", 2019) is None


def test_levels_are_summed_and_averaged(plans):
    opened(plans, "46", "district", "meetings poor_rate", times=4)
    opened(plans, "481", "commune", "articles", times=12)
    district, commune = burden_by_level(YEAR)
    assert (district.level, district.units, district.asked, district.typed) == ("district", 9, 72, 36)
    assert (commune.level, commune.units, commune.reports) == ("commune", 21, 21 * 12)
    assert (district.prefilled_share, commune.typed_per_unit) == (0.5, 12)


def test_a_page_of_all_communes_is_one_query_beside_the_tree(plans, django_assert_num_queries):
    for number in range(5):
        opened(plans, "46", "commune", f"meetings{number} poor_rate")
    burden_by_unit(YEAR)
    with django_assert_num_queries(2):  # one asks whether units have changed
        assert len(burden_by_unit(YEAR)) == 152


def test_a_field_that_the_system_knows_is_filled_in_unless_people_shall_type_it(plans):
    form = opened(plans, "46", "commune", "meetings")
    assert add_field(form, "Tỷ lệ hộ nghèo", "poor_rate").prefilled
    assert not check_form(form)
    typed = add_field(form, "Thu nhập", "income_per_head", prefilled=False)
    assert [(flag.kind, flag.order) for flag in check_form(form)] == [("known", typed.order)]
    with pytest.raises(UserError) as refused:
        add_field(form, "Số cuộc họp", "meetings held", prefilled=True)
    assert refused.value.problems[0].code == "form_prefilled"


def test_a_question_of_the_province_is_flagged_in_a_districts_form(plans):
    opened(plans, "46", "commune", "meetings")
    own = opened(plans, "481", "commune", "models meetings")
    other = opened(plans, "481", "village", "meetings")
    assert [(flag.kind, flag.where) for flag in check_form(own)] == [("asked_elsewhere", "Biểu meetings")]
    assert not check_form(other)
    remove_field(ReportField.objects.get(form=own, subject="meetings"))
    assert not check_form(own)


RIGHTS = [
    ("province_office", "46", "481", True),
    ("district_officer", "481", "481", True),
    ("district_officer", "481", "480", False),
    ("commune_officer", "20047", "20047", True),
    ("commune_officer", "20047", "481", False),
    ("department", "46.syt", "46.syt", True),
    ("council_member", "46", "46", False),
]


@pytest.mark.parametrize("case", RIGHTS)
def test_a_unit_issues_its_own_forms_and_each_step_is_noted(plans, reader, case):
    role, code, issuer, allowed = case
    by = reader(role, code)
    about = (plans.movement, unit(issuer), "Biểu", "village" if issuer != "46.syt" else "province")
    if not allowed:
        with pytest.raises(PermissionDenied):
            add_form(*about, first_year=2016, by=by)
        form = add_form(*about, first_year=2016)
        for step in (lambda: add_field(form, "a", "b", by=by), lambda: close_form(form, 2020, by=by)):
            with pytest.raises(PermissionDenied):
                step()
        return
    form = add_form(*about, first_year=2016, by=by)
    add_field(form, "a", "b", by=by)
    remove_field(form.fields.get(), by=by)
    close_form(form, 2020, by=by)
    assert list(AuditEntry.objects.filter(user=by).order_by("id").values_list("action", flat=True)) == [
        "movement.add_form", "movement.add_field", "movement.remove_field", "movement.close_form",
    ]  # fmt: skip


BAD = [
    ({"title": "  "}, "form_title"),
    ({"level": "province"}, "form_level"),
    ({"level": "nowhere"}, "form_level"),
    ({"times_a_year": 0}, "form_times_a_year"),
    ({"times_a_year": 365}, "form_times_a_year"),
    ({"last_year": 2015}, "form_last_year"),
]


@pytest.mark.parametrize(("wrong", "code"), BAD)
def test_a_form_that_cannot_be_is_refused(plans, wrong, code):
    about = {"title": "Biểu", "level": "commune", "first_year": 2016} | wrong
    with pytest.raises(UserError) as refused:
        add_form(plans.movement, unit("481"), **about)
    assert refused.value.problems[0].code == code
    assert not ReportForm.objects.exists()


def test_fields_are_not_added_to_a_form_of_the_past_but_by_the_standing_office(plans, reader):
    form = add_form(plans.movement, unit("481"), "Biểu", "commune", first_year=2016, last_year=2018)
    with pytest.raises(UserError) as refused:
        add_field(form, "a", "b", by=reader("district_officer", "481"))
    assert refused.value.problems[0].code == "form_last_year"
    assert add_field(form, "a", "b", by=reader("province_office", "46")).order == 1
    empty = add_form(plans.movement, unit("481"), "Biểu", "commune", first_year=2016)
    with pytest.raises(UserError) as refused:
        add_field(empty, "Tên", " ")
    assert refused.value.problems[0].code == "form_subject"
