"""What was done of each clause, how far the targets are, and what units must report."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from work_world import COMMUNE, clause

from chungtay.movement import actions
from chungtay.movement.models import ReportForm, Target

CODE = "sach-va-nuoc"


def test_accepted_work_moves_the_share(world, signed, text):
    client, url = signed("council_member"), reverse("movement:coverage", args=[CODE])
    before = text(client.get(url))
    assert "0 / 35 mục đã có minh chứng được xác nhận (0,0%)" in before
    actions.submit_task(world.task)
    actions.accept_task(world.task)
    after = text(client.get(url))
    assert "1 / 35 mục đã có minh chứng được xác nhận (2,9%)" in after
    own = text(client.get(reverse("movement:unit-coverage", args=[CODE, COMMUNE])))
    assert "Xã Hồng Vân: 1 / 7 mục" in own
    root = clause(world.province, "II.1")
    work = text(client.get(reverse("movement:clause", args=[root.pk])))
    assert "1 / 5 đơn vị đã làm mục này" in work


def test_the_units_are_sorted_by_what_they_have_done(world, signed):
    actions.submit_task(world.task)
    actions.accept_task(world.task)
    page = signed("inspector").get(reverse("movement:coverage", args=[CODE]) + "?xep=cao").content.decode()
    body = page[page.index('class="heat"') :]
    assert body.index("Xã Hồng Vân") < body.index("Huyện A Lưới")
    assert body.count('<td class="accepted">') == 1


def test_a_target_is_set_by_form_and_read_by_anyone(world, signed, text):
    client, url = signed("province_office"), reverse("portal:add-target", args=[world.province.pk])
    values = {
        "unit": "46", "indicator": "poor_rate", "group": "all", "baseline_year": "2016", "baseline": "8,36",
        "end_year": "2020", "way": "points", "amount": "-1,25", "years": "", "clause": "", "source": "KH 189/KH-UBND",
    }  # fmt: skip
    empty = client.post(url, {**values, "baseline": ""})
    assert empty.status_code == 422 and "Chỉ tiêu chưa có giá trị gốc của năm 2016." in text(empty)
    client.post(url, values)
    target = Target.objects.get()
    assert (target.baseline, target.end_value) == pytest.approx((0.0836, 0.0336))
    page = text(signed("").get(reverse("portal:target", args=[target.pk])))
    assert "mục tiêu 3,36%, chưa có kết quả" in page and "KH 189/KH-UBND" in page
    change = reverse("portal:change-target", args=[target.pk])
    assert 'value="8,36"' in client.get(change).content.decode()
    by_year = {**values, "way": "years", "years": "2018 6,0\n2020 3,5"}
    client.post(change, by_year)
    target.refresh_from_db()
    assert target.path == {"2018": pytest.approx(0.06)} and target.end_value == pytest.approx(0.035)
    wrong = client.post(change, {**by_year, "years": "hai nghìn"})
    assert "Không đọc được dòng «hai nghìn»." in text(wrong)
    assert signed("district_officer").post(change, values).status_code == 403
    client.post(reverse("portal:remove-target", args=[target.pk]))
    assert not Target.objects.exists()


def test_designing_a_form_flags_what_is_asked_twice(world, signed, text):
    client = signed("province_office")
    client.post(
        reverse("movement:add-report", args=[CODE]),
        {
            "title": "Biểu 1",
            "issuer": "46",
            "level": "commune",
            "times_a_year": "4",
            "first_year": "2016",
            "last_year": "",
        },
    )
    form = ReportForm.objects.get()
    url = reverse("movement:report-form", args=[form.pk])
    for label, subject in (("Hộ nghèo", "poor_rate"), ("Hộ được thăm", "ho-tham"), ("Số hộ thăm", "ho-tham")):
        client.post(url, {"do": "add", "label": label, "subject": subject})
    said = text(client.get(url))
    assert "3 ô, 2 ô phải gõ" in said and "1 ô hỏi trùng" in said
    assert "Biểu này đã hỏi ở ô «Hộ được thăm»." in said
    page = text(client.get(reverse("movement:reports", args=[CODE]) + "?nam=2019"))
    assert "Mỗi đơn vị cấp xã phải gõ 8 ô trong năm 2019; hệ thống tự điền 33% số ô" in page
    last = form.fields.last()
    assert signed("commune_officer").post(url, {"do": "remove", "field": last.pk}).status_code == 403
    client.post(url, {"do": "remove", "field": last.pk})
    assert "hỏi trùng" not in text(client.get(url)).split("Thêm một ô")[0]


def test_what_single_units_add_shares_one_column(world, signed, text):
    actions.add_clause(world.commune, kind="content", text="Tủ sách ở trạm y tế.", parent=clause(world.commune, "II"))
    actions.add_clause(world.commune, kind="content", text="Tủ sách ở chợ.", parent=clause(world.commune, "II"))
    page = signed("inspector").get(reverse("movement:coverage", args=[CODE])).content.decode()
    heat = page[page.index('class="heat"') :]
    head, rows = heat[: heat.index("</thead>")], heat[heat.index("<tbody>") : heat.index("</tbody>")].split("<tr>")[1:]
    assert head.count('<th scope="col">') == 8 and "Riêng" in head
    assert [row.endswith('<td class="number">0/2</td></tr>') for row in rows].count(True) == 1
    assert "Xã Hồng Vân" in next(row for row in rows if "0/2</td></tr>" in row)
    assert "Các mục do từng đơn vị tự thêm, gộp lại" in page


def test_late_work_stands_out_in_its_cell(world, signed, text):
    actions.change_task(world.task, due=dt.date(2019, 6, 30))
    page = signed("inspector").get(reverse("movement:coverage", args=[CODE])).content.decode()
    assert page.count('<td class="overdue">▲</td>') == 1
    own = text(signed("inspector").get(reverse("movement:unit-coverage", args=[CODE, COMMUNE])))
    assert "Đang làm, có việc quá hạn" in own
