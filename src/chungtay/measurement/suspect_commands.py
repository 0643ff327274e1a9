"""`chungtay suspect`: is it too good to be true? Checks of reported figures from the console."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chungtay.measurement.commands import _bar as bar
from chungtay.measurement.commands import engine_option, number, out_option
from chungtay.messages import fail, say

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from chungtay.measurement.suspect import Suspicion

EXAMPLES = (
    "Ví dụ / Examples: "
    "chungtay suspect ho.csv --unit xa --check bunching --value thu_nhap --cutoff 700000 --household ma_ho "
    "--out kq.csv --households ho-can-xem.csv; "
    "chungtay suspect ho.csv --unit xa --check duplicates --facts nuoc,nha,ti_vi --household ma_ho --out kq.csv; "
    "chungtay suspect bien-dong.csv --unit xa --check merges --date ngay --deadline 2019-11-30 "
    "--window 21 --out kq.csv; "
    "chungtay suspect ho.csv --unit xa --check exits --outcome thoat_ngheo --period nam --against both --out kq.csv"
)
CHECKS = ("bunching", "heaping", "duplicates", "surveyors", "merges", "exits")
NEEDED = {
    "bunching": ("value", "cutoff"), "heaping": ("value",), "duplicates": ("facts",),
    "surveyors": ("surveyor", "outcome"), "merges": ("date", "deadline"), "exits": ("outcome",),
}  # fmt: skip
AGAINST = {"bunching": ("even", "others"), "heaping": ("even", "others"), "merges": ("even", "others"),
           "exits": ("others", "own", "both")}  # fmt: skip


@click.command(epilog=EXAMPLES)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--unit", required=True, metavar="U", help="Cột đơn vị (xã, thôn…) / Units.")
@click.option("--check", required=True, type=click.Choice(CHECKS), help="Phép kiểm tra / The check.")
@click.option("--household", metavar="H", help="Cột mã hộ / Household ids (default household_id).")
@click.option("--value", metavar="V", help="bunching, heaping: cột số / a column of numbers.")
@click.option("--cutoff", type=float, metavar="C", help="bunching: ngưỡng / the line.")
@click.option(
    "--method",
    type=click.Choice(["density", "count"]),
    default="density",
    show_default=True,
    help="bunching: mật độ hai phía, hoặc đếm trong cửa sổ / densities, or counts in a window.",
)
@click.option(
    "--side",
    type=click.Choice(["below", "above", "both"]),
    default="below",
    show_default=True,
    help="bunching: phía nghi có quá nhiều hộ / where too many are suspected.",
)
@click.option("--inclusive", is_flag=True, help="bunching: đúng ngưỡng tính là dưới / the line itself is below.")
@click.option("--window", type=float, metavar="W", help="bunching: độ rộng; merges: số ngày / Width, or days.")
@click.option(
    "--step",
    type=float,
    default=1.0,
    show_default=True,
    help="heaping: hàng của chữ số, ví dụ 1000 / the place of the digit.",
)
@click.option("--facts", metavar="F1,F2,…", help="duplicates: các cột trả lời / columns of answers.")
@click.option("--surveyor", metavar="S", help="surveyors: cột điều tra viên / who asked.")
@click.option("--outcome", metavar="Y", help="surveyors: cột kết quả; exits: 1 = thoát nghèo / outcome.")
@click.option("--date", metavar="D", help="merges: cột ngày tách, nhập hộ / date of the event.")
@click.option(
    "--deadline",
    "deadline",
    multiple=True,
    metavar="YYYY-MM-DD",
    help="merges: thời hạn, nêu được nhiều lần / deadlines, may be repeated.",
)
@click.option("--period", metavar="P", help="exits: cột năm / years; the latest one is tested.")
@click.option(
    "--against",
    type=click.Choice(["others", "even", "own", "both"]),
    default="others",
    show_default=True,
    help="So với đơn vị khác, đồng đều, quá khứ / Other units, even odds, own past.",
)
@click.option(
    "--level",
    type=float,
    default=0.05,
    show_default=True,
    help="Tỷ lệ nghi oan chấp nhận trong số bị nêu / Accepted share of false flags.",
)
@click.option(
    "--control",
    type=click.Choice(["bh", "by"]),
    default="bh",
    show_default=True,
    help="Benjamini-Hochberg, hoặc/or Benjamini-Yekutieli.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Hạt giống ngẫu nhiên / Seed.")
@engine_option
@out_option
@click.option(
    "--households",
    type=click.Path(path_type=Path),
    metavar="OUT2",
    help="Các hộ đứng sau đơn vị bị nêu / The households behind flagged units.",
)
def suspect(**options: Any) -> None:  # fmt: skip
    """Có tốt đến mức khó tin không? / Is it too good to be true?

    \b
    DATA  một dòng mỗi hộ (merges: mỗi lần tách, nhập) / one row per household (merges: event)
    OUT   unit, n, observed, expected, statistic, …, p_value, q_bh, q_by, flagged
    OUT2  unit, household_id, value
    """
    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.survey.tables import as_table

    started = time.monotonic()
    data, out, households = options["data"], options["out"], options["households"]
    for path in (out, *([households] if households else [])):
        check_result_path(path, data)
    _check_options(options)
    with as_table(data, engine=options["engine"]) as table, bar(say("Đang kiểm tra", "Checking")) as progress:
        id_column = options["household"] or ("household_id" if "household_id" in table.columns else None)
        if households and id_column is None:
            raise click.UsageError(
                say("Muốn có danh sách hộ cần --household.", "A list of households needs --household.")
            )
        found = _run(table, options, id_column if households or options["household"] else None, progress)
    with ResultFile(out) as file:
        file.write(found.table)
    if households and found.households is not None:
        with ResultFile(households) as file:
            file.write(found.households)
    _report(found, options, time.monotonic() - started)


def _check_options(options: dict[str, Any]) -> None:
    check = options["check"]
    missing = [name for name in NEEDED[check] if options[name] in (None, (), "")]
    if missing:
        names = ", ".join(f"--{name}" for name in missing)
        raise click.UsageError(say(f"Phép {check} cần thêm {names}.", f"The check {check} also needs {names}."))
    allowed = AGAINST.get(check)
    if allowed and options["against"] not in allowed:
        raise click.UsageError(
            say(f"Phép {check} chỉ so được với: {', '.join(allowed)}.", f"{check} compares with: {', '.join(allowed)}.")
        )
    if not 0 < options["level"] < 1:
        raise fail(
            "Mức nghi oan phải nằm giữa 0 và 1.",
            "The level must lie between 0 and 1.",
            do_vi="Ví dụ 0.05.",
            do_en="For example 0.05.",
            value=str(options["level"]),
            code="level",
        )


def _run(
    table: ir.Table, options: dict[str, Any], household: str | None, progress: Callable[[int, int], None]
) -> Suspicion:
    from chungtay.measurement import suspect as checks

    shared: dict[str, Any] = {
        "unit": options["unit"], "household": household, "level": options["level"], "control": options["control"],
        "progress": progress,
    }  # fmt: skip
    against, seed = options["against"], options["seed"]
    match options["check"]:
        case "bunching":
            return checks.bunching(
                table, value=options["value"], cutoff=options["cutoff"], method=options["method"], side=options["side"],
                inclusive=options["inclusive"], window=options["window"], against=against, **shared,
            )  # fmt: skip
        case "heaping":
            return checks.heaping(
                table, value=options["value"], step=options["step"], against=against, seed=seed, **shared
            )
        case "duplicates":
            facts = [name.strip() for name in options["facts"].split(",") if name.strip()]
            return checks.duplicates(table, facts=facts, seed=seed, **shared)
        case "surveyors":
            return checks.surveyors(
                table, surveyor=options["surveyor"], outcome=options["outcome"], seed=seed, **shared
            )
        case "merges":
            days = [_day(text) for text in options["deadline"]]
            window = int(options["window"] or 14)
            return checks.deadlines(
                table, day=options["date"], deadlines=days, window=window, against=against, **shared
            )
        case _:
            return checks.exits(table, outcome=options["outcome"], period=options["period"], against=against, **shared)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise fail(
            "Thời hạn không đọc được.",
            "The deadline cannot be read.",
            do_vi="Viết năm-tháng-ngày, ví dụ 2019-12-31.",
            do_en="Write year-month-day, such as 2019-12-31.",
            column="--deadline",
            value=text,
            code="deadline",
        ) from error


def _report(found: Suspicion, options: dict[str, Any], seconds: float) -> None:
    import pyarrow.compute as pc

    units = len(found.table)
    untested = int(pc.sum(pc.is_null(found.table["p_value"])).as_py() or 0)
    flagged = len(found.flagged)
    took = f"{seconds:.1f}".replace(".", say(",", "."))
    click.echo(
        say(
            f"{number(units)} đơn vị, {took} giây: {number(flagged)} đơn vị cần xem lại "
            f"({number(untested)} đơn vị quá nhỏ, không kiểm tra được).",
            f"{number(units)} units, {took} s: {number(flagged)} to look into ({number(untested)} too small to test).",
        )
    )
    if options["households"] and found.households is not None:
        click.echo(say(f"{number(len(found.households))} hộ đứng sau: {options['households']}",
                       f"{number(len(found.households))} households behind: {options['households']}"))  # fmt: skip
    click.echo(say(f"Kết quả: {options['out']}", f"Result: {options['out']}"))
    if flagged:
        click.echo(
            say(
                "Tiếp theo: đến xem các hộ này. Con số lạ chưa phải là sai phạm; địa bàn có thể khác thật.",
                "Next: visit these households. An odd figure is no offence yet; the place may truly differ.",
            )
        )
    else:
        click.echo(
            say(
                "Không đơn vị nào khác thường quá mức ngẫu nhiên; điều đó chưa chứng minh số liệu đúng.",
                "No unit is odder than chance allows; that does not prove the figures right.",
            )
        )
