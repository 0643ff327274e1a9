"""Addresses of the documents room."""

from __future__ import annotations

from django.urls import path

from chungtay.documents.views import plan, review_report

app_name = "documents"
urlpatterns = [
    path("ra-soat/<str:unit_code>/<int:year>.docx", review_report, {"extension": "docx"}, name="review-docx"),
    path("ra-soat/<str:unit_code>/<int:year>.pdf", review_report, {"extension": "pdf"}, name="review-pdf"),
    path("ke-hoach/<int:plan_id>.docx", plan, {"extension": "docx"}, name="plan-docx"),
    path("ke-hoach/<int:plan_id>.pdf", plan, {"extension": "pdf"}, name="plan-pdf"),
]
