"""Design-based errors of estimates: strata, clusters, finite populations, domains, replicate weights. No Django."""

from chungtay.measurement.survey.design import Design, Replicates

__all__ = ["Design", "Replicates"]
