"""A document is set in one face: a word whose letters come from two is ugly, and reads back as neither bold nor not."""

from __future__ import annotations

import pytest
import typst

from chungtay.documents import pdf

PACKAGED = typst.Fonts(include_system_fonts=False, font_paths=list(pdf._packaged_fonts()))


@pytest.mark.parametrize("system_fonts", [True, False])
def test_only_faces_with_all_letters_are_used(system_fonts: bool):
    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=list(pdf._packaged_fonts()))
    faces = pdf._faces(system_fonts)
    assert faces
    assert all(pdf._has_letters(face, fonts) for face in faces)


def test_every_face_has_a_bold_cut():
    """A variable face has one name for all its weights, so that a reader of the file cannot tell what is bold."""
    fonts = typst.Fonts(include_system_fonts=True, font_paths=list(pdf._packaged_fonts()))
    for face in pdf._faces(True):
        assert {400, 700} <= {font.weight for font in fonts.fonts() if font.family == face}


def test_letters_that_a_face_lacks_are_seen(monkeypatch: pytest.MonkeyPatch):
    assert pdf._has_letters("Crimson Text", PACKAGED)
    monkeypatch.setattr(pdf, "LETTERS", "ở\N{EGYPTIAN HIEROGLYPH A001}\N{EGYPTIAN HIEROGLYPH A002}")
    assert not pdf._has_letters("Crimson Text", PACKAGED)
