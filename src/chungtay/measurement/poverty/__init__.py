"""Multidimensional poverty after Alkire and Foster, with design-based errors, on tables larger than memory."""

from chungtay.measurement.poverty.association import association
from chungtay.measurement.poverty.depth import depth
from chungtay.measurement.poverty.measure import measure
from chungtay.measurement.poverty.measurement import Measurement
from chungtay.measurement.poverty.robustness import robustness
from chungtay.measurement.survey.design import Design, Replicates

__all__ = ["Design", "Measurement", "Replicates", "association", "depth", "measure", "robustness"]
