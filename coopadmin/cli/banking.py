"""Taking in the bank's files, on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import copied_before, many_rows, open_store
from coopadmin.errors import CoopadminError, Refused
from coopadmin.exchange.bank import open_bank_file
from coopadmin.formats import euro
from coopadmin.i18n import _, ngettext
from coopadmin.services.bank import BankTaken, take_bank_file
from coopadmin.settings import typed_path

MOST_REMARKS = 100
"""Remarks shown to a person for each file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file, under the name it was given by, and its batch; None where nothing was written."""

    file: str
    result: BankTaken
    batch: int | None


def take_in(path: Path, names: Sequence[str], *, as_json: bool) -> int:
    """Take in bank files in their order, each a batch of its own.

    That all of them are bank files is looked at before anything is written. The first that fails ends it with its
    exit code; what was taken in before stays, and is told.
    """
    files = [(name, open_bank_file(typed_path(name))) for name in names]
    store = open_store(path)
    taken: list[Taken] = []
    try:
        with copied_before(path, "bank"), many_rows():
            for name, file in files:
                done = store.do(take_bank_file, file=file)
                taken.append(Taken(name, done.result, done.batch))
    except CoopadminError as error:
        return _broken_off(taken, names[len(taken)], error, as_json=as_json)
    if as_json:
        put_json({"files": [as_document(one) for one in taken]})
    else:
        _tell(taken)
    return 0


def as_document(taken: Taken) -> dict[str, Any]:
    """Give what came of a file under the keys of the command line's JSON."""
    result = taken.result
    return {
        "file": taken.file,
        "format": result.format,
        "statements": result.statements,
        "lines": result.lines,
        "new": result.new,
        "duplicate": result.duplicate,
        "matched": result.matched,
        "unmatched": result.unmatched,
        "balance_ok": result.balance_ok,
        "closing_cents": result.closing_cents,
        "batch": taken.batch,
        "suspects": result.suspects,
        "remarks": list(result.remarks),
    }


def _broken_off(taken: Sequence[Taken], name: str, error: CoopadminError, *, as_json: bool) -> int:
    """Say what failed, and what was taken in before it."""
    reasons = list(error.reasons) if isinstance(error, Refused) else [str(error)]
    if as_json:
        put_json({"files": [as_document(one) for one in taken], "error": reasons, "exit": error.exit_code})
    else:
        _tell(taken)
    for reason in reasons:
        say(reason)
    if taken:
        sentence = _("Taken in before it: {files}. Nothing of {file} was, nor of what follows it.")
        say(sentence.format(files=", ".join(one.file for one in taken), file=name))
    return error.exit_code


# -- for a person ----------------------------------------------------------------------------------------------------


def _tell(taken: Sequence[Taken]) -> None:
    for one in taken:
        put("\n".join(_lines(one)))
        say(_what_next(one))


def _lines(taken: Taken) -> list[str]:
    result = taken.result
    counts = {
        _("statements"): result.statements,
        _("lines"): result.lines,
        _("new"): result.new,
        _("here already"): result.duplicate,
        _("matched"): result.matched,
        _("waiting for you"): result.unmatched,
    }
    wide = max(map(len, counts))
    lines = [f"{result.file} · {result.format}", *(f"  {name:<{wide}}  {number:>6}" for name, number in counts.items())]
    if result.balance_ok:
        lines.append(_("  Opening, lines and closing agree to the cent."))
    if result.closing_cents is not None:
        lines.append(_("  The account closes with {amount}.").format(amount=euro(result.closing_cents)))
    if result.remarks:
        lines += ["", ngettext("To look at:", "To look at:", len(result.remarks))]
        lines += [f"  {remark}" for remark in result.remarks[:MOST_REMARKS]]
    if (more := len(result.remarks) - MOST_REMARKS) > 0:
        sentence = ngettext("  … and {count} more; --json has all.", "  … and {count} more; --json has all.", more)
        lines.append(sentence.format(count=more))
    return lines


def _what_next(taken: Taken) -> str:
    if taken.batch is None:
        return _("There was nothing new in it; the store is as it was.")
    said = [_("To take this back: coopadmin undo {batch}").format(batch=taken.batch)]
    if taken.result.unmatched:
        said.append(_("What waits: coopadmin report unmatched, or the desk, where you put it in its place."))
    return "\n".join(said)
