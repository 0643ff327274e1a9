"""Plans are kept as received, once, by the standing office."""

from __future__ import annotations

import datetime as dt
import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.messages import UserError
from chungtay.movement.actions import LARGEST, open_movement, receive_plan
from chungtay.movement.models import Movement, Plan
from chungtay.units.loading import store
from chungtay.units.models import Unit
from chungtay.units.rows import SpanRow

TEXT = "\ufeff# KẾ HOẠCH\r\n\r\n## I. Mục đích\r\n\r\nGiảm nghèo  \r\n"


@pytest.fixture
def movement(db) -> Movement:
    store([SpanRow("46", "area", "province", "Thừa Thiên Huế", "tỉnh", None, dt.date(1989, 7, 1), None)], [])
    return open_movement("chung-tay", "Chung tay vì người nghèo", Unit.objects.get(code="46"), 2016, 2020)


def test_the_text_is_kept_to_the_byte_with_its_digest(movement, tmp_path):
    file = tmp_path / "ke-hoach.md"
    file.write_bytes(TEXT.encode())
    plan = receive_plan(movement, file, issuer_name="Sở Y tế")
    plan.refresh_from_db()
    assert plan.text.encode() == file.read_bytes()
    assert plan.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (plan.title, plan.source_name) == ("KẾ HOẠCH", "ke-hoach.md")


def test_the_same_file_received_again_is_the_same_plan(movement):
    first = receive_plan(movement, BytesIO(TEXT.encode()), source_name="a.md")
    assert receive_plan(movement, BytesIO(TEXT.encode()), source_name="b.md") == first
    assert AuditEntry.objects.filter(action="movement.receive_plan").count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "không có chữ"), (b" \r\n", "không có chữ"), (b"PK\x03\x04\x00\x00", "không có chữ"),
     ("Kế hoạch".encode("utf-16"), "UTF-8"), (b"K\xd5 ho\xb9ch", "UTF-8"), (b"x" * (LARGEST + 1), "quá lớn")],
    ids=["empty", "blank", "archive", "utf-16", "tcvn3", "huge"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(movement, content, said):
    with pytest.raises(UserError, match=said) as error:
        receive_plan(movement, BytesIO(content), source_name="ke-hoach.md")
    assert "ke-hoach.md" in str(error.value)
    assert not Plan.objects.exists()


def test_only_the_standing_office_receives_plans_and_opens_movements(movement):
    officer, office = User.objects.create_user("xa"), User.objects.create_user("tinh")
    for user, role in ((officer, "commune_officer"), (office, "province_office")):
        Assignment.objects.create(user=user, role=role, unit=movement.scope, valid_from=dt.date(2016, 1, 1))
    with pytest.raises(PermissionDenied):
        receive_plan(movement, BytesIO(TEXT.encode()), by=officer)
    with pytest.raises(PermissionDenied):
        open_movement("khac", "Khác", movement.scope, 2021, 2025, by=officer)
    assert receive_plan(movement, BytesIO(TEXT.encode()), by=office).pk


def test_a_movement_does_not_end_before_it_begins(movement):
    with pytest.raises(UserError, match="2020–2016"):
        open_movement("khac", "Khác", movement.scope, 2020, 2016)


def test_the_pages_show_the_movement_and_the_plan_and_hand_out_its_text(movement, client):
    plan = receive_plan(movement, BytesIO(TEXT.encode()), source_name="ke-hoach.md")
    index = client.get("/phong-trao/").content.decode()
    assert "Chung tay vì người nghèo" in index and "tỉnh Thừa Thiên Huế" in index and "2016–2020" in index
    page = client.get(f"/phong-trao/ke-hoach/{plan.pk}/").content.decode()
    assert "<h1>KẾ HOẠCH</h1>" in page and plan.sha256 in page
    assert client.get(f"/phong-trao/ke-hoach/{plan.pk}/van-ban.md").content == TEXT.encode()
    assert client.get("/phong-trao/ke-hoach/999/").status_code == 404
