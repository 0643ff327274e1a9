"""The movement: what is. A movement has phases and plans; a plan's clauses are what units must carry out.

A plan belongs to one unit and may carry out a parent plan; each of its clauses has a stable address (`II.4.c`) and,
where it comes from the parent, points to the parent's clause. Targets say how far, tasks say who and when, evidence
says that it was done. Stands on units and accounts; changed only through this room's actions.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Movement(models.Model):
    """An emulation movement: its name, where it holds, for whom, and its years."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    scope = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    scope_on = models.DateField(null=True)
    """the day as of which the scope's units are meant; null: the day of the question"""
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    participant_kinds = models.JSONField(default=list)
    """ids of movement/data/participant_kinds.yaml"""
    work_token = models.CharField(max_length=16, blank=True)
    """changes with every action on its plans and tasks, so that figures about them may be kept until then"""
    counted_on = models.DateField(null=True)
    """the day whose end `UnitCount` and `ClauseCount` tell of; null: not counted yet"""

    def __str__(self) -> str:
        return self.name


class MovementLink(models.Model):
    """A tie to another movement or campaign, known to the system or only by name."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Movement, null=True, on_delete=models.SET_NULL, related_name="+")
    other_name = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.other_name


class Phase(models.Model):
    """A stretch of the movement that ends with a review."""

    class Review(models.TextChoices):
        YEARLY = "yearly", _("Sơ kết năm")
        PRELIMINARY = "preliminary", _("Sơ kết giai đoạn")
        FINAL = "final", _("Tổng kết")

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="phases")
    review = models.CharField(max_length=12, choices=Review.choices)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    review_due = models.DateField(null=True)

    class Meta:
        ordering = ["last_year", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "first_year", "last_year", "review"], name="one_phase"),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}-{self.last_year}"


class LegalDocument(models.Model):
    """A document that a plan stands on, or is: number, date, issuer."""

    number = models.CharField(max_length=60)
    date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=600, blank=True)
    carries_out = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="carried_out_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "date"], name="one_legal_document")]

    def __str__(self) -> str:
        return self.number


class Plan(models.Model):
    """A plan of one unit within a movement: as received, as read, as confirmed."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Đã nhận, chưa đọc")
        READ = "read", _("Đã đọc, chờ xác nhận")
        CONFIRMED = "confirmed", _("Đã xác nhận nội dung")
        DRAFT = "draft", _("Dự thảo")
        ISSUED = "issued", _("Đã ban hành")

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="plans")
    unit = models.ForeignKey("units.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=500)
    issuer_name = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(LegalDocument, null=True, on_delete=models.PROTECT, related_name="+")
    bases = models.ManyToManyField(LegalDocument, through="PlanBasis", related_name="based_plans")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    header = models.JSONField(default=dict)
    """issuer, superior, number, place, date, kind, subject as read"""
    signature = models.JSONField(default=dict)
    recipients = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    """what a person should look at in how the file was read"""
    source_name = models.CharField(max_length=255, blank=True)
    source_format = models.CharField(max_length=10, blank=True)
    original = models.FileField(upload_to="plans/", max_length=200, blank=True)
    """the file as received, to the byte"""
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    """the text as received, unchanged"""
    synthetic = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)
    due_by = models.DateField(null=True)
    """by when the units below must have their own plan"""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["movement", "sha256"], condition=~Q(sha256=""), name="one_plan_text"),
            models.UniqueConstraint(
                fields=["movement", "unit", "parent"], condition=Q(parent__isnull=False), name="one_plan_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanBasis(models.Model):
    """One legal basis of a plan, in the order of the text."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="plan_bases")
    document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    quoted = models.CharField(max_length=600, blank=True)
    leading = models.BooleanField(default=False)
    """the one document that the plan carries out directly"""

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.document.number


class Clause(models.Model):
    """One clause of a plan, at a stable address within it."""

    class Kind(models.TextChoices):
        PURPOSE = "purpose", _("Mục đích")
        REQUIREMENT = "requirement", _("Yêu cầu")
        FRAME = "frame", _("Khung phong trào")
        CONTENT = "content", _("Nội dung thi đua")
        SOLUTION = "solution", _("Giải pháp")
        ORGANISATION = "organisation", _("Tổ chức thực hiện")
        HEADING = "heading", _("Đề mục")

    class Origin(models.TextChoices):
        OWN = "own", _("Riêng của đơn vị")
        INHERITED = "inherited", _("Giữ nguyên")
        NARROWED = "narrowed", _("Cụ thể hóa")
        NOT_APPLICABLE = "not_applicable", _("Không áp dụng")

    # Each index slows the cascade down; (plan, address) and (clause, status, due) serve these keys as well.
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="clauses", db_index=False)
    address = models.CharField(max_length=60)
    order = models.PositiveIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    heading = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    dates = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    actors = models.JSONField(default=list)
    due = models.DateField(null=True)
    origin = models.CharField(max_length=14, choices=Origin.choices, default=Origin.OWN)
    inherits = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carried_by")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """the clause under which all units' work is counted: the topmost one that this one carries out, or the one of the
    template (or of the plan taken as a template) that it is a copy of; null: itself"""
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "address"], name="one_clause_an_address")]

    def __str__(self) -> str:
        return self.address


class Target(models.Model):
    """How far a unit will go with an indicator: from a baseline, by a yearly path, to an end value."""

    class Direction(models.TextChoices):
        DOWN = "down", _("Giảm")
        UP = "up", _("Tăng")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.SET_NULL, related_name="targets")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=40)
    group = models.CharField(max_length=12, default="all")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    baseline_year = models.PositiveSmallIntegerField()
    baseline = models.FloatField()
    end_year = models.PositiveSmallIntegerField()
    end_value = models.FloatField()
    path = models.JSONField(default=dict)
    """year (text) -> value; absent years lie on the straight line"""
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    source = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "indicator", "group"], name="one_target"),
            models.CheckConstraint(condition=Q(end_year__gt=F("baseline_year")), name="target_after_baseline"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.end_year}"


class Task(models.Model):
    """Work that carries out a clause: who, from when, by when; yearly work has one task a year."""

    class Status(models.TextChoices):
        OPEN = "open", _("Chưa làm")
        DOING = "doing", _("Đang làm")
        SUBMITTED = "submitted", _("Chờ xác nhận")
        ACCEPTED = "accepted", _("Đã xác nhận")
        RETURNED = "returned", _("Trả lại")

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="tasks", db_index=False)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    start = models.DateField(null=True)
    due = models.DateField()
    every_year = models.BooleanField(default=False)
    series = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="later")
    """the first task of a yearly series"""
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    progress = models.PositiveSmallIntegerField(default=0)
    """0-100, as the owner reports it"""
    submitted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["unit", "due"], name="task_unit_due"),
            models.Index(fields=["clause", "status", "due"], name="task_clause_status_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(models.Model):
    """What shows that a task was done: a file, a link, or a figure of an indicator."""

    class Kind(models.TextChoices):
        FILE = "file", _("Tệp")
        LINK = "link", _("Đường dẫn")
        FIGURE = "figure", _("Số liệu")
        NOTE = "note", _("Ghi chú")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField(max_length=300)
    link = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="evidence/%Y/", max_length=200, null=True)
    file_name = models.CharField(max_length=255, blank=True)
    """as the owner named it; the file itself is kept under its digest"""
    sha256 = models.CharField(max_length=64, blank=True)
    figure = models.JSONField(default=dict)
    """indicator, unit, year, group, value, snapshot"""
    added_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """A reminder that was given for a task; at most one a day and kind."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10)
    """soon | due | overdue | returned"""
    on = models.DateField()
    by_mail = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "kind", "on"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%d/%m/%Y}"


