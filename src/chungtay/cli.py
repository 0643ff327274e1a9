"""The `chungtay` command: finds each room's commands only when they are asked for.

A room offers its commands in its own `commands.py`; the table below says where. Rooms that need the database
call `start_django()` first, so that `chungtay classify` starts without it.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from chungtay.messages import UserError, current_language, say

# name -> (module, attribute, one line of help in vi, in en), in the order in which a newcomer needs them
COMMANDS: dict[str, tuple[str, str, str, str]] = {
    "demo": (
        "chungtay.demo.commands",
        "demo",
        "Dựng tỉnh mẫu (dữ liệu giả lập) và mở trang",
        "Build the demo province",
    ),
    "serve": ("chungtay.portal.commands", "serve", "Mở trang web trên máy này", "Serve the site on this machine"),
    "classify": (
        "chungtay.measurement.commands",
        "classify",
        "Phân loại hộ từ tệp CSV/Parquet",
        "Classify households from files",
    ),
    "measure": (
        "chungtay.measurement.measure_commands",
        "measure",
        "Đo nghèo đa chiều kèm sai số",
        "Measure multidimensional poverty",
    ),
    "ranks": (
        "chungtay.measurement.ranks_commands",
        "ranks",
        "Thứ hạng kèm độ không chắc chắn",
        "Ranks with uncertainty",
    ),
    "income-growth": (
        "chungtay.measurement.income_growth_commands",
        "income_growth",
        "Thu nhập của hộ nghèo tăng gấp mấy lần",
        "Growth of the income of the poor",
    ),
    "small-area": (
        "chungtay.measurement.small_area_commands",
        "small_area",
        "Ước lượng mô hình cho địa bàn nhỏ (Fay-Herriot)",
        "Modelled estimates of small areas",
    ),
    "pathways": (
        "chungtay.measurement.pathways_commands",
        "pathways",
        "Thoát nghèo, tái nghèo qua các năm",
        "Moves in and out of poverty",
    ),
    "suspect": (
        "chungtay.measurement.suspect_commands",
        "suspect",
        "Tìm con số tốt đến mức khó tin",
        "Find figures too good to be true",
    ),
    "data-dictionary": (
        "chungtay.rules.commands",
        "data_dictionary",
        "In từ điển dữ liệu",
        "Print the data dictionary",
    ),
    "standards": ("chungtay.rules.commands", "standards", "Các chuẩn nghèo đã nạp", "The poverty standards known"),
    "units": ("chungtay.units.commands", "units", "Đơn vị hành chính theo thời điểm", "Units as of a date"),
    "registry": ("chungtay.registry.commands", "registry", "Sổ hộ: biểu mẫu, nhập tệp", "Registry: templates, imports"),
    "snapshot": (
        "chungtay.registry.commands",
        "snapshot",
        "Chụp số liệu ra Parquet",
        "Take a snapshot of the registry",
    ),
    "plan": ("chungtay.movement.commands", "plan", "Kế hoạch: nhập, xem các mục", "Plans: import, show clauses"),
    "tasks": ("chungtay.movement.task_commands", "tasks", "Việc: danh sách, nhắc việc", "Tasks: lists, reminders"),
    "indicators": (
        "chungtay.indicators.commands",
        "indicators",
        "Tính và xem chỉ số",
        "Compute and read indicators",
    ),
    "report": ("chungtay.documents.commands", "report", "Xuất báo cáo DOCX/PDF", "Write a report as DOCX or PDF"),
    "manage": ("chungtay.config.commands", "manage", "Lệnh quản trị Django", "Django's own commands"),
}


class RoomGroup(click.Group):
    """A group that imports a command's module when the command is run or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute, _, _ = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Lệnh", "Commands")):
            formatter.write_dl([(name, say(vi, en)) for name, (_, _, vi, en) in COMMANDS.items()])


def _work_in(_context: click.Context, _option: click.Parameter, home: Path | None) -> None:
    """Let every command of this run use a folder's database, snapshots and keys; the settings read it later."""
    if home is not None:
        os.environ["CHUNGTAY_HOME"] = str(home.resolve())


home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_work_in,
    expose_value=False,
    help="Thư mục dữ liệu (mặc định ./var) / data folder (default ./var)",
)


@click.group(cls=RoomGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="chungtay")
@home_option
def cli() -> None:
    """Chung Tay: phong trào thi đua giảm nghèo trên bằng chứng / a poverty-reduction movement run on evidence."""


def start_django() -> None:
    """Set Django up for a command that uses the database; speaks the language of the locale."""
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.config.settings")
    django.setup()
    translation.activate(current_language())


def main() -> None:
    """Run the command; a user's error goes to standard error with exit code 2, without a traceback."""
    try:
        cli.main(standalone_mode=False)
    except UserError as error:
        click.echo(click.style(say("Lỗi: ", "Error: "), fg="red") + str(error), err=True)
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo(say("Đã dừng.", "Stopped."), err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
