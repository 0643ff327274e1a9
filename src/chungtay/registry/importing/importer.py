"""Import files of reviewed households: whole, or not at all.

    result = import_file(["ho.csv", "thanh_vien.csv"], standard_id="vn-2016-2020", review_year=2019, round="listed")

Reading and checking happen outside the database's transaction; only comparing and writing hold it. May import the room.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chungtay.accounts.audit import record
from chungtay.accounts.rights import Right
from chungtay.accounts.scope import scope_for
from chungtay.messages import UserError, Words, fail, say
from chungtay.registry.bulk import Constant, indexes_set_aside, lock_for_import, reserve_ids, rows_vouched_for
from chungtay.registry.importing.checks import check_cells, check_heading
from chungtay.registry.importing.comparing import Comparison, compare
from chungtay.registry.importing.cross_checks import check_across
from chungtay.registry.importing.doubles import warn_of_known_persons
from chungtay.registry.importing.error_workbook import write_error_workbook
from chungtay.registry.importing.found import Found
from chungtay.registry.importing.people import write_identities, write_member_identities, write_members
from chungtay.registry.importing.places import check_places, create_villages, register_places
from chungtay.registry.importing.reading import LoadedFiles, Report, load_files
from chungtay.registry.importing.sealing_rows import Sealer, sealer_for
from chungtay.registry.importing.staging import ReviewSetting, stage
from chungtay.registry.importing.writing import Provenance, move_households, write_new_households, write_reviews
from chungtay.registry.models import (
    Household,
    HouseholdIdentity,
    HouseholdReview,
    ImportFile,
    Member,
    MemberIdentity,
    Placement,
)
from chungtay.rules import load_standard
from chungtay.snapshots.engines import duckdb_engine
from chungtay.units.models import Unit

if TYPE_CHECKING:
    import duckdb

    from chungtay.accounts.models import User

STEPS = 6
DISABLED = "build_side_probe_side,join_filter_pushdown"
"""Joins are made as written: what stands to the right is looked up. The engine would rather look up the rows to be
written, which it would then all make beforehand instead of one after the other. Nor may it push what a join has found
into the rows that Arrow holds: for some kinds of filter it then fails."""
VOUCHED_FOR_FROM = 20_000  # rows from which looking up the units of all at once is cheaper than one by one
INDEXED_ANEW_FROM = 20_000  # new households from which, in a young registry, building indexes anew is cheaper


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or in a dry run would have done.

    created      reviews that are new;  changed: reviews with a new version;  unchanged: reviews that were there
    households   households seen for the first time;  members: persons seen for the first time
    moved        households that live in another commune or village than before
    """

    created: int
    changed: int
    unchanged: int
    households: int
    members: int
    moved: int
    rows: int
    member_rows: int
    warnings: tuple[Words, ...]
    dry_run: bool
    file_id: int | None = None


@dataclass(frozen=True)
class _Task:
    """What was asked for."""

    paths: tuple[Path, ...]
    setting: ReviewSetting
    by: User | None
    dry_run: bool
    synthetic: bool
    create_villages: bool
    report: Report


def import_file(
    path: str | Path | Sequence[str | Path],
    *,
    standard_id: str,
    review_year: int,
    valid_for_year: int | None = None,
    round: str = "base",
    guidance: str = "",
    by: User | None = None,
    dry_run: bool = False,
    synthetic: bool = False,
    create_villages: bool = False,
    errors: str | Path | None = None,
    progress: Report | None = None,
) -> ImportResult:
    """Import one workbook, or a households file and a members file (CSV or Parquet).

    review_year      the year whose end is described; valid_for_year: default the year after
    round            "base" | "listed" | "applied"
    guidance         circular by which form points are read; "" for the standard's default
    create_villages  villages not known yet are made, under the commune of their row
    errors           where an error workbook is written if anything is wrong
    progress         called with (what is done, how much, of how much)
    Raises UserError naming file, sheet, row and column of the first problems; then nothing was written.
    """
    task = _Task(
        paths=tuple(Path(one) for one in ([path] if isinstance(path, str | Path) else path)),
        setting=_setting(standard_id, review_year, valid_for_year, round_=round, guidance=guidance),
        by=by,
        dry_run=dry_run,
        synthetic=synthetic,
        create_villages=create_villages,
        report=progress or (lambda what, done, total: None),
    )
    with tempfile.TemporaryDirectory(prefix="chungtay-import-") as spill:
        con = duckdb_engine(spill=Path(spill)).con
        con.execute(f"SET disabled_optimizers = '{DISABLED}'")
        try:
            files = load_files(con, task.paths, task.report)
            rows = 0 if dry_run else files.household_rows + files.member_rows
            with sealer_for(rows, data_key=settings.CHUNGTAY_DATA_KEY) as sealer:
                found = _check(con, files, task)
                found.warnings += _warn_of_standard(task.setting)
                if found.total:
                    target = Path(errors) if errors else None
                    if target:
                        write_error_workbook(con, files, found.in_order(), found.total, target)
                    raise found.error(str(target) if target else None)
                task.report(say("Chuẩn bị dòng", "Preparing rows"), 3, STEPS)
                stage(con, files, task.setting)
                return _write(con, files, task, found.warnings, sealer)
        finally:
            con.close()


