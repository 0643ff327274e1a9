"""Published figures are loaded with source and status, beside the computed ones and never mixed with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chungtay.indicators.models import OfficialValue
from chungtay.indicators.official import load_official
from chungtay.indicators.queries import official_series
from chungtay.messages import UserError
from chungtay.units.loading import load_areas

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> None:
    load_areas()


@pytest.mark.usefixtures("areas")
def test_the_province_s_path_is_there_with_kinds_and_statuses() -> None:
    load_official()
    found = {(p.year, p.kind): (round(p.value, 4), p.status) for p in official_series("poor_rate", "46")}
    assert found[2015, "result"] == (0.0836, "secondary")
    assert found[2016, "derived"] == (0.0719, "unverified")
    assert found[2017, "result"] == (0.0598, "secondary")
    assert found[2018, "target"] == (0.0492, "secondary")
    assert found[2019, "result"] == (0.0417, "secondary")
    assert found[2020, "forecast"] == (0.0367, "secondary")
    assert (2018, "result") not in found


@pytest.mark.usefixtures("areas")
def test_every_figure_has_a_source_and_none_claims_to_be_verified() -> None:
    load_official()
    for row in OfficialValue.objects.all():
        assert row.source
        assert row.status in ("secondary", "unverified")
        assert 0 < row.value < 1


@pytest.mark.usefixtures("areas")
def test_a_rate_is_recomputed_where_its_counts_were_printed() -> None:
    load_official()
    point = next(p for p in official_series("poor_rate", "481") if p.year == 2015)
    assert point.value == pytest.approx(4337 / 12276)
    assert "35,04%" in point.note or "35.04%" in point.note


@pytest.mark.usefixtures("areas")
def test_loading_twice_changes_nothing() -> None:
    first = load_official()
    assert load_official() == first == OfficialValue.objects.count()


@pytest.mark.usefixtures("areas")
@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("{indicator: poor_rate, unit: '99', year: 2019, kind: result, value: 0.1, standard: vn-2016-2020, "
         "status: secondary, source: x}", "unit"),
        ("{indicator: poor_rate, unit: '46', year: 2019, kind: guess, value: 0.1, standard: vn-2016-2020, "
         "status: secondary, source: x}", "kind"),
        ("{indicator: poor_rate, unit: '46', year: 2019, kind: result, value: 4.17, standard: vn-2016-2020, "
         "status: secondary, source: x}", "value"),
        ("{indicator: poor_rate, unit: '46', year: 2019, kind: result, value: 0.1, standard: vn-2016-2020, "
         "status: secondary}", "source"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_whole(tmp_path: Path, line: str, column: str) -> None:
    good = ("{indicator: poor_rate, unit: '46', year: 2018, kind: result, value: 0.05, standard: vn-2016-2020, "
            "status: secondary, source: x}")  # fmt: skip
    path = tmp_path / "official.yaml"
    path.write_text(f"values:\n  - {good}\n  - {line}\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_official(path)
    assert error.value.problems[0].column == column
    assert not OfficialValue.objects.exists()
