"""`chungtay plan` on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import plan_files
import pytest
from click.testing import CliRunner
from example_plan import ARABIC, DASH, LETTER, ROMAN_DOT, example_tree

from chungtay.messages import UserError, speaking
from chungtay.movement.commands import plan

PLAIN = (ROMAN_DOT, ARABIC, LETTER, DASH)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vi-du.docx"
    plan_files.word_document(example_tree(), PLAIN).save(str(path))
    return path


def _run(*words: object, language: str = "vi") -> str:
    with speaking(language):
        result = CliRunner().invoke(plan, [str(word) for word in words], catch_exceptions=False, standalone_mode=False)
    return result.stdout


def test_a_dry_run_prints_an_outline_with_kinds_in_both_languages(file: Path) -> None:
    shown = _run("import", file, "--dry-run")
    assert "Ban hành:       SỞ VÍ DỤ ← UBND TỈNH MẪU" in shown
    assert "    I.1.a  [mục đích] Mỗi thôn có ít nhất 200 quyển sách" in shown
    assert "→ ít nhất 200 quyển sách · vào cuối năm 2020 · Thôn, bản, tổ dân phố" in shown
    assert "Nơi nhận:       Các xã, phường, thị trấn; Các hội đọc sách ví dụ; Lưu: VT" in shown
    assert "[purpose]" in _run("import", file, "--dry-run", language="en")
    assert max(map(len, shown.splitlines())) <= 100


def test_a_dry_run_as_json_needs_no_database_nor_django(file: Path) -> None:
    code = (
        "import sys; from chungtay.cli import cli;"
        f"cli.main(['plan', 'import', {str(file)!r}, '--dry-run', '--format', 'json'], standalone_mode=False);"
        "assert 'django' not in sys.modules"
    )
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=without_settings, check=True
    )
    values = json.loads(done.stdout)
    assert [clause["address"] for clause in values["clauses"]][:3] == ["I", "I.1", "I.1.a"]


def test_help_says_what_an_import_does() -> None:
    shown = _run("import", "--help")
    assert "--dry-run" in shown and "II.4.c" in shown and "--issuer" in shown


def test_an_import_without_movement_or_issuer_is_refused(file: Path) -> None:
    with pytest.raises(UserError) as caught:
        _run("import", file, "--issuer", "46.syt")
    assert caught.value.problems[0].code == "missing_option"
    assert "--movement" in str(caught.value)


@pytest.fixture
def imported(areas: None, file: Path, settings: Any, tmp_path: Path) -> Path:
    from chungtay.movement.models import Movement
    from chungtay.units.models import Unit

    settings.MEDIA_ROOT = tmp_path / "media"
    Movement.objects.create(
        code="doc-sach", name="Đọc sách (ví dụ)", scope=Unit.objects.get(code="46"), first_year=2019, last_year=2021
    )
    return file


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["vi-du.docx", "vi-du.md", "vi-du.pdf", "seed.md"])
def test_an_imported_plan_shows_as_the_dry_run_of_its_file(imported: Path, name: str) -> None:
    path = imported.with_name(name)
    if name.endswith(".pdf"):
        plan_files.pdf(path, example_tree(), PLAIN)
    elif name == "vi-du.md":
        path.write_text(plan_files.markdown(example_tree(), PLAIN), "utf-8")
    elif name == "seed.md":
        seed = Path(__file__).parents[4] / "shared" / "seed" / "ke-hoach-so-y-te.md"
        if not seed.exists():
            pytest.skip("the received plan is not here")
        path.write_bytes(seed.read_bytes())
    dry = _run("import", path, "--dry-run", "--format", "json")
    kept = _run("import", path, "--movement", "doc-sach", "--issuer", "46.syt", "--format", "json")
    assert json.loads(kept) == json.loads(dry)
    from chungtay.movement.models import Plan

    number = Plan.objects.get().pk
    assert json.loads(_run("show", number, "--format", "json")) == json.loads(dry)
    assert _run("show", number) == _run("import", path, "--dry-run")


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(imported: Path) -> None:
    from chungtay.movement.models import Plan

    _run("import", imported, "--dry-run", "--movement", "doc-sach", "--issuer", "46.syt")
    assert not Plan.objects.exists()


@pytest.mark.django_db
def test_an_unknown_plan_is_said(imported: Path) -> None:
    with pytest.raises(UserError) as caught:
        _run("show", 404)
    assert caught.value.problems[0].code == "unknown_plan"
