"""A document is set in one face: a word whose letters come from two is ugly, and reads back as neither bold nor not."""

from __future__ import annotations

import typst

from chungtay.documents import pdf


def test_only_faces_with_all_letters_are_used():
    for system_fonts in (True, False):
        faces = pdf._faces(system_fonts)
        assert faces
        assert all(pdf._has_letters(face, system_fonts=system_fonts) for face in faces)


def test_every_face_can_be_bold():
    """A variable face has one name for all its weights, so that a reader of the file cannot tell what is bold."""
    known = typst.Fonts(include_system_fonts=True, font_paths=list(pdf._packaged_fonts()))
    for face in pdf._faces(True):
        assert {400, 700} <= {font.weight for font in known.fonts() if font.family == face}


def test_letters_that_a_face_lacks_are_seen(monkeypatch):
    assert pdf._has_letters("Crimson Text", system_fonts=False)
    monkeypatch.setattr(pdf, "LETTERS", "ở\N{EGYPTIAN HIEROGLYPH A001}\N{EGYPTIAN HIEROGLYPH A002}")
    assert not pdf._has_letters("Crimson Text", system_fonts=False)