def _setting(
    standard_id: str, review_year: int, valid_for_year: int | None, *, round_: str, guidance: str
) -> ReviewSetting:
    standard = load_standard(standard_id)
    standard.check_usable()
    standard.choose_guidance(guidance or None)
    if round_ not in HouseholdReview.Round.values:
        raise fail("Loại đợt rà soát không có.", "No such kind of round.", do_vi="Chọn một trong các loại cho phép.",
                   do_en="Choose one of those allowed.", value=round_, allowed=", ".join(HouseholdReview.Round.values),
                   code="round")  # fmt: skip
    valid = review_year + 1 if valid_for_year is None else valid_for_year
    if not 2000 <= review_year <= 2100 or not review_year <= valid <= review_year + 2:
        raise fail("Năm rà soát hoặc năm áp dụng không hợp lý.", "The review year or the valid-for year is unlikely.",
                   do_vi="Năm áp dụng thường là năm sau năm rà soát.",
                   do_en="The valid-for year is as a rule the year after the review year.",
                   value=f"{review_year}, {valid}", code="year")  # fmt: skip
    return ReviewSetting(review_year, valid, standard_id, guidance, round_)


def _check(con: duckdb.DuckDBPyConnection, files: LoadedFiles, task: _Task) -> Found:
    report, review_year = task.report, task.setting.review_year
    found = check_heading(files.households)
    if files.members:
        found.merge(check_heading(files.members))
    if found.total:
        return found
    report(say("Kiểm tra ô", "Checking cells"), 1, STEPS)
    found.merge(check_cells(con, files.households, review_year))
    if files.members:
        found.merge(check_cells(con, files.members, review_year))
    report(say("Kiểm tra địa bàn và trùng lặp", "Checking places and doubles"), 2, STEPS)
    register_places(con, review_year)
    found.merge(check_places(con, files.households, review_year, create_villages=task.create_villages))
    found.merge(check_across(con, files.households, files.members))
    return found


def _warn_of_standard(setting: ReviewSetting) -> list[Words]:
    """Say when a standard holds neither in the review's year nor in the year its list is used."""
    applies = load_standard(setting.standard_id).applies
    if any(span.start.year <= year <= span.end.year
           for span in applies for year in (setting.review_year, setting.valid_for_year)):  # fmt: skip
        return []
    return [
        Words(
            f"Chuẩn {setting.standard_id} không áp dụng cho năm {setting.review_year} hay {setting.valid_for_year}.",
            f"The standard {setting.standard_id} holds neither in {setting.review_year} nor {setting.valid_for_year}.",
        )
    ]


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


def _write(
    con: duckdb.DuckDBPyConnection, files: LoadedFiles, task: _Task, warnings: list[Words], sealer: Sealer
) -> ImportResult:
    result: ImportResult | None = None
    try:
        with rows_vouched_for(when=files.household_rows > VOUCHED_FOR_FROM), transaction.atomic():
            lock_for_import(Household, Placement, Member, HouseholdReview)
            if create_villages(con, task.setting.review_year, synthetic=task.synthetic):
                register_places(con, task.setting.review_year)
            task.report(say("So với sổ hộ", "Comparing with the registry"), 4, STEPS)
            seen = compare(con, task.setting, reserve_ids(Household, files.last_household_row))
            _require_rights(con, task.by)
            _require_parents(con, task.by)
            warn_of_known_persons(con, files, warnings)
            result = _result(files, seen, tuple(warnings), task.dry_run)
            if task.dry_run:
                raise _DryRun
            if not seen.nothing_to_do:
                task.report(say("Ghi vào sổ hộ", "Writing to the registry"), 5, STEPS)
                result = _write_all(con, files, task, result, sealer)
    except _DryRun:
        pass
    task.report(say("Xong", "Done"), STEPS, STEPS)
    assert result is not None
    return result


