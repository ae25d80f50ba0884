"""What the commands do that begin, mend and keep a store."""

from __future__ import annotations

import tempfile
from pathlib import Path

from coopadmin import settings
from coopadmin.cli.desk import open_desk, require_terminal
from coopadmin.cli.output import put, put_json, say
from coopadmin.cli.stores import open_store
from coopadmin.cli.words import read
from coopadmin.domain.association import SHAPES
from coopadmin.errors import Refused, StoreDamaged, Unreadable, WrongUse
from coopadmin.formats import parse_whole, tidy
from coopadmin.i18n import N_, _

CHECKS = {
    "integrity": N_("the file is whole"),
    "foreign_keys": N_("every link leads somewhere"),
    "journal": N_("the journal is unbroken"),
    "balances": N_("the books agree with themselves, to the cent"),
}
"""What each check says when it holds."""


def init(path: Path, *, name: str, shape: str) -> int:
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


def backup(path: Path, file: str) -> int:
    """Make a verified copy; raises Refused where there is a file of that name already."""
    from db.backup import back_up

    target = Path(file).expanduser()
    if target.is_dir():
        raise WrongUse(_("{file} is a folder; name a file in it").format(file=target))
    put(_("A verified copy of the store is in {file}").format(file=back_up(path, target)))
    return 0


def restore(path: Path, file: str) -> int:
    """Put a backup in the place of the store; raises Unreadable where the file is no whole backup."""
    from db.backup import restore as put_back

    source = Path(file).expanduser()
    if not source.is_file():
        raise Unreadable(source, _("it is a folder") if source.is_dir() else _("there is no such file"))
    try:
        kept = put_back(source, path, settings.now().astimezone())
    except StoreDamaged:
        # A damaged store is simply replaced, so it is the backup that is meant.
        raise Unreadable(source, _("it is no whole backup of a store")) from None
    put(_("{file} is put back as the store {path}").format(file=source, path=path))
    if kept is not None:
        say(_("The store that was there is kept as {file}").format(file=kept))
    return 0


def check(path: Path, *, as_json: bool) -> int:
    """Look whether the store is whole; 1 where it is not. Raises StoreUnusable where it cannot be opened."""
    from db.backup import check as look

    findings = look(path)
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
            what = _(CHECKS[finding.name]) if finding.name in CHECKS else finding.name
            put(
                f"✓ {what}" if finding.ok else _("✗ not so: {what} ({detail})").format(what=what, detail=finding.detail)
            )
    if not whole:
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
