"""Indicator values: each computed once, from one snapshot, and read everywhere (pages, reports, scores)."""

from __future__ import annotations

from django.db import models


class SnapshotRecord(models.Model):
    """The database's note of a snapshot folder; the folder's manifest is the truth."""

    snapshot_id = models.CharField(max_length=20, primary_key=True)
    folder = models.CharField(max_length=500)
    review_year = models.PositiveSmallIntegerField()
    standard_id = models.CharField(max_length=40)
    households = models.PositiveIntegerField()
    members = models.PositiveIntegerField()
    synthetic = models.BooleanField(default=False)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.snapshot_id


class IndicatorValue(models.Model):
    """One figure: an indicator of a unit at the end of a year, for one group of households.

    group        all | rural | urban | minority | kinh
    numerator    in the indicator's unit (households, as a rule); null where it cannot be known
    denominator  households of the group in the unit; null where no count was given: then value is null too
    value        a share in [0, 1] for rates, đồng a person and month for incomes
    """

    indicator = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=12, default="all")
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    standard_id = models.CharField(max_length=40)
    snapshot = models.ForeignKey(SnapshotRecord, on_delete=models.CASCADE, related_name="values")
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "year", "group", "standard_id"], name="one_value"),
        ]
        indexes = [models.Index(fields=["year", "indicator", "group"], name="value_year")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.year} {self.group}"


class OfficialValue(models.Model):
    """A published figure, kept beside the computed one and never mixed with it."""

    indicator = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    """result | target | forecast | derived"""
    value = models.FloatField()
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    standard_id = models.CharField(max_length=40)
    source = models.CharField(max_length=500)
    status = models.CharField(max_length=12)
    """verified | secondary | unverified"""
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "year", "kind"], name="one_official_value"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.year} {self.kind}"