def _require_rights(con: duckdb.DuckDBPyConnection, by: User | None) -> None:
    """An officer imports households of the own communes only; the console (nobody) imports all."""
    if by is None:
        return
    scope = scope_for(by, right=Right.IMPORT)
    communes = dict(
        con.execute("SELECT unit_id, code FROM places SEMI JOIN work ON work.commune_id = unit_id").fetchall()
    )
    foreign = [] if scope.everything else sorted(code for id_, code in communes.items() if id_ not in scope.unit_ids)
    if foreign:
        raise fail("Tệp có hộ của xã ngoài phạm vi của bạn.", "The file has households of communes that are not yours.",
                   do_vi="Bỏ các hộ đó khỏi tệp, hoặc nhờ cấp trên nhập.",
                   do_en="Take them out of the file, or ask the level above to import it.",
                   column="commune_code", value=", ".join(foreign[:10]), code="rights")  # fmt: skip


def _require_parents(con: duckdb.DuckDBPyConnection, by: User | None) -> None:
    """See that all units which the rows will name, and who brings them, are there still, now that nobody else writes.

    Every other parent is made by the import itself.
    """
    rows = con.execute("SELECT DISTINCT unnest([commune_id, village_id]) FROM work").fetchall()
    wanted = {row[0] for row in rows} - {None}
    there = set(Unit.objects.values_list("pk", flat=True)) if wanted else set()
    if wanted - there or (by is not None and not type(by).objects.filter(pk=by.pk).exists()):
        raise fail("Danh mục địa bàn vừa bị sửa trong lúc nhập.", "The units were changed during the import.",
                   do_vi="Nhập lại tệp.", do_en="Import the file again.", code="changed")  # fmt: skip


def _absent(files: LoadedFiles) -> dict[str, Constant]:
    """What stands in the columns of a review that the files say nothing of."""
    absent: dict[str, Constant] = {} if files.members else {"member_facts": "[]"}
    return absent if "village_code" in files.households.columns else {**absent, "village_id": None}


def _write_all(
    con: duckdb.DuckDBPyConnection, files: LoadedFiles, task: _Task, result: ImportResult, sealer: Sealer
) -> ImportResult:
    setting, by = task.setting, task.by
    file = _note_files(files, task, result)
    whence = Provenance(file.pk, by.pk if by else None, timezone.now(), task.synthetic)
    large = result.households > INDEXED_ANEW_FROM and result.households > Household.objects.count()
    # the other indexes take rows nearly in their own order, which costs less than going through the rows once more
    with indexes_set_aside(HouseholdIdentity, MemberIdentity, when=large):
        write_new_households(con, setting, whence, _absent(files), sealer)
        if result.rows > result.households:
            move_households(con, whence)
            write_reviews(con, setting, whence)
            write_identities(con, sealer)
        members = 0
        if files.members:
            members = write_members(con)
            write_member_identities(con, sealer)
    record(by, "registry.import", file.name, {
        "file": file.pk, "review_year": setting.review_year, "standard": setting.standard_id,
        "created": result.created, "changed": result.changed, "unchanged": result.unchanged,
    })  # fmt: skip
    return replace(result, members=members, file_id=file.pk)


def _note_files(files: LoadedFiles, task: _Task, result: ImportResult) -> ImportFile:
    """Write down each file; the rows point to the first, which holds the households."""
    notes = []
    for place, path in enumerate(task.paths):
        kind = "workbook" if path.suffix.lower() == ".xlsx" else ("members" if place else "households")
        notes.append(
            ImportFile.objects.create(
                name=path.name[:255],
                sha256=sha256_of(path),
                kind=kind,
                review_year=task.setting.review_year,
                standard_id=task.setting.standard_id,
                rows=files.member_rows if place else files.household_rows,
                created_rows=0 if place else result.created,
                changed_rows=0 if place else result.changed,
                unchanged_rows=0 if place else result.unchanged,
                synthetic=task.synthetic,
                imported_by=task.by,
            )
        )
    return notes[0]


def _result(files: LoadedFiles, seen: Comparison, warnings: tuple[Words, ...], dry_run: bool) -> ImportResult:
    return ImportResult(
        created=seen.new_reviews,
        changed=seen.changed_reviews,
        unchanged=seen.unchanged_reviews,
        households=seen.new_households,
        members=0,
        moved=seen.moved,
        rows=files.household_rows,
        member_rows=files.member_rows,
        warnings=warnings,
        dry_run=dry_run,
    )


def sha256_of(path: Path) -> str:
    """Return the digest of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["ImportResult", "UserError", "import_file"]
