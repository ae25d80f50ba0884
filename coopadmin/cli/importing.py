"""Taking in a register, on the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import copied_before, many_rows, open_store
from coopadmin.errors import Refused, os_reason
from coopadmin.i18n import _, ngettext
from coopadmin.services.imports import ImportRefused, Remark, Report, import_register, kind_named, write_rejects
from coopadmin.settings import typed_path

MOST_REMARKS = 100
"""Refused rows and warnings shown to a person; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: the report, and what was written because of it."""

    report: Report
    refused: bool = False
    rehearsed: bool = False
    batch: int | None = None
    rejects_file: Path | None = None


def take_in(
    path: Path, kind: str, file: str, *, sheet: str | None, dry_run: bool, skip_bad: bool, as_json: bool
) -> int:
    """Take in a register file, or tell what would happen; 1 where a refused row kept everything out.

    A rehearsal reports just what the real thing would, but for what is never written then.
    """
    kind_named(kind)
    source = typed_path(file)
    if skip_bad and not dry_run and source.is_file() and not may_be_written(source.parent):
        sentence = _("The refused rows could not be put beside {file}: its folder may not be written.")
        raise Refused(sentence.format(file=file), _("Copy the file to a folder of your own, or leave out --skip-bad."))
    store = open_store(path)
    try:
        if dry_run:
            report = store.rehearse(import_register, kind, source, sheet=sheet, skip_bad=skip_bad)
            outcome = Outcome(report, rehearsed=True)
        else:
            with copied_before(path, "import"), many_rows():
                done = store.do(import_register, kind, source, sheet=sheet, skip_bad=skip_bad)
            outcome = Outcome(done.result, batch=done.batch, rejects_file=_rejects(done.result, source))
    except ImportRefused as refusal:
        # Everything was rolled back, so nothing was made or changed after all.
        refusal.report.created = refusal.report.updated = 0
        outcome = Outcome(refusal.report, refused=True, rehearsed=dry_run)
    if as_json:
        put_json(as_document(outcome, file))
    else:
        put("\n".join(_lines(outcome)))
        say(_what_next(outcome))
    return 1 if outcome.refused else 0


def may_be_written(folder: Path) -> bool:
    """Tell whether files can be put in a folder, as far as its rights say."""
    return os.access(folder, os.W_OK)


def _rejects(report: Report, source: Path) -> Path | None:
    """The good rows are in already, so a file that cannot be written is told but undoes nothing."""
    try:
        return write_rejects(report, source)
    except OSError as error:
        why = os_reason(error)
        say(_("The refused rows could not be put in a file ({why}); they are named here only.").format(why=why))
        return None


def as_document(outcome: Outcome, file: str) -> dict[str, Any]:
    """Give what came of a file under the keys of the command line's JSON."""
    report = outcome.report
    return {
        "kind": report.kind,
        "file": file,
        "rows": report.rows,
        "ignored": report.ignored,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": [asdict(remark) for remark in report.rejected],
        "warnings": [
            {"row": remark.row, "column": remark.column, "reason": remark.reason} for remark in report.warnings
        ],
        "batch": outcome.batch,
        "rejects_file": None if outcome.rejects_file is None else str(outcome.rejects_file),
    }


# -- for a person ----------------------------------------------------------------------------------------------------


def _lines(outcome: Outcome) -> list[str]:
    report = outcome.report
    counts = {
        _("records found"): report.rows,
        _("new"): report.created,
        _("changed"): report.updated,
        _("as they were"): report.unchanged,
        _("refused"): len(report.rejected),
        _("lines passed over"): report.ignored,
    }
    if outcome.refused:
        counts = {name: number for name, number in counts.items() if number or name == _("refused")}
    wide = max(map(len, counts))
    lines = [f"{report.kind} · {report.file}", *(f"  {name:<{wide}}  {number:>6}" for name, number in counts.items())]
    lines += _remarks(report.rejected, lambda count: ngettext("Refused row:", "Refused rows:", count))
    return lines + _remarks(report.warnings, lambda count: ngettext("Warning:", "Warnings:", count))


def _remarks(remarks: Sequence[Remark], heading: Callable[[int], str]) -> list[str]:
    if not remarks:
        return []
    lines = ["", heading(len(remarks)), *map(_line, remarks[:MOST_REMARKS])]
    if (more := len(remarks) - MOST_REMARKS) > 0:
        lines.append(
            ngettext("  … and {count} more; --json has all.", "  … and {count} more; --json has all.", more).format(
                count=more
            )
        )
    return lines


def _line(remark: Remark) -> str:
    where = _("  row {row}, {column}: {reason}") if remark.column else _("  row {row}: {reason}")
    return where.format(row=remark.row, column=remark.column, reason=remark.reason)


def _what_next(outcome: Outcome) -> str:
    if outcome.refused:
        return _("Nothing was written. Mend these rows in the file, or take in the others with --skip-bad.")
    if outcome.rehearsed:
        return _("Nothing was written: this only told what would happen. Leave out --dry-run to do it.")
    said: list[str] = []
    if outcome.rejects_file is not None:
        sentence = _("The refused rows are in {file}, each with its reason: mend them there and import that file.")
        said.append(sentence.format(file=outcome.rejects_file))
    if outcome.batch is None:
        said.append(_("There was nothing new in it; the store is as it was."))
    else:
        said.append(_("To take this back: coopadmin undo {batch}").format(batch=outcome.batch))
    return "\n".join(said)
