"""People who use the system, the role each holds in a unit from day to day, and the record of what they did."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from chungtay.accounts.roles import Role


class User(AbstractUser):
    """Someone who signs in. What they may do comes from their assignments alone."""

    full_name = models.CharField(max_length=120, blank=True)
    demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.full_name or self.username


class Assignment(models.Model):
    """A role held in a unit from a day to a day (both included)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit", "valid_from"], name="one_assignment"),
        ]


class AuditEntry(models.Model):
    """Who did what to what, when. Written by every action, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["action", "at"], name="audit_action")]
