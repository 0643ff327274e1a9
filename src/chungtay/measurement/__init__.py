"""Measurement over many households: classification in bulk, rates, pathways. Ibis on DuckDB; knows no Django."""
