"""An official paper before it is set in DOCX or PDF: its parts in the order of Decree 30/2020/NĐ-CP. Imports nothing.

Both formats are set from the same Paper, so that a sentence or a figure cannot differ between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BLANK = "………"
"""left for the office to fill in: numbers, days and names that the system does not know"""


@dataclass(frozen=True)
class Heading:
    """A numbered section's name: "2. Kết quả rà soát"."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; `kind` is "body", "item" (with a dash) or "source" (small, under a table or chart)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Item:
    """A piece of an outline: "II." or "a)" or "-", its words, and how deep it stands (0 at the top).

    strong  it heads what follows
    kind    what kind of clause it is; kept out of sight in DOCX, so that it survives editing
    whole   its words are text with no heading among them; noted with the kind
    """

    marker: str
    text: str
    depth: int
    strong: bool = False
    kind: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Column:
    """A table's column: heading lines, share of the width, and how its cells stand ("left", "right", "center")."""

    heading: str
    width: float
    align: str = "right"


@dataclass(frozen=True)
class TableRow:
    """Cells as written; `weight` is "plain", "subtotal" or "total"."""

    cells: tuple[str, ...]
    weight: str = "plain"


@dataclass(frozen=True)
class Table:
    """A table whose heading row is repeated on each page it runs over."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    source: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart: its specification is drawn as SVG for PDF and as PNG for DOCX.

    alt  what the chart shows, in words, for those who do not see it
    """

    title: str
    alt: str
    spec: dict[str, object] = field(repr=False)
    source: str = ""


Block = Heading | Paragraph | Item | Table | Picture


@dataclass(frozen=True)
class Paper:
    """A whole document.

    superior, issuer  lines at the top left; superior is empty for a body that has none
    number            "Số: ………/BC-UBND"
    place_and_day     "A Lưới, ngày ……… tháng ……… năm ………"
    kind, subject     "BÁO CÁO", and what it is about
    bases             legal bases, set in italics
    signing           authority lines over the space for the signature
    annex             what follows the signature on a page of its own, under "PHỤ LỤC"; empty for none
    signer            who signed, under that space; empty leaves dots
    footer            at the foot of every page: where the figures come from
    mark              in a frame on every page; empty when the data are real
    language          of the text, for hyphenation and for screen readers
    """

    superior: str
    issuer: tuple[str, ...]
    number: str
    place_and_day: str
    kind: str
    subject: tuple[str, ...]
    bases: tuple[str, ...]
    body: tuple[Block, ...]
    recipients: tuple[str, ...]
    signing: tuple[str, ...]
    footer: str
    mark: str = ""
    language: str = "vi"
    signer: str = ""
    annex: tuple[Block, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.kind} {' '.join(self.subject)}"
