"""`chungtay report`: official reports written to a file."""

from __future__ import annotations

import time
from pathlib import Path

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say

EXTENSIONS = ("docx", "pdf")


@click.group(help=say("Xuất báo cáo theo thể thức văn bản hành chính.", "Write reports in the official layout."))
def report() -> None:
    """The group of reports."""


@report.command(
    help=say(
        "Báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo của một tỉnh, huyện hoặc xã.",
        "The yearly review result of a province, district or commune.",
    ),
    epilog=say("Ví dụ", "Example") + ": chungtay report review --unit 46 --year 2019 --out bao-cao.pdf",
)
@click.option("--unit", "unit_code", required=True, help=say("mã đơn vị, ví dụ 46", "code of the unit, e.g. 46"))
@click.option("--year", type=int, required=True, help=say("năm rà soát", "year of the review"))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=say("tệp ghi ra, đuôi .docx hoặc .pdf", "file to write, ending in .docx or .pdf"),
)
def review(unit_code: str, year: int, out: Path) -> None:
    """Write the report; nothing is left behind when it cannot be made."""
    extension = _extension(out)
    start_django()
    from chungtay.accounts.audit import record
    from chungtay.documents.review_actions import review_file

    started = time.monotonic()
    click.echo(say(f"Đang lập báo cáo rà soát năm {year}…", f"Making the review report of {year}…"), err=True)
    file = review_file(unit_code, year, extension)
    _write(out, file.content)
    record(None, "documents.review_report", unit_code, {"year": year, "format": extension})
    seconds, size = time.monotonic() - started, len(file.content) / 1024
    click.echo(
        say(
            f"Đã ghi {out} ({size:,.0f} KB, {seconds:.1f} giây), từ bản chụp {file.report.snapshot_id}.",
            f"Wrote {out} ({size:,.0f} KB, {seconds:.1f} s), from snapshot {file.report.snapshot_id}.",
        )
    )
    if extension == "docx":
        click.echo(
            say(
                "Tiếp theo: mở tệp, điền số, ngày và nơi nhận, rồi trình ký.",
                "Next: open it, fill in number, day and recipients, then submit it.",
            )
        )


@report.command(
    help=say("Kế hoạch của một đơn vị theo thể thức văn bản hành chính.", "A unit's plan in the official layout."),
    epilog=say("Ví dụ", "Example") + ": chungtay report plan --plan 3 --out kh.docx",
)
@click.option("--plan", "plan_id", type=int, required=True, help=say("số của kế hoạch", "number of the plan"))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=say("tệp ghi ra, đuôi .docx hoặc .pdf", "file to write, ending in .docx or .pdf"),
)
def plan(plan_id: int, out: Path) -> None:
    """Write the plan; nothing is left behind when it cannot be made."""
    extension = _extension(out)
    start_django()
    from chungtay.accounts.audit import record
    from chungtay.documents.plan_actions import known_plan, plan_file

    found = known_plan(plan_id)
    if found is None:
        raise fail(
            "Không có kế hoạch mang số này.",
            "There is no plan of this number.",
            do_vi="Xem số của các kế hoạch trên trang phong trào.",
            do_en="See the numbers of the plans on the movement's page.",
            value=str(plan_id),
            code="unknown_plan",
        )
    started = time.monotonic()
    file = plan_file(found, extension)
    _write(out, file.content)
    record(None, "documents.plan", found.pk, {"format": extension, "status": str(found.status)})
    seconds, size = time.monotonic() - started, len(file.content) / 1024
    click.echo(
        say(f"Đã ghi {out} ({size:,.0f} KB, {seconds:.1f} giây).", f"Wrote {out} ({size:,.0f} KB, {seconds:.1f} s).")
    )


def _extension(out: Path) -> str:
    """The format that the file's name asks for. Raises UserError for another, or where its folder is not there."""
    extension = out.suffix.lstrip(".").lower()
    if extension not in EXTENSIONS:
        raise fail(
            "Không rõ dạng báo cáo từ đuôi tên tệp.",
            "The kind of report is not clear from the file's name.",
            do_vi="Đặt tên tệp có đuôi .docx (để sửa tiếp) hoặc .pdf (để lưu trữ).",
            do_en="Give a name ending in .docx (to edit further) or .pdf (to archive).",
            file=str(out),
            value=out.suffix or "",
            allowed=".docx, .pdf",
            code="unknown_format",
        )
    if not out.resolve().parent.is_dir():
        raise fail(
            "Thư mục ghi báo cáo không tồn tại.",
            "The folder for the report does not exist.",
            do_vi="Tạo thư mục trước, hoặc ghi vào thư mục khác.",
            do_en="Make the folder first, or write elsewhere.",
            file=str(out.resolve().parent),
            code="no_folder",
        )
    return extension


def _write(out: Path, content: bytes) -> None:
    """Write whole or not at all."""
    part = out.with_name(f".{out.name}.part")
    part.write_bytes(content)
    part.replace(out)
