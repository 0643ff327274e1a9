"""A province's file on top of a national standard: `extends:` and what it changes, each value keeping its own place.

May import `yaml_places`.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from chungtay.messages import UserError
from chungtay.rules.yaml_places import Path_, Place, PlacedYaml


@dataclass
class Layered:
    """The content of one file, or of one on top of another, with the place of each value in the file it came from."""

    content: dict[str, Any]
    top: PlacedYaml
    moved: dict[Path_, tuple[PlacedYaml, Path_]] = field(default_factory=dict)

    def _origin(self, path: Path_) -> tuple[PlacedYaml, Path_]:
        for length in range(len(path), -1, -1):
            if path[:length] in self.moved:
                data, prefix = self.moved[path[:length]]
                return data, prefix + path[length:]
        return self.top, path

    def place(self, path: Path_) -> Place:
        """Return where the value at `path` is written."""
        data, own = self._origin(path)
        return data.place(own)

    def text_at(self, path: Path_) -> tuple[str, Place] | None:
        """Return a scalar's text as written and the place of its first character."""
        data, own = self._origin(path)
        return data.text_at(own)


def layer(base: Layered, top: PlacedYaml) -> Layered:
    """Lay a province's file over the standard it extends.

    Plain keys replace; `lines` are replaced figure by figure, `indicators` one by one by their code (a new code is
    added); `remove_indicators` takes some away; `classes` and `guidance` replace the whole. Where lines or classes
    change and no guidance is given, the guidance of the base is dropped: its cut-offs stood for the old lines.
    """
    own: dict[str, Any] = top.content
    result = Layered(copy.deepcopy(base.content), top)
    # Whatever the top file does not touch is written in the base.
    for key in base.content:
        result.moved[(key,)] = base._origin((key,))
        if isinstance(base.content[key], list):
            for index in range(len(base.content[key])):
                result.moved[(key, index)] = base._origin((key, index))
        elif isinstance(base.content[key], dict):
            for name in base.content[key]:
                result.moved[(key, name)] = base._origin((key, name))
    for key, value in own.items():
        if key in ("extends", "remove_indicators"):
            continue
        if key == "lines" and isinstance(value, dict):
            _replace_figures(result, value, top)
        elif key == "indicators" and isinstance(value, list):
            _replace_indicators(result, value, top)
        else:
            for path in [path for path in result.moved if path[0] == key]:
                del result.moved[path]
            result.content[key] = value
            result.moved[(key,)] = (top, (key,))
    _remove_indicators(result, own.get("remove_indicators") or [], top)
    if "guidance" not in own and ("lines" in own or "classes" in own):
        result.content.pop("guidance", None)
        result.content.pop("default_guidance", None)
    return result


def _replace_figures(result: Layered, figures: dict[str, Any], top: PlacedYaml) -> None:
    lines = result.content.setdefault("lines", {})
    for name, figure in figures.items():
        # The label may be kept; the figures and their source are the province's own.
        kept = {"label": lines[name].get("label")} if name in lines and isinstance(figure, dict) else {}
        lines[name] = {**kept, **figure} if kept else figure
        result.moved[("lines", name)] = (top, ("lines", name))


def _replace_indicators(result: Layered, indicators: list[Any], top: PlacedYaml) -> None:
    own = result.content.setdefault("indicators", [])
    for index, indicator in enumerate(indicators):
        code = indicator.get("code") if isinstance(indicator, dict) else None
        target = next((at for at, other in enumerate(own) if other.get("code") == code), None)
        if target is None:
            target = len(own)
            own.append(indicator)
            result.moved[("indicators", target)] = (top, ("indicators", index))
            continue
        for key, value in indicator.items():
            own[target][key] = value
            result.moved[("indicators", target, key)] = (top, ("indicators", index, key))


def _remove_indicators(result: Layered, codes: list[Any], top: PlacedYaml) -> None:
    indicators = result.content.get("indicators", [])
    for at, code in enumerate(codes):
        found = next((index for index, other in enumerate(indicators) if other.get("code") == code), None)
        if found is None:
            raise UserError(
                top.place(("remove_indicators", at)).problem(
                    f"không có chỉ số «{code}» để bỏ",
                    f"there is no indicator “{code}” to remove",
                    do_vi="dùng mã chỉ số của chuẩn gốc",
                    do_en="use an indicator code of the extended standard",
                    allowed=", ".join(str(other.get("code")) for other in indicators),
                )
            )
        del indicators[found]
        later = {path: origin for path, origin in result.moved.items() if path[0] == "indicators" and len(path) > 1}
        for path in later:
            del result.moved[path]
        for path, origin in later.items():
            position = int(path[1])
            if position != found:
                moved = position - 1 if position > found else position
                result.moved[("indicators", moved, *path[2:])] = origin
