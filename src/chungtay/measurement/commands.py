"""`chungtay classify`: classify the households of files by a poverty standard, without a database."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from chungtay.messages import say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    from chungtay.measurement.classification import ClassifySummary

CLASS_NAMES = {
    "poor": ("hộ nghèo", "poor"),
    "near_poor": ("hộ cận nghèo", "near-poor"),
    "average": ("mức sống trung bình", "average"),
    "not_poor": ("không nghèo", "not poor"),
    "undetermined": ("chưa xác định", "undetermined"),
}
engine_option = click.option(
    "--engine",
    type=click.Choice(get_args(EngineName)),
    default="duckdb",
    show_default=True,
    help="Máy tính toán / Where it is computed.",
)
out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="OUT", help="Kết quả (.csv, .parquet)."
)
level_option = click.option(
    "--level", type=float, default=0.95, show_default=True, help="Độ tin cậy / Confidence level."
)
quiet_option = click.option("--quiet", is_flag=True, help="Chỉ báo lỗi / Say nothing but errors.")
memory_option = click.option("--memory-limit", metavar="SIZE", help="Bộ nhớ tối đa, ví dụ 700MB / Most memory to use.")


@click.command(epilog="Ví dụ / Example: chungtay classify --standard vn-2016-2020 --households ho.csv "
               "--members thanh-vien.csv --out ket-qua.csv")  # fmt: skip
@click.option("--standard", required=True, metavar="ID", help="Chuẩn nghèo, ví dụ vn-2016-2020 / The standard.")
@click.option(
    "--households",
    required=True,
    type=click.Path(path_type=Path),
    metavar="H",
    help="Tệp hộ (.csv, .parquet) / Households.",
)
@click.option(
    "--members",
    required=True,
    type=click.Path(path_type=Path),
    metavar="M",
    help="Tệp thành viên (.csv, .parquet) / Members.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="OUT", help="Tệp kết quả (.csv, .parquet) / The result."
)
@click.option(
    "--guidance", metavar="G", help="Thông tư quy định điểm, ví dụ 14/2018/TT-BLDTBXH / Circular for form points."
)
@click.option(
    "--review-year", type=int, metavar="Y", help="Năm tính tuổi khi chỉ có năm sinh / Year in which ages count."
)
@memory_option
@click.option(
    "--threads", type=click.IntRange(min=1), metavar="N", help="Số nhân dùng (mặc định: tất cả) / Cores to use."
)
@engine_option
@click.option("--dry-run", is_flag=True, help="Chỉ kiểm tra và đếm, không ghi tệp / Check and count, write nothing.")
def classify(
    *,
    standard: str,
    households: Path,
    members: Path,
    out: Path | None,
    guidance: str | None,
    review_year: int | None,
    memory_limit: str | None,
    threads: int | None,
    engine: EngineName,
    dry_run: bool,
) -> None:
    """Phân loại hộ nghèo, cận nghèo từ tệp / Classify the households of files.

    \b
    H    household_id, area, income_per_head (hoặc/or b1_points), …
    M    household_id, …   (chungtay data-dictionary)
    OUT  household_id, class, subtype, deprivations, <chỉ số/indicators>, missing
    """
    if out is None and not dry_run:
        raise click.UsageError(
            say("Cần --out, hoặc --dry-run để chỉ kiểm tra.", "Give --out, or --dry-run to only check.")
        )
    from chungtay.measurement.classification import classify_files

    with _bar(say("Phân loại", "Classifying")) as progress:
        summary = classify_files(
            standard,
            households,
            members,
            None if dry_run else out,
            guidance=guidance,
            review_year=review_year,
            memory_limit=memory_limit,
            threads=threads,
            engine=engine,
            progress=progress,
        )
    _report(summary)


@contextlib.contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error that stays away from work shorter than a second, and from files and pipes."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        shown: list[Progress] = []

        def progress(done: int, total: int) -> None:
            if not shown and console.is_terminal and done < total and time.monotonic() - started > 1:
                columns = (
                    TextColumn(label),
                    BarColumn(),
                    TextColumn("{task.percentage:>3.0f}%"),
                    TimeRemainingColumn(),
                )
                shown.append(stack.enter_context(Progress(*columns, console=console, transient=True)))
                shown[0].add_task(label, total=total)
            for bar in shown:
                bar.update(bar.task_ids[0], completed=done)

        yield progress


def number(value: int) -> str:
    """Write a whole number as the current language does: 1.234.567 or 1,234,567."""
    return f"{value:,}".replace(",", say(".", ","))


def _report(summary: ClassifySummary) -> None:
    for warning in summary.warnings:
        click.echo(click.style(say("Lưu ý: ", "Note: "), fg="yellow") + str(warning), err=True)
    counts = ", ".join(f"{say(*CLASS_NAMES[name])} {number(count)}" for name, count in summary.classes.items() if count)
    seconds = f"{summary.seconds:.1f}".replace(".", say(",", "."))
    click.echo(
        say(
            f"{number(summary.households)} hộ, {number(summary.members)} nhân khẩu, {seconds} giây: {counts}.",
            f"{number(summary.households)} households, {number(summary.members)} members, {seconds} s: {counts}.",
        )
    )
    version = f"{summary.standard_id} ({summary.standard_version})"
    if summary.out is None:
        click.echo(say(f"Chuẩn {version}. Chạy thử, chưa ghi tệp.", f"Standard {version}. Dry run, nothing written."))
        click.echo(say("Tiếp theo: chạy lại với --out TỆP.", "Next: run again with --out FILE."))
        return
    click.echo(say(f"Chuẩn {version}. Kết quả: {summary.out}", f"Standard {version}. Result: {summary.out}"))
    if summary.classes.get("undetermined"):
        click.echo(
            say(
                "Tiếp theo: xem cột missing của các hộ undetermined, bổ sung số liệu rồi chạy lại.",
                "Next: see the column missing of the undetermined households, add the facts, then run again.",
            )
        )
    else:
        click.echo(
            say("Tiếp theo: chungtay standards để xem căn cứ của chuẩn.", "Next: chungtay standards shows its sources.")
        )
