"""Addresses of the movement room."""

from __future__ import annotations

from django.urls import path

from chungtay.movement import views

app_name = "movement"
urlpatterns = [
    path("", views.index, name="index"),
    path("ke-hoach/<int:plan_id>/", views.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/van-ban.md", views.plan_text, name="plan-text"),
]
