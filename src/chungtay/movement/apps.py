"""Registers the movement room with Django."""

from django.apps import AppConfig


class MovementConfig(AppConfig):
    name = "chungtay.movement"
    label = "movement"
