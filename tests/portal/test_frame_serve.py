"""`chungtay serve`: what it checks before it opens the door, and what packages bring."""

from __future__ import annotations

import socket

import pytest
from django.db.migrations.recorder import MigrationRecorder

from chungtay.messages import UserError
from chungtay.portal.assets import ENGINE, build_assets
from chungtay.portal.commands import check_database, serve_site


def test_assets_are_built_once_and_then_left_alone(tmp_path):
    assert all(one.fresh for one in build_assets(tmp_path))
    assert not any(one.fresh for one in build_assets(tmp_path))
    assert "vegaEmbed" in (tmp_path / ENGINE).read_text()
    assert "SIL OPEN FONT LICENSE" in (tmp_path / "fonts" / "OFL.txt").read_text()


def test_a_broken_file_is_built_again(tmp_path):
    build_assets(tmp_path)
    font = tmp_path / "fonts" / "BeVietnamPro-Regular.ttf"
    font.write_bytes(b"")
    assert [one.path for one in build_assets(tmp_path) if one.fresh] == [font]


def test_a_database_that_is_behind_is_said_with_the_command_to_run(db):
    check_database()
    MigrationRecorder.Migration.objects.filter(app="accounts", name="0002_sign_in_failure").delete()
    with pytest.raises(UserError, match="chungtay manage migrate"):
        check_database()


def test_a_port_in_use_is_said_with_another_to_try(db, monkeypatch):
    monkeypatch.setattr("chungtay.portal.commands.lay_out_files", lambda: None)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="--port"):
            serve_site(port=taken.getsockname()[1])
