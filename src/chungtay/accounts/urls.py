"""Addresses of the accounts room."""

from __future__ import annotations

from django.urls import path

from chungtay.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
    path("mat-khau/", views.password, name="password"),
    path("", views.me, name="me"),
]
