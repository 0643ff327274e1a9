"""Areas and organisations: who a unit is, what it was called and whose it was when, and what changed it.

A `Unit` is only an identity (its code never changes); every description of it is a dated `UnitSpan`; every change is
a `UnitEvent` with the legal act. May import nothing of Chung Tay but `messages`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """An area is a piece of the map; an organisation sits somewhere on it."""

    AREA = "area", _("Địa bàn")
    ORGANISATION = "organisation", _("Tổ chức")


class Level(models.TextChoices):
    """The rung of the administrative ladder; an organisation has the rung at which it works."""

    COUNTRY = "country", _("Cả nước")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    VILLAGE = "village", _("Thôn, tổ dân phố")


class Status(models.TextChoices):
    """How far a fact of law or place has been checked."""

    VERIFIED = "verified", _("Đã đối chiếu văn bản gốc")
    SECONDARY = "secondary", _("Theo nguồn thứ cấp")
    UNVERIFIED = "unverified", _("Chưa đối chiếu")


class EventKind(models.TextChoices):
    MERGE = "merge", _("Nhập")
    SPLIT = "split", _("Chia, tách")
    RENAME = "rename", _("Đổi tên, đổi loại")
    MOVE = "move", _("Chuyển đơn vị cấp trên")
    CREATE = "create", _("Thành lập")
    DISSOLVE = "dissolve", _("Giải thể")


class PartRole(models.TextChoices):
    FROM = "from", _("Trước")
    TO = "to", _("Sau")


class Unit(models.Model):
    """An area or an organisation as an identity that lasts through renames and moves."""

    code = models.CharField(_("mã"), max_length=32, unique=True)
    category = models.CharField(_("loại"), max_length=12, choices=Category.choices, default=Category.AREA)
    level = models.CharField(_("cấp"), max_length=12, choices=Level.choices)
    synthetic = models.BooleanField(_("giả lập"), default=False)

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["code"]
        indexes = [models.Index(fields=["category", "level"], name="unit_category_level")]

    def __str__(self) -> str:
        return self.code


class UnitSpan(models.Model):
    """What a unit was called, of what kind and under whom, from `valid_from` to `valid_to`.

    `valid_to` is the LAST day on which the description held (inclusive); null while it still holds.
    Spans of one unit never overlap.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="spans")
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    kind = models.CharField(_("loại hình"), max_length=40)
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="child_spans", null=True, blank=True, verbose_name=_("cấp trên")
    )
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến hết"), null=True, blank=True)
    act = models.CharField(_("văn bản"), max_length=300, blank=True)
    source = models.CharField(_("nguồn"), max_length=500, blank=True)
    status = models.CharField(_("mức kiểm chứng"), max_length=12, choices=Status.choices, default=Status.UNVERIFIED)

    class Meta:
        verbose_name = _("thời kỳ của đơn vị")
        verbose_name_plural = _("thời kỳ của đơn vị")
        ordering = ["unit", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unitspan_starts_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unitspan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")), name="unitspan_not_its_own_parent"
            ),
        ]
        indexes = [models.Index(fields=["valid_from", "valid_to"], name="unitspan_validity")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} ({self.valid_from} – {self.valid_to or '…'})"


class UnitEvent(models.Model):
    """A change of units on the first day on which it holds, with the act that ordered it."""

    code = models.CharField(_("mã biến động"), max_length=64, unique=True)
    date = models.DateField(_("ngày hiệu lực"), db_index=True)
    kind = models.CharField(_("loại biến động"), max_length=12, choices=EventKind.choices)
    act = models.CharField(_("văn bản"), max_length=300, blank=True)
    source = models.CharField(_("nguồn"), max_length=500, blank=True)
    status = models.CharField(_("mức kiểm chứng"), max_length=12, choices=Status.choices, default=Status.UNVERIFIED)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("biến động")
        verbose_name_plural = _("biến động")
        ordering = ["date", "code"]

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.code}"


class UnitEventPart(models.Model):
    """One unit's part in a change.

    An event has one unit on one side at least: several units become one, or one becomes several. `share` is the part
    of the source that goes to the target, in (0, 1]: kept on the "from" part where the target is one, on the "to" part
    where the source is one. Null = not known (the source was cut in pieces and nobody says how many people went where).
    """

    event = models.ForeignKey(UnitEvent, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="event_parts")
    role = models.CharField(_("vai trò"), max_length=4, choices=PartRole.choices)
    share = models.DecimalField(_("tỷ phần"), max_digits=9, decimal_places=8, null=True, blank=True)

    class Meta:
        verbose_name = _("đơn vị trong biến động")
        verbose_name_plural = _("đơn vị trong biến động")
        ordering = ["event", "role", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["event", "role", "unit"], name="uniteventpart_once_a_side"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=1)),
                name="uniteventpart_share_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id} {self.share if self.share is not None else '?'}"


class TreeVersion(models.Model):
    """One row whose token changes whenever spans change, so that every process drops its cached trees."""

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("phiên bản cây đơn vị")
        verbose_name_plural = _("phiên bản cây đơn vị")

    def __str__(self) -> str:
        return self.token
