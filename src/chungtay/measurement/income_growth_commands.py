"""`chungtay income-growth`: by what factor the income of poor households grew, from the console."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chungtay.measurement.commands import _bar as bar
from chungtay.measurement.commands import engine_option, level_option, memory_option, number, out_option, quiet_option
from chungtay.measurement.design_options import design_options
from chungtay.measurement.figures import decimal, figures
from chungtay.messages import fail, say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from chungtay.measurement.income_growth import IncomeGrowth

WHOLE = 1000
"""Marks of the progress bar."""
SHOWN = 20
"""Rows printed; the file has them all."""
EXAMPLES = (
    "Ví dụ / Examples: "
    "chungtay income-growth ho.csv --household ma_ho --year nam --income thu_nhap --class loai_ho --base-year 2015 "
    "--design full-count --out thu-nhap.csv; "
    "chungtay income-growth dieu-tra.parquet --household ma_ho --year nam --income thu_nhap --class loai_ho "
    "--base-year 2015 --every-year --persons nhan_khau --by nhom_huyen --target 1.5 --target 'huyện nghèo=2' "
    "--prices 2015=100,2020=118.2 --weight w --strata tang --psu thon --out thu-nhap.csv"
)
STATUS = {"reached": ("đạt", "reached"), "missed": ("không đạt", "missed"), "open": ("chưa rõ", "open")}


@click.command("income-growth", epilog=EXAMPLES)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--household", required=True, metavar="H", help="Cột mã hộ, giữ nguyên qua các năm / Household ids.")
@click.option("--year", required=True, metavar="Y", help="Cột năm / Years.")
@click.option("--income", required=True, metavar="I", help="Cột thu nhập bình quân đầu người / Income per head.")
@click.option("--class", "found", required=True, metavar="C", help="Cột loại hộ, hoặc cờ 0/1 / Classes, or a flag.")
@click.option("--of", default="poor", show_default=True, metavar="K", help="Loại được theo dõi / The class followed.")
@click.option("--base-year", required=True, type=int, metavar="N", help="Năm gốc, ví dụ 2015 / The base year.")
@click.option(
    "--last-year",
    "last_years",
    type=int,
    multiple=True,
    metavar="N",
    help="Năm so sánh, nêu được nhiều lần (mặc định: năm cuối) / Years compared (default: the latest).",
)
@click.option("--every-year", is_flag=True, help="So mọi năm sau năm gốc / Compare every year after the base year.")
@click.option(
    "--reading",
    type=click.Choice(["both", "followed", "each_year"]),
    default="both",
    show_default=True,
    help="followed: hộ nghèo năm gốc, theo dõi tiếp; each_year: hộ nghèo của từng năm / Whose income.",
)
@click.option("--persons", metavar="P", help="Cột số nhân khẩu: bình quân theo người / Means over persons.")
@click.option("--by", metavar="COL", help="Cột chia nhóm / Groups.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="[NHÓM=]LẦN",
    help="Mục tiêu gấp mấy lần, chung hoặc của một nhóm (mặc định 1.5) / Factor to reach, for all or [GROUP=].",
)
@click.option("--prices", metavar="2015=100,…", help="Chỉ số giá theo năm, để trừ trượt giá / Price index by year.")
@click.option("--standard", metavar="S", help="Cột chuẩn nghèo (mặc định standard_id) / The poverty standard.")
@design_options
@level_option
@click.option(
    "--interval",
    type=click.Choice(["t", "normal"]),
    default="t",
    show_default=True,
    help="Kiểu khoảng tin cậy (của logarit) / Kind of interval (of the logarithm).",
)
@engine_option
@memory_option
@out_option
@quiet_option
def income_growth(
    *, data: Path, out: Path, quiet: bool, engine: EngineName, memory_limit: str | None, **given: Any
) -> None:
    """Thu nhập của hộ nghèo tăng gấp mấy lần, đạt mục tiêu chưa / Growth of the income of the poor.

    \b
    DATA  một dòng mỗi hộ mỗi năm / one row per household and year:
          tệp .csv, .parquet, hoặc thư mục Parquet / a file, or a folder of Parquet
    OUT   group, reading, base_year, last_year, base_mean, last_mean, factor,
          std_error, lower, upper, target, status, n_base, n_last, lost
          status: reached, missed, open (khoảng tin cậy chứa mục tiêu / the interval holds the target)
    """
    from chungtay.measurement import income_growth as room
    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.survey.design import Design
    from chungtay.measurement.survey.tables import as_table
    from chungtay.snapshots.query_progress import watched

    started = time.monotonic()
    check_result_path(out, data)
    target, prices = _targets(given["targets"]), _prices(given["prices"])
    design = Design(
        given["weight"], given["strata"], given["psu"], given["fpc"], given["nest"], given["lonely_psu"],
        given["kind"], level=given["level"], interval=given["interval"],
    )  # fmt: skip
    with (
        as_table(data, engine=engine, memory_limit=memory_limit) as table,
        bar(say("Đang tính", "Measuring")) as progress,
        watched(table.get_backend(), lambda part: progress(round(part * WHOLE * 0.9), WHOLE)),
    ):
        result = room.income_growth(
            table,
            household=given["household"],
            year=given["year"],
            income=given["income"],
            found=given["found"],
            base_year=given["base_year"],
            last_year=_last_years(table, given, str(data)),
            of=given["of"],
            readings=("followed", "each_year") if given["reading"] == "both" else (given["reading"],),
            persons=given["persons"],
            by=given["by"],
            target=target,
            prices=prices,
            standard=given["standard"],
            design=design,
            file=str(data),
            progress=lambda done, years: progress(WHOLE * done // years, WHOLE),
        )
    with ResultFile(out) as file:
        file.write(result.table)
    if not quiet:
        _report(result, out, time.monotonic() - started)


def _last_years(table: ir.Table, given: dict[str, Any], file: str) -> list[int]:
    """The years asked for, or those that the data have after the base year."""
    from chungtay.measurement.income_growth.two_years import years_of

    if given["last_years"]:
        return list(given["last_years"])
    base = given["base_year"]
    after = [year for year in years_of(table, given["year"]) if year > base]
    if not after:
        raise fail(
            f"Không có năm nào sau {base}.",
            f"There is no year after {base}.",
            do_vi="Kiểm tra --base-year và cột năm; muốn so với năm trước đó thì nêu --last-year.",
            do_en="Check --base-year and the column of years; to compare with an earlier year give --last-year.",
            file=file,
            column=given["year"],
            value=str(base),
            code="years",
        )
    return after if given["every_year"] else after[-1:]


def _number(text: str, option: str, example: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 < value < float("inf"):
        raise fail(
            "Không đọc được số.",
            "The number cannot be read.",
            do_vi=f"Viết như {example} (số thập phân dùng dấu chấm, lớn hơn 0).",
            do_en=f"Write it as in {example} (above 0).",
            column=option,
            value=text,
            allowed="> 0",
            code="number",
        )
    return value


def _targets(given: tuple[str, ...]) -> float | dict[str, float]:
    """Read --target: 1.5 for all, and "group=2"; a group's name may hold an equals sign, a factor may not."""
    found: dict[str, float] = {}
    for text in given or ("1.5",):
        group, _, factor = text.rpartition("=")
        if (group.strip() or "total") in found:
            raise fail(
                "Mục tiêu của một nhóm được nêu hai lần.",
                "The target of a group is given twice.",
                do_vi="Mỗi nhóm một mục tiêu.",
                do_en="Give each group one target.",
                column="--target",
                value=text,
                code="target",
            )
        found[group.strip() or "total"] = _number(factor, "--target", "1.5, huyện nghèo=2")
    return found


