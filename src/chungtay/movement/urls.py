"""Addresses of the movement room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "movement"
urlpatterns: list[URLPattern] = []
