"""Make docs/desk.svg: the first page of the demo, in Dutch, at 120 columns. Run it from the project's folder."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from datetime import date
from pathlib import Path

DAY = "2026-11-20"


async def main() -> None:
    """Open the desk on the demo without a terminal and keep what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            COOPADMIN_TODAY=DAY,
            COOPADMIN_ACTOR="Noor",
            COOPADMIN_LOG="off",
            COOPADMIN_PREFERENCES=str(Path(folder) / "preferences.json"),
        )
        from coopadmin import i18n
        from coopadmin.demo import make_demo
        from screens.app import CoopApp

        i18n.use("nl")
        store = Path(folder) / "demo.coop"
        make_demo(store, date.fromisoformat(DAY))
        app = CoopApp(store)
        async with app.run_test(size=(120, 34)) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            picture = app.export_screenshot(title="coopadmin")
    # A picture fetches nothing: the fonts it would ask the network for are left to the reader's own.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    Path(__file__).with_name("desk.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
