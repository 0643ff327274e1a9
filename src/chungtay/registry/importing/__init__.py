"""Bring files of households into the registry: read, check, stage, write; whole or not at all."""

from chungtay.registry.importing.counts import import_counts
from chungtay.registry.importing.importer import ImportResult, import_file

__all__ = ["ImportResult", "import_counts", "import_file"]
