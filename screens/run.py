"""Desks one after the other: opened on a store, left for good, or left so that what nobody may see open can be done."""

from __future__ import annotations

import gc
from pathlib import Path

from coopadmin.errors import CoopadminError
from coopadmin.i18n import _
from screens.app import CoopApp, Severity
from screens.patience import patiently


def run_desk(store_path: Path) -> int:
    """Open the desk on a store and keep it open until it is left; gives the exit code.

    The language in use is that of the process (`i18n.use`); a change of language opens the desk anew.
    """
    gc.set_threshold(20_000, 50, 100)  # to look for what may go again and again makes the keys wait
    told: tuple[str, Severity] | None = None
    while True:
        app = CoopApp(store_path, told=told)
        left = app.run()
        store_path = app.store_path
        if left != "again":
            from screens.backups.making import end_day

            end_day(app)
            return app.problem.exit_code if app.problem else app.return_code or 0
        told = do_between(app)


def do_between(app: CoopApp) -> tuple[str, Severity] | None:
    """Do what a desk that was left asked for, and give what the next one is to say of it."""
    if app.between is None:
        return None
    try:
        with patiently(_("One moment, the whole store is being written …")):
            return app.between(), "information"
    except CoopadminError as error:
        return str(error), "error"
