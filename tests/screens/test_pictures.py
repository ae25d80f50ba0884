"""A handful of pages of the demo as they strike the eye, kept as plain text that can be read in a diff.

After a change that was meant, look at what the pages have become and keep it:
`COOPADMIN_PICTURES=keep python -m pytest tests/screens/test_pictures.py`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from coopadmin import i18n
from coopadmin.demo import make_demo
from tests.conftest import TODAY, MadeOnce
from tests.screens.conftest import NARROW, WIDE, Drive

FOLDER = Path(__file__).parent / "pictures"
PAGES: dict[str, tuple[str, tuple[int, int], tuple[str, ...]]] = {
    "desk-nl-wide": ("nl", WIDE, ()),
    "desk-en-narrow": ("en", NARROW, ()),
    "contracts-nl-wide": ("nl", WIDE, ("f5", "down")),
    "member-form-nl-narrow": ("nl", NARROW, ("f3", "n")),
    "facility-nl-narrow": ("nl", NARROW, ("f7", "down", "enter")),
    "help-nl-narrow": ("nl", NARROW, ("f2", "f1")),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, made_once: MadeOnce) -> Path:
    """Make the demo once, in Dutch: its journal holds sentences of that day."""
    i18n.use("nl")
    made = made_once("demo-nl.coop", lambda path: make_demo(path, TODAY))
    return Path(shutil.copy(made, tmp_path_factory.mktemp("demo") / "demo.coop"))


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_looks_as_it_was_last_seen(name: str, demo: Path, drive: Drive) -> None:
    language, size, keys = PAGES[name]
    i18n.use(language)
    async with drive(size, demo, first_page=True) as desk:
        await desk.press(*keys)
        shown = "\n".join(line.rstrip() for line in desk.text.splitlines()) + "\n"
    picture = FOLDER / f"{name}.txt"
    if os.environ.get("COOPADMIN_PICTURES") == "keep":
        picture.write_text(shown, encoding="utf-8")
    assert shown == picture.read_text(encoding="utf-8")
