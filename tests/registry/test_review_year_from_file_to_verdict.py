"""From files to verdicts: import, snapshot, classify, write back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from made_households import household, member

from chungtay.registry.classify import classify_review_year, explain_review
from chungtay.registry.importing import import_file
from chungtay.registry.models import HouseholdReview, Verdict
from chungtay.registry.snapshot import kept_snapshot, kept_snapshots, take_snapshot
from chungtay.rules import load_vocabulary

pytestmark = pytest.mark.django_db
STANDARD = "vn-2016-2020"


@pytest.fixture
def run(province, pair, tmp_path: Path):
    """Import one year's rows, take the snapshot and classify it."""

    def made(year: int, households, members):
        import_file(pair(households, members), standard_id=STANDARD, review_year=year, round="base")
        snapshot = take_snapshot(year, STANDARD, folder=tmp_path / "snapshots")
        return snapshot, classify_review_year(year, STANDARD, snapshot)

    return made


def of_year(year: int, code: str, income: float | str) -> dict:
    return household(code, income_per_head=income, surveyed_on=f"{year}-11-05")


def test_the_verdict_written_back_is_the_one_the_reference_gives(run):
    people = [member("H01", 1), member("H02", 1), member("H03", 1, has_health_insurance=""), member("H05", 1)]
    heads = [
        of_year(2019, "H01", 700000),
        of_year(2019, "H02", 900000),
        of_year(2019, "H03", 1000001),
        of_year(2019, "H04", ""),
        of_year(2019, "H05", 900000) | {"b1_points": 110, "b2_points": 40},
    ]
    run(2019, heads, people)
    for review in HouseholdReview.objects.select_related("verdict"):
        said, stored = explain_review(review), review.verdict
        assert stored.household_class == said.household_class, review.household.code
        assert stored.subtype == (said.subtype or "")
        assert stored.deprivations == said.deprivations
        assert stored.indicators == dict(said.indicators)
        assert stored.missing == ";".join(said.missing)
        assert stored.standard_version == said.standard_version


def test_a_household_goes_its_way_through_the_years(run):
    incomes = {
        2015: {"H01": 500000, "H02": 500000, "H03": 1200000, "H04": 1200000},
        2016: {"H01": 500000, "H02": 1200000, "H03": 500000},
        2017: {"H01": "", "H02": 500000, "H03": 1200000, "H05": 500000},
    }
    for year, given in incomes.items():
        heads = [of_year(year, code, income) for code, income in given.items()]
        run(year, heads, [member(code, 1) for code in given])
    ways = {
        (v.review.household.code, v.review.review_year): v.pathway for v in Verdict.objects.select_related("review")
    }
    assert {code: ways[code, 2015] for code in ("H01", "H02", "H03", "H04")} == dict.fromkeys(
        ("H01", "H02", "H03", "H04"), ""
    )
    assert [ways["H01", 2016], ways["H02", 2016], ways["H03", 2016]] == ["stay", "exit", "new"]
    assert [ways["H01", 2017], ways["H02", 2017], ways["H03", 2017], ways["H05", 2017]] == [
        "undetermined",
        "relapse",
        "exit",
        "joined",
    ]


def test_classifying_again_replaces_the_verdicts(run):
    heads, people = [of_year(2019, "H01", 500000)], [member("H01", 1)]
    run(2019, heads, people)
    run(2019, heads, people)
    assert Verdict.objects.count() == 1


def test_a_snapshot_holds_no_personal_data_and_is_found_again(run, tmp_path: Path):
    snapshot, summary = run(2019, [of_year(2019, "H01", 500000)], [member("H01", 1)])
    columns = {*snapshot.files.manifest["households"]["columns"], *snapshot.files.manifest["members"]["columns"]}
    assert not columns & {"head_name", "full_name", "identity_number", "phone", "address"}
    assert summary.classes == {"poor": 1}
    assert kept_snapshot(snapshot.snapshot_id, tmp_path / "snapshots").households == 1
    assert [one.snapshot_id for one in kept_snapshots(tmp_path / "snapshots")] == [snapshot.snapshot_id]


def test_the_same_reviews_give_the_same_snapshot(run):
    first, _ = run(2019, [of_year(2019, "H01", 500000)], [member("H01", 1)])
    again, _ = run(2019, [of_year(2019, "H01", 500000)], [member("H01", 1)])
    assert again.snapshot_id == first.snapshot_id


def random_value(fact, chance: random.Random):
    """A value that the fact allows, or nothing in one case of five."""
    if chance.random() < 0.2:
        return ""
    if fact.type == "bool":
        return chance.choice(["true", "false"])
    if fact.type == "code":
        return chance.choice(fact.code_values)
    special = {
        "income_per_head": [700000, 900000, 1000000, 1300000, 1500000, 2000000, 2250000, 3000001],
        "birth_year": [1950, 1985, 1986, 2003, 2005, 2013, 2014, 2019],
        "floor_area": [7.9, 8, 16, 24, 100],
        "b1_points": [110, 120, 121, 140, 150, 175, 176],
        "b2_points": [0, 20, 30, 120],
    }
    return chance.choice(special[fact.name]) if fact.name in special else ""


@pytest.mark.parametrize(
    ("standard_id", "guidance"), [(STANDARD, ""), (STANDARD, "census-2015"), ("vn-2022-2025", ""), ("vn-2011-2015", "")]
)
def test_every_random_household_gets_the_verdict_of_the_reference(province, pair, tmp_path, standard_id, guidance):
    chance, vocabulary = random.Random(7), load_vocabulary()
    heads, people = [], []
    for number in range(120):
        code = f"H{number:03d}"
        heads.append({"household_code": code, "commune_code": "20047"}
                     | {fact.name: random_value(fact, chance) for fact in vocabulary.household_facts})  # fmt: skip
        if guidance == "" and chance.random() < 0.7:
            heads[-1] |= {"b1_points": "", "b2_points": ""}
        people += [
            {"household_code": code, "member_number": place}
            | {fact.name: random_value(fact, chance) for fact in vocabulary.member_facts if fact.name != "age"}
            for place in range(1, chance.randint(1, 5))
        ]
    import_file(pair(heads, people), standard_id=standard_id, review_year=2019, round="base", guidance=guidance)
    snapshot = take_snapshot(2019, standard_id, folder=tmp_path / "snapshots")
    summary = classify_review_year(2019, standard_id, snapshot)
    assert summary.households == 120 and len(summary.classes) > 1
    for review in HouseholdReview.objects.select_related("verdict", "household"):
        said, stored = explain_review(review), review.verdict
        assert (stored.household_class, stored.subtype, stored.deprivations, stored.indicators, stored.missing) == (
            said.household_class, said.subtype or "", said.deprivations, dict(said.indicators), ";".join(said.missing)
        ), review.household.code  # fmt: skip
