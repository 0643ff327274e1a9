"""Draw a chart specification as SVG or PNG without a browser. Imports vl-convert and the packaged font.

The engine is started on first use (about a second), then kept.
"""

from __future__ import annotations

import copy
import functools
import importlib.resources

import vl_convert

from chungtay.documents.charts.theme import Spec

VEGA_LITE = "6.4"
CONTAINER_WIDTH = 640


@functools.cache
def _register_font() -> None:
    vl_convert.register_font_directory(str(importlib.resources.files("fontpkg_be_vietnam_pro") / "files"))


def _sized(spec: Spec, width: int | None) -> Spec:
    """Give a specification that follows its page a width of its own."""
    sized = copy.deepcopy(spec)
    if sized.get("width") == "container" or width is not None:
        sized["width"] = width or CONTAINER_WIDTH
    return sized


def draw_svg(spec: Spec, width: int | None = None) -> str:
    """Draw a chart as SVG text; width in pixels for charts that follow their page."""
    _register_font()
    return vl_convert.vegalite_to_svg(_sized(spec, width), vl_version=VEGA_LITE)


def draw_png(spec: Spec, scale: float = 3.0, width: int | None = None) -> bytes:
    """Draw a chart as PNG; 1 px of the chart becomes `scale` dots (3.0 on a 160 mm column is about 300 dpi)."""
    _register_font()
    return vl_convert.vegalite_to_png(_sized(spec, width), vl_version=VEGA_LITE, scale=scale)
