"""Build the demo province in the database, step by step, through the same doors that real data takes.

Every step may be run again: what is there already is found unchanged. May import every room below.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from chungtay.demo.files import COUNTS, ReviewFiles, read_endings, write_province
from chungtay.demo.generator import YEARS, Province, generate
from chungtay.demo.movement import Carried, carry_movement
from chungtay.demo.people import ReadyAccount, demo_password, open_accounts
from chungtay.demo.real_units import base_communes, codes_by_year, store_villages
from chungtay.demo.setting import GUIDANCE_SINCE_2018, STANDARD, DemoOptions, note_built
from chungtay.demo.steps import Steps
from chungtay.indicators.compute import compute_year
from chungtay.indicators.official import load_official
from chungtay.indicators.records import note_snapshot
from chungtay.messages import fail, say
from chungtay.registry.classify import classify_review_year
from chungtay.registry.endings import end_households
from chungtay.registry.importing import import_counts, import_file
from chungtay.registry.models import Household
from chungtay.registry.snapshot import take_snapshot
from chungtay.units.loading import load_areas, load_organisations


@dataclass(frozen=True)
class Built:
    """What was made."""

    households: int
    snapshots: dict[int, str]
    values: int
    movement: Carried
    accounts: list[ReadyAccount]
    password: str


def build_demo(options: DemoOptions, steps: Steps) -> Built:
    """Build everything; see the steps for the order. Raises UserError where real households are in the database."""
    with steps.step(say("Cơ sở dữ liệu", "Database")):
        bring_up_to_date()
    refuse_among_real_households()
    with steps.step(say("Địa bàn và tổ chức có thật", "Real areas and organisations")):
        load_areas()
        load_organisations()
    with steps.step(say("Sinh tỉnh mẫu (giả lập)", "Make the synthetic province")) as advance:
        province = generate(options.seed, base_communes(), scale=options.scale, codes=codes_by_year())
        store_villages(province.places.villages)
        pairs = write_province(province, options.folder, advance)
    _import(options, pairs, province, steps)
    snapshots = _snapshots(steps)
    values = _indicators(snapshots, steps)
    with steps.step(say("Số liệu đã công bố", "Published figures")):
        load_official()
    with steps.step(say("Tài khoản mẫu", "Ready accounts")):
        password = demo_password(options.folder)
        accounts = open_accounts(password)
    with steps.step(say("Phong trào: kế hoạch, chỉ tiêu, việc (giả lập)", "The movement: plans, targets, work")):
        movement = carry_movement(options.plan, options.seed)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    note_built(options)
    return Built(Household.objects.count(), snapshots, values, movement, accounts, password)


def bring_up_to_date() -> None:
    """Make the tables that this version of the program needs."""
    call_command("migrate", interactive=False, verbosity=0)


def refuse_among_real_households() -> None:
    """Raise UserError where the database holds households that are not synthetic: a demo never mixes with them."""
    if Household.objects.filter(synthetic=False).exists():
        raise fail(
            "Cơ sở dữ liệu này có hộ thật; tỉnh mẫu không trộn vào đó.",
            "This database holds real households; the demo is not mixed into it.",
            do_vi="Dùng thư mục khác: chungtay demo --home ./tinh-mau",
            do_en="Use another folder: chungtay demo --home ./demo-home",
            code="real_households",
        )


def clear_demo(options: DemoOptions, steps: Steps) -> None:
    """Remove the demo: every row, its files and its snapshots. Raises UserError where real households are there."""
    with steps.step(say("Xóa tỉnh mẫu cũ", "Remove the old demo")):
        bring_up_to_date()
        refuse_among_real_households()
        call_command("flush", interactive=False, verbosity=0)
        shutil.rmtree(options.folder, ignore_errors=True)
        shutil.rmtree(settings.SNAPSHOTS_DIR, ignore_errors=True)


def _import(options: DemoOptions, pairs: list[ReviewFiles], province: Province, steps: Steps) -> None:
    with steps.step(say("Nhập sổ hộ qua đường nhập tệp", "Import the households files")) as advance:
        for done, pair in enumerate(pairs, start=1):
            import_file(
                [pair.households, pair.members],
                standard_id=STANDARD,
                review_year=pair.year,
                round=pair.round,
                guidance=GUIDANCE_SINCE_2018 if pair.year >= 2018 else "",
                synthetic=True,
            )
            advance(done, len(pairs))
    with steps.step(say("Nhập tổng số hộ và hộ không còn", "Import household counts and households that ended")):
        import_counts(options.folder / COUNTS, synthetic=True)
        end_households(read_endings(options.folder))


def _snapshots(steps: Steps) -> dict[int, str]:
    """Take a snapshot of each year and classify it; the years in order, since a pathway looks back."""
    taken = {}
    with steps.step(say("Chụp số liệu và phân loại hộ", "Take snapshots and classify")) as advance:
        for done, year in enumerate(YEARS, start=1):
            snapshot = take_snapshot(year, STANDARD)
            classify_review_year(year, STANDARD, snapshot)
            taken[year] = note_snapshot(snapshot).snapshot_id
            advance(done, len(YEARS))
    return taken


def _indicators(snapshots: dict[int, str], steps: Steps) -> int:
    from chungtay.indicators.models import SnapshotRecord

    values = 0
    with steps.step(say("Tính chỉ số cho mọi đơn vị", "Compute indicators for every unit")) as advance:
        for done, (year, name) in enumerate(snapshots.items(), start=1):
            values += compute_year(year, STANDARD, SnapshotRecord.objects.get(pk=name)).values
            advance(done, len(snapshots))
    return values