def _prices(text: str | None) -> dict[int, float] | None:
    if text is None:
        return None
    found: dict[int, float] = {}
    for part in text.split(","):
        year, _, index = part.partition("=")
        whole = int(_number(year.strip(), "--prices", "2015=100,2020=118.2"))
        found[whole] = _number(index, "--prices", "2015=100,2020=118.2")
    return found


def _report(result: IncomeGrowth, out: Path, seconds: float) -> None:
    for note in result.notes[1:]:
        click.echo(click.style(say("Lưu ý: ", "Note: "), fg="yellow") + str(note), err=True)
    rows = result.table.to_pylist()
    click.echo(_drawn(rows[:SHOWN], result.design.level), nl=False)
    if len(rows) > SHOWN:
        left = number(len(rows) - SHOWN)
        click.echo(say(f"… và {left} dòng nữa trong tệp kết quả.", f"… and {left} more rows in the result."))
    click.echo(f"{result.notes[0]} {decimal(seconds, 1)} s.")
    click.echo(say(f"Kết quả: {out}", f"Result: {out}"))
    click.echo(_next(result))


def _drawn(rows: list[dict[str, Any]], level: float) -> str:
    """A table for each reading; the years stand in a column of their own only where there are several."""
    from chungtay.measurement.income_growth.picture import READING

    several = len({row["last_year"] for row in rows}) > 1
    parts = []
    for reading, words in READING.items():
        here = [row for row in rows if row["reading"] == reading]
        if not here:
            continue
        names = [
            say("Nhóm", "Group"), *([say("Năm", "Year")] if several else []), say("Số hộ", "Count"),
            str(here[0]["base_year"]), say("Năm đó", "That year") if several else str(here[0]["last_year"]),
            say("Gấp", "Times"), say(f"Khoảng {level:.0%}", f"{level:.0%} range"), say("Đích", "Target"),
            say("Kết luận", "Finding"),
        ]  # fmt: skip
        parts.append(say(*words)[0].upper() + say(*words)[1:] + "\n")
        parts.append(figures(names, [_line(row, several=several) for row in here], words=2 if several else 1))
    return "".join(parts)


def _line(row: dict[str, Any], *, several: bool) -> list[str]:
    places = 0 if (row["base_mean"] or 0) >= 1000 else 1
    counts = dict.fromkeys((row["n_base"], row["n_last"]))
    return [
        say("toàn bộ", "everybody") if row["group"] == "total" else row["group"],
        *([str(row["last_year"])] if several else []),
        " → ".join(number(one) for one in counts),
        decimal(row["base_mean"], places),
        decimal(row["last_mean"], places),
        decimal(row["factor"], 2),
        f"{decimal(row['lower'], 2)} … {decimal(row['upper'], 2)}",
        decimal(row["target"], 2),
        say(*STATUS[row["status"]]) if row["status"] else "–",
    ]


def _next(result: IncomeGrowth) -> str:
    design, table = result.design, result.table
    if "open" in table["status"].to_pylist():
        return say(
            "Tiếp theo: «chưa rõ» là khoảng tin cậy còn chứa mục tiêu; đừng báo cáo là đạt hay không đạt.",
            "Next: “open” means that the interval holds the target; report neither reached nor missed.",
        )
    if design.kind == "sample" and not (design.strata or design.psu):
        return say(
            "Tiếp theo: mẫu có tầng, cụm thì nêu --strata, --psu; sổ bộ đầy đủ thì --design full-count.",
            "Next: name --strata and --psu if there are any; for a full registry, --design full-count.",
        )
    return say(
        "Tiếp theo: docs/reference/small-areas-and-income.md giải thích hai cách tính.",
        "Next: docs/reference/small-areas-and-income.md explains the two readings.",
    )
