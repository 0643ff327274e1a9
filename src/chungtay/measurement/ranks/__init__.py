"""Ranks of units with their uncertainty: confidence sets, marginal and simultaneous, and the chance to be first."""

from chungtay.measurement.ranks.rank_sets import RankSets, rank_sets

__all__ = ["RankSets", "rank_sets"]
