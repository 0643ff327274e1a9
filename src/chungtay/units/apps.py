"""Registers the units room with Django."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "chungtay.units"
    label = "units"
