"""What the commands do that begin, mend and keep a store."""

from __future__ import annotations

import tempfile
from pathlib import Path

from coopadmin import settings
from coopadmin.cli.desk import open_desk, require_terminal
from coopadmin.cli.encryption import write_encrypted
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.association import SHAPES
from coopadmin.domain.journal_end import parse_end
from coopadmin.errors import Refused, WrongUse
from coopadmin.formats import parse_whole, tidy
from coopadmin.i18n import _


def init(path: Path, *, name: str, shape: str, encrypted: bool = False) -> int:
    """Make a store with the co-operative in it; raises Refused where there is a file already."""
    from coopadmin.services.association import start_cooperative
    from db.migrate import make_store

    if shape not in SHAPES:
        raise WrongUse(_("--shape: choose one of: {known}").format(known=", ".join(SHAPES)))
    if not tidy(name):
        raise Refused(_("--name: give the co-operative a name"))
    make_store(path)
    try:
        open_store(path).do(start_cooperative, name=name, shape=shape)
        if encrypted:
            write_encrypted(path)
    except BaseException:
        for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)
        raise
    put(_("The store of {name} is made: {path}").format(name=tidy(name), path=path))
    say(_("Next: coopadmin import members FILE, or coopadmin to open the desk."))
    return 0


def undo(path: Path, batch: str | None, *, as_json: bool) -> int:
    """Take back the last action or a batch; raises Refused where later work depends on it."""
    from coopadmin.services.undo import undo as take_back

    number = None if batch is None else read(_("BATCH"), batch, parse_whole)
    done = open_store(path).do(take_back, number)
    if as_json:
        put_json({"undone": done.result, "batch": done.batch})
    else:
        put(_("Batch {batch} is taken back.").format(batch=done.result))
        if done.batch is not None:
            say(_("To have it again after all: coopadmin undo {batch}").format(batch=done.batch))
    return 0


def check(path: Path, journal_end: str | None = None, *, as_json: bool) -> int:
    """Look whether the store is whole, and its journal still has the end that was noted; 1 where it is not.

    Raises StoreUnusable where it cannot be opened, WrongUse for an end that is none.
    """
    from db.backup import check as look
    from db.findings import told

    noted = None if journal_end is None else read("--journal-end", journal_end, parse_end)
    findings = look(path, noted)
    whole = all(finding.ok for finding in findings)
    if as_json:
        put_json(
            {
                "ok": whole,
                "checks": [{"name": finding.name, "ok": finding.ok, "detail": finding.detail} for finding in findings],
            }
        )
    else:
        for finding in findings:
            put(told(finding))
    if {finding.name for finding in findings if not finding.ok} == {"journal_end"}:
        say(
            _(
                "Compare what was typed with the paper. Where it is the same, this is not the store of that day, or "
                "its journal was written anew; all else is whole."
            )
        )
    elif not whole:
        say(_("The store is not whole. Keep a copy of it, and put a backup back with: coopadmin restore FILE"))
    return 0 if whole else 1


def demo(path: Path | None) -> int:
    """Open the desk on a made-up co-operative, at `path` or in a place that is thrown away afterwards."""
    require_terminal()
    from coopadmin.demo import make_demo

    if path is not None:
        if path.exists():
            sentence = _("There is already a file at {path}; open the desk on it with: coopadmin --store {path}")
            raise Refused(sentence.format(path=path))
        make_demo(path, settings.today())
        return open_desk(path)
    with tempfile.TemporaryDirectory(prefix="coopadmin-demo-", ignore_cleanup_errors=True) as folder:
        throwaway = Path(folder) / "demo.coop"
        make_demo(throwaway, settings.today())
        return open_desk(throwaway)
