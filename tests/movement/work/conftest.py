"""A small province with departments, and a plan with every kind of clause, for the tests of the movement's work.

46  province
  D1   C1 village V1 · C2 · C3 (merged into C2 on 2020-01-01)      46.syt  department, 46.syt.bv under it
  D2   C4 · C5
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from chungtay.accounts.models import Assignment, User
from chungtay.accounts.roles import Role
from chungtay.movement.actions import cascade_plan, confirm_plan, import_plan, open_movement
from chungtay.movement.models import Movement, Plan
from chungtay.units.loading import store
from chungtay.units.models import Unit
from chungtay.units.rows import Change, SpanRow

START, MERGED = dt.date(2012, 1, 1), dt.date(2020, 1, 1)
KINDS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "village": "thôn"}
TEXT = """\
ỦY BAN NHÂN DÂN TỈNH
Số: 06/KH-UBND

KẾ HOẠCH
Tổ chức phong trào thi đua “Chung tay vì người nghèo”

Thực hiện Quyết định số 1258/QĐ-TTg ngày 21/8/2017 của Thủ tướng Chính phủ về việc ban hành Kế hoạch tổ chức phong \
trào thi đua, Ủy ban nhân dân tỉnh xây dựng kế hoạch như sau:

I. MỤC ĐÍCH
1. Giảm tỷ lệ hộ nghèo trên địa bàn toàn tỉnh theo mục tiêu đã đề ra.

II. NỘI DUNG
1. Đối tượng: Các sở, ban, ngành; các huyện, thị xã; các xã, phường, thị trấn; hộ gia đình.
2. Thời gian:
- Năm 2018: Tổ chức sơ kết phong trào thi đua (2016 - 2018);
- Năm 2020: Tổ chức tổng kết phong trào thi đua (2016 - 2020).
3. Nội dung thi đua:
a) Vận động các tổ chức, cá nhân hỗ trợ hộ nghèo vay vốn, học nghề và có việc làm ổn định.
b) Tuyên truyền các mô hình giảm nghèo có hiệu quả trên hệ thống truyền thanh cơ sở.

III. GIẢI PHÁP
1. Phân công cán bộ giúp đỡ từng hộ nghèo.
2. Kiểm tra việc thực hiện phong trào hàng năm.

Nơi nhận:
- Các huyện, thị xã, thành phố;
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn Mẫu
"""


def _span(code: str, level: str, parent: str | None, last: dt.date | None = None, kind: str = "") -> SpanRow:
    category = "organisation" if kind else "area"
    return SpanRow(code, category, level, f"Tên {code}", kind or KINDS[level], parent, START, last)


@pytest.fixture
def province(db) -> Unit:
    """The units above."""
    spans = [
        _span("46", "province", None),
        _span("46.syt", "province", "46", kind="sở"),
        _span("46.syt.bv", "province", "46.syt", kind="đơn vị y tế"),
        *[_span(code, "district", "46") for code in ("D1", "D2")],
        *[_span(code, "commune", "D1") for code in ("C1", "C2")],
        _span("C3", "commune", "D1", last=MERGED - dt.timedelta(days=1)),
        *[_span(code, "commune", "D2") for code in ("C4", "C5")],
        _span("V1", "village", "C1"),
    ]
    store(spans, [Change("m1", MERGED, "merge", {"C2": 1.0, "C3": 1.0}, {"C2": None})], synthetic=True)
    return Unit.objects.get(code="46")


@pytest.fixture
def person(province) -> Callable[..., User]:
    """Make a user who holds a role: person("commune_officer", "C1")."""

    def make(role: str | None = None, unit: str | None = None, **more: object) -> User:
        user = User.objects.create_user(f"u{User.objects.count()}", password="mat-khau-de-thu", **more)
        if role:
            held = Unit.objects.get(code=unit) if unit else None
            Assignment.objects.create(user=user, role=Role(role), unit=held, valid_from=START)
        return user

    return make


@pytest.fixture
def movement(province) -> Movement:
    return open_movement("chung-tay", "Chung tay vì người nghèo", province, 2016, 2020)


@pytest.fixture
def plan_file(tmp_path) -> Path:
    """The provincial plan as a text file."""
    file = tmp_path / "ke-hoach-06.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def read_plan(movement, plan_file) -> Plan:
    """The provincial plan, imported and not confirmed."""
    return import_plan(movement_code="chung-tay", issuer_code="46", path=plan_file)


@pytest.fixture
def plan(read_plan) -> Plan:
    """The provincial plan, confirmed."""
    return confirm_plan(read_plan)


@pytest.fixture
def district_plan(plan) -> Plan:
    """The draft of district D1."""
    return cascade_plan(plan, ["D1"])[0]
