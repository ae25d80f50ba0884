"""One process at work: its store, its chances, and where it tells what it does."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from coopadmin.errors import CoopadminError
from db.backup_folders import Keeping
from db.backups import begin_day
from db.queries import audit
from db.store import Store
from tests.torture.keys import SEALING, passphrase_of, public_key

TODAY = date(2026, 11, 20)

TURNS_A_DAY, DAYS_AWAY = 3, 5
"""After so many turns so many days pass; the day before was mostly not ended, and copies grow old."""

COPIES = ("first.coop", "copy-*.coop*", "store-*-replaced*.coop", "store-copies/*.coop*", "stick/*/*.coop*")
"""Where copies lie, made by hand and by themselves."""

_write = os.write
"""As it was before anything happens to it."""


class Unheard(Exception):
    """A deed was done, and what befell the process kept it from telling so."""


@dataclass(slots=True)
class Work:
    """The turn number `number` of the life of a store in `folder`."""

    folder: Path
    seed: int
    number: int
    pipe: int
    on_begin: Callable[[int], object] = lambda _number: None
    store: Store | None = None
    begun: int = 0
    chance: random.Random = field(init=False)
    keeping: Keeping = field(init=False)
    files: list[Path] = field(init=False)
    """Copies that the parent knows."""

    def __post_init__(self) -> None:
        """Draw how copies are kept in this life, and begin the chances of this turn."""
        life = random.Random(self.seed)
        chosen = self.folder / "stick" if life.random() < 0.5 else None
        sealed = SEALING and life.random() < 0.3
        self.keeping = Keeping(self.path, chosen, (public_key(self.folder / "files"),) if sealed else ())
        self.chance = random.Random(self.seed * 1000 + self.number)
        found = (file for pattern in COPIES for file in self.folder.glob(pattern))
        self.files = sorted(file for file in found if not file.name.startswith("."))

    @property
    def path(self) -> Path:
        """Where the store is."""
        return self.folder / "store.coop"

    def now(self) -> datetime:
        """Tell the moment of this turn."""
        return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC) + timedelta(
            days=self.number // TURNS_A_DAY * DAYS_AWAY, seconds=self.begun
        )

    def tell(self, **said: Any) -> None:
        """Say something to the parent; whole, whatever happens next."""
        _write(self.pipe, (json.dumps(said) + "\n").encode())

    def tell_trouble(self, sentence: str) -> None:
        """Say that a copy went wrong, which stops nothing."""
        if sentence:
            self.tell(trouble=sentence)

    def opened(self) -> Store:
        """Open the store, or give it where it is open; a day that was not ended is copied before the first change."""
        if self.store is None:
            passphrase_of(self.path)
            self.store = Store(
                self.path,
                actor="Noor",
                clock=self.now,
                begin_day=lambda moment: begin_day(self.keeping, moment, self.tell_trouble),
            )
        return self.store

    def do(self, deed: Callable[..., Any], *args: Any, **values: Any) -> None:
        """Carry out a deed, and tell its line in the journal; raises Unheard where that could not be read any more."""
        store = self.opened()
        done = store.do(deed, *args, **values)
        try:
            end = store.read(audit.journal_end)
        except (CoopadminError, MemoryError) as error:
            raise Unheard from error
        self.tell(done=deed.__name__, entry=done.batch, last=end.entry_id, chain=end.chain)


Deed = Callable[[Work], None]
