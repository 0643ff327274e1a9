"""Small areas: direct estimates improved by a model that borrows strength from others; always labelled modelled."""

from chungtay.measurement.small_area.fay_herriot import SmallAreas, fay_herriot

__all__ = ["SmallAreas", "fay_herriot"]
