"""The frame of every page: language, policy, errors, the synthetic mark."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from chungtay.portal.errors import not_found, not_yours
from chungtay.registry.models import ImportFile

PORTAL = Path(__file__).parents[2] / "src" / "chungtay" / "portal"


def test_the_site_speaks_vietnamese_whatever_the_browser_asks(client, db):
    page = client.get("/phong-trao/", headers={"accept-language": "en"})
    assert page["Content-Language"] == "vi" and '<html lang="vi">' in page.content.decode()


def test_the_switch_changes_to_english_and_stays(client, db):
    client.post("/i18n/setlang/", {"language": "en", "next": "/phong-trao/"})
    page = client.get("/phong-trao/").content.decode()
    assert '<html lang="en">' in page and "Sign in" in page and "Đăng nhập" not in page


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(client, db):
    page = client.get("/phong-trao/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy
    text = page.content.decode()
    assert not re.search(r"\sstyle=|<style|\son\w+=", text)
    assert not re.search(r'(src|href)="(https?:)?//', text)


def test_templates_hold_no_inline_style_script_or_handler():
    for template in PORTAL.parent.glob("*/templates/**/*.html"):
        text = template.read_text()
        assert not re.search(r'\sstyle="|<style|\son(click|load|change|submit)=|<script>', text), template


def test_what_a_signed_in_reader_sees_is_kept_by_no_cache(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_user("a"))
    assert client.get("/tai-khoan/")["Cache-Control"] == "private, no-store"


def test_an_address_that_is_not_there_gets_a_page_with_a_way_back(client, db):
    response = client.get("/khong/co/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "Không có trang này" in text and "Về trang đầu" in text and "Resolver404" not in text


def test_a_reason_given_by_a_page_is_said(db, rf: RequestFactory):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/x/")
    request.user, request.LANGUAGE_CODE = AnonymousUser(), "vi"
    assert "Không có xã này" in not_found(request, Http404("Không có xã này.")).content.decode()
    assert "No Plan" not in not_found(request, Http404("No Plan matches the given query.")).content.decode()
    shown = not_yours(request, PermissionDenied("Hộ này ở xã khác."))
    assert shown.status_code == 403 and "Hộ này ở xã khác." in shown.content.decode()


def test_synthetic_data_is_marked_on_every_page(client, db):
    from chungtay.indicators.models import SnapshotRecord

    assert "giả lập" not in client.get("/phong-trao/").content.decode()
    cache.clear()
    SnapshotRecord.objects.create(
        snapshot_id="s1", folder="-", review_year=2019, standard_id="vn-2016-2020", households=1, members=1,
        synthetic=True, taken_at="2020-01-01T00:00:00Z",
    )  # fmt: skip
    page = client.get("/phong-trao/").content.decode()
    assert page.count("giả lập") >= 1 and "synthetic" in page
    assert ImportFile.objects.count() == 0


def test_every_file_that_the_frame_asks_for_is_there(settings):
    from chungtay.portal.assets import build_assets, missing_assets

    build_assets()
    assert missing_assets() == []
    asked = re.findall(r"{% static '([^']+)' %}", (PORTAL / "templates/portal/base.html").read_text())
    assert asked and all(finders.find(name) for name in asked)
    for url in re.findall(r'url\("\.\./([^"]+)"\)', (PORTAL / "static/portal/site.css").read_text()):
        assert finders.find(url), url


def test_colours_and_type_sizes_are_named_in_the_tokens_alone():
    rules = (PORTAL / "static/portal/site.css").read_text()
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![-\w])(?=[;\s,)])", rules)
    assert set(re.findall(r"font-size:\s*([^;]+);", rules)) <= {
        "var(--small)", "var(--body)", "var(--large)", "var(--huge)", "100%", "0.75em", "10.5pt",
    }  # fmt: skip


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_and_the_scale_of_the_poor_keeps_its_order(theme):
    text = (PORTAL / "static/portal/tokens.css").read_text()
    paper = dict(re.findall(r"--paper-([\w-]+): (#[0-9a-f]{6});", text))
    dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text[text.index("@media screen") :]))
    colours = paper if theme == "light" else {**paper, **dark}
    for ink in ("ink", "ink-soft", "accent", "late"):
        for ground in ("ground", "surface"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    steps = [contrast(colours[f"share-{n}"], colours["ground"]) for n in range(1, 6)]
    assert steps == sorted(steps)
    assert all(second / first > 1.2 for first, second in pairwise(steps))


def test_the_page_of_last_resort_needs_neither_database_nor_request(rf: RequestFactory):
    from django.views.defaults import server_error

    response = server_error(rf.get("/x/"))
    assert response.status_code == 500 and "Trang bị lỗi" in response.content.decode()
