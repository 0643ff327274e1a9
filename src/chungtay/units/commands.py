"""`chungtay units`: areas and organisations as of a date, their changes, how an old unit reads today.

Answers from the database; where that is absent or empty, from the packaged lists, so that a fresh install answers too.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say
from chungtay.units.readings import mapping_in
from chungtay.units.rows import LEVELS, Book, Change
from chungtay.units.tree import Forest, Node, Tree

DATE = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
COLUMNS = ("code", "name", "kind", "parent_code", "valid_from", "valid_to")
FORMATS = click.Choice(["table", "csv", "json"])


def read_book() -> Book:
    """Return what the database holds, or the packaged lists where there is no database or nothing in it."""
    from django.db import OperationalError, ProgrammingError, connection

    from chungtay.units.files import packaged_book

    start_django()
    place = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in place and not Path(place).exists():
        return packaged_book()
    from chungtay.units.queries import book

    try:
        stored = book()
    except (OperationalError, ProgrammingError):
        return packaged_book()
    return stored if stored.spans else packaged_book()


def write(rows: Sequence[Sequence[Any]], heading: Sequence[str], form: str, out: Path | None) -> None:
    """Print rows, or write them to a file in one go: ISO dates in csv and json, dd/mm/yyyy in a table."""
    if form == "json":
        plain = [dict(zip(heading, map(_plain, row), strict=True)) for row in rows]
        text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows([["" if cell is None else _plain(cell) for cell in row] for row in rows])
        text = lines.getvalue()
    else:
        text = _table([[_shown(cell) for cell in row] for row in rows], list(heading))
    if out is None:
        click.echo(text, nl=False)
        return
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(text, "utf-8")
        part.replace(out)
    except OSError as error:
        raise fail(
            f"Không ghi được tệp: {error.strerror}.",
            f"The file cannot be written: {error.strerror}.",
            do_vi="chọn thư mục khác.",
            do_en="choose another folder.",
            file=str(out),
        ) from None
    click.echo(say(f"Đã ghi {len(rows)} dòng vào {out}.", f"Wrote {len(rows)} rows to {out}."), err=True)


def _plain(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _shown(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _table(rows: list[list[str]], heading: list[str]) -> str:
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    lines = [heading, ["-" * width for width in widths], *rows]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def tree_on(as_of: dt.datetime | None) -> Tree:
    return Forest(read_book().spans).on(as_of.date() if as_of else dt.date.today())  # noqa: DTZ011 - the local day


def find(tree: Tree, code: str) -> Node:
    """Return the unit, or say that it did not exist on that day."""
    node = tree.get(code)
    if node is None:
        raise fail(
            "Không có đơn vị này vào ngày đã chọn.",
            "There is no such unit on that day.",
            do_vi="xem mã bằng `chungtay units list`, hoặc chọn ngày khác.",
            do_en="look the code up with `chungtay units list`, or choose another day.",
            value=code,
        )
    return node


def as_rows(nodes: Iterable[Node]) -> list[list[Any]]:
    return [[getattr(node, column) for column in COLUMNS] for node in nodes]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def units() -> None:
    """Đơn vị hành chính và tổ chức theo thời điểm / areas and organisations as of a date.

    \b
    Ví dụ / examples:
      chungtay units list --as-of 2019-12-31 --level commune --format csv
      chungtay units show 20179 --as-of 2021-01-01
      chungtay units mapping --from 2019-12-31 --to 2025-07-01
    """


@units.command("list")
@click.option("--as-of", type=DATE, help="Ngày cần xem (mặc định hôm nay) / the day; default today.")
@click.option("--level", type=click.Choice(LEVELS[1:]), help="Chỉ một cấp / one level only.")
@click.option("--under", metavar="CODE", help="Chỉ các đơn vị thuộc mã này / only what lies under this code.")
@click.option("--category", type=click.Choice(["area", "organisation"]), default="area", show_default=True)
@click.option("--sort", type=click.Choice(["code", "name"]), default="code", show_default=True)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi ra tệp / write to a file.")
def list_units(
    *,
    as_of: dt.datetime | None,
    level: str | None,
    under: str | None,
    category: str,
    sort: str,
    form: str,
    out: Path | None,
) -> None:
    """Danh sách đơn vị vào một ngày / the units of a day.

    Các cột / columns: code, name, kind, parent_code, valid_from, valid_to.
    valid_to là ngày cuối còn hiệu lực / is the last valid day.

    \b
    Ví dụ / examples:
      chungtay units list --as-of 2019-12-31 --level commune --format csv
      chungtay units list --as-of 2025-07-01 --level commune --sort name
      chungtay units list --as-of 2019-12-31 --under 481 --format json --out a-luoi.json
    """
    from chungtay.units.sorting import vietnamese_key

    tree = tree_on(as_of)
    if under:
        find(tree, under)
        found = tree.descendants(under, level, None if category == "organisation" else category)
    else:
        found = [node for node in tree if level is None or node.level == level]
    found = sorted((node for node in found if node.category == category), key=lambda node: node.code)
    if sort == "name":
        found.sort(key=lambda node: vietnamese_key(node.name))
    write(as_rows(found), COLUMNS, form, out)


@units.command("tree")
@click.argument("code", required=False)
@click.option("--as-of", type=DATE, help="Ngày cần xem (mặc định hôm nay) / the day; default today.")
@click.option(
    "--level", type=click.Choice(LEVELS[1:]), default="district", show_default=True, help="Xuống đến cấp / down to."
)
def show_tree(code: str | None, as_of: dt.datetime | None, level: str) -> None:
    """Cây đơn vị vào một ngày / the tree of a day.

    \b
    Ví dụ / examples:
      chungtay units tree --as-of 2019-12-31
      chungtay units tree 483 --as-of 2019-12-31 --level commune
    """
    from chungtay.units.tree import RANK

    tree = tree_on(as_of)

    def walk(node: Node, depth: int) -> None:
        click.echo(f"{'  ' * depth}{node.code}  {node.full_name}")
        for child in tree.children(node.code):
            if RANK[child.level] <= RANK[level]:
                walk(child, depth + 1)

    for root in [find(tree, code)] if code else tree.children(None):
        walk(root, 0)


@units.command()
@click.argument("code")
@click.option("--as-of", type=DATE, help="Ngày cần xem (mặc định: mọi thời kỳ) / the day; default: all periods.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
def show(code: str, as_of: dt.datetime | None, form: str) -> None:
    """Một đơn vị: các thời kỳ và biến động / one unit: its periods and changes.

    \b
    Ví dụ / examples:
      chungtay units show 20179
      chungtay units show 19900 --as-of 2021-07-01 --format json
    """
    book = read_book()
    forest = Forest(book.spans)
    if as_of:
        write(as_rows([find(forest.on(as_of.date()), code)]), COLUMNS, form, None)
        return
    spans = forest.history(code)
    if not spans:
        find(forest.on(dt.date.min), code)
    heading = (*COLUMNS, "act", "status", "source")
    write([[getattr(span, column) for column in heading] for span in spans], heading, form, None)
    if form == "table":
        about = [change for change in book.changes if code in change.before or code in change.after]
        click.echo()
        write_changes(about, form, None)


EVENT_COLUMNS = ("date", "kind", "from", "to", "act", "status", "source", "note")


def write_changes(changes: Sequence[Change], form: str, out: Path | None) -> None:
    def side(codes: Any) -> str:
        return ";".join(code if share in (None, 1) else f"{code}:{share:g}" for code, share in codes.items())

    rows = [
        [c.date, c.kind, side(c.before), side(c.after), c.act, c.status, c.source, c.note]
        for c in sorted(changes, key=lambda c: (c.date, c.code))
    ]
    if form == "table":
        write([row[:6] for row in rows], EVENT_COLUMNS[:6], form, out)
    else:
        write(rows, EVENT_COLUMNS, form, out)


@units.command()
@click.option("--from", "after", type=DATE, help="Từ ngày / from this day.")
@click.option("--to", "until", type=DATE, help="Đến hết ngày / until this day.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi ra tệp / write to a file.")
def events(after: dt.datetime | None, until: dt.datetime | None, form: str, out: Path | None) -> None:
    """Các biến động: nhập, tách, đổi tên, chuyển / changes: merge, split, rename, move.

    csv và json có thêm nguồn và ghi chú / csv and json add source and note.

    \b
    Ví dụ / examples:
      chungtay units events --from 2020-01-01 --to 2021-12-31
      chungtay units events --format csv --out bien-dong.csv
    """
    found = [
        change
        for change in read_book().changes
        if (after is None or change.date >= after.date()) and (until is None or change.date <= until.date())
    ]
    write_changes(found, form, out)


@units.command()
@click.option("--from", "from_date", type=DATE, required=True, help="Ngày của số liệu cũ / the day of the old figures.")
@click.option("--to", "to_date", type=DATE, required=True, help="Đọc theo ngày / read as of this day.")
@click.option("--level", type=click.Choice(LEVELS[1:]), default="commune", show_default=True)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Ghi ra tệp / write to a file.")
def mapping(from_date: dt.datetime, to_date: dt.datetime, level: str, form: str, out: Path | None) -> None:
    """Đơn vị của một ngày đọc theo ngày khác / how the units of one day read on another.

    share = 1: chuyển toàn bộ / whole; trống / empty: một phần, chưa rõ bao nhiêu / a part of unknown size.

    \b
    Ví dụ / example:
      chungtay units mapping --from 2019-12-31 --to 2025-07-01 --format csv
    """
    if to_date < from_date:
        raise fail(
            "Ngày đến trước ngày từ.",
            "The later day is before the earlier one.",
            do_vi="đổi chỗ --from và --to.",
            do_en="swap --from and --to.",
            value=f"{to_date:%d/%m/%Y}",
        )
    book = read_book()
    forest = Forest(book.spans)
    old, new = forest.on(from_date.date()), forest.on(to_date.date())
    rows = []
    for reading in mapping_in(forest, book.changes, from_date.date(), to_date.date(), level):
        target = new.get(reading.new_code)
        name = target.name if target else ""
        rows.append([reading.old_code, old.unit(reading.old_code).name, reading.new_code, name, reading.share])
    write(rows, ("old_code", "old_name", "new_code", "new_name", "share"), form, out)
    unknown = sum(row[-1] is None for row in rows)
    if unknown:
        vi = f"{unknown} dòng chưa rõ tỷ phần: không cộng được theo đơn vị mới."
        click.echo(say(vi, f"{unknown} rows have no known share: they cannot be added up by new unit."), err=True)


@units.command()
@click.option(
    "--areas", type=click.Path(path_type=Path), help="Tệp <tên>_units.csv của tỉnh khác / another province's."
)
@click.option("--organisations", type=click.Path(path_type=Path), help="Tệp tổ chức / a file of organisations.")
def load(areas: Path | None, organisations: Path | None) -> None:
    """Nạp đơn vị vào cơ sở dữ liệu; nạp lại không hại gì / load units into the database; again does no harm.

    \b
    Ví dụ / examples:
      chungtay units load
      chungtay units load --areas quang-tri_units.csv
    """
    start_django()
    from django.db import OperationalError, ProgrammingError, transaction

    from chungtay.units.actions import load_areas, load_organisations

    try:
        with transaction.atomic():
            done = [load_areas(areas)] if areas or not organisations else []
            if organisations or not areas:
                done.append(load_organisations(organisations))
    except (OperationalError, ProgrammingError) as error:
        raise fail(
            f"Cơ sở dữ liệu chưa sẵn sàng ({error}).",
            f"The database is not ready ({error}).",
            do_vi="chạy `chungtay manage migrate` trước.",
            do_en="run `chungtay manage migrate` first.",
        ) from None
    spans, changes = sum(s.spans for s in done), sum(s.events for s in done)
    count = sum(s.units for s in done)
    click.echo(
        say(
            f"Đã nạp {count} đơn vị, {spans} thời kỳ, {changes} biến động.",
            f"Loaded {count} units, {spans} periods, {changes} changes.",
        )
    )
