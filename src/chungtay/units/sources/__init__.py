"""Where the packaged lists of areas come from; run `python -m chungtay.units.sources.derive`."""
