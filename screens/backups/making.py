"""Copies that the desk makes by itself; what goes wrong with one is said in passing, and stops nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from coopadmin import settings
from coopadmin.i18n import _
from screens.patience import patiently

if TYPE_CHECKING:
    from screens.app import CoopApp


def begin_day(app: CoopApp, now: datetime) -> None:
    """Copy the store before the first change of a day, in the thread that is to change it."""
    if settings.is_throwaway(app.store_path):
        return
    from db import backups
    from db.backup_folders import keeping_of

    backups.begin_day(keeping_of(app.store_path, app.preferences), now, lambda trouble: _say(app, trouble))


@asynccontextmanager
async def copied_before(app: CoopApp, why: str) -> AsyncGenerator[None]:
    """Copy the store before something large is taken in; the copy is verified while that is done."""
    if settings.is_throwaway(app.store_path):
        yield
        return
    from db import backups
    from db.backup_folders import keeping_of

    keeping = keeping_of(app.store_path, app.preferences)
    now = settings.now().astimezone()
    copying = backups.copied_before(keeping, why, now, lambda trouble: _say(app, trouble))
    await asyncio.to_thread(copying.__enter__)
    try:
        yield
    finally:
        await asyncio.to_thread(copying.__exit__, None, None, None)


def end_day(app: CoopApp) -> None:
    """Copy the store of a desk that was left, where anything was done; what goes wrong stands in the terminal then."""
    if app.store is None or settings.is_throwaway(app.store_path):
        return
    from db import backups
    from db.backup_folders import keeping_of

    keeping = keeping_of(app.store_path, app.preferences)
    with patiently(_("The copy of this day is being made and checked; one moment …")):
        trouble = backups.end_day(keeping, settings.now().astimezone())
    if trouble:
        sys.stderr.write(f"{trouble}\n")


def _say(app: CoopApp, trouble: str) -> None:
    # The desk may have been left while the copy was verified.
    with suppress(RuntimeError):
        app.call_from_thread(app.say, trouble, "warning")
