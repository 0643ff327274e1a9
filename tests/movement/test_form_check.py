"""What a form asks twice, found while it is designed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.movement.form_check import DraftField, DraftForm, check_draft
from chungtay.movement.known_subjects import known_subjects, subject_key

HELD = {"poor_rate", "income_per_head"}


def form(*subjects: str, level: str = "commune", years: tuple[int, int | None] = (2016, None), **more) -> DraftForm:
    fields = tuple(
        DraftField(at, f"Ô {at}", subject.rstrip("*"), subject.endswith("*")) for at, subject in enumerate(subjects, 1)
    )
    return DraftForm(more.pop("title", "Biểu mới"), level, *years, fields, **more)


CASES = [
    # fields of the form (* = filled in), fields of the form in force, flags
    ("số hội thảo | số bài báo", "số cuộc họp", []),
    ("số hội thảo | số bài báo | Số  Hội Thảo", "", [("twice_in_form", 3)]),
    ("số hội thảo", "số hội thảo", [("asked_elsewhere", 1)]),
    ("poor_rate", "", [("known", 1)]),
    ("poor_rate*", "", []),
    ("poor_rate*", "poor_rate", []),
    ("poor_rate", "poor_rate", [("known", 1), ("asked_elsewhere", 1)]),
    ("số hội thảo", "số hội thảo*", []),
    ("poor_rate* | poor_rate*", "", [("twice_in_form", 2)]),
    ("income_per_head | số hội thảo", "số hội thảo", [("known", 1), ("asked_elsewhere", 2)]),
]


@pytest.mark.parametrize(("fields", "in_force", "flags"), CASES)
def test_what_is_asked_twice(fields: str, in_force: str, flags: list[tuple[str, int]]):
    own = form(*(field.strip() for field in fields.split("|")), issuer="46")
    other = form(*[one for one in [in_force] if one], title="Biểu cũ", issuer="46")
    assert [(flag.kind, flag.order) for flag in check_draft(own, [other], HELD)] == flags


MEETING = [
    # the other form: level, years, issuer, units above it -> does it ask the same units?
    ("commune", (2018, 2019), "46", (), True),
    ("commune", (2010, 2015), "46", (), False),
    ("commune", (2021, None), "46", (), False),
    ("commune", (2020, None), "46", (), True),
    ("district", (2016, None), "46", (), False),
    ("commune", (2016, None), "481", ("46",), True),
    ("commune", (2016, None), "480", ("45",), False),
]


@pytest.mark.parametrize("case", MEETING)
def test_only_a_form_for_the_same_units_and_period_doubles_a_question(case):
    level, years, issuer, above, meets = case
    own = form("số hội thảo", years=(2016, 2020), issuer="46")
    other = form("số hội thảo", level=level, years=years, issuer=issuer, above=frozenset(above))
    assert bool(check_draft(own, [other], HELD)) is meets
    assert own.meets(other) is other.meets(own) is meets


def test_a_flag_says_where_it_is_asked_in_both_languages():
    other = form("số hội thảo", title="Biểu tháng", issuer="46")
    (flag,) = check_draft(form("số hội thảo", issuer="46"), [other], HELD)
    assert flag.where == "Biểu tháng" and "Biểu tháng" in flag.words.vi and "Biểu tháng" in flag.words.en


def test_the_system_holds_facts_of_the_vocabulary_and_indicators():
    held = known_subjects()
    assert {"income_per_head", "poor_rate", "poor_income_per_head", "poor_deprived_toilet"} <= held
    assert "số hội thảo" not in held


subjects = st.sampled_from(["a", "b", "c", "poor_rate", "Số bài", "số  bài ", "SỐ BÀI"])
fields = st.lists(st.tuples(subjects, st.booleans()), max_size=6)


@given(fields, fields)
def test_a_form_without_flags_asks_nothing_twice_and_one_with_flags_does(own, others):
    def make(rows) -> DraftForm:
        drafted = tuple(DraftField(at, str(at), subject, filled) for at, (subject, filled) in enumerate(rows))
        return DraftForm("x", "commune", 2016, None, drafted, "46")

    flags = check_draft(make(own), [make(others)], HELD)
    keys = [subject_key(subject) for subject, _ in own]
    typed = [subject_key(subject) for subject, filled in own if not filled]
    elsewhere = {subject_key(subject) for subject, filled in others if not filled}
    doubled = len(keys) != len(set(keys)) or any(key in HELD or key in elsewhere for key in typed)
    assert bool(flags) is doubled
    assert check_draft(make(own), [], ()) == [flag for flag in flags if flag.kind == "twice_in_form"]
