"""Small areas: direct estimates improved by a model that borrows strength from others; always labelled modelled."""

from chungtay.measurement.small_area.fay_herriot import fay_herriot
from chungtay.measurement.small_area.picture import draw_small_areas
from chungtay.measurement.small_area.result import SmallAreas
from chungtay.measurement.small_area.smoothing import smooth_variances

__all__ = ["SmallAreas", "draw_small_areas", "fay_herriot", "smooth_variances"]
