"""Charts as Vega-Lite specifications: the same ones on a page and on paper.

Each function takes frozen rows and returns a plain dict. Imports Altair and chungtay.messages, never Django.
"""

from __future__ import annotations

from chungtay.documents.charts.commune_tiles import commune_tiles
from chungtay.documents.charts.deprivations import deprivations
from chungtay.documents.charts.draw import draw_png, draw_svg
from chungtay.documents.charts.pathways import pathways
from chungtay.documents.charts.rate_path import rate_path
from chungtay.documents.charts.rows import DeprivationRow, Dot, PathwayYear, RatePoint, Tile
from chungtay.documents.charts.sorted_dots import sorted_dots
from chungtay.documents.charts.theme import Spec, chart_config

__all__ = [
    "DeprivationRow",
    "Dot",
    "PathwayYear",
    "RatePoint",
    "Spec",
    "Tile",
    "chart_config",
    "commune_tiles",
    "deprivations",
    "draw_png",
    "draw_svg",
    "pathways",
    "rate_path",
    "sorted_dots",
]
