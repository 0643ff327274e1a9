"""Is it too good to be true: checks of reported figures, with false-discovery control and the households behind."""

from chungtay.measurement.suspect.bunching import bunching
from chungtay.measurement.suspect.deadlines import deadlines
from chungtay.measurement.suspect.density_jump import DensityJump, density_jump
from chungtay.measurement.suspect.discovery import benjamini_hochberg, benjamini_yekutieli
from chungtay.measurement.suspect.duplicates import duplicates
from chungtay.measurement.suspect.exits import exits
from chungtay.measurement.suspect.heaping import heaping
from chungtay.measurement.suspect.surveyors import surveyors
from chungtay.measurement.suspect.suspicion import Suspicion

__all__ = [
    "DensityJump", "Suspicion", "benjamini_hochberg", "benjamini_yekutieli", "bunching", "deadlines", "density_jump",
    "duplicates", "exits", "heaping", "surveyors",
]  # fmt: skip
