"""Definitions of deprivations are those of the standard's file as it is now, and cost no reading of conditions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chungtay.indicators.definitions import definition, definitions

FILE = """id: hue-thu
extends: vn-2022-2025
title: {vi: Chuẩn thử, en: A trial}
source: QĐ thử
source_status: unverified
indicators:
  - code: toilet
    label: {vi: LABEL, en: Toilet}
"""


def test_a_changed_label_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNGTAY_STANDARDS", str(tmp_path))
    for label in ("Nhà vệ sinh", "Nhà tiêu hợp vệ sinh"):
        (tmp_path / "hue-thu.yaml").write_text(FILE.replace("LABEL", label), encoding="utf-8")
        assert definition("poor_deprived_toilet", "hue-thu").label.vi.endswith(label)
        assert definitions("hue-thu") is definitions("hue-thu")


def test_no_condition_is_read_for_them() -> None:
    code = (
        "import sys; from chungtay.indicators.definitions import indicator_ids; "
        "print(len(indicator_ids()) > 20, 'celpy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False"]
