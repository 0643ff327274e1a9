"""Compiles the English texts of every room from .po to .mo with Babel. May import Django."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps


def translation_files() -> Iterator[Path]:
    """Every django.po of Chung Tay's own rooms."""
    for room in apps.get_app_configs():
        if room.name.startswith("chungtay."):
            yield from sorted(Path(room.path).glob("locale/*/LC_MESSAGES/django.po"))


def compile_translations() -> list[Path]:
    """Write a .mo beside each .po that is newer than it; returns the files written."""
    written = []
    for source in translation_files():
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, domain="django", abort_invalid=True)
        being_written = target.with_name("django.mo.part")
        with being_written.open("wb") as file:
            write_mo(file, catalogue)
        being_written.replace(target)
        written.append(target)
    return written
