"""Tests here hold fast ways to the slow ones of tests/properties.

console   runs `chungtay` with some arguments, in English -> (exit code, standard output, standard error)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chungtay import cli

sys.path.insert(0, str(Path(__file__).parent.parent / "properties"))


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("CHUNGTAY_LANG", "en")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["chungtay", *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as done:
            code = int(done.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
