"""The styles of the desk, read once: Textual reads them all anew for every page that is shown."""

from __future__ import annotations

from typing import ClassVar

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

MOST = 256
"""Sources that are kept; a desk that was in every corner has some forty."""


class KeptStylesheet(Stylesheet):
    """A stylesheet that reads a source again only when a colour or the source itself became another.

    What was read is kept for a desk that is opened again in the same colours: another language, another store.
    """

    _read: ClassVar[dict[frozenset[tuple[str, str]], LRUCache[tuple[object, ...], list[RuleSet]]]] = {}

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._take_what_was_read()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme; the same ones again change nothing."""
        if variables != self._variables:
            self._parse_cache = LRUCache(MOST)  # the one in use belongs to other colours and is not to be emptied
            super().set_variables(variables)
            self._take_what_was_read()
            self._require_parse = True

    def reparse(self) -> None:
        """Read what changed since the last time; raises StylesheetError where that is no style."""
        if self._require_parse:
            self.parse()

    def _take_what_was_read(self) -> None:
        colours = frozenset(self._variables.items())
        self._parse_cache = self._read.setdefault(colours, LRUCache(MOST))
