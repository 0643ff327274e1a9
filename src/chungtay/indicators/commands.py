"""`chungtay indicators`: compute and read indicators. May import the rooms below; each body starts Django first."""

from __future__ import annotations

import csv
import json
import sys
from typing import Any

import click

from chungtay.cli import start_django
from chungtay.messages import fail, say

UNCERTAIN = ("unknown", "lower", "upper", "chance_lower", "chance_upper")
COMPARED = ("change_lower", "change_upper", "change_q", "rank", "rank_lower", "rank_upper", "ranked")
FORMATS = click.Choice(["table", "csv", "json"])


@click.group()
def indicators() -> None:
    """Tính và xem chỉ số / Compute and read indicators.

    Ví dụ / Example: chungtay indicators list --indicator poor_rate --unit 46
    """


@indicators.command("compute")
@click.option("--review-year", type=int, required=True, help="năm rà soát / review year")
@click.option("--standard", default="vn-2016-2020", show_default=True, help="chuẩn nghèo / poverty standard")
def compute(review_year: int, standard: str) -> None:
    """Tính các chỉ số của một năm từ bản chụp mới nhất / Compute a year's indicators from its latest snapshot.

    Ví dụ / Example: chungtay indicators compute --review-year 2019
    """
    start_django()
    from chungtay.indicators.compute import compute_year
    from chungtay.indicators.models import SnapshotRecord

    snapshot = SnapshotRecord.objects.filter(review_year=review_year, standard_id=standard).first()
    if snapshot is None:
        raise fail(
            f"Chưa có bản chụp số liệu năm {review_year} theo chuẩn {standard}.",
            f"There is no snapshot of {review_year} under {standard}.",
            do_vi=f"Chạy «chungtay snapshot --review-year {review_year}» trước.",
            do_en=f"Run “chungtay snapshot --review-year {review_year}” first.",
            code="no_snapshot",
        )
    done = compute_year(review_year, standard, snapshot)
    click.echo(
        say(
            f"Đã tính {done.values} giá trị cho {done.units} đơn vị, năm {done.year}, bản chụp {done.snapshot_id}; "
            f"{done.without_denominator} tỷ lệ không có mẫu số nên để trống.",
            f"Computed {done.values} values for {done.units} units, {done.year}, snapshot {done.snapshot_id}; "
            f"{done.without_denominator} rates have no denominator and stay empty.",
        )
    )
    click.echo(say("Xem: ", "See: ") + "chungtay indicators list --indicator poor_rate --unit 46")


@indicators.command("list")
@click.option("--indicator", default="poor_rate", show_default=True, help="mã chỉ số / indicator")
@click.option("--unit", "unit_code", default="46", show_default=True, help="mã đơn vị / unit code")
@click.option("--group", default="all", show_default=True, help="all | rural | urban | minority | kinh")
@click.option("--year", type=int, help="chỉ một năm / one year only")
@click.option("--level", type=click.Choice(["district", "commune", "village"]), help="cấp dưới / units below")
@click.option("--as-of-today", is_flag=True, help="đọc theo đơn vị hiện nay / read on today's units")
@click.option("--format", "layout", type=FORMATS, default="table", show_default=True)
def list_values(
    *, indicator: str, unit_code: str, group: str, year: int | None, level: str | None, as_of_today: bool, layout: str
) -> None:
    """Xem giá trị của một chỉ số / Read the values of an indicator.

    Ví dụ / Examples: chungtay indicators list --indicator poor_rate --unit 46 --format csv;
    chungtay indicators list --unit 481 --level commune --year 2019
    """
    start_django()
    from chungtay.indicators import queries
    from chungtay.indicators.definitions import definition, group_label

    about = definition(indicator)
    group_label(group)
    if level:
        chosen = year or max(queries.computed_years(), default=0)
        rows = [_unit_row(chosen, item) for item in queries.level_values(indicator, chosen, level, unit_code, group)]
    elif as_of_today:
        rows = [_row(unit_code, point) for point in queries.as_of_today(indicator, unit_code, group)]
    else:
        rows = [_row(unit_code, point) for point in queries.series(indicator, unit_code, group)]
    rows = [row for row in rows if year is None or row["year"] == year]
    if layout == "table":
        click.echo(f"{about.label} – {about.formula}")
    _print(rows, layout)


@indicators.command("define")
@click.option("--standard", default="vn-2016-2020", show_default=True, help="chuẩn nghèo / poverty standard")
@click.option("--format", "layout", type=FORMATS, default="table", show_default=True)
def define(standard: str, layout: str) -> None:
    """In định nghĩa các chỉ số / Print what each indicator is.

    Ví dụ / Example: chungtay indicators define --format csv
    """
    from chungtay.indicators.definitions import definitions

    rows = [
        {"id": item.id, "label": str(item.label), "formula": str(item.formula), "unit": item.unit,
         "denominator": str(item.denominator), "source": item.source}
        for item in definitions(standard).values()
    ]  # fmt: skip
    _print(rows, layout)


@indicators.command("official")
@click.option("--indicator", default="poor_rate", show_default=True, help="mã chỉ số / indicator")
@click.option("--unit", "unit_code", default="46", show_default=True, help="mã đơn vị / unit code")
@click.option("--format", "layout", type=FORMATS, default="table", show_default=True)
def official(indicator: str, unit_code: str, layout: str) -> None:
    """Xem số liệu đã công bố / Read the published figures.

    Ví dụ / Example: chungtay indicators official --unit 46
    """
    start_django()
    from chungtay.indicators.queries import official_series

    rows: list[dict[str, Any]] = [
        {"year": point.year, "kind": point.kind, "value": round(point.value, 6), "numerator": point.numerator,
         "denominator": point.denominator, "standard": point.standard_id, "status": point.status,
         "source": point.source, "note": point.note}
        for point in official_series(indicator, unit_code)
    ]  # fmt: skip
    _print(rows, layout)


def _row(unit_code: str, point: Any) -> dict[str, Any]:
    return {
        "unit": unit_code,
        "year": point.year,
        "value": _rounded(point.value),
        "numerator": point.numerator,
        "denominator": point.denominator,
        **_uncertain(point),
        "reason": str(point.reason or ""),
    }


def _unit_row(year: int, item: Any) -> dict[str, Any]:
    return {
        "unit": item.code,
        "name": item.full_name,
        "year": year,
        "value": _rounded(item.value),
        "numerator": item.numerator,
        "denominator": item.denominator,
        **_uncertain(item),
        "previous": _rounded(item.previous),
        "change": _rounded(item.change),
        **{name: _rounded(getattr(item.compared, name, None)) for name in COMPARED},
        "reason": str(item.reason or ""),
    }


def _uncertain(found: Any) -> dict[str, float | None]:
    """Bounds and chance; a figure read on the units of today has no chance of its own."""
    return {name: _rounded(getattr(found, name, None)) for name in UNCERTAIN}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 6)


def _print(rows: list[dict[str, Any]], layout: str) -> None:
    if layout == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif layout == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else ["unit", "year", "value"])
        writer.writeheader()
        writer.writerows(rows)
    elif not rows:
        click.echo(say("Không có số liệu.", "No figures."))
    else:
        _table(rows)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = [name for name in rows[0] if any(row[name] not in (None, "") for row in rows)]
    table = Table()
    for name in shown:
        table.add_column(name, justify="right" if isinstance(rows[0][name], (int, float)) else "left")
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in shown))
    Console().print(table)
