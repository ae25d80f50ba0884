"""The arrears on the desk: how long from the key to the first page of the list, painted."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import date
from pathlib import Path

from screens.app import CoopApp
from screens.desk.screen import DeskScreen
from screens.list_screen import ListScreen
from screens.widgets.listing import Listing


def time_first_page(path: Path, on: date) -> float:
    """Open the desk on a store, go to the arrears and wait for its rows; gives milliseconds."""
    os.environ["COOPADMIN_TODAY"] = on.isoformat()
    return asyncio.run(_first_page(path))


async def _first_page(path: Path) -> float:
    app = CoopApp(path)
    DeskScreen.read_anew = lambda _desk: None  # another page's work does not count
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await app.open_store()
        start = time.perf_counter()
        app.go_to("arrears")
        while not _filled(app):
            await asyncio.sleep(0.005)
        painted = asyncio.Event()
        app.screen.call_after_refresh(painted.set)
        await painted.wait()
        return (time.perf_counter() - start) * 1000


def _filled(app: CoopApp) -> bool:
    screen = app.screen
    return isinstance(screen, ListScreen) and screen.is_mounted and screen.query_one(Listing).row_count > 0
