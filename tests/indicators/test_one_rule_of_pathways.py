"""The same households give the same numbers by `chungtay pathways`, in the registry and in the indicators."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyarrow.csv
import pytest

from chungtay import cli
from chungtay.indicators.compute import compute_year
from chungtay.indicators.queries import pathway_series, value
from chungtay.indicators.records import note_snapshot
from chungtay.measurement.pathways import PATHWAYS
from chungtay.registry.classify import classify_review_year
from chungtay.registry.models import HouseholdReview, Verdict
from chungtay.registry.snapshot import take_snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_province")]
STANDARD = "vn-2016-2020"
Counts = dict[tuple[int, str], int]


@pytest.fixture
def _every_way_is_gone(tmp_path: Path) -> None:
    """Let one newly poor household of 2018 be unknown before, one poor in 2018 unclear in 2019, one gone in 2020."""
    new = Verdict.objects.filter(review__review_year=2018, pathway="new").earliest("pk").review
    HouseholdReview.objects.filter(household=new.household_id, review_year__lt=2018).delete()
    unclear = Verdict.objects.filter(review__review_year=2019, pathway="stay", review__round="listed").earliest("pk")
    HouseholdReview.objects.filter(pk=unclear.pk).update(facts={}, member_facts=[])
    Verdict.objects.filter(review__review_year=2020, pathway="exit").earliest("pk").review.delete()
    for year in (2018, 2019, 2020):
        snapshot = take_snapshot(year, STANDARD, folder=tmp_path)
        classify_review_year(year, STANDARD, snapshot)
        compute_year(year, STANDARD, note_snapshot(snapshot))


@pytest.fixture
def by_command(_every_way_is_gone: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Write out every verdict, run the command on the file, and read (year, pathway) -> households."""
    columns = ("review__household__code", "review__review_year", "household_class", "review__round")
    with (tmp_path / "ho.csv").open("w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("household", "year", "class", "round"))
        writer.writerows(Verdict.objects.values_list(*columns))
    given = [str(tmp_path / "ho.csv"), "--household", "household", "--year", "year", "--class", "class"]
    monkeypatch.setattr("sys.argv", ["chungtay", "pathways", *given, "--out", str(tmp_path / "out.csv")])
    cli.main()
    rows = pyarrow.csv.read_csv(tmp_path / "out.csv").to_pylist()
    return {(row["to_year"], row["to"]): row["events"] for row in rows if row["table"] == "pathway"}


def test_the_registry_says_what_the_command_says(by_command: Counts) -> None:
    stored = Counter(Verdict.objects.exclude(pathway="").values_list("review__review_year", "pathway"))
    assert {way for _, way in stored} == set(PATHWAYS) - {"left"}
    told = {key: households for key, households in by_command.items() if households}
    gone = {key: told.pop(key) for key in list(told) if key[1] == "left"}
    assert list(gone.values()) == [1]  # no review of the year could say so of this one
    assert stored == told


def test_the_indicators_say_what_the_command_says(by_command: Counts) -> None:
    for year in pathway_series("46"):
        told = {way: by_command[year.year, way] for way in ("stay", "exit", "new", "relapse")}
        assert told == {way: getattr(year, way) for way in told}
        for way, households in told.items():
            figure = value(f"poor_{way}", "46", year.year)
            assert (figure.numerator if figure else 0) == households
        unclear = by_command[year.year, "undetermined"]
        other = year.other_decrease + year.other_increase
        assert other == by_command[year.year, "left"] + by_command[year.year, "joined"] + unclear
    assert unclear
