"""`chungtay demo`: from nothing to a served page with a synthetic province. Imports rooms when the command runs."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chungtay.cli import home_option, start_django
from chungtay.messages import fail, say

if TYPE_CHECKING:
    from chungtay.demo.build import Built
    from chungtay.demo.setting import DemoOptions
    from chungtay.demo.steps import Steps

PLAN = Path("../shared/seed/ke-hoach-so-y-te.md")


@click.command()
@click.option("--full", is_flag=True, help="Khoảng 300.000 hộ thay vì 30.000 / about 300,000 households, not 30,000")
@click.option("--seed", default=2016, show_default=True, help="Số gieo: cùng số, cùng tỉnh / same seed, same province")
@click.option("--scale", type=click.FloatRange(0.001, 1.0), help="Cỡ khác, 1.0 = 300.000 hộ / another size")
@click.option("--plan", type=click.Path(path_type=Path), help="Tệp kế hoạch của phong trào / the movement's plan")
@home_option
@click.option("--fresh", is_flag=True, help="Xóa tỉnh mẫu cũ, dựng lại / remove the old demo and build anew")
@click.option("--no-serve", is_flag=True, help="Chỉ dựng, không mở trang / build only")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Cổng / port")
def demo(
    *, full: bool, seed: int, scale: float | None, plan: Path | None, fresh: bool, no_serve: bool, port: int
) -> None:
    """Dựng tỉnh mẫu (dữ liệu giả lập) rồi mở trang / build the synthetic demo province and serve it.

    \b
    Ví dụ / examples:
      chungtay demo
      chungtay demo --full --no-serve --home ./tinh-mau
    """
    start_django()
    from django.conf import settings

    from chungtay.demo.build import bring_up_to_date, build_demo, clear_demo
    from chungtay.demo.setting import FULL, TENTH, DemoOptions, built_before, same_province
    from chungtay.demo.steps import Steps

    options = DemoOptions(seed, scale or (FULL if full else TENTH), Path(settings.HOME) / "demo", _plan_at(plan))
    steps = Steps()
    click.echo(
        say("Tỉnh mẫu: mọi hộ và người đều là giả lập.", "The demo province: every household and person is synthetic.")
    )
    if fresh:
        clear_demo(options, steps)
    noted = built_before(options)
    if noted is not None and not same_province(options, noted):
        raise fail(
            f"Ở đây đã có tỉnh mẫu khác ({_described(noted)}).",
            f"Another demo province is here already ({_described(noted)}).",
            do_vi="Thêm --fresh để dựng lại, hoặc chọn thư mục khác bằng --home.",
            do_en="Add --fresh to build anew, or choose another folder with --home.",
            code="another_demo",
        )
    if noted is not None and _still_there():
        bring_up_to_date()
        click.echo(say("Tỉnh mẫu đã dựng xong từ trước.", "The demo province was built before."))
        _show_accounts(options, steps)
    else:
        _show_built(build_demo(options, steps), options, steps)
    if no_serve:
        elsewhere = f"--home {shlex.quote(os.environ['CHUNGTAY_HOME'])} " if "CHUNGTAY_HOME" in os.environ else ""
        click.echo(say("Chạy tiếp: ", "Run next: ") + f"chungtay serve {elsewhere}--port {port}")
        return
    from chungtay.portal.commands import serve_site

    serve_site(port=port)


def _plan_at(plan: Path | None) -> Path | None:
    """Return the plan's file: the one named, else the usual one where it is there. Raises UserError if it is not."""
    if plan is None:
        return PLAN if PLAN.is_file() else None
    if not plan.is_file():
        raise fail(
            "Không tìm thấy tệp kế hoạch.",
            "The plan's file was not found.",
            do_vi="Kiểm tra đường dẫn sau --plan, hoặc bỏ --plan.",
            do_en="Check the path after --plan, or leave --plan out.",
            file=str(plan),
            code="not_found",
        )
    return plan


def _described(noted: dict[str, object]) -> str:
    return ", ".join(f"{key} {noted[key]}" for key in ("seed", "scale", "generator") if key in noted)


def _still_there() -> bool:
    """Say whether the database still has what the note speaks of."""
    from django.db import OperationalError, ProgrammingError

    from chungtay.demo.generator import YEARS
    from chungtay.indicators.models import IndicatorValue

    try:
        return IndicatorValue.objects.filter(indicator="poor_rate", unit__code="46", year=YEARS[-1]).exists()
    except (OperationalError, ProgrammingError):
        return False


def _show_built(built: Built, options: DemoOptions, steps: Steps) -> None:
    number = f"{built.households:,}"
    values = f"{built.values:,}"
    steps.note(
        say(
            f"{number.replace(',', '.')} hộ giả lập, {len(built.snapshots)} bản chụp, "
            f"{values.replace(',', '.')} giá trị chỉ số, {steps.seconds:.0f} giây.",
            f"{number} synthetic households, {len(built.snapshots)} snapshots, "
            f"{values} indicator values, {steps.seconds:.0f} seconds.",
        )
    )
    steps.note(say(f"Tệp đã sinh: {options.folder}", f"Generated files: {options.folder}"))
    made = built.movement
    tasks = f"{made.tasks:,}"
    steps.note(
        say(
            f"Phong trào mẫu: {made.plans} kế hoạch, {tasks.replace(',', '.')} việc.",
            f"The movement: {made.plans} plans, {tasks} tasks.",
        )
    )
    steps.note(say("Kế hoạch của Sở: ", "The department's plan: ") + made.title)
    _show_accounts(options, steps)


def _show_accounts(options: DemoOptions, steps: Steps) -> None:
    from rich.table import Table

    from chungtay.demo.people import ACCOUNTS, demo_password, unit_words

    table = Table(title=say("Tài khoản mẫu (chỉ cho tỉnh mẫu)", "Ready accounts (for the demo only)"))
    table.add_column(say("tên đăng nhập", "user name"), no_wrap=True, style="bold")
    for name in (say("vai trò", "role"), say("đơn vị", "unit"), say("xem được", "may see")):
        table.add_column(name, overflow="fold")
    for account in ACCOUNTS:
        unit = unit_words(account.unit_code)
        table.add_row(account.username, str(account.role.label), unit, str(account.tries))
    steps.console.print(table)
    password = demo_password(options.folder)
    steps.console.print(say("Mật khẩu chung của các tài khoản mẫu: ", "Password of all ready accounts: ") + password)
