"""`chungtay registry` and `chungtay snapshot`: templates, imports, snapshots, from the console."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say

if TYPE_CHECKING:
    from chungtay.registry.importing import ImportResult
    from chungtay.registry.importing.reading import Report

FORMATS = click.Choice(["table", "csv", "json"])
FILE = click.Path(path_type=Path)


@click.group()
def registry() -> None:
    """Sổ hộ: biểu mẫu, nhập tệp, thống kê / the household registry: templates, imports, statistics."""


@registry.command()
@click.option("--standard", "standard_id", required=True, help="chuẩn nghèo / the standard, e.g. vn-2016-2020")
@click.option("--out", type=FILE, required=True, help="tệp .xlsx hoặc .csv / the file to make")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), help="mặc định theo đuôi tệp / by extension")
@click.option("--commune", help="mã xã: điền sẵn danh sách của xã / fill in this commune's list")
@click.option("--year", type=int, help="năm của danh sách điền sẵn / the year of that list")
def template(standard_id: str, out: Path, form: str | None, commune: str | None, year: int | None) -> None:
    """Làm biểu mẫu để điền / make the file that officers fill in.

    Ví dụ / example: chungtay registry template --standard vn-2016-2020 --out mau.xlsx
    """
    if (commune is None) != (year is None):
        raise click.UsageError(say("--commune và --year đi cùng nhau.", "--commune and --year go together."))
    start_django()
    from chungtay.registry.last_list import listed_households
    from chungtay.registry.template import write_template

    out = out.with_suffix(f".{form}") if form else out
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise fail("Biểu mẫu chỉ có dạng XLSX hoặc CSV.", "A template is an XLSX or CSV file.",
                   do_vi="Đặt đuôi tệp .xlsx hoặc .csv.", do_en="Let the file end in .xlsx or .csv.",
                   file=str(out), value=out.suffix, allowed=".xlsx, .csv", code="extension")  # fmt: skip
    households, members = listed_households(commune, year) if commune and year else ([], [])
    made = write_template(standard_id, out, households=households, members=members)
    click.echo(say("Đã làm: ", "Made: ") + ", ".join(map(str, made)))
    if households:
        click.echo(say(f"Điền sẵn {len(households)} hộ, {len(members)} thành viên; tệp có dữ liệu cá nhân.",
                       f"Filled in {len(households)} households, {len(members)} members: personal data."))  # fmt: skip
    click.echo(say("Tiếp theo: điền rồi chạy ", "Next: fill it in, then run ")
               + f"chungtay registry import {made[0]} --standard {standard_id} --review-year … --dry-run")  # fmt: skip


@registry.command(name="import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--standard", "standard_id", required=True, help="chuẩn nghèo / the standard")
@click.option("--review-year", type=int, required=True, help="năm rà soát / the year whose end is described")
@click.option("--valid-for-year", type=int, help="năm dùng danh sách, mặc định năm sau / default: the year after")
@click.option("--round", "round_", type=click.Choice(["base", "listed", "applied"]), required=True,
              help="tổng điều tra | hộ trong danh sách | hộ đề nghị / kind of round")  # fmt: skip
@click.option("--guidance", default="", help="thông tư đọc điểm B1, B2 / circular by which points are read")
@click.option("--dry-run", is_flag=True, help="chỉ kiểm tra / check only")
@click.option("--errors", type=FILE, help="tệp XLSX đánh dấu ô sai / workbook that marks bad cells")
@click.option("--create-villages", is_flag=True, help="tạo thôn chưa có / make villages not known yet")
@click.option("--synthetic", is_flag=True, help="dữ liệu giả lập / the persons are made up")
def import_(files: tuple[Path, ...], round_: str, errors: Path | None, **options: Any) -> None:
    """Nhập tệp rà soát hộ: một tệp XLSX, hoặc tệp hộ và tệp thành viên / import reviewed households.

    Ví dụ / example: chungtay registry import ho.csv thanh_vien.csv --standard vn-2016-2020
    --review-year 2019 --round listed --dry-run
    """
    if len(files) > 2:
        raise click.UsageError(say("Nhiều nhất hai tệp: hộ, thành viên.", "At most two files: households, members."))
    start_django()
    from chungtay.registry.importing import import_file

    with bar() as progress:
        result = import_file(list(files), round=round_, errors=errors, progress=progress, **options)
    _tell(result)
    if result.dry_run:
        click.echo(say("Chạy thử: chưa ghi gì. Bỏ --dry-run để nhập.",
                       "Dry run: nothing was written. Leave --dry-run out to import."))  # fmt: skip
    elif result.created or result.changed:
        year, standard = options["review_year"], options["standard_id"]
        click.echo(say("Tiếp theo: ", "Next: ") + f"chungtay snapshot take --review-year {year} --standard {standard}")


@registry.command(name="import-counts")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="chỉ kiểm tra / check only")
@click.option("--synthetic", is_flag=True, help="dữ liệu giả lập / the numbers are made up")
def import_counts_(file: Path, dry_run: bool, synthetic: bool) -> None:
    """Nhập số hộ, số nhân khẩu của xã: mẫu số của các tỷ lệ / import the counts that rates divide by.

    Ví dụ / example: chungtay registry import-counts so_ho.csv
    """
    start_django()
    from chungtay.registry.importing import import_counts

    with bar() as progress:
        result = import_counts(file, dry_run=dry_run, synthetic=synthetic, progress=progress)
    new, changed, same = result.created, result.changed, result.unchanged
    click.echo(say(f"{result.rows} dòng: {new} mới, {changed} đổi, {same} như cũ.",
                   f"{result.rows} rows: {new} new, {changed} changed, {same} the same."))  # fmt: skip


@registry.command()
@click.option("--format", "form", type=FORMATS, default="table")
def stats(form: str) -> None:
    """Số kết quả rà soát theo năm và chuẩn / reviews by year and standard."""
    start_django()
    from chungtay.registry.queries import year_stats

    heading = ("review_year", "standard_id", "reviews", "classified", "old_versions")
    _print(heading, [tuple(vars(one).values()) for one in year_stats()], form)


@click.group()
def snapshot() -> None:
    """Bản chụp số liệu bất biến (Parquet) / immutable snapshots of the registry."""


@snapshot.command()
@click.option("--review-year", type=int, required=True)
@click.option("--standard", "standard_id", required=True)
@click.option("--classify/--no-classify", default=True, help="phân loại và ghi lại kết quả / write verdicts back")
def take(review_year: int, standard_id: str, classify: bool) -> None:
    """Chụp một năm rà soát, rồi phân loại / take a snapshot of a review year and classify it.

    Ví dụ / example: chungtay snapshot take --review-year 2019 --standard vn-2016-2020
    """
    start_django()
    from chungtay.registry.classify import classify_review_year
    from chungtay.registry.snapshot import take_snapshot

    with bar() as progress:
        progress(say("Chụp số liệu", "Taking the snapshot"), 0, 0)
        taken = take_snapshot(review_year, standard_id)
    click.echo(say(f"Bản chụp {taken.snapshot_id}: {taken.households} hộ, {taken.members} thành viên, "
                   f"ở {taken.folder}",
                   f"Snapshot {taken.snapshot_id}: {taken.households} households, {taken.members} members, "
                   f"in {taken.folder}"))  # fmt: skip
    if not classify:
        return
    with bar() as progress:
        what = say("Phân loại", "Classifying")
        summary = classify_review_year(review_year, standard_id, taken, progress=lambda d, t: progress(what, d, t))
    for name, counts in (("class", summary.classes), ("pathway", summary.pathways)):
        click.echo(f"{name}: " + ", ".join(f"{key} {number}" for key, number in counts.items()))


@snapshot.command(name="list")
@click.option("--format", "form", type=FORMATS, default="table")
def list_(form: str) -> None:
    """Các bản chụp đang giữ / the snapshots kept."""
    start_django()
    from chungtay.registry.snapshot import kept_snapshots

    heading = ("snapshot_id", "review_year", "standard_id", "households", "members", "synthetic", "taken_at", "folder")
    rows = [tuple(getattr(one, name) for name in heading) for one in kept_snapshots()]
    _print(heading, rows, form)


@snapshot.command()
@click.argument("snapshot_id")
def verify(snapshot_id: str) -> None:
    """Tính lại mã băm của một bản chụp / hash a snapshot's files again and compare."""
    start_django()
    from chungtay.registry.snapshot import kept_snapshot

    taken = kept_snapshot(snapshot_id)
    rows = taken.households, taken.members
    click.echo(say(f"{taken.snapshot_id}: nguyên vẹn ({rows[0]} hộ, {rows[1]} thành viên).",
                   f"{taken.snapshot_id}: unchanged ({rows[0]} households, {rows[1]} members)."))  # fmt: skip


@contextmanager
def bar() -> Iterator[Report]:
    """Show what is being done on standard error while it lasts; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task("", total=None)

        def report(what: str, done: int, total: int) -> None:
            shown.update(task, description=what, completed=done, total=total or None)

        yield report


def _tell(result: ImportResult) -> None:
    for words in result.warnings:
        click.echo(click.style(say("Lưu ý: ", "Note: "), fg="yellow") + str(words), err=True)
    click.echo(say(f"{result.rows} hộ trong tệp: {result.created} kết quả mới, {result.changed} thay đổi (bản mới), "
                   f"{result.unchanged} như cũ; {result.households} hộ mới vào sổ, {result.moved} hộ chuyển nơi ở.",
                   f"{result.rows} households in the file: {result.created} new reviews, {result.changed} changed "
                   f"(new version), {result.unchanged} the same; {result.households} households new to the registry, "
                   f"{result.moved} moved."))  # fmt: skip


def _print(heading: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    """Print rows as a table, CSV or JSON on standard output."""
    if form == "json":
        click.echo(json.dumps([dict(zip(heading, row, strict=True)) for row in rows], default=str, ensure_ascii=False))
        return
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([heading, *rows])
        return
    cells: list[list[str]] = [list(heading), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heading))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
