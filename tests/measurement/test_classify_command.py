"""`chungtay classify`: what officers type, what they get, and what they are told when a file is wrong."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HOUSEHOLDS = """household_id,area,income_per_head,house_grade,floor_area,water_source,toilet_type,has_tv,has_radio,has_computer,hears_loudspeaker
h3,urban,1000000,permanent,60,tap,septic,true,false,false,true
h1,rural,700000,simple,10,surface,none,false,false,false,false
h2,rural,900000,simple,10,surface,septic,true,true,true,true
h4,rural,,permanent,90,tap,septic,có,không,,có
"""  # noqa: E501
MEMBERS = """household_id,birth_year,age,attends_school,highest_education,has_health_insurance,was_seriously_ill_12m,was_treated_12m,uses_phone,uses_internet
h1,1980,36,0,primary,1,0,,1,1
h2,1980,36,0,primary,1,0,,1,1
h2,2010,6,1,none,1,0,,0,0
h3,1980,36,0,higher,1,0,,1,1
h4,1980,36,0,higher,1,0,,1,1
"""  # noqa: E501


@pytest.fixture
def run(console: Any, tmp_path: Path) -> Any:
    """Run `chungtay classify` on two CSV texts; return (exit code, standard output, standard error)."""
    (tmp_path / "h.csv").write_text(HOUSEHOLDS, encoding="utf-8")
    (tmp_path / "m.csv").write_text(MEMBERS, encoding="utf-8")

    def run(
        *more: str,
        households: str = "h.csv",
        members: str = "m.csv",
        standard: str = "vn-2016-2020",
        out: str = "out.csv",
    ) -> tuple[int, str, str]:
        paths = ["--households", str(tmp_path / households), "--members", str(tmp_path / members)]
        paths += ["--out", str(tmp_path / out)] if out else []
        return console("classify", "--standard", standard, *paths, *more)

    return run


def test_a_csv_goes_in_and_a_csv_comes_out(run: Any, tmp_path: Path) -> None:
    code, out, _ = run()
    assert code == 0
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert list(rows[0]) == [
        "household_id", "class", "subtype", "deprivations", "edu_adult", "edu_child", "health_access", "health_ins",
        "house_quality", "house_area", "water", "toilet", "telecom", "info_asset", "missing",
    ]  # fmt: skip
    told = [(row["household_id"], row["class"], row["subtype"], row["deprivations"], row["missing"]) for row in rows]
    assert told == [
        ("h1", "poor", "N1", "4", ""),
        ("h2", "poor", "N2", "3", ""),
        ("h3", "near_poor", "", "0", ""),
        ("h4", "undetermined", "", "0", "income_per_head"),
    ]
    assert rows[0]["water"] == "true" and rows[0]["telecom"] == "false"
    assert "4 households" in out and "poor 2" in out and str(tmp_path / "out.csv") in out and "Next:" in out


def test_parquet_comes_out_by_its_extension(run: Any, tmp_path: Path) -> None:
    assert run(out="out.parquet")[0] == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table["class"].to_pylist() == ["poor", "poor", "near_poor", "undetermined"]
    assert table["subtype"].to_pylist() == ["N1", "N2", None, None]
    assert table.schema.field("water").type == pa.bool_()


def test_words_are_plain_text_to_readers_of_the_parquet_file(run: Any, tmp_path: Path) -> None:
    assert run(out="out.parquet")[0] == 0
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert [schema.field(name).type for name in ("class", "subtype", "missing")] == [pa.string()] * 3


def test_a_dry_run_counts_and_writes_nothing(run: Any, tmp_path: Path) -> None:
    code, out, _ = run("--dry-run", out="")
    assert code == 0 and "poor 2" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.csv", "m.csv"]


def test_without_out_or_dry_run_it_asks(run: Any) -> None:
    code, _, err = run(out="")
    assert code == 2 and "--dry-run" in err


def test_numbers_as_ids_are_taken_and_compared_with_text(run: Any, tmp_path: Path) -> None:
    households = pa.table({"household_id": [2, 1], "area": ["rural", "rural"], "income_per_head": [1, 9_000_000]})
    pq.write_table(households, tmp_path / "h.parquet")
    (tmp_path / "m.csv").write_text("household_id,age\n1,5\n2,7\n", encoding="utf-8")
    assert run(households="h.parquet", out="out.parquet")[0] == 0
    assert pq.read_table(tmp_path / "out.parquet").select(["household_id", "class"]).to_pylist() == [
        {"household_id": "1", "class": "not_poor"},
        {"household_id": "2", "class": "poor"},
    ]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "h.csv",
            HOUSEHOLDS.replace("h3,urban,1000000", "h3,urban,một triệu"),
            ["row 2", "income_per_head", "một triệu"],
        ),
        ("h.csv", HOUSEHOLDS.replace("h1,rural", "h1,village"), ["row 3", "area", "village", "rural"]),
        ("h.csv", HOUSEHOLDS.replace("simple,10,surface,none", "simple,0,surface,none"), ["row 3", "floor_area"]),
        ("h.csv", HOUSEHOLDS.replace("h2,", "h1,"), ["row 4", "h1", "already stands in row 3"]),
        ("h.csv", HOUSEHOLDS.replace("income_per_head", "income"), ["income_per_head", "required column"]),
        ("h.csv", HOUSEHOLDS.replace("water_source", "water_sorce"), ["water_sorce", "Rename"]),
        ("m.csv", MEMBERS.replace("h1,1980,36", "h1,1980,-3"), ["row 2", "age", "-3"]),
        ("m.csv", MEMBERS + "h9,1980,36,0,higher,1,0,,1,1\n", ["row 7", "h9", "not in"]),
        ("m.csv", "", ["empty"]),
    ],
)
def test_a_wrong_file_is_an_error_that_names_the_place_and_nothing_is_written(
    run: Any, tmp_path: Path, file: str, text: str, words: list[str]
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "out.csv").write_text("from before")
    code, _, err = run()
    assert code == 2
    assert file in err and all(word in err for word in words), err
    assert "What to do" in err and "Traceback" not in err
    assert (tmp_path / "out.csv").read_text() == "from before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.csv", "m.csv", "out.csv"]


def test_a_file_in_a_legacy_encoding_is_named_as_such(run: Any, tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_bytes(b"household_id,area\n1,n\xabng th\xabn\n")
    code, _, err = run()
    assert code == 2 and "TCVN3" in err and "UTF-8" in err


def test_repeated_households_in_sorted_parquet_are_found(run: Any, tmp_path: Path) -> None:
    households = pa.table({"household_id": ["a", "b", "b"], "area": ["rural"] * 3, "income_per_head": [1, 2, 3]})
    pq.write_table(households, tmp_path / "h.parquet")
    pq.write_table(pa.table({"household_id": ["a", "b"], "age": [3, 4]}), tmp_path / "m.parquet")
    code, _, err = run(households="h.parquet", members="m.parquet")
    assert code == 2 and "row 4" in err and "row 3" in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"standard": "vn-2016"}, "vn-2016-2020"),
        ({"standard": "vn-2027-2030"}, "vn-2027-2030"),
        ({"households": "none.csv"}, "none.csv"),
        ({"out": "out.docx"}, ".parquet"),
        ({"out": "h.csv"}, "overwrite"),
        ({"out": "nowhere/out.csv"}, "folder"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(run: Any, arguments: dict[str, str], word: str) -> None:
    code, _, err = run(**arguments)
    assert code == 2 and word in err, err


def test_the_guidance_of_another_standard_is_refused(run: Any) -> None:
    code, _, err = run("--guidance", "07/2021/TT-BLDTBXH")
    assert code == 2 and "14/2018/TT-BLDTBXH" in err


def test_a_memory_limit_that_cannot_be_read_is_refused(run: Any) -> None:
    code, _, err = run("--memory-limit", "nhiều")
    assert code == 2 and "700MB" in err


def test_help_has_an_example(run: Any) -> None:
    code, out, _ = run("--help")
    assert code == 0 and "chungtay classify --standard vn-2016-2020" in out


@pytest.mark.parametrize("standard", ["vn-2016-2020", "vn-2022-2025"])
def test_members_of_whom_nothing_is_known_leave_the_class_open(run: Any, tmp_path: Path, standard: str) -> None:
    (tmp_path / "h.csv").write_text("household_id,area,income_per_head\n1,rural,900000\n", encoding="utf-8")
    (tmp_path / "m.csv").write_text("household_id\n1\n1\n", encoding="utf-8")
    code, _, err = run(standard=standard)
    assert code == 0 and "taken as unknown" in err
    (row,) = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))
    assert row["class"] == "undetermined" and "has_health_insurance" in row["missing"].split(";")


def test_csv_cells_are_quoted_only_where_an_id_needs_it(run: Any, tmp_path: Path) -> None:
    run()
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("h1,poor,N1,4,false,")
    (tmp_path / "h.csv").write_text('household_id,area,income_per_head\n"a,""1",rural,1\n', encoding="utf-8")
    (tmp_path / "m.csv").write_text('household_id,age\n"a,""1",5\n', encoding="utf-8")
    run()
    (row,) = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))
    assert (row["household_id"], row["class"], row["missing"]) == ('a,"1', "poor", "")


def test_a_file_without_form_points_is_no_matter_for_a_note(run: Any) -> None:
    assert run()[2] == ""
