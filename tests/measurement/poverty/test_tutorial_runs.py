"""The code of the tutorial runs, block by block, as a reader would run it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pyarrow.csv as arrow_csv
import pytest
from click.testing import CliRunner

from chungtay.cli import cli
from chungtay.measurement.measure_options import read_indicators
from chungtay.measurement.poverty.weights import indicators_of

PAGE = Path(__file__).parents[3] / "docs" / "tutorials" / "measure-poverty.md"


def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    blocks = re.findall(r"```(python\n|\n)(.*?)```", text, re.DOTALL)
    assert len(blocks) > 10
    for kind, block in blocks:
        if kind == "python\n":
            exec(compile(block, str(PAGE), "exec"), names)
            continue
        done = CliRunner().invoke(cli, shlex.split(block.replace("\\\n", " "))[1:])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "result.csv").read_text(encoding="utf-8").count("\n") > 10
    details = arrow_csv.read_csv(tmp_path / "details.csv").to_pylist()
    shares = {row["indicator"]: row["estimate"] for row in details if row["measure"] == "dimension"}
    assert set(shares) == {"people", "home"} and sum(shares.values()) == pytest.approx(1)
    (nested,) = re.findall(r"--indicators '(.*?)'", text)  # "those from above"
    assert indicators_of(read_indicators(nested, [])).weights == names["result"].indicators.weights
    modelled = arrow_csv.read_csv(tmp_path / "villages-modelled.csv").to_pylist()
    assert len(modelled) == 11 and modelled[10]["kind"] == "modelled without a sample"
    followed, each_year = arrow_csv.read_csv(tmp_path / "income.csv").to_pylist()
    assert [f"{followed[name]:.2f}" for name in ("factor", "lower", "upper")] == ["1.59", "1.49", "1.69"]
    assert f"{each_year['factor']:.2f}" == "1.37"
    assert (followed["status"], each_year["status"]) == ("open", "missed")
    # What the page tells: less poverty in 2020, and the parts of the change sum to it.
    assert 0 < names["first"].value("H")["estimate"] < 1
    (parts,) = names["moved"].decompose_changes().to_pylist()
    assert parts["change"] == pytest.approx(parts["incidence"] + parts["intensity"])
    assert parts["change"] < 0
