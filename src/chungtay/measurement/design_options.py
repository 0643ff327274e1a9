"""The options of a command that say how its table was sampled. Imports `survey.design`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click

from chungtay.measurement.survey.design import Kind, LonelyPsu

Command = TypeVar("Command", bound=Callable[..., Any])


def design_options(command: Command) -> Command:
    """Add --weight, --strata, --psu, --fpc, --nest, --lonely-psu and --design (as `kind`)."""
    options = (
        click.option("--weight", metavar="W", help="Cột quyền số (> 0) / Sampling weights."),
        click.option("--strata", metavar="S", help="Cột tầng / Strata."),
        click.option("--psu", metavar="P", help="Cột đơn vị mẫu bậc một / Primary sampling units."),
        click.option(
            "--fpc", metavar="F", help="Số PSU của tầng trong tổng thể, hoặc tỷ lệ mẫu / Population PSUs or share."
        ),
        click.option(
            "--nest", is_flag=True, help="Mã PSU lặp lại giữa các tầng / PSU codes start anew in each stratum."
        ),
        click.option(
            "--lonely-psu",
            type=click.Choice(get_args(LonelyPsu)),
            default="fail",
            show_default=True,
            help="Tầng chỉ có một PSU / A stratum with a single PSU.",
        ),
        click.option(
            "--design",
            "kind",
            type=click.Choice(get_args(Kind)),
            default="sample",
            show_default=True,
            help="full-count: tổng điều tra, sai số 0 / every unit is there, errors are 0.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
