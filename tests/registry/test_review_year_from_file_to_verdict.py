"""From files to verdicts: import, snapshot, classify, write back."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_households import household, member

from chungtay.registry.classify import classify_review_year, explain_review
from chungtay.registry.importing import import_file
from chungtay.registry.models import HouseholdReview, Verdict
from chungtay.registry.snapshot import kept_snapshot, kept_snapshots, take_snapshot

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
        "",
        "relapse",
        "exit",
        "new",
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
