"""`chungtay ranks`: which ranks the errors of estimates allow, from the console."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chungtay.measurement.commands import _bar as bar
from chungtay.measurement.commands import engine_option, level_option, number, out_option
from chungtay.messages import UserError, fail, say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    from chungtay.measurement.ranks import RankSets

EXAMPLE = (
    "Ví dụ / Example: chungtay ranks xa.csv --unit ma_xa --estimate ty_le --std-error sai_so "
    "--lowest-first --top 10 --out thu-hang.csv"
)


@click.command(epilog=EXAMPLE)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--unit", required=True, metavar="U", help="Cột đơn vị, mỗi đơn vị một dòng / Units, one row each.")
@click.option("--estimate", required=True, metavar="E", help="Cột ước lượng / Estimates.")
@click.option("--std-error", metavar="S", help="Cột sai số chuẩn (>= 0) / Standard errors.")
@click.option("--draws", metavar="D", help="Các cột lần lặp bootstrap, ví dụ rep_* / Columns of bootstrap draws.")
@level_option
@click.option("--top", type=int, metavar="Q", help="Khả năng thuộc Q đơn vị đầu / Chance to be among the first Q.")
@click.option("--lowest-first", is_flag=True, help="Hạng 1 là giá trị thấp nhất / Rank 1 is the lowest value.")
@click.option(
    "--sides",
    type=click.Choice(["two", "best", "worst"]),
    default="two",
    show_default=True,
    help="Chặn hai phía, hoặc chỉ hạng tốt nhất/xấu nhất / Bounds on both sides or one.",
)
@click.option(
    "--simulations",
    type=int,
    default=1000,
    show_default=True,
    metavar="N",
    help="Số lần mô phỏng khi không có --draws / Draws to make.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Hạt giống ngẫu nhiên / Seed.")
@engine_option
@out_option
def ranks(
    *,
    data: Path,
    unit: str,
    estimate: str,
    std_error: str | None,
    draws: str | None,
    level: float,
    top: int | None,
    lowest_first: bool,
    sides: str,
    simulations: int,
    seed: int,
    engine: EngineName,
    out: Path,
) -> None:  # fmt: skip
    """Thứ hạng kèm độ không chắc chắn / Ranks of units with their uncertainty.

    \b
    DATA  một dòng mỗi đơn vị (.csv, .parquet) / one row per unit
    OUT   unit, estimate, std_error, rank, tied, rank_lower, rank_upper,
          simultaneous_lower, simultaneous_upper, (--top) top_probability, in_top
    """
    import fnmatch

    import numpy as np

    from chungtay.measurement.columns import read_columns
    from chungtay.measurement.ranks import rank_sets
    from chungtay.measurement.ranks.checks import check_estimates
    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.survey.tables import as_table

    started = time.monotonic()
    check_result_path(out, data)
    if std_error is None and draws is None:
        raise click.UsageError(say("Cần --std-error hoặc --draws.", "Give --std-error or --draws."))
    with bar(say("Đang xếp thứ hạng", "Ranking")) as progress:
        with as_table(data, engine=engine) as table:
            repeats = [name for name in table.columns if draws and fnmatch.fnmatchcase(name, draws)]
            names = [estimate, *([std_error] if std_error else []), *repeats]
            columns = read_columns(table, text=[unit], numbers=names, file=str(data))
            _check_units(columns[unit].tolist(), unit)
            matrix = np.stack([columns[name] for name in repeats]) if draws and repeats else None
            if draws and matrix is None:
                matrix = np.empty((0, len(columns[unit])))
            errors = columns[std_error] if std_error else None
            with _in_columns({"estimate": estimate, "std_error": std_error, "draws": draws}):
                check_estimates(columns[estimate], errors, matrix)
        # By name, so that the draws made do not depend on the order of the rows.
        order = np.argsort(columns[unit].astype(str))
        result = rank_sets(
            columns[estimate][order],
            None if errors is None else errors[order],
            draws=None if matrix is None else matrix[:, order],
            units=columns[unit][order].tolist(),
            level=level,
            top=top,
            lowest_first=lowest_first,
            sides=sides,  # type: ignore[arg-type]
            count=simulations,
            seed=seed,
            progress=progress,
        )
    with ResultFile(out) as file:
        file.write(result.table)
    _report(result, out, time.monotonic() - started)


@contextlib.contextmanager
def _in_columns(names: dict[str, str | None]) -> Iterator[None]:
    """Tell of a wrong estimate by the name that its column has in the table."""
    try:
        yield
    except UserError as error:
        told = (replace(one, column=names.get(one.column or "", one.column)) for one in error.problems)
        raise UserError(*told) from error


def _check_units(units: list[str], column: str) -> None:
    """Raise UserError where a unit has two rows."""
    seen: dict[str, int] = {}
    for place, name in enumerate(units):
        if name in seen:
            raise fail(
                f"Đơn vị {name} có hai dòng (dòng {seen[name] + 2} và {place + 2}).",
                f"Unit {name} has two rows ({seen[name] + 2} and {place + 2}).",
                do_vi="Mỗi đơn vị một dòng; lọc theo năm hoặc nhóm trước.",
                do_en="Keep one row per unit; choose one year or group first.",
                row=place + 2,
                column=column,
                value=name,
                code="unit_twice",
            )
        seen[name] = place


def _report(result: RankSets, out: Path, seconds: float) -> None:
    size = len(result.units)
    sure = int((result.simultaneous_lower == result.simultaneous_upper).sum())
    middle = sorted((result.simultaneous_upper - result.simultaneous_lower + 1).tolist())[size // 2]
    level = f"{result.level:.0%}"
    took = f"{seconds:.1f}".replace(".", say(",", "."))
    click.echo(
        say(
            f"{number(size)} đơn vị, {took} giây. Ở độ tin cậy {level}: {number(sure)} đơn vị có đúng một hạng; "
            f"một nửa số đơn vị có từ {number(middle)} hạng có thể trở lên.",
            f"{number(size)} units, {took} s. At {level}: {number(sure)} units have a single possible rank; "
            f"half of the units have {number(middle)} possible ranks or more.",
        )
    )
    if result.top is not None:
        yes, perhaps = (result.in_top.count(word) for word in ("yes", "perhaps"))
        click.echo(
            say(
                f"Thuộc {result.top} đơn vị đầu: chắc chắn {yes}, có thể {perhaps}.",
                f"Among the first {result.top}: {yes} surely, {perhaps} perhaps.",
            )
        )
    click.echo(say(f"Kết quả: {out}", f"Result: {out}"))
    click.echo(
        say(
            "Tiếp theo: nêu khoảng hạng cùng với hạng; đơn vị có khoảng chồng nhau thì chưa phân hơn kém.",
            "Next: state the range beside the rank; units whose ranges overlap are not told apart by rank alone.",
        )
    )
