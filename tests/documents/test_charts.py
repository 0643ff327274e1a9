"""Charts are plain specifications that draw, in both languages, and keep what the look asks for."""

from __future__ import annotations

import itertools
import json

import pytest

from chungtay.documents import charts
from chungtay.documents.charts.theme import RAMP
from chungtay.documents.charts.tile_places import district_cells, place

POINTS = [
    charts.RatePoint(2018, 0.0505, "computed", "", 15_900, 314_800, "vn-2016-2020"),
    charts.RatePoint(2019, 0.0417, "computed", "", 13_200, 316_546, "vn-2016-2020"),
    charts.RatePoint(2018, 0.0492, "target", "secondary"),
    charts.RatePoint(2019, 0.0417, "official", "secondary"),
    charts.RatePoint(2020, 0.0367, "forecast", "secondary"),
    charts.RatePoint(2017, None),
]
TILES = [charts.Tile(f"c{i}", f"Xã {i}", "481", "A Lưới", i / 40, i, 40, f"/xa/c{i}/") for i in range(10)]
DOTS = [charts.Dot("Huế", 0.02, 0.025, 20, 1000, "/h/"), charts.Dot("A Lưới", 0.2), charts.Dot("Mới lập", None)]
ALL = {
    "rate_path": lambda **more: charts.rate_path(POINTS, **more),
    "commune_tiles": lambda **more: charts.commune_tiles(TILES, **more),
    "sorted_dots": lambda **more: charts.sorted_dots(DOTS, **more),
    "pathways": lambda **more: charts.pathways([charts.PathwayYear(2019, 3500, 420, 160, 9000)], **more),
    "deprivations": lambda **more: charts.deprivations([charts.DeprivationRow("Nhà ở", 0.4, 4, 10)], **more),
}


def texts(spec: dict) -> str:
    return json.dumps(spec, ensure_ascii=False)


@pytest.mark.parametrize("name", ALL)
def test_every_chart_draws_and_carries_its_finding_and_data(name: str) -> None:
    spec = ALL[name](title="Tỷ lệ giảm")
    svg = charts.draw_svg(spec)
    assert "Tỷ lệ giảm" in svg
    assert "Be Vietnam Pro" in svg
    assert "url" not in spec.get("data", {}), "a chart never fetches its data"
    assert spec["description"] == "Tỷ lệ giảm"


@pytest.mark.parametrize("name", ALL)
def test_no_mark_has_a_colour_outside_the_config(name: str) -> None:
    spec = ALL[name](title="x")
    outside = {key: value for key, value in spec.items() if key != "config"}
    assert "#" not in texts(outside).replace("schema#", ""), "colours sit in config, so that a page may replace them"


def test_a_drawing_is_a_png_of_the_asked_size() -> None:
    png = charts.draw_png(charts.rate_path(POINTS), scale=2, width=300)
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20])
    assert width == 600


def test_numbers_follow_the_language_on_labels_and_axes() -> None:
    vietnamese = charts.draw_svg(charts.rate_path(POINTS))
    english = charts.draw_svg(charts.rate_path(POINTS, language="en"))
    assert "5,05%" in vietnamese and "5.05%" not in vietnamese
    assert "5.05%" in english
    assert charts.rate_path(POINTS)["config"]["locale"]["number"]["decimal"] == ","


def test_lines_are_named_where_they_run_not_in_a_legend() -> None:
    svg = charts.draw_svg(charts.rate_path(POINTS))
    for name in ("Tính từ dữ liệu", "Mục tiêu 4,92%", "Số công bố 4,17%", "Dự báo 3,67%"):
        assert name in svg
    assert "legend" not in texts(charts.rate_path(POINTS)).replace('"legend": {"label', "")


def test_tooltips_give_numerator_and_denominator() -> None:
    for name in ("rate_path", "commune_tiles", "sorted_dots", "deprivations"):
        spec = texts(ALL[name]())
        assert '"numerator"' in spec and '"denominator"' in spec


def test_years_stand_as_whole_numbers() -> None:
    svg = charts.draw_svg(charts.rate_path(POINTS))
    assert ">2019<" in svg
    assert "2.019" not in svg


def test_units_are_sorted_from_the_highest_and_the_unknown_come_last() -> None:
    values = charts.sorted_dots(DOTS)["data"]["values"]
    assert [value["name"] for value in values] == ["A Lưới", "Huế", "Mới lập"]
    assert values[-1]["text"] == "chưa có"


def test_two_communes_of_one_name_keep_two_rows() -> None:
    twins = [charts.Dot("Xã Phú Xuân", 0.1), charts.Dot("Xã Phú Xuân", 0.05)]
    assert charts.draw_svg(charts.sorted_dots(twins)).count("Xã Phú Xuân</text>") == 2


def test_a_name_with_a_quote_does_not_break_the_axis() -> None:
    assert "A'Ngo" in charts.draw_svg(charts.sorted_dots([charts.Dot("A'Ngo", 0.3)])).replace("&#39;", "'").replace(
        "&apos;", "'"
    )


def test_the_grid_keeps_the_districts_in_their_rough_places() -> None:
    cells = district_cells()
    assert len(cells) == 9
    north_west, south_east = cells["476"], cells["482"]
    assert north_west[0] < south_east[0] and north_west[1] < south_east[1]
    assert cells["481"][0] < cells["482"][0], "A Lưới lies inland, west of Phú Lộc"
    assert len(set(cells.values())) == 9


def test_tiles_of_a_district_stand_side_by_side_from_the_poorest() -> None:
    places = place(TILES, across=7)
    assert [placed.tile.code for placed in places.tiles][:2] == ["c9", "c8"]
    corners = {(placed.x, placed.y) for placed in places.tiles}
    assert len(corners) == len(TILES)


@pytest.mark.parametrize("compact", [False, True])
def test_forty_units_without_districts_fill_one_block(compact: bool) -> None:
    tiles = [charts.Tile(str(i), f"Phường {i}", "", "", None if i == 3 else i / 100) for i in range(40)]
    svg = charts.draw_svg(charts.commune_tiles(tiles, compact=compact))
    assert "chưa có" in svg


def test_a_district_that_the_grid_does_not_know_is_still_drawn() -> None:
    tiles = [charts.Tile("a", "Phường A", "990", "Quận Mới", 0.1), charts.Tile("b", "Xã B", "474", "Huế", 0.2)]
    svg = charts.draw_svg(charts.commune_tiles(tiles))
    assert "Quận Mới" in svg


def test_a_compact_tile_map_fits_a_phone() -> None:
    communes = [
        charts.Tile(f"{district}{i}", "Xã", district, district, 0.1) for district in district_cells() for i in range(27)
    ]
    assert charts.commune_tiles(communes, compact=True)["width"] <= 340


def test_a_flow_that_is_not_known_is_not_drawn_as_zero() -> None:
    spec = charts.pathways([charts.PathwayYear(2018, 3800, 500, None)])
    svg = charts.draw_svg(spec)
    assert "+500" in svg and "−3.800" in svg
    assert "tái nghèo" not in svg.lower()


def test_charts_of_nothing_still_draw() -> None:
    for spec in (charts.rate_path([]), charts.sorted_dots([]), charts.pathways([]), charts.deprivations([])):
        assert charts.draw_svg(spec).startswith("<svg")
    assert charts.draw_svg(charts.commune_tiles([])).startswith("<svg")


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_ramp_keeps_its_order_in_grey_print() -> None:
    greys = [lightness(colour) for colour in RAMP]
    assert all(lighter - darker > 20 for lighter, darker in itertools.pairwise(greys))
