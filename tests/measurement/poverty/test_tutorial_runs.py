"""The code of the tutorial runs, block by block, as a reader would run it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chungtay.cli import cli

PAGE = Path(__file__).parents[3] / "docs" / "tutorials" / "measure-poverty.md"


def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) > 6
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    (command,) = re.findall(r"```\n(chungtay .*?)```", text, re.DOTALL)
    done = CliRunner().invoke(cli, shlex.split(command.replace("\\\n", " "))[1:])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "result.csv").read_text(encoding="utf-8").count("\n") > 10
    # What the page tells: less poverty in 2020, and the parts of the change sum to it.
    assert 0 < names["first"].value("H")["estimate"] < 1
    (parts,) = names["moved"].decompose_changes().to_pylist()
    assert parts["change"] == pytest.approx(parts["incidence"] + parts["intensity"])
    assert parts["change"] < 0
