"""Addresses of the portal room."""

from __future__ import annotations

from django.urls import path

from chungtay.portal.views import area, figure, home, household, ranges, targets, task_figure

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tinh/", area.province, name="province"),
    path("huyen/<slug:code>/", area.district, name="district"),
    path("xa/<slug:code>/", area.commune, name="commune"),
    path("thon/<slug:code>/", area.village, name="village"),
    path("ho/<str:code>/", household.household, name="household"),
    path("so-lieu/<slug:indicator>/<slug:unit>/<int:year>/<slug:group>/", figure.figure, name="figure"),
    path("doc-khoang/", ranges.ranges, name="ranges"),
    # The movement's pages that need indicators or charts; the others are in its own room.
    path("phong-trao/chi-tieu/<int:target_id>/", targets.target, name="target"),
    path("phong-trao/chi-tieu/<int:target_id>/sua/", targets.change, name="change-target"),
    path("phong-trao/chi-tieu/<int:target_id>/bo/", targets.remove, name="remove-target"),
    path("phong-trao/ke-hoach/<int:plan_id>/chi-tieu/", targets.plan_targets, name="plan-targets"),
    path("phong-trao/ke-hoach/<int:plan_id>/chi-tieu/them/", targets.add, name="add-target"),
    path("phong-trao/viec/<int:task_id>/so-lieu/", task_figure.task_figure, name="task-figure"),
    path("phong-trao/<slug:code>/chi-tieu/", targets.targets, name="targets"),
]
