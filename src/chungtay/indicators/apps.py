"""Registers the indicators room with Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "chungtay.indicators"
    label = "indicators"
