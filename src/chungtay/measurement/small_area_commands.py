"""`chungtay small-area`: modelled estimates beside direct ones, from the console."""

from __future__ import annotations

import contextlib
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from chungtay.measurement.commands import engine_option, level_option, number, out_option, quiet_option
from chungtay.measurement.figures import decimal, figures
from chungtay.messages import say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    from chungtay.measurement.small_area.area_table import AreaTable
    from chungtay.measurement.small_area.result import SmallAreas

SHOWN = 15
"""Areas printed; the file has them all."""
EXAMPLES = (
    "Ví dụ / Examples: "
    "chungtay small-area xa.csv --area ma_xa --estimate ty_le --std-error sai_so --covariates ty_le_so_bo,dtts "
    "--out mo-hinh.csv; "
    "chungtay measure dieu-tra.csv --indicators … --cutoff 1/3 --weight w --strata tang --psu thon --by ma_xa "
    "--out do.csv && chungtay small-area do.csv --from-measure H --area ma_xa --smooth --areas xa.csv "
    "--covariates ty_le_so_bo --out mo-hinh.csv --model he-so.csv"
)


@click.command("small-area", epilog=EXAMPLES)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--area", required=True, metavar="A", help="Cột địa bàn, mỗi địa bàn một dòng / Areas, one row each.")
@click.option("--estimate", metavar="E", help="Cột ước lượng trực tiếp; trống = không có mẫu / Direct estimates.")
@click.option("--std-error", metavar="S", help="Cột sai số chuẩn (> 0) / Standard errors.")
@click.option("--variance", metavar="V", help="Cột phương sai, thay cho sai số chuẩn / Variances instead.")
@click.option(
    "--from-measure",
    "measure",
    metavar="H",
    help="DATA là kết quả của chungtay measure --by A; số đo: H, M0, censored:d1 / A result of measure.",
)
@click.option("--covariates", metavar="X1,X2,…", help="Cột biến giải thích, biết ở mọi địa bàn / Known of every area.")
@click.option(
    "--areas",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Bảng mọi địa bàn (cột A và biến giải thích), kể cả nơi không có mẫu / Every area, sampled or not.",
)
@click.option(
    "--method",
    type=click.Choice(["reml", "ml", "adjusted", "moment"]),
    default="reml",
    show_default=True,
    help="Cách ước lượng phương sai giữa địa bàn / How the variance between areas is estimated.",
)
@click.option("--smooth", is_flag=True, help="Làm trơn sai số trực tiếp theo cỡ mẫu / Smooth the direct errors.")
@click.option("--size", metavar="N", help="Cột cỡ mẫu (với --from-measure: n) / Sample sizes, for --smooth.")
@click.option("--population", metavar="P", help="Cột dân số, cho --benchmark / Population, for --benchmark.")
@click.option(
    "--benchmark",
    type=float,
    metavar="R",
    help="Số chung của cả vùng: thêm cột benchmarked khớp với nó / Add a column whose mean is this figure.",
)
@level_option
@click.option(
    "--interval",
    type=click.Choice(["logit", "normal"]),
    default="logit",
    show_default=True,
    help="logit: tỷ lệ ở trong 0…1 / Kind of interval; logit keeps shares within 0 and 1.",
)
@engine_option
@out_option
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Hệ số và độ khớp của mô hình (.csv, .parquet) / Coefficients and fit.",
)
@quiet_option
def small_area(*, data: Path, out: Path, model: Path | None, quiet: bool, **given: Any) -> None:
    """Ước lượng mô hình cho địa bàn nhỏ (Fay-Herriot) / Modelled estimates of small areas.

    \b
    DATA  một dòng mỗi địa bàn: ước lượng trực tiếp và sai số / one row per area,
          hoặc kết quả của chungtay measure (--from-measure) / or a result of measure
    OUT   area, kind, direct, direct_std_error, modelled, modelled_std_error,
          modelled_lower, modelled_upper, weight_of_direct, synthetic, residual, (--benchmark) benchmarked
          kind: modelled, modelled without a sample – không phải số đếm / not counts
    """
    import pyarrow as pa

    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.small_area import fay_herriot, smooth_variances

    started = time.monotonic()
    for path in (out, *([model] if model else [])):
        check_result_path(path, data, *([given["areas"]] if given["areas"] else []))
    _check_options(given)
    covariates = [name.strip() for name in (given["covariates"] or "").split(",") if name.strip()]
    table = _read(data, given, covariates)
    variance = smooth_variances(table.variance, table.sizes) if given["smooth"] else table.variance
    result = fay_herriot(
        table.direct,
        variance,
        table.covariates if covariates else None,
        areas=table.areas,
        names=covariates,
        method=given["method"],
        level=given["level"],
        interval=given["interval"],
    )
    rows = result.table
    if given["benchmark"] is not None:
        rows = rows.append_column("benchmarked", pa.array(result.benchmarked(table.population, given["benchmark"])))
    with ResultFile(out) as file:
        file.write(rows)
    if model is not None:
        with ResultFile(model) as file:
            file.write(result.model)
    if not quiet:
        _report(result, out, model, time.monotonic() - started)


