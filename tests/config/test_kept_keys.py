"""A key is made once, whole, for its owner alone, whoever asks first."""

from __future__ import annotations

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from chungtay.config import keys
from chungtay.config.keys import kept_key


def test_it_is_made_once_of_32_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    home = tmp_path / "new"
    made = kept_key(home, "secret.key")
    assert kept_key(home, "secret.key") == made != kept_key(home, "data.key")
    assert len(base64.urlsafe_b64decode(made)) == 32
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert sorted(path.name for path in home.iterdir()) == ["data.key", "secret.key"]


def _first(home: Path, gate: object) -> str:
    gate.wait()  # type: ignore[attr-defined]
    return kept_key(home, "secret.key")


def test_processes_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(3) as pool:
        for turn in range(20):
            gate = manager.Barrier(3)
            told = pool.starmap(_first, [(tmp_path / str(turn), gate)] * 3, chunksize=1)
            assert len(set(told)) == 1 and told[0]


def test_whoever_comes_second_while_it_is_made_takes_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quicker: list[str] = []
    drawn = keys.secrets.token_bytes

    def token_bytes(size: int) -> bytes:
        monkeypatch.setattr(keys.secrets, "token_bytes", drawn)
        quicker.append(kept_key(tmp_path, "secret.key"))
        return drawn(size)

    monkeypatch.setattr(keys.secrets, "token_bytes", token_bytes)
    assert [kept_key(tmp_path, "secret.key")] == quicker
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_disk_without_links_keeps_keys_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert kept_key(tmp_path, "secret.key") == kept_key(tmp_path, "secret.key")
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
