"""The movement and its plans. For now a plan is kept as the text that was received, to be read on a page."""

from __future__ import annotations

from django.db import models


class Movement(models.Model):
    """An emulation movement: its name, its scope and its years."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    scope = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """A plan document as it was received."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="plans")
    title = models.CharField(max_length=500)
    issuer_name = models.CharField(max_length=200, blank=True)
    source_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["movement", "sha256"], name="one_plan_text")]

    def __str__(self) -> str:
        return self.title