def _check_options(given: dict[str, Any]) -> None:
    def refuse(vi: str, en: str) -> None:
        raise click.UsageError(say(vi, en))

    if given["measure"] and (given["estimate"] or given["std_error"] or given["variance"]):
        refuse(
            "--from-measure đã có ước lượng và sai số; bỏ --estimate, --std-error, --variance.",
            "--from-measure has estimates and errors; leave out --estimate, --std-error, --variance.",
        )
    if not given["measure"] and not (given["estimate"] and bool(given["std_error"]) != bool(given["variance"])):
        refuse(
            "Cần --estimate và một trong --std-error, --variance; hoặc --from-measure.",
            "Give --estimate and one of --std-error, --variance; or --from-measure.",
        )
    if given["smooth"] and not (given["size"] or given["measure"]):
        refuse("--smooth cần --size (cột cỡ mẫu).", "--smooth needs --size (the column of sample sizes).")
    if (given["benchmark"] is None) != (given["population"] is None):
        refuse("--benchmark và --population đi cùng nhau.", "--benchmark and --population go together.")


def _read(data: Path, given: dict[str, Any], covariates: list[str]) -> AreaTable:
    from chungtay.measurement.small_area.area_table import Columns, read_areas
    from chungtay.measurement.survey.tables import as_table

    engine: EngineName = given["engine"]
    measure, _, indicator = (given["measure"] or "").partition(":")
    columns = Columns(given["area"], size="n", measure=measure, indicator=indicator)
    if not measure:
        error = given["std_error"] or given["variance"]
        columns = Columns(given["area"], given["estimate"], error, bool(given["variance"]), given["size"])
    with contextlib.ExitStack() as stack:
        table = stack.enter_context(as_table(data, engine=engine))
        # A few thousand areas at most: DuckDB reads them wherever the estimates are computed.
        known = stack.enter_context(as_table(given["areas"])) if given["areas"] else None
        return read_areas(
            table,
            columns,
            covariates,
            population=given["population"],
            known=known,
            file=str(data),
            known_file=str(given["areas"]) if given["areas"] else None,
            smooth=given["smooth"],
        )


