"""The treasurer's pages and how each is opened, imported when it is."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from screens.app import CoopApp


def there(module: str) -> bool:
    """Tell whether a page is part of this program."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


async def open_page(app: CoopApp, name: str) -> None:
    """Open one of the treasurer's pages: the queue over what is there, any other in its place."""
    if name == "matching":
        queue: Any = import_module("screens.matching.screen")
        queue.open_queue(app)
    else:
        app.go_to(name)


async def call(app: CoopApp, module: str, function: str) -> None:
    """Carry out a form or a preview of another page."""
    await getattr(import_module(module), function)(app)
