"""Ready accounts for each role, for the demo only: marked as such, one password made for this install.

May import accounts and units.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from chungtay.accounts.actions import assign_role, create_user
from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.messages import Words
from chungtay.units import queries as units
from chungtay.units.models import Unit

SINCE = dt.date(2016, 1, 1)
PASSWORD_FILE = "mat-khau-demo.txt"
WORDS = ("lua", "song", "nui", "bien", "trang", "gio", "sen", "tre", "mai", "thong", "cau", "ben")


@dataclass(frozen=True)
class ReadyAccount:
    """One account as it is shown on the console. unit: name as people say it, with its code."""

    username: str
    role: Role
    unit_code: str
    full_name: str
    tries: Words


ACCOUNTS = (
    ReadyAccount("tinh", Role.PROVINCE_OFFICE, "46", "Cơ quan thường trực tỉnh",
                 Words("toàn tỉnh, mọi xã, báo cáo", "the province, every commune, reports")),
    ReadyAccount("huyen", Role.DISTRICT_OFFICER, "481", "Cán bộ huyện A Lưới",
                 Words("huyện A Lưới", "A Lưới district")),
    ReadyAccount("xa", Role.COMMUNE_OFFICER, "20047", "Cán bộ xã Hồng Vân",
                 Words("xã Hồng Vân và từng hộ", "Hồng Vân commune and its households")),
    ReadyAccount("thon", Role.VILLAGE_SURVEYOR, "20047-01", "Rà soát viên thôn 1, Hồng Vân",
                 Words("một thôn, từng hộ", "one village and its households")),
    ReadyAccount("so", Role.DEPARTMENT, "46.syt", "Cán bộ Sở Y tế",
                 Words("số liệu tổng hợp, kế hoạch", "totals and the plan")),
    ReadyAccount("mattran", Role.FRONT, "20047", "Mặt trận xã Hồng Vân",
                 Words("giám sát xã Hồng Vân", "watches over Hồng Vân")),
    ReadyAccount("mattrantinh", Role.FRONT, "46.mttq", "Mặt trận Tổ quốc tỉnh",
                 Words("kế hoạch và việc của Mặt trận tỉnh", "the plan and work of the province's Front")),
    ReadyAccount("cum", Role.CLUSTER_LEAD, "481", "Trưởng cụm thi đua",
                 Words("số liệu tổng hợp của cụm", "totals of the cluster")),
    ReadyAccount("hoidong", Role.COUNCIL_MEMBER, "46", "Thành viên Hội đồng",
                 Words("số liệu tổng hợp toàn tỉnh", "totals of the province")),
    ReadyAccount("kiemtra", Role.INSPECTOR, "481", "Đoàn kiểm tra",
                 Words("hộ trong huyện được kiểm tra", "households of the district inspected")),
    ReadyAccount("nhahaotam", Role.DONOR, "46", "Nhà hảo tâm",
                 Words("chỉ số liệu công khai", "public figures only")),
)  # fmt: skip


def demo_password(folder: Path) -> str:
    """Return this install's demo password, made on first use and kept in the demo's folder."""
    path = folder / PASSWORD_FILE
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        made = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"
        path.write_text(made + "\n", encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


@transaction.atomic
def open_accounts(password: str) -> list[ReadyAccount]:
    """Open the ready accounts, or set their password anew where they are there; returns those that could be placed."""
    placed = []
    known = dict(Unit.objects.filter(code__in=[a.unit_code for a in ACCOUNTS]).values_list("code", "id"))
    for account in ACCOUNTS:
        if account.unit_code not in known:
            continue
        user = User.objects.filter(username=account.username, demo=True).first()
        if user is None:
            user = create_user(account.username, password, full_name=account.full_name, demo=True)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        assign_role(user, account.role, Unit.objects.get(pk=known[account.unit_code]), valid_from=SINCE)
        placed.append(account)
    return placed


def unit_words(code: str) -> str:
    """Return a unit's name as of the movement's years."""
    node = units.tree(dt.date(2019, 12, 31)).get(code)
    return node.full_name if node else code
