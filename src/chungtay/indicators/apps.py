"""Registers the indicators room with Django, and lets report forms know what it holds."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "chungtay.indicators"
    label = "indicators"

    def ready(self) -> None:
        from chungtay.indicators.definitions import indicator_ids
        from chungtay.movement.known_subjects import offer

        offer("indicators", indicator_ids)
