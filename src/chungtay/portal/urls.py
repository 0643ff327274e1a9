"""Addresses of the portal room."""

from __future__ import annotations

from django.urls import path

from chungtay.portal.views import area, figure, home, household

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tinh/", area.province, name="province"),
    path("huyen/<slug:code>/", area.district, name="district"),
    path("xa/<slug:code>/", area.commune, name="commune"),
    path("thon/<slug:code>/", area.village, name="village"),
    path("ho/<str:code>/", household.household, name="household"),
    path("so-lieu/<slug:indicator>/<slug:unit>/<int:year>/<slug:group>/", figure.figure, name="figure"),
]
