"""What the demo builds and where: its options, its folder, and the note of what was built. May import settings."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

STANDARD = "vn-2016-2020"
GUIDANCE_SINCE_2018 = "14/2018/TT-BLDTBXH"
FULL, TENTH = 1.0, 0.1
NOTE = "built.json"


@dataclass(frozen=True)
class DemoOptions:
    """What was asked for.

    scale   1.0 = about 300,000 households, 0.1 = 30,000
    folder  where the generated files lie
    plan    the department's plan as received; None for the packaged example
    """

    seed: int
    scale: float
    folder: Path
    plan: Path | None = None

    @property
    def what(self) -> dict[str, object]:
        """What makes one demo province different from another."""
        return {"seed": self.seed, "scale": self.scale, "generator": generator_version()}


def generator_version() -> str:
    """A short hash of what makes the province and its movement: where it changed, another demo comes out."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    made_by = [path for part in ("generator", "movement", "data") for path in (room / part).rglob("*")]
    for path in sorted(path for path in made_by if path.suffix in (".py", ".yaml", ".md")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def note_built(options: DemoOptions) -> None:
    """Write down that the demo province was built whole."""
    text = json.dumps({**options.what, "plan": str(options.plan or "")}, indent=2, ensure_ascii=False)
    (options.folder / NOTE).write_text(text, encoding="utf-8")


def built_before(options: DemoOptions) -> dict[str, object] | None:
    """Return the note of what was built in this folder; None where nothing was, or not to the end."""
    path = options.folder / NOTE
    if not path.is_file():
        return None
    noted: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return noted


def same_province(options: DemoOptions, noted: dict[str, object] | None) -> bool:
    """Say whether what was built is what is asked for now."""
    return noted is not None and all(noted.get(key) == value for key, value in options.what.items())
