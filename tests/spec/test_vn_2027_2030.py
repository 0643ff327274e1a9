"""Chuẩn 2027-2030 chưa đủ: nó từ chối phân loại và nói còn thiếu gì."""

from __future__ import annotations

import pytest

from chungtay.messages import UserError, speaking
from chungtay.rules import classify_household, compile_ibis, compile_xpath, load_standard


def test_it_can_be_read_but_not_used() -> None:
    standard = load_standard("vn-2027-2030")
    assert standard.status == "incomplete"
    assert dict(standard.lines["poor"].by_area) == {"rural": 2_200_000, "urban": 2_800_000}
    for use in (
        lambda: classify_household(standard, {"area": "rural", "income_per_head": 0}, []),
        lambda: compile_ibis(standard),
        lambda: compile_xpath(standard),
    ):
        with pytest.raises(UserError) as error:
            use()
        assert error.value.problems[0].code == "standard_incomplete"


def test_it_says_what_is_missing() -> None:
    with speaking("en"), pytest.raises(UserError) as error:
        load_standard("vn-2027-2030").check_usable()
    text = error.value.problems[0].what.en
    for part in ("income band", "thresholds of the 12 indicators", "household waste", "circular on scoring"):
        assert part in text


def test_nothing_of_the_2025_draft_is_in_it() -> None:
    """The draft had a second line (1.9/2.2 million rural, 2.5/2.8 urban); the decree as issued has one."""
    lines = load_standard("vn-2027-2030").lines
    assert list(lines) == ["poor"]
    assert "cut" not in str(load_standard("vn-2027-2030").guidance)
