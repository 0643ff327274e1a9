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

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id} ({self.valid_from} – {self.valid_to or '…'})"


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

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"


class SignInFailure(models.Model):
    """A failed sign-in, kept for some minutes to slow guessing down; `door` is a keyed digest of name and address."""

    door = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["door", "at"], name="sign_in_failure_door")]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%Y-%m-%d %H:%M}"
