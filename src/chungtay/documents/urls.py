"""Addresses of the documents room."""

from __future__ import annotations

from django.urls import path

from chungtay.documents.views import review_report

app_name = "documents"
urlpatterns = [
    path("ra-soat/<str:unit_code>/<int:year>.docx", review_report, {"extension": "docx"}, name="review-docx"),
    path("ra-soat/<str:unit_code>/<int:year>.pdf", review_report, {"extension": "pdf"}, name="review-pdf"),
]
