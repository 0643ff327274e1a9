"""Design the forms that units must report on: open one, add and take away fields, close it. May import accounts, units.

A unit issues forms for the units below it; the standing office for all. Designing shows at once what is asked twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.form_check import DraftField, DraftForm, Flag, check_draft
from chungtay.movement.known_subjects import known_subjects, subject_key
from chungtay.movement.models import Movement, ReportField, ReportForm
from chungtay.movement.who_may import is_office, only_for
from chungtay.units import queries as units
from chungtay.units.models import Level, Unit
from chungtay.units.tree import RANK

MOST_TIMES = 52
"""a form asked more often than every week is a mistake"""


@transaction.atomic
def add_form(
    movement: Movement,
    issuer: Unit,
    title: str,
    level: str,
    *,
    times_a_year: int = 1,
    first_year: int,
    last_year: int | None = None,
    by: User | None = None,
) -> ReportForm:
    """Open a form. level: that of the units asked, below the issuer's; at the issuer's own level it asks organisations.

    Raises PermissionDenied for another unit's form, UserError where it has no title, asks units above its issuer, is
    asked less than once or more than 52 times a year, or ends before it begins.
    """
    only_for(by, issuer)
    if not title.strip():
        raise _wrong("title", "Biểu chưa có tên.", "The form has no title.", "")
    if level not in Level.values or RANK[level] < RANK[issuer.level]:
        allowed = ", ".join(one for one in Level.values if RANK[one] >= RANK[issuer.level])
        raise _wrong("level", "Biểu chỉ hỏi đơn vị cấp dưới của nơi ban hành.",
                     "A form asks units below the one that issues it.", level, allowed)  # fmt: skip
    if not 1 <= times_a_year <= MOST_TIMES:
        raise _wrong("times_a_year", "Số kỳ báo cáo mỗi năm không hợp lý.",
                     "The number of reports a year is not sound.", times_a_year, f"1–{MOST_TIMES}")  # fmt: skip
    if last_year is not None and last_year < first_year:
        raise _wrong("last_year", "Năm cuối đứng trước năm đầu.", "The last year comes before the first.",
                     last_year, f"≥ {first_year}")  # fmt: skip
    form = ReportForm.objects.create(
        movement=movement, issuer=issuer, title=title.strip(), level=level, times_a_year=times_a_year,
        first_year=first_year, last_year=last_year,
    )  # fmt: skip
    detail = {"issuer": issuer.code, "level": level, "times_a_year": times_a_year, "years": [first_year, last_year]}
    record(by, "movement.add_form", form.pk, detail)
    return form


@transaction.atomic
def add_field(
    form: ReportForm, label: str, subject: str, *, prefilled: bool | None = None, by: User | None = None
) -> ReportField:
    """Add a field at the end of a form. Ask `check_form` afterwards what it doubles.

    subject    an indicator id, a fact of the vocabulary, or words of one's own
    prefilled  None: wherever the system holds the subject. False makes people type what is known, which is flagged.
    Raises PermissionDenied; UserError for an empty label or subject, a field to be filled in with what the system does
    not hold, or a form of past years (only the standing office corrects those).
    """
    only_for(by, form.issuer)
    _still_open(form, by)
    label, subject = label.strip(), subject.strip()
    if not label or not subject:
        raise _wrong("label" if not label else "subject", "Ô chưa có tên hoặc chưa rõ hỏi gì.",
                     "The field has no label or says not what it asks.", label or subject)  # fmt: skip
    held = subject_key(subject) in known_subjects()
    if prefilled and not held:
        raise _wrong("prefilled", "Hệ thống không có số này nên không tự điền được.",
                     "The system does not hold this, so it cannot fill it in.", subject)  # fmt: skip
    last = form.fields.aggregate(last=Max("order"))["last"] or 0
    filled = held if prefilled is None else prefilled
    field = ReportField.objects.create(form=form, order=last + 1, label=label, subject=subject, prefilled=filled)
    record(by, "movement.add_field", form.pk, {"order": field.order, "subject": subject, "prefilled": filled})
    return field


@transaction.atomic
def remove_field(field: ReportField, *, by: User | None = None) -> None:
    """Take a field out of a form: the way to end a double question."""
    only_for(by, field.form.issuer)
    _still_open(field.form, by)
    record(by, "movement.remove_field", field.form_id, {"order": field.order, "subject": field.subject})
    field.delete()


@transaction.atomic
def close_form(form: ReportForm, last_year: int, *, by: User | None = None) -> ReportForm:
    """Ask a form for the last time in a year. Raises PermissionDenied, or UserError for a year before its first."""
    only_for(by, form.issuer)
    if last_year < form.first_year:
        raise _wrong("last_year", "Năm cuối đứng trước năm đầu.", "The last year comes before the first.",
                     last_year, f"≥ {form.first_year}")  # fmt: skip
    form.last_year = last_year
    form.save(update_fields=["last_year"])
    record(by, "movement.close_form", form.pk, {"last_year": last_year})
    return form


def check_form(form: ReportForm) -> list[Flag]:
    """What a form asks twice: within itself, beside another form of the movement, or beside what the system knows."""
    others = ReportForm.objects.filter(movement=form.movement_id, level=form.level).exclude(pk=form.pk)
    own, *rest = drafts([form, *others.select_related("issuer").prefetch_related("fields")])
    return check_draft(own, rest, known_subjects())


def drafts(forms: Iterable[ReportForm]) -> list[DraftForm]:
    """Forms as `check_draft` reads them; the issuers' units above are those of their first year."""
    found = []
    for form in forms:
        tree = units.tree(dt.date(form.first_year, 12, 31))
        code = form.issuer.code
        above = frozenset(node.code for node in tree.ancestors(code)) if code in tree else frozenset()
        fields = tuple(DraftField(one.order, one.label, one.subject, one.prefilled) for one in form.fields.all())
        found.append(DraftForm(form.title, form.level, form.first_year, form.last_year, fields, code, above))
    return found


def _still_open(form: ReportForm, by: User | None) -> None:
    if is_office(by):
        return
    if form.last_year is not None and form.last_year < timezone.localdate().year:
        raise _wrong("last_year", "Biểu đã thôi áp dụng.", "The form is no longer in force.", form.last_year)


def _wrong(column: str, vi: str, en: str, value: object, *allowed: str) -> Exception:
    return fail(
        vi,
        en,
        do_vi="Sửa biểu rồi lưu lại.",
        do_en="Correct the form and save it again.",
        column=column,
        value=str(value),
        allowed=", ".join(allowed) or None,
        code=f"form_{column}",
    )
