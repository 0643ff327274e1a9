"""A movement at work, all of it invented but the areas: a plan carried from the province to a commune, with a task.

Shared by the tests of pages and of journeys in the browser.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from chungtay.accounts.models import Assignment, User
from chungtay.movement import actions
from chungtay.movement.models import Clause, Movement, Plan, Task
from chungtay.units.loading import load_areas, load_organisations
from chungtay.units.models import Unit

PROVINCE, DISTRICT, OTHER_DISTRICT = "46", "481", "480"
COMMUNE, SISTER_COMMUNE, OTHER_COMMUNE = "20047", "20044", "20014"
PASSWORD = "mat-khau-de-thu"
PLAN = """ỦY BAN NHÂN DÂN TỈNH

Số: 99/KH-UBND

Huế, ngày 15 tháng 01 năm 2018

KẾ HOẠCH
Tổ chức phong trào thi đua “Sách và nước sạch” giai đoạn 2016 - 2020

Thực hiện Quyết định số 1258/QĐ-TTg ngày 21/8/2017 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh xây dựng kế hoạch:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Mỗi thôn có ít nhất 200 quyển sách vào cuối năm 2020.

2. Yêu cầu

- Việc đọc sách được giữ đều hằng tháng, không phô trương.

II. NỘI DUNG THI ĐUA

1. Các xã, phường, thị trấn chọn nơi đặt tủ sách. Mỗi nơi có một người trông tủ.

2. Hội Phụ nữ cử người trông tủ sách trước ngày 15/6/2020.

3. Doanh nghiệp tặng trên 50 triệu đồng tiền sách.

III. GIẢI PHÁP THỰC HIỆN

1. Báo, đài kể chuyện người đọc sách mỗi tuần một lần.

2. Các cụm, khối thi đua học hỏi lẫn nhau.

Nơi nhận:
- Các huyện, thị xã, thành phố;
- Lưu: VT.

CHỦ TỊCH

Nguyễn Văn Ví Dụ
"""
ROLES = {
    "province_office": PROVINCE, "district_officer": DISTRICT, "commune_officer": COMMUNE,
    "council_member": PROVINCE, "inspector": DISTRICT, "donor": None, "front": COMMUNE,
}  # fmt: skip


@dataclass
class WorkWorld:
    """What was made; `users` by role, "other_commune" and "other_district" are officers elsewhere."""

    movement: Movement
    users: dict[str, User] = field(default_factory=dict)
    province: Plan | None = None
    district: Plan | None = None
    commune: Plan | None = None
    task: Task | None = None


def write_plan(folder: Path) -> Path:
    path = folder / "ke-hoach-vi-du.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def make_people(villages: bool = False) -> dict[str, User]:
    users = {role: _user(f"thu-{role}", role, code) for role, code in ROLES.items()}
    users["other_commune"] = _user("thu-other_commune", "commune_officer", OTHER_COMMUNE)
    users["other_district"] = _user("thu-other_district", "district_officer", OTHER_DISTRICT)
    return users


def _user(name: str, role: str, code: str | None) -> User:
    user = User.objects.create_user(name, password=PASSWORD, full_name=name.removeprefix("thu-"))
    unit = Unit.objects.get(code=code) if code else None
    Assignment.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2016, 1, 1))
    return user


def open_world() -> WorkWorld:
    """The areas, the people and a movement without plans."""
    load_areas()
    load_organisations()
    scope = Unit.objects.get(code=PROVINCE)
    movement = actions.open_movement("sach-va-nuoc", "Sách và nước sạch", scope, 2016, 2020)
    actions.set_phase(movement, "preliminary", 2016, 2018)
    actions.set_phase(movement, "final", 2016, 2020)
    return WorkWorld(movement, make_people())


def make_work(folder: Path) -> WorkWorld:
    """The whole of it: three plans in force, and one task of the commune with a note as evidence."""
    world = open_world()
    plan = actions.import_plan(movement_code="sach-va-nuoc", issuer_code=PROVINCE, path=write_plan(folder))
    world.province = actions.confirm_plan(plan)
    actions.set_clause_due(clause(plan, "II.2"), dt.date(2020, 6, 15))
    world.district = actions.cascade_plan(plan, [DISTRICT, OTHER_DISTRICT])[0]
    actions.issue_plan(world.district, "15/KH-UBND", dt.date(2018, 3, 1))
    world.commune = actions.cascade_plan(world.district, [COMMUNE, SISTER_COMMUNE])[0]
    world.task = actions.plan_tasks(clause(world.commune, "II.1"), title="Đặt tủ sách ở nhà văn hóa")[0]
    actions.add_evidence(world.task, text="Đã đặt tủ sách ngày 02/5/2019.", by=world.users["commune_officer"])
    return world


def clause(plan: Plan | None, address: str) -> Clause:
    assert plan is not None
    return Clause.objects.select_related("plan__movement", "plan__unit", "inherits").get(plan=plan, address=address)
