"""Households followed over reviews: moves, spells and hazards, on comparable units and under one standard."""

from chungtay.measurement.panel.hazards import hazards
from chungtay.measurement.panel.moves import mover_stayer, pathway_counts, transitions
from chungtay.measurement.panel.on_units import series_on_units, units_map
from chungtay.measurement.panel.panel import Panel, read_panel
from chungtay.measurement.panel.spells import Spells, spell_lengths, spells

__all__ = [
    "Panel", "Spells", "hazards", "mover_stayer", "pathway_counts", "read_panel", "series_on_units", "spell_lengths",
    "spells", "transitions", "units_map",
]  # fmt: skip
