"""The household registry: what is. Stands on units; changed only through registry.actions and the import.

A household keeps one stable code for life. Where it lives is dated (`Placement`); what was found about it in a
yearly household review is one dated row (`HouseholdReview`) whose facts follow the vocabulary; names, identity
numbers, phones and exact addresses live apart, encrypted (`HouseholdIdentity`, `MemberIdentity`).
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class ImportFile(models.Model):
    """One file that was brought in whole: the provenance of every row it made."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    """what it held: households | members | counts | workbook"""
    review_year = models.PositiveSmallIntegerField(null=True)
    standard_id = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=0)
    created_rows = models.PositiveIntegerField(default=0)
    changed_rows = models.PositiveIntegerField(default=0)
    unchanged_rows = models.PositiveIntegerField(default=0)
    synthetic = models.BooleanField(default=False)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.imported_at:%d/%m/%Y})"


class Household(models.Model):
    """A household, known by a code that never changes and never depends on the village's serial numbers."""

    code = models.CharField(max_length=40, unique=True)
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    """where it lives now; history is in Placement"""
    village = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    active_from = models.DateField()
    active_to = models.DateField(null=True)
    end_reason = models.CharField(max_length=30, blank=True)
    """moved_away | dissolved | merged | split; empty while active"""
    synthetic = models.BooleanField(default=False)
    source = models.ForeignKey(ImportFile, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["commune"], name="household_commune"),
            models.Index(fields=["village"], name="household_village"),
        ]

    def __str__(self) -> str:
        return self.code


class Placement(models.Model):
    """Where a household lived, from a day to a day (both included); the village's own serial number is noted here."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="placements", db_index=False)
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.ForeignKey(ImportFile, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "valid_from"], name="one_placement_a_day")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.valid_from} – {self.valid_to or '…'}"


class HouseholdIdentity(models.Model):
    """Personal data of a household, encrypted; read only through registry.personal."""

    household = models.OneToOneField(Household, on_delete=models.CASCADE, related_name="identity", primary_key=True)
    head_name = models.BinaryField(null=True)
    identity_number = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    identity_lookup = models.CharField(max_length=32, blank=True)
    """keyed digest of the identity number: finds a duplicate without revealing it"""
    fingerprint = models.CharField(max_length=32, blank=True)
    """keyed digest of all personal data of the household and its members as last imported: tells what changed"""

    class Meta:
        indexes = [
            models.Index(
                fields=["identity_lookup"], condition=~models.Q(identity_lookup=""), name="household_identity_lookup"
            )
        ]

    def __str__(self) -> str:
        return f"identity of household {self.household_id}"


class Member(models.Model):
    """A person of a household over time; facts of a given year are in the review."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members", db_index=False)
    number = models.PositiveSmallIntegerField()
    """order in the household's book; 1 is the head"""
    sex = models.CharField(max_length=6, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    relation = models.CharField(max_length=20, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "number"], name="one_member_a_number")]

    def __str__(self) -> str:
        return f"{self.household_id}/{self.number}"


class MemberIdentity(models.Model):
    """Personal data of a member, encrypted."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="identity", primary_key=True)
    full_name = models.BinaryField(null=True)
    identity_number = models.BinaryField(null=True)
    identity_lookup = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["identity_lookup"], condition=~models.Q(identity_lookup=""), name="member_identity_lookup"
            )
        ]

    def __str__(self) -> str:
        return f"identity of member {self.member_id}"


class HouseholdReview(models.Model):
    """What a household review of one year found. A correction is a new row with a higher version.

    review_year     the year whose end the review describes
    valid_for_year  the year in which the resulting list is used (as a rule review_year + 1)
    standard_id     never derived from the years: the end-2015 review was made under the 2016 standard
    """

    class Round(models.TextChoices):
        BASE = "base", "base round: every household"
        LISTED = "listed", "on last year's list"
        APPLIED = "applied", "asked to be reviewed"

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="reviews", db_index=False)
    review_year = models.PositiveSmallIntegerField()
    valid_for_year = models.PositiveSmallIntegerField()
    standard_id = models.CharField(max_length=40)
    guidance = models.CharField(max_length=40, blank=True)
    round = models.CharField(max_length=8, choices=Round.choices)
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    village = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.CharField(max_length=5, blank=True)
    ethnic_minority = models.BooleanField(null=True)
    facts = models.JSONField(default=dict)
    """household facts by vocabulary name; an absent name is an unknown fact"""
    member_facts = models.JSONField(default=list)
    """one object a member, with its `number` and the member facts known"""
    surveyed_on = models.DateField(null=True)
    surveyor = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    content_hash = models.CharField(max_length=32, blank=True)
    """digest of everything the review says: the same content imported again is the same review"""
    source = models.ForeignKey(ImportFile, null=True, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    """the file it came from; null where a person entered it"""
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    """why this version replaced the one before"""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "review_year", "version"], name="one_review_a_version"),
            models.UniqueConstraint(
                fields=["household", "review_year"],
                condition=models.Q(is_current=True),
                name="one_current_review",
            ),
        ]
        indexes = [models.Index(fields=["review_year", "commune"], name="review_year_commune")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.review_year} v{self.version}"


class Verdict(models.Model):
    """What the rules said of a review, from one snapshot; replaced when the review is classified anew."""

    review = models.OneToOneField(HouseholdReview, on_delete=models.CASCADE, related_name="verdict", primary_key=True)
    snapshot_id = models.CharField(max_length=20)
    standard_version = models.CharField(max_length=16)
    household_class = models.CharField(max_length=12)
    subtype = models.CharField(max_length=4, blank=True)
    deprivations = models.PositiveSmallIntegerField(null=True)
    indicators = models.JSONField(default=dict)
    missing = models.TextField(blank=True)
    """names of the facts that would settle an undetermined class, joined by semicolons"""
    pathway = models.CharField(max_length=12, blank=True)
    """against the year before, see measurement.pathways: stay | exit | new | relapse | joined | undetermined; empty for
    a household poor in neither year and where there is no year before"""

    class Meta:
        indexes = [models.Index(fields=["household_class"], name="verdict_class")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.household_class}"


class HouseholdCount(models.Model):
    """How many households and persons an area had at the end of a year: the denominator of every rate."""

    commune = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=5)
    households = models.PositiveIntegerField()
    persons = models.PositiveIntegerField(null=True)
    minority_households = models.PositiveIntegerField(null=True)
    synthetic = models.BooleanField(default=False)
    source = models.ForeignKey(ImportFile, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "year", "area"], name="one_count_a_year")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.year} {self.area}: {self.households}"
