"""`chungtay tasks`: lists tasks, and reminds people of theirs; for the console and the daily timer of the machine."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say

COLUMNS = ("id", "unit", "clause", "title", "start", "due", "status", "progress", "person", "late")
STATES = ("open", "doing", "submitted", "accepted", "returned")


@click.group()
def tasks() -> None:
    """Việc của phong trào: danh sách, nhắc việc / The movement's tasks: lists and reminders."""


@tasks.command(
    name="list", epilog="Ví dụ / Example: chungtay tasks list --unit 481 --overdue --on 2019-12-31 --format csv"
)
@click.option("--unit", metavar="CODE", help="Mã đơn vị, gồm cả cấp dưới / A unit's code, with all units below it.")
@click.option("--movement", metavar="CODE", help="Mã phong trào / The movement's code; default: every movement.")
@click.option("--overdue", is_flag=True, help="Chỉ việc quá hạn / Only what is overdue.")
@click.option("--status", type=click.Choice(STATES), help="Chỉ việc ở trạng thái này / Only tasks in this state.")
@click.option("--on", metavar="YYYY-MM-DD", help="Ngày tính quá hạn, mặc định hôm nay / Day of the question.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def list_(
    *, unit: str | None, movement: str | None, overdue: bool, status: str | None, on: str | None, form: str
) -> None:
    """Liệt kê việc theo hạn / List tasks by deadline."""
    start_django()
    from chungtay.movement.models import Movement
    from chungtay.movement.queries.clause_work import is_late
    from chungtay.movement.queries.tasks import listed_tasks
    from chungtay.units.models import Unit

    day = _day(on)
    of = Movement.objects.filter(code=movement).first() if movement else None
    owner = Unit.objects.filter(code=unit).first() if unit else None
    if (movement and of is None) or (unit and owner is None):
        raise _unknown_code((movement or "") if of is None and movement else (unit or ""))
    rows = [
        (task.pk, task.unit.code, task.clause.address, task.title, task.start, task.due, task.status, task.progress,
         task.person.username if task.person else "", is_late(task, day))
        for task in listed_tasks(owner, movement=of, status=status, late_on=day if overdue else None)
    ]  # fmt: skip
    _print(rows, form)


@tasks.command(epilog="Ví dụ / Example: chungtay tasks remind --mail")
@click.option("--on", metavar="YYYY-MM-DD", help="Ngày nhắc, mặc định hôm nay / The day, default today.")
@click.option("--mail", is_flag=True, help="Gửi cả thư điện tử (xem CHUNGTAY_MAIL) / Send e-mail too.")
def remind(on: str | None, mail: bool) -> None:
    """Nhắc việc sắp đến hạn, đến hạn, quá hạn, bị trả lại / Remind of tasks due soon, due, overdue, sent back.

    Chạy mỗi ngày một lần; chạy lại trong ngày không nhắc thêm / Run it once a day; running it again changes nothing.
    """
    start_django()
    from chungtay.movement.actions import give_reminders, mail_reminders

    day = _day(on)
    given = give_reminders(day)
    click.echo(say(f"{len(given)} lời nhắc mới cho ngày {day:%d/%m/%Y}.", f"{len(given)} new reminders for {day}."))
    if mail:
        try:
            sent = mail_reminders(day)
        except OSError as error:
            raise fail(
                f"Không gửi được thư: {error}",
                f"E-mail could not be sent: {error}",
                do_vi="Kiểm tra CHUNGTAY_MAIL rồi chạy lại; thư đã gửi không gửi lần nữa.",
                do_en="Check CHUNGTAY_MAIL and run it again; letters that went are not sent twice.",
                code="mail",
            ) from error
        click.echo(say(f"Đã gửi {sent} thư.", f"{sent} letters sent."))


@tasks.command(epilog="Ví dụ / Example: chungtay tasks recount")
@click.option("--movement", metavar="CODE", help="Mã phong trào / The movement's code; default: every movement.")
def recount(movement: str | None) -> None:
    """Đếm lại kết quả từng mục từ các việc / Count the clauses carried out anew, from the tasks.

    Chỉ cần sau khi sửa thẳng vào CSDL / Needed only after the database was changed by hand.
    """
    start_django()
    from chungtay.movement.actions import recount_coverage
    from chungtay.movement.models import Movement

    found = Movement.objects.filter(code=movement) if movement else Movement.objects.order_by("code")
    if movement and not found:
        raise _unknown_code(movement)
    for one in found:
        wrong = recount_coverage(one)
        click.echo(f"{one.code}: " + _found_wrong(wrong))


def _found_wrong(wrong: Sequence[str]) -> str:
    if not wrong:
        return say("đã đếm lại, mọi đơn vị đều khớp.", "counted anew, every unit was right.")
    codes = ", ".join(wrong[:10]) + (" …" if len(wrong) > 10 else "")
    return say(f"đã đếm lại, sửa {len(wrong)} đơn vị: {codes}", f"counted anew, {len(wrong)} units put right: {codes}")


def _unknown_code(value: str) -> Exception:
    return fail(
        "Không có phong trào hoặc đơn vị mang mã này.",
        "There is no movement or unit of this code.",
        do_vi="Kiểm tra mã bằng chungtay units.",
        do_en="Check the code with chungtay units.",
        value=value,
        code="unknown_code",
    )


def _day(text: str | None) -> dt.date:
    from django.utils import timezone

    if text is None:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise fail(
            "Ngày không đọc được.",
            "The day cannot be read.",
            do_vi="Ghi ngày dạng năm-tháng-ngày.",
            do_en="Write it as year-month-day.",
            column="--on",
            value=text,
            allowed="2019-12-31",
            code="bad_day",
        ) from error


def _print(rows: Sequence[tuple[Any, ...]], form: str) -> None:
    if form == "json":
        found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        click.echo(json.dumps(found, default=str, ensure_ascii=False, indent=2))
        return
    if form == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
        click.echo(text.getvalue(), nl=False)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None)
    for name in ("id", say("đơn vị", "unit"), say("mục", "clause"), say("việc", "task"), say("hạn", "due"),
                 say("trạng thái", "state"), "%"):  # fmt: skip
        table.add_column(name, overflow="fold")
    from chungtay.movement.models import Task

    for row in rows:
        state = str(Task.Status(str(row[6])).label) + (say(" · quá hạn", " · overdue") if row[9] else "")
        table.add_row(str(row[0]), str(row[1]), str(row[2]), str(row[3]), f"{row[5]:%d/%m/%Y}", state, str(row[7]))
    Console(highlight=False).print(table if rows else say("Không có việc nào.", "No tasks."))