class FeedToken(models.Model):
    """The secret part of the address of a person's calendar feed: whoever holds it reads their tasks, nothing more."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.user_id)


class ReportForm(models.Model):
    """A form that a unit above asks units below to fill in each period."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="forms")
    issuer = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    level = models.CharField(max_length=12)
    """the level of the units asked"""
    times_a_year = models.PositiveSmallIntegerField(default=1)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.title


class ReportField(models.Model):
    """One field of a form: asked of a person, or filled from what the system knows."""

    form = models.ForeignKey(ReportForm, on_delete=models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    subject = models.CharField(max_length=60)
    """what it asks for: an indicator id, a vocabulary fact, or a free subject; asked twice = the same subject"""
    prefilled = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["form", "order"], name="one_field_an_order")]

    def __str__(self) -> str:
        return self.label


class KeptCount(models.Model):
    """How many clauses are in each state, see `queries.coverage`; written by `kept_counts` alone."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="+", db_index=False)
    accepted = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    none = models.PositiveIntegerField()
    not_applicable = models.PositiveIntegerField()
    late = models.PositiveIntegerField()

    class Meta:
        abstract = True


class UnitCount(KeptCount):
    """The clauses of one unit's plans."""

    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField(default=dict)
    """id of the root clause (text) -> its state, as `clause_states` codes it"""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["movement", "unit"], name="one_unit_count")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.accepted}"


class ClauseCount(KeptCount):
    """One root clause over all units: the sum of their `cells`."""

    # A clause that is deleted leaves its row to the count that follows in the same transaction.
    root = models.ForeignKey(Clause, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["movement", "root"], name="one_clause_count")]

    def __str__(self) -> str:
        return f"{self.root_id}: {self.accepted}"
