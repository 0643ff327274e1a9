"""Which standards there are: the national ones that come with the package, and a province's own files.

A review year, the year a list is valid for and a standard are three things: nothing here derives one from another,
`standards_valid_in` only offers candidates. May import `standard_file` and what it stands on.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path

from chungtay.messages import Problem, UserError, Words
from chungtay.rules.standard import Standard
from chungtay.rules.standard_file import build_standard
from chungtay.rules.standard_merge import Layered
from chungtay.rules.vocabulary import load_vocabulary
from chungtay.rules.yaml_places import Place, PlacedYaml, nearest, read_yaml

NATIONAL = Path(__file__).parent / "data" / "standards"
FOLDER_VARIABLE = "CHUNGTAY_STANDARDS"


def standard_ids(extra_dir: Path | None = None) -> tuple[str, ...]:
    """Ids of all standards, national first, then the province's own, each in the order of their names."""
    return tuple(_files(extra_dir))


def load_standard(standard_id: str, extra_dir: Path | None = None) -> Standard:
    """Read and check a standard.

    extra_dir   a folder of a province's own files, besides the one that CHUNGTAY_STANDARDS names; a file there with
                the id of a national standard takes its place
    UserError if the id is unknown or the file is wrong (with file, line, column and reason).
    """
    files = _files(extra_dir)
    if standard_id not in files:
        guess = nearest(standard_id, files)
        raise UserError(
            Problem(
                what=Words(f"không có chuẩn «{standard_id}».", f"there is no standard “{standard_id}”."),
                remedy=Words(
                    f"dùng «{guess}»." if guess else "chọn một chuẩn trong danh sách.",
                    f"use “{guess}”." if guess else "choose one of the list.",
                ),
                allowed=", ".join(files),
                code="unknown_standard",
            )
        )
    return _build(tuple(files.values()), files[standard_id])[0]


def standards_valid_in(year: int, extra_dir: Path | None = None) -> tuple[Standard, ...]:
    """Candidates for a list valid in `year`: the standards that apply on some day of it. May be none, or several."""
    found = (load_standard(standard_id, extra_dir) for standard_id in standard_ids(extra_dir))
    return tuple(
        standard
        for standard in found
        if any(applies.start.year <= year <= applies.end.year for applies in standard.applies)
    )


@dataclass(frozen=True)
class _File:
    """A standard's file as it is now; a changed file is another one, and is read again."""

    id: str
    path: Path
    changed_ns: int
    size: int
    national: bool


def _files(extra_dir: Path | None) -> dict[str, _File]:
    folders = [(NATIONAL, True)]
    if os.environ.get(FOLDER_VARIABLE):
        folders.append((Path(os.environ[FOLDER_VARIABLE]), False))
    if extra_dir is not None:
        folders.append((extra_dir, False))
    found: dict[str, _File] = {}
    for folder, national in folders:
        if not folder.is_dir():
            raise UserError(
                Problem(
                    what=Words("không có thư mục này.", "there is no such folder."),
                    remedy=Words(f"kiểm tra biến {FOLDER_VARIABLE}.", f"check the variable {FOLDER_VARIABLE}."),
                    file=str(folder),
                    code="no_folder",
                )
            )
        own: dict[str, Path] = {}
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            standard_id = _id_in(path)
            if standard_id in own:
                raise UserError(
                    Place(str(path), 1, 1).problem(
                        f"mã «{standard_id}» đã có trong {own[standard_id].name}",
                        f"the id “{standard_id}” is already in {own[standard_id].name}",
                        do_vi="đặt mã khác",
                        do_en="give it another id",
                    )
                )
            own[standard_id] = path
            stat = path.stat()
            found[standard_id] = _File(standard_id, path, stat.st_mtime_ns, stat.st_size, national)
    return found


def _id_in(path: Path) -> str:
    stat = path.stat()
    return _read_id(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=256)
def _read_id(path: Path, changed_ns: int, size: int) -> str:
    """Find the id without parsing the whole file: a bad file must not hide the good ones until it is asked for."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("id:"):
                return line[3:].split("#")[0].strip().strip("'\"")
    return path.stem


@functools.lru_cache(maxsize=64)
def _build(files: tuple[_File, ...], file: _File) -> tuple[Standard, Layered]:
    data: PlacedYaml = read_yaml(file.path)

    def base_of(base_id: str, place: Place) -> Layered:
        # A province's file may extend the national standard whose id it takes over, never itself.
        candidates = [other for other in files if other.id == base_id and other is not file]
        if not candidates and base_id == file.id and not file.national:
            path = NATIONAL / f"{base_id}.yaml"
            if path.is_file():
                candidates = [_File(base_id, path, path.stat().st_mtime_ns, path.stat().st_size, True)]
        if not candidates:
            known = sorted({other.id for other in files if other.id != file.id})
            guess = nearest(base_id, known)
            raise UserError(
                place.problem(
                    f"không có chuẩn «{base_id}» để mở rộng",
                    f"there is no standard “{base_id}” to extend",
                    do_vi=f"viết «{guess}»" if guess else "chọn một chuẩn có sẵn",
                    do_en=f"write “{guess}”" if guess else "choose one that exists",
                    allowed=", ".join(known),
                )
            )
        return _build(tuple(other for other in files if other is not file), candidates[0])[1]

    return build_standard(data, load_vocabulary(), base_of, tested=file.national)
