"""A task goes from its owner to the level above and back; lists, board, month and calendar follow it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from work_world import clause

from chungtay.movement import actions
from chungtay.movement.models import Evidence, Task

CODE = "sach-va-nuoc"


def post(client, task: Task, doing: str, **values):
    return client.post(reverse("movement:task", args=[task.pk]), {"do": doing, **values})


def state(task: Task) -> str:
    return Task.objects.get(pk=task.pk).status


def test_from_evidence_to_acceptance_with_one_return(world, signed, text):
    task, commune, district = world.task, signed("commune_officer"), signed("district_officer")
    file = SimpleUploadedFile("bien-ban.txt", b"da dat tu sach")
    assert post(commune, task, "file", **{"file-file": file}).status_code == 302
    assert post(commune, task, "link", **{"link-link": "https://example.vn/anh"}).status_code == 302
    assert post(commune, task, "report", **{"report-progress": "80"}).status_code == 302
    assert post(commune, task, "submit").status_code == 302
    assert state(task) == "submitted"
    refused = post(district, task, "return", **{"return-reason": " "})
    assert refused.status_code == 422
    post(district, task, "return", **{"return-reason": "Cần ảnh tủ sách."})
    page = text(commune.get(reverse("movement:task", args=[task.pk])))
    assert "Lý do trả lại : Cần ảnh tủ sách." in page or "Lý do trả lại: Cần ảnh tủ sách." in page
    post(commune, task, "submit")
    post(district, task, "accept")
    assert state(task) == "accepted"
    said = text(district.get(reverse("movement:task", args=[task.pk])))
    assert re.search(r"Xác nhận · district_officer.*Nộp · commune_officer.*Trả lại · district_officer: Cần ảnh", said)


def test_the_owner_takes_back_what_waits_for_the_level_above(world, signed, text):
    task, commune, district = world.task, signed("commune_officer"), signed("district_officer")
    url = reverse("movement:task", args=[task.pk])
    assert "Rút lại" not in text(commune.get(url))
    post(commune, task, "submit")
    assert "Rút lại" in text(commune.get(url)) and "Rút lại" not in text(district.get(url))
    assert post(district, task, "withdraw").status_code == 403
    assert post(commune, task, "withdraw").status_code == 302
    assert state(task) == "doing"
    assert re.search(r"Rút lại · commune_officer.*Nộp · commune_officer", text(commune.get(url)))
    post(commune, task, "submit")
    post(district, task, "accept")
    late = post(commune, task, "withdraw")
    assert late.status_code == 200 and "trạng thái không cho phép bước này" in text(late)
    assert state(task) == "accepted"


@pytest.mark.parametrize("who", ["other_commune", "other_district", "council_member", "inspector", "front"])
def test_others_read_the_task_and_change_nothing(world, signed, text, who):
    client = signed(who)
    page = client.get(reverse("movement:task", args=[world.task.pk]))
    assert page.status_code == 200
    assert "Nộp lên cấp trên" not in text(page) and "Thêm tệp" not in text(page)
    for doing in ("start", "submit", "withdraw", "accept"):
        assert post(client, world.task, doing).status_code == 403, doing
    assert state(world.task) == "doing"


def test_a_progress_that_is_no_number_is_said_and_kept(world, signed, text):
    page = post(signed("commune_officer"), world.task, "report", **{"report-progress": "nhiều"})
    assert page.status_code == 422
    assert "Đây phải là một số nguyên." in text(page) and 'value="nhiều"' in page.content.decode()
    page = post(signed("commune_officer"), world.task, "report", **{"report-progress": "120"})
    assert "Tiến độ là số từ 0 đến 100." in text(page)


def test_a_file_of_evidence_is_only_ever_downloaded(world, signed):
    post(signed("commune_officer"), world.task, "file", **{"file-file": SimpleUploadedFile("a.txt", b"<b>x</b>")})
    url = reverse("movement:evidence", args=[Evidence.objects.get(kind="file").pk])
    response = signed("district_officer").get(url)
    assert response["Content-Disposition"].startswith("attachment") and b"".join(response) == b"<b>x</b>"
    assert response["Content-Type"] == "application/octet-stream"
    assert signed("").get(url).status_code == 302
    assert signed("donor").get(url).status_code == 403


def test_the_owner_takes_evidence_away_before_submitting(world, signed):
    url = reverse("movement:remove-evidence", args=[Evidence.objects.get().pk])
    assert signed("other_commune").post(url).status_code == 403
    assert signed("commune_officer").post(url).status_code == 302
    assert not Evidence.objects.exists()


def test_work_is_planned_from_a_clause_every_year(world, signed, text):
    own = clause(world.commune, "III.1")
    url = reverse("movement:plan-task", args=[own.pk])
    client = signed("commune_officer")
    assert "Ai làm mục III.1, đến bao giờ?" in text(client.get(url))
    values = {"title": "Kể chuyện", "unit": "20047", "person": "", "start": "", "due": "2018-11-30", "every_year": "on"}
    client.post(url, values)
    assert list(Task.objects.filter(title="Kể chuyện").values_list("due__year", flat=True)) == [2018, 2019, 2020]
    assert signed("other_commune").post(url, values).status_code == 403
    one = Task.objects.filter(title="Kể chuyện").first()
    change = reverse("movement:change-task", args=[one.pk])
    client.post(change, {"title": "Kể chuyện đọc sách", "person": "", "start": "", "due": "2018-10-01"})
    one.refresh_from_db()
    assert (one.title, one.due) == ("Kể chuyện đọc sách", dt.date(2018, 10, 1))
    client.post(change, {"do": "remove"})
    assert not Task.objects.filter(pk=one.pk).exists()


def test_lists_say_what_is_late_and_what_waits_for_a_decision(world, signed, text):
    commune, district = signed("commune_officer"), signed("district_officer")
    tasks = reverse("movement:tasks", args=[CODE])
    assert "1 việc quá hạn" in text(commune.get(tasks))
    actions.submit_task(world.task, by=world.users["commune_officer"])
    assert "Đặt tủ sách ở nhà văn hóa" in text(district.get(f"{tasks}?xem=cho-duyet"))
    other = signed("other_district").get(f"{tasks}?xem=cho-duyet")
    assert "Không có việc nào ở đây" in text(other)
    assert "Chờ xác nhận (1)" in text(commune.get(reverse("movement:board", args=[CODE])))
    month = commune.get(reverse("movement:month", args=[CODE]) + "?thang=2020-12")
    assert "Tháng 12/2020: 1 việc đến hạn" in text(month)
    assert "Đặt tủ sách" in text(month)


def test_the_calendar_needs_its_secret_address_and_a_new_one_ends_the_old(world, signed):
    client = signed("commune_officer")
    page = client.post(reverse("movement:feed-address"), {"do": "make"}).content.decode()
    address = re.search(r"http://testserver(/phong-trao/lich/[\w-]+\.ics)", page)[1]
    feed = signed("").get(address)
    assert feed["Content-Type"].startswith("text/calendar") and "Đặt tủ sách" in feed.content.decode()
    assert f"/phong-trao/viec/{world.task.pk}/" in feed.content.decode().replace("\r\n ", "")
    client.post(reverse("movement:feed-address"), {"do": "renew"})
    assert signed("").get(address).status_code == 404


def test_reminders_are_seen_once(world, signed, text):
    actions.give_reminders(dt.date(2020, 12, 31))
    client, url = signed("commune_officer"), reverse("movement:reminders")
    page = client.get(url)
    assert "1 lời nhắc chưa xem" in text(page)
    shown = re.findall(r'name="shown" value="(\d+)"', page.content.decode())
    client.post(url, {"shown": shown})
    assert "Không có lời nhắc nào chưa xem" in text(client.get(url))
