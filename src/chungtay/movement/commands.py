"""`chungtay plan`: take a plan document in, or show how it was read.

A dry run reads the file alone and needs no database. May import the room; the database only where a command uses it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="Đề cương dễ đọc hoặc JSON / A readable outline, or JSON.",
)  # fmt: skip


@click.group()
def plan() -> None:
    """Kế hoạch: nhập văn bản, xem các mục đã đọc / Plans: import a document, show its clauses."""


@plan.command(
    "import",
    epilog="Ví dụ / Example: chungtay plan import ke-hoach.docx --dry-run --format json",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--movement", metavar="CODE", help="Mã phong trào / The movement's code.")
@click.option("--issuer", metavar="CODE", help="Mã đơn vị ban hành, như 46.syt / Code of the issuing unit.")
@click.option("--parent", type=int, metavar="ID", help="Kế hoạch cấp trên được thực hiện / The plan it carries out.")
@click.option(
    "--dry-run", is_flag=True, help="Chỉ đọc và in, không ghi; không cần CSDL / Read and print only; no database."
)
@FORMAT
def import_(
    file: Path, *, movement: str | None, issuer: str | None, parent: int | None, dry_run: bool, form: str
) -> None:
    """Nhập một kế hoạch: .md, .txt, .docx, hoặc .pdf có chữ / Import a plan: .md, .txt, .docx, or .pdf with text.

    Mỗi mục được một địa chỉ (II.4.c), một loại, và những ngày, số, đối tượng tìm thấy trong đó. Hãy chạy thử với
    --dry-run trước; sau khi nhập, cán bộ soát và xác nhận trên trang.

    Each clause gets an address (II.4.c), a kind, and the dates, figures and actors found in it. Try --dry-run first;
    once imported, an officer checks and confirms it on its page.
    """
    if dry_run:
        from chungtay.movement.reading import read_plan

        _print(read_plan(file).to_dict(), form)
        return
    if movement is None or issuer is None:
        missing = " ".join(name for name, value in (("--movement", movement), ("--issuer", issuer)) if value is None)
        raise fail(
            f"Thiếu {missing}.",
            f"{missing} is missing.",
            do_vi="Nêu mã phong trào và mã đơn vị ban hành, hoặc thêm --dry-run để chỉ đọc.",
            do_en="Name the movement and the issuing unit, or add --dry-run to read only.",
            code="missing_option",
        )
    start_django()
    from chungtay.movement.actions import import_plan

    with _database():
        kept = import_plan(movement_code=movement, issuer_code=issuer, path=file, parent_id=parent)
        values = _as_read(kept)
    _print(values, form)
    count = len(values["clauses"])
    click.echo(
        say(
            f"Đã nhập kế hoạch {kept.pk}: {count} mục, chờ xác nhận. Xem lại: chungtay plan show {kept.pk}",
            f"Imported plan {kept.pk}: {count} clauses, to be confirmed. Show it: chungtay plan show {kept.pk}",
        ),
        err=True,
    )


@plan.command(epilog="Ví dụ / Example: chungtay plan show 1 --format json")
@click.argument("plan_id", type=int, metavar="ID")
@FORMAT
def show(plan_id: int, form: str) -> None:
    """In một kế hoạch đã nhập, như đã sửa / Print an imported plan as it stands, corrections included.

    JSON có cùng dạng với `plan import --dry-run` / The JSON has the shape of `plan import --dry-run`.
    """
    start_django()
    from chungtay.movement.models import Plan

    with _database():
        found = Plan.objects.filter(pk=plan_id).first()
        values = _as_read(found) if found else None
    if values is None:
        raise fail(
            "Không có kế hoạch mang số này.",
            "There is no plan of this number.",
            do_vi="Xem số kế hoạch trên trang phong trào.",
            do_en="See the plan's number on the movement's page.",
            value=str(plan_id),
            code="unknown_plan",
        )
    _print(values, form)


def _as_read(kept: Any) -> dict[str, Any]:
    """A plan of the database in the shape of `PlanDocument.to_dict`; the frame is read from its clauses as they are."""
    from dataclasses import asdict

    from chungtay.movement.queries import plan_as_dict
    from chungtay.movement.reading import clause_from_dict, read_frame

    values = plan_as_dict(kept)
    frame = asdict(read_frame([clause_from_dict(clause) for clause in values["clauses"]]))
    return {
        "header": values["header"],
        "bases": values["bases"],
        "clauses": values["clauses"],
        "frame": {key: list(value) if isinstance(value, tuple) else value for key, value in frame.items()},
        "signature": values["signature"],
        "recipients": values["recipients"],
        "notices": kept.notices,
    }


def _print(values: dict[str, Any], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    from chungtay.movement.reading.printing import plan_outline

    click.echo(plan_outline(values, min(shutil.get_terminal_size((100, 24)).columns, 120)), nl=False)


class _database:
    """Say in plain words that there is no database yet, instead of showing its error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        from django.db import OperationalError, ProgrammingError

        if isinstance(error, (OperationalError, ProgrammingError)):
            raise fail(
                "Chưa có cơ sở dữ liệu, hoặc cơ sở dữ liệu chưa được cập nhật.",
                "There is no database yet, or it is not up to date.",
                do_vi="Chạy `chungtay manage migrate`, hoặc `chungtay demo` để có tỉnh mẫu.",
                do_en="Run `chungtay manage migrate`, or `chungtay demo` for the demo province.",
                code="no_database",
            ) from error
