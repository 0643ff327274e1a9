"""Design-based errors of estimates: strata, clusters, finite populations, domains, replicate weights. No Django."""

from chungtay.measurement.survey.design import Design, Replicates
from chungtay.measurement.survey.ratios import ratios

__all__ = ["Design", "Replicates", "ratios"]
