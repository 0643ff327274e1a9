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
    unknown      households that would count in the numerator or not if their missing facts were known; null where that
                 is not kept
    lower, upper               the value if none, and if all, of the unknown counted; null where nothing is unknown
    chance_lower, chance_upper how far chance alone may move the value, 95 %; null where there is no value
    """

    indicator = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=12, default="all")
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    value = models.FloatField(null=True)
    unknown = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    chance_lower = models.FloatField(null=True)
    chance_upper = models.FloatField(null=True)
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


class Comparison(models.Model):
    """How a unit's rate, all households together, stands against its own year before and against its equals.

    change         from the year before, read on this year's units; with its interval by chance alone, 95 %
    change_q       p-value of "nothing but chance", adjusted for all units of the level (Benjamini and Hochberg)
    rank           among the units of the level in the province, 1 = the highest rate; with the ranks that chance
                   allows, for all units at once, 95 %; null for villages
    ranked         units that have a rank
    """

    indicator = models.CharField(max_length=40)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    standard_id = models.CharField(max_length=40)
    change = models.FloatField(null=True)
    change_lower = models.FloatField(null=True)
    change_upper = models.FloatField(null=True)
    change_q = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    rank_lower = models.PositiveIntegerField(null=True)
    rank_upper = models.PositiveIntegerField(null=True)
    ranked = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "unit", "year", "standard_id"], name="one_comparison"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit_id} {self.year}"


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
