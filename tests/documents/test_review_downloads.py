"""Who may take the review report, what is noted, and what the console writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from chungtay.accounts.models import Assignment, AuditEntry, User
from chungtay.units.models import Unit

pytestmark = pytest.mark.django_db


def sign_in(client: Client, role: str, unit_code: str) -> Client:
    user = User.objects.create_user(username=f"{role}-{unit_code}", password="một mật khẩu dài")
    unit = Unit.objects.get(code=unit_code)
    Assignment.objects.create(user=user, role=role, unit=unit, valid_from=dt.date(2015, 1, 1))
    client.force_login(user)
    return client


def address(unit_code: str, extension: str = "pdf", year: int = 2019) -> str:
    return reverse(f"documents:review-{extension}", args=[unit_code, year])


def test_the_addresses_are_those_promised() -> None:
    assert address("46") == "/bao-cao/ra-soat/46/2019.pdf"
    assert address("46", "docx") == "/bao-cao/ra-soat/46/2019.docx"


def test_anyone_may_take_the_province_report(client: Client, figures: str) -> None:
    answer = client.get(address("46"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="bao-cao-ra-soat-ho-ngheo-2019-46.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")


def test_a_visitor_signs_in_for_a_commune(client: Client, figures: str) -> None:
    answer = client.get(address(figures))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign-in"))


def test_an_officer_takes_the_report_of_the_own_commune_and_it_is_noted(client: Client, reviews: str) -> None:
    answer = sign_in(client, "commune_officer", reviews).get(address(reviews, "docx"))
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    entry = AuditEntry.objects.get(action="documents.review_report")
    assert entry.target == reviews and entry.detail["year"] == 2019 and entry.detail["format"] == "docx"
    assert entry.user is not None and entry.user.username == f"commune_officer-{reviews}"


def test_an_officer_may_not_take_another_commune(client: Client, figures: str) -> None:
    other = Unit.objects.filter(level="commune").exclude(code=figures).exclude(code__startswith=figures).first()
    assert other is not None
    assert sign_in(client, "commune_officer", other.code).get(address(figures)).status_code == 403
    assert not AuditEntry.objects.filter(action="documents.review_report").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [("province_office", 200), ("department", 200), ("front", 200), ("inspector", 200), ("council_member", 200),
     ("donor", 403)],
)  # fmt: skip
def test_roles_of_the_province(client: Client, figures: str, role: str, status: int) -> None:
    assert sign_in(client, role, "46").get(address(figures)).status_code == status


def test_a_year_without_figures_is_a_page_that_says_so(client: Client, figures: str) -> None:
    answer = client.get(address("46", year=2017))
    assert answer.status_code == 404
    assert "Chưa có số liệu rà soát năm 2017" in answer.content.decode()


def test_an_unknown_unit_is_a_page_that_says_so(client: Client, figures: str) -> None:
    answer = client.get(address("00000"))
    assert answer.status_code == 404
    assert "không có đơn vị mã 00000" in answer.content.decode()


@pytest.mark.parametrize("year", [0, 99999])
def test_a_year_that_is_none_is_not_an_error_of_ours(client: Client, figures: str, year: int) -> None:
    assert client.get(address("46", year=year)).status_code == 404


def test_a_file_is_set_once_for_a_snapshot(figures: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from chungtay.documents import review_actions
    from chungtay.indicators.models import IndicatorValue

    first = review_actions.review_file("46", 2019, "pdf").content
    monkeypatch.setitem(review_actions.SETTERS, "pdf", lambda report: b"set anew")
    assert review_actions.review_file("46", 2019, "pdf").content == first
    IndicatorValue.objects.filter(indicator="poor_rate", unit__code="46", year=2019, group="all").update(numerator=1)
    assert review_actions.review_file("46", 2019, "pdf").content == b"set anew", "a corrected figure is not old news"


def run(*words: str) -> None:
    from chungtay.cli import cli

    cli.main(["report", "review", *words], standalone_mode=False)


def test_the_command_writes_either_format(figures: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, start in (("bc.pdf", b"%PDF-"), ("bc.docx", b"PK")):
        out = tmp_path / name
        run("--unit", "46", "--year", "2019", "--out", str(out))
        assert out.read_bytes().startswith(start)
        assert str(out) in capsys.readouterr().out
    assert not list(tmp_path.glob(".*part"))


@pytest.mark.parametrize(
    ("out", "code"), [("bc.odt", "unknown_format"), ("bc", "unknown_format"), ("none/bc.pdf", "no_folder")]
)
def test_the_command_refuses_a_file_it_cannot_write(figures: str, tmp_path: Path, out: str, code: str) -> None:
    from chungtay.messages import UserError

    with pytest.raises(UserError) as error:
        run("--unit", "46", "--year", "2019", "--out", str(tmp_path / out))
    assert error.value.problems[0].code == code


def test_the_command_leaves_nothing_behind_when_there_are_no_figures(figures: str, tmp_path: Path) -> None:
    from chungtay.messages import UserError

    with pytest.raises(UserError, match="2017"):
        run("--unit", "46", "--year", "2017", "--out", str(tmp_path / "bc.pdf"))
    assert not list(tmp_path.iterdir())
