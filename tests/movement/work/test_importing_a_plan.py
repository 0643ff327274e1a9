"""A plan comes in as a file and is kept to the byte; its clauses, bases and frame become rows to confirm."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from chungtay.accounts.models import AuditEntry
from chungtay.messages import UserError
from chungtay.movement.actions import (
    cascade_plan,
    confirm_plan,
    import_plan,
    open_movement,
    plan_tasks,
    set_parent_plan,
)
from chungtay.movement.models import Clause, LegalDocument, Movement, Plan
from chungtay.movement.queries import chain_of, plan_as_dict, plan_tree

SEED = Path(__file__).parents[4] / "shared" / "seed" / "ke-hoach-so-y-te.md"
MARKDOWN = "\ufeff# KẾ HOẠCH\r\n\r\n## I. Mục đích\r\n\r\nGiảm nghèo  \r\n"


def markdown(folder: Path, text: str = MARKDOWN, name: str = "ke-hoach.md") -> Path:
    file = folder / name
    file.write_bytes(text.encode())
    return file


def bring(path: Path, **more: object) -> Plan:
    return import_plan(movement_code="chung-tay", issuer_code="46", path=path, **more)


def test_the_text_and_the_file_are_kept_to_the_byte_with_their_digest(movement, tmp_path):
    file = markdown(tmp_path)
    plan = Plan.objects.get(pk=bring(file).pk)
    assert plan.text.encode() == file.read_bytes() == plan.original.read()
    assert plan.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (plan.status, plan.source_name, plan.source_format) == ("read", "ke-hoach.md", "markdown")


def test_the_clauses_are_written_with_their_addresses_and_parents(read_plan):
    tree = [(node.clause.address, [child.clause.address for child in node.children]) for node in plan_tree(read_plan)]
    assert tree == [("I", ["I.1"]), ("II", ["II.1", "II.2", "II.3"]), ("III", ["III.1", "III.2"])]
    kinds = {row.address: row.kind for row in read_plan.clauses.all()}
    assert (kinds["I.1"], kinds["II.3.a"], kinds["III.2"]) == ("purpose", "content", "solution")


def test_the_bases_make_a_chain_of_documents(read_plan):
    assert read_plan.document.number == "06/KH-UBND"
    assert [document.number for document in chain_of(read_plan)] == ["1258/QĐ-TTg"]
    assert read_plan.document.carries_out.date == dt.date(2017, 8, 21)


def test_a_document_written_in_two_ways_is_one(read_plan, tmp_path):
    before = LegalDocument.objects.count()
    basis = "Thực hiện Quyết định số 1258/TTg-QĐ ngày 21/8/2017 của Thủ tướng Chính phủ:"
    text = f"KẾ HOẠCH\n\n{basis}\n\nI. MỤC ĐÍCH\n1. Khác.\n"
    other = bring(markdown(tmp_path, text, "khac.txt"))
    assert LegalDocument.objects.count() == before
    assert [basis.document.number for basis in other.plan_bases.all()] == ["1258/QĐ-TTg"]


def test_confirming_fills_the_movements_frame_where_it_has_none(read_plan):
    movement = read_plan.movement
    assert (movement.participant_kinds, movement.phases.count()) == ([], 0)
    confirm_plan(read_plan)
    movement.refresh_from_db()
    assert {"departments", "districts", "communes", "households"} <= set(movement.participant_kinds)
    phases = [(phase.review, phase.first_year, phase.last_year, phase.review_due) for phase in movement.phases.all()]
    assert phases == [
        ("preliminary", 2016, 2018, dt.date(2018, 12, 31)),
        ("final", 2016, 2020, dt.date(2020, 12, 31)),
    ]


def test_a_frame_set_by_hand_stays(read_plan):
    read_plan.movement.participant_kinds = ["households"]
    read_plan.movement.save()
    confirm_plan(read_plan)
    assert Movement.objects.get().participant_kinds == ["households"]


def test_the_same_file_again_is_the_same_plan_with_its_corrections(read_plan, plan_file):
    read_plan.clauses.filter(address="III.1").update(kind="organisation")
    again = bring(plan_file)
    assert (again.pk, again.clauses.get(address="III.1").kind) == (read_plan.pk, "organisation")
    assert AuditEntry.objects.filter(action="movement.import_plan").count() == 1
    with pytest.raises(UserError, match="đơn vị khác"):
        import_plan(movement_code="chung-tay", issuer_code="D1", path=plan_file)


def test_plans_that_would_carry_each_other_out_are_refused(read_plan, plan_file, tmp_path):
    below = import_plan(movement_code="chung-tay", issuer_code="D1", path=markdown(tmp_path), parent_id=read_plan.pk)
    with pytest.raises(UserError, match="vòng tròn"):
        bring(plan_file, parent_id=below.pk)
    with pytest.raises(UserError, match="vòng tròn"):
        set_parent_plan(read_plan, read_plan)
    assert Plan.objects.get(pk=read_plan.pk).parent is None


@pytest.mark.parametrize(
    ("change", "said"),
    [({"movement_code": "khong-co"}, "phong trào"), ({"issuer_code": "khong-co"}, "đơn vị"),
     ({"parent_id": 999}, "kế hoạch cấp trên")],
    ids=["movement", "issuer", "parent"],
)  # fmt: skip
def test_what_is_not_there_is_said_and_nothing_is_kept(movement, tmp_path, change, said):
    with pytest.raises(UserError, match=said):
        import_plan(**{"movement_code": "chung-tay", "issuer_code": "46", "path": markdown(tmp_path)} | change)
    assert not Plan.objects.exists() and not Clause.objects.exists()


@pytest.mark.parametrize("content", [b"", b" \r\n", b"\x00\x01\x02"], ids=["empty", "blank", "binary"])
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_kept(movement, tmp_path, content):
    file = tmp_path / "ke-hoach.md"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"ke-hoach\.md"):
        bring(file)
    assert not Plan.objects.exists()


def test_a_unit_imports_and_confirms_only_its_own_plan(movement, tmp_path, person):
    file, officer = markdown(tmp_path), person("district_officer", "D1")
    with pytest.raises(PermissionDenied):
        bring(file, by=officer)
    plan = import_plan(movement_code="chung-tay", issuer_code="D1", path=file, by=officer)
    with pytest.raises(PermissionDenied):
        confirm_plan(plan, by=person("district_officer", "D2"))
    assert confirm_plan(plan, by=person("province_office", "46")).status == "confirmed"
    with pytest.raises(PermissionDenied):
        open_movement("khac", "Khác", movement.scope, 2021, 2025, by=officer)


def test_a_movement_does_not_end_before_it_begins(movement):
    with pytest.raises(UserError, match="2020–2016"):
        open_movement("khac", "Khác", movement.scope, 2020, 2016)


@pytest.mark.skipif(not SEED.exists(), reason="the plan of the health department is not at hand")
def test_the_departments_plan_comes_in_whole_and_hangs_on_the_provincial_one(plan):
    document = plan.document
    document.number, document.date = "06/KH-UBND", dt.date(2018, 1, 17)
    document.save()
    own = import_plan(movement_code="chung-tay", issuer_code="46.syt", path=SEED)
    assert own.parent == plan
    assert own.plan_bases.get(leading=True).document == document
    assert [one.number for one in chain_of(own)] == ["06/KH-UBND", "1258/QĐ-TTg"]
    told = plan_as_dict(own)
    assert [basis["number"] for basis in told["bases"]] == ["1258/QĐ-TTg", "04-NQ/TU", "189/KH-UBND", "06/KH-UBND"]
    assert told["signature"]["name"] == "Lê Viết Bắc" and len(told["recipients"]) == 2
    assert len([one for one in told["clauses"] if one["kind"] in ("content", "solution")]) >= 9


def test_the_text_is_handed_out_as_it_came(movement, tmp_path, client, person):
    plan = bring(markdown(tmp_path))
    client.force_login(person("province_office", "46"))
    assert client.get(f"/phong-trao/ke-hoach/{plan.pk}/van-ban.md").content == MARKDOWN.encode()
    assert client.get(f"/phong-trao/ke-hoach/{plan.pk + 1}/").status_code == 404


@pytest.mark.usefixtures("movement")
@pytest.mark.parametrize(
    ("first_line", "made_up"),
    [("", False), ("**VĂN BẢN GIẢ LẬP** để thử.\n\n", True), ("Kể chuyện về văn bản giả lập.\n\n", False)],
    ids=["none", "marked", "only spoken of"],
)
def test_a_file_that_bears_the_mark_of_made_up_content_keeps_it(tmp_path, client, person, first_line, made_up):
    plan = confirm_plan(bring(markdown(tmp_path, first_line + MARKDOWN.lstrip("\ufeff"))))
    assert Plan.objects.get(pk=plan.pk).synthetic is made_up
    client.force_login(person("province_office", "46"))
    for page in (f"ke-hoach/{plan.pk}/", f"muc/{plan.clauses.first().pk}/", f"ke-hoach/{plan.pk}/van-ban/"):
        shown = client.get(f"/phong-trao/{page}").content.decode()
        assert ('<span class="tag">văn bản giả lập</span>' in shown) is made_up, page
    assert cascade_plan(plan, ["D1"])[0].synthetic  # the unit itself is made up
    assert plan_tasks(plan.clauses.exclude(kind="heading").first())[0].synthetic is made_up
