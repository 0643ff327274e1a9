"""`chungtay demo` from nothing, in a process and a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
COMMAND = (sys.executable, "-c", "from chungtay.cli import main; main()")


def demo(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHUNGTAY_")}
    return subprocess.run(
        [*COMMAND, "demo", "--no-serve", "--scale", "0.003", "--home", str(home), *more],
        capture_output=True, text=True, check=False, env={**kept, "CHUNGTAY_LANG": "en"}, cwd=home,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home: Path) -> subprocess.CompletedProcess[str]:
    plan = home / "ke-hoach.md"
    plan.write_text("# **KẾ HOẠCH**\n\n## Tổ chức phong trào\n\nNội dung.\n", encoding="utf-8")
    return demo(home, "--plan", str(plan))


def test_it_builds_everything_and_says_what_to_do_next(first: subprocess.CompletedProcess[str], home: Path) -> None:
    assert first.returncode == 0, first.stderr
    for said in (
        "synthetic",
        "indicator values",
        "Password of all ready accounts",
        f"chungtay serve --home {home} --port 8000",
        "The department's plan: ",
        " plans, ",
    ):
        assert said in first.stdout
    assert (home / "chungtay.sqlite3").is_file()
    assert len(list((home / "snapshots").iterdir())) == 6


@pytest.mark.usefixtures("first")
def test_a_second_run_finds_it_there(home: Path) -> None:
    again = demo(home)
    assert again.returncode == 0, again.stderr
    assert "was built before" in again.stdout


@pytest.mark.usefixtures("first")
def test_another_province_in_the_same_folder_needs_fresh(home: Path) -> None:
    other = demo(home, "--seed", "7")
    assert other.returncode == 2
    assert "--fresh" in other.stderr


def test_a_plan_that_is_not_there_is_named_before_anything_is_built(tmp_path: Path) -> None:
    missing = demo(tmp_path, "--plan", str(tmp_path / "khong-co.md"))
    assert missing.returncode == 2
    assert "khong-co.md" in missing.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.usefixtures("first")
def test_fresh_removes_the_old_province_and_builds_anew(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "home"  # the other tests go on with the old province
    shutil.copytree(home, own)
    before = {folder.name for folder in (own / "snapshots").iterdir()}
    anew = demo(own, "--seed", "7", "--fresh")
    assert anew.returncode == 0, anew.stderr
    assert before.isdisjoint({folder.name for folder in (own / "snapshots").iterdir()})