def _report(result: SmallAreas, out: Path, model: Path | None, seconds: float) -> None:
    for note in result.notes:
        click.echo(click.style(say("Lưu ý: ", "Note: "), fg="yellow") + str(note), err=True)
    sampled = int(result.sampled.sum())
    without = len(result.areas) - sampled
    click.echo(
        click.style(say("Số liệu mô hình, không phải số đếm. ", "Modelled figures, not counts. "), bold=True)
        + say(
            f"{number(len(result.areas))} địa bàn: {number(sampled)} có mẫu, {number(without)} không có mẫu.",
            f"{number(len(result.areas))} areas: {number(sampled)} with a sample, {number(without)} without.",
        )
    )
    click.echo(_areas(result), nl=False)
    if len(result.areas) > SHOWN:
        left = number(len(result.areas) - SHOWN)
        click.echo(say(f"… và {left} địa bàn nữa trong tệp kết quả.", f"… and {left} more areas in the result."))
    click.echo(_model(result), nl=False)
    before = float(np.median(np.sqrt(result.variance[result.sampled])))
    after = float(np.median(np.sqrt(result.mse[result.sampled])))
    places = _places(after)
    click.echo(
        say(
            f"Sai số trung vị: trực tiếp {decimal(before, places)}, mô hình {decimal(after, places)} "
            f"({decimal(100 * (after / before - 1), 0)} %). {decimal(seconds, 1)} giây.",
            f"Median error: direct {decimal(before, places)}, modelled {decimal(after, places)} "
            f"({decimal(100 * (after / before - 1), 0)} %). {decimal(seconds, 1)} s.",
        )
    )
    click.echo(say(f"Kết quả: {out}", f"Result: {out}") + (f", {model}" if model else ""))
    click.echo(
        say(
            "Tiếp theo: công bố kèm chữ «ước lượng mô hình» và sai số; xếp hạng bằng chungtay ranks "
            "--estimate modelled --std-error modelled_std_error.",
            "Next: publish with the words “modelled estimate” and the error; rank with chungtay ranks "
            "--estimate modelled --std-error modelled_std_error.",
        )
    )


def _areas(result: SmallAreas) -> str:
    """Direct and modelled side by side, the areas in the order of the table."""
    places = _places(float(np.median(np.sqrt(result.mse))))
    names = (
        say("Địa bàn", "Area"), say("Trực tiếp", "Direct"), say("Sai số", "Error"), say("Mô hình", "Modelled"),
        say("Sai số", "Error"), say(f"Khoảng {result.level:.0%}", f"{result.level:.0%} range"),
        say("Phần trực tiếp", "Direct's part"),
    )  # fmt: skip
    lines = []
    for row in result.table.slice(0, SHOWN).to_pylist():
        lower, upper = decimal(row["modelled_lower"], places), decimal(row["modelled_upper"], places)
        numbers = [row[name] for name in ("direct", "direct_std_error", "modelled", "modelled_std_error")]
        part = f"{decimal(100 * row['weight_of_direct'], 0)} %"
        lines.append([str(row["area"]), *(decimal(one, places) for one in numbers), f"{lower} … {upper}", part])
    return figures(names, lines)


def _model(result: SmallAreas) -> str:
    names = (say("Hệ số", "Coefficient"), "", say("Sai số", "Error"), "z", "p")
    lines = []
    for row in result.model.to_pylist():
        if row["std_error"] is None:
            continue
        term = say("hệ số tự do", "constant") if row["name"] == "constant" else row["name"]
        digits = _places(row["std_error"])
        numbers = (decimal(row["value"], digits), decimal(row["std_error"], digits))
        lines.append([term, *numbers, decimal(row["z"], 2), _chance(row["p_value"])])
    fit = result.fit
    explained = "–" if fit.explained is None else f"{decimal(100 * fit.explained, 0)} %"
    spread = decimal(math.sqrt(result.spread), _places(math.sqrt(result.spread)))
    return figures(names, lines) + say(
        f"Mô hình ({result.method}): độ lệch giữa địa bàn {spread}; biến giải thích được {explained} khác biệt thật; "
        f"AIC {decimal(fit.aic, 1)}, BIC {decimal(fit.bic, 1)}.\n",
        f"Model ({result.method}): spread between areas {spread}; covariates explain {explained} of the true "
        f"differences; AIC {decimal(fit.aic, 1)}, BIC {decimal(fit.bic, 1)}.\n",
    )


def _chance(p: float) -> str:
    return f"< {decimal(0.001, 3)}" if p < 0.001 else decimal(p, 3)


def _places(error: float) -> int:
    """Decimals that show two digits of an error."""
    return min(max(1 - math.floor(math.log10(error)), 0), 10) if error > 0 else 4
