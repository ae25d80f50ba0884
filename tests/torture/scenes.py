"""The stores that runs begin with: empty, filled, and of every older form; made once, then copied."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from bench.bankfiles import make_camt
from bench.registers import make_registers
from coopadmin.demo import make_demo
from coopadmin.exchange.bank import open_bank_file
from coopadmin.services.association import start_cooperative
from coopadmin.services.bank import take_bank_file
from coopadmin.services.charges import charge_month
from coopadmin.services.imports import import_register
from db import schema
from db.backup import back_up
from db.chain import FIRST_LINK, canonical, chain_link, value_digest
from db.encryption import encrypt
from db.migrate import make_store
from db.sealing import make_identity
from db.store import Store
from db.triggers import TRIGGERS
from tests.torture.keys import IDENTITY, PASSPHRASES, SEALING
from tests.torture.script import TAKING_OVER
from tests.torture.work import TODAY

SHARED = Path(__file__).parents[3] / "shared" / "registers"

GENERATED = {
    "members": "ledenlijst.csv",
    "dwellings": "woningen.xlsx",
    "contracts": "huurcontracten.csv",
    "rents": "huurprijzen.csv",
    "facilities": "voorzieningen.csv",
    "bookings": "reserveringen.csv",
    "maintenance": "onderhoud.xlsx",
    "decisions": "besluiten.csv",
}
"""Registers made up where the example ones are not there, under the names of those."""

_SALT = "0123456789abcdef"

OLD_PEOPLE = 300
PEOPLE = 150
"""So many are in a store of an older form, and in a file of more members: enough to write many pages."""


class Scenes:
    """A folder with every store that a life may begin with, and the files that are taken in.

    `empty` is a store to begin an empty life with, where there is one already.
    """

    def __init__(self, folder: Path, empty: Path | None = None) -> None:
        self.folder = folder
        self.files = folder / "files"
        self._empty = empty
        self.files.mkdir(parents=True)
        self._lay_files()
        self.registers = tuple(kind for kind in TAKING_OVER if (self.files / _file_of(kind)).exists())

    def place(self, start: str, folder: Path) -> None:
        """Put what a life begins with in `folder`: the store, a backup of it, and the files."""
        source = self.folder / start
        if not source.is_dir():
            source.mkdir()
            self._make(start, source / "store.coop")
            back_up(source / "store.coop", source / "first.coop")
            if start != "encrypted":
                with closing(sqlite3.connect(source / "store.coop")) as connection:
                    connection.execute("PRAGMA journal_mode=DELETE")
        (folder / "stick").mkdir(parents=True)
        for name in ("store.coop", "first.coop"):
            shutil.copy(source / name, folder / name)
        # What is only read need not be another file each time.
        shutil.copytree(self.files, folder / "files", copy_function=os.link)

    def _lay_files(self) -> None:
        if SHARED.is_dir():
            for file in SHARED.iterdir():
                if file.suffix != ".json":
                    shutil.copy(file, self.files)
        else:
            for kind, file in make_registers(self.folder / "made", 60).items():
                if kind in GENERATED:
                    shutil.copy(file, self.files / GENERATED[kind])
            make_camt(self.files / "2026-09.camt053.xml", 60, [f"C-{number:05d}" for number in range(60)])
        for number in range(3):
            lines = "".join(f"X{number}{one:04};Berg{one};lid;1-1-2020\n" for one in range(PEOPLE))
            file = self.files / f"more-{number}.csv"
            file.write_text(f"Lidnr;Achternaam;Soort;Lid sinds\n{lines}", encoding="utf-8")
        if SEALING:
            make_identity(self.files / IDENTITY, datetime(2026, 1, 1, tzinfo=UTC))

    def _make(self, start: str, path: Path) -> None:
        if start == "demo":
            make_demo(path, TODAY)
        elif start.startswith("form "):
            make_older(path, start.removeprefix("form "))
        elif start in ("filled", "encrypted"):
            if not (self.folder / "base.coop").exists():
                self._fill(Store(self._begun(self.folder / "base.coop"), actor="Noor"))
            back_up(self.folder / "base.coop", path)
            if start == "encrypted":
                encrypt(path, PASSPHRASES[0])
        else:
            self._begun(path)

    def _begun(self, path: Path) -> Path:
        if self._empty is not None:
            return Path(shutil.copy(self._empty, path))
        make_store(path)
        Store(path, actor="Noor").do(start_cooperative, name="De Vonk")
        return path

    def _fill(self, store: Store) -> None:
        for kind in self.registers:
            store.do(import_register, kind, self.files / _file_of(kind), skip_bad=True)
        store.do(charge_month, month=date(2026, 9, 1))
        for file in sorted(self.files.glob("2026-09*")):
            store.do(take_bank_file, file=open_bank_file(file))


def _file_of(kind: str) -> str:
    return {**GENERATED, "opening": "beginstand.csv"}[kind]


def make_older(path: Path, form: str) -> None:
    """Make a store of an older form, with people in it and one line of the journal that says so."""
    with mock.patch.object(schema, "HEAD", form), mock.patch("db.triggers.make_triggers"):
        make_store(path)
    with closing(sqlite3.connect(path)) as connection:
        for made in TRIGGERS.values():
            with suppress(sqlite3.OperationalError):  # on a table that this form does not have
                connection.execute(made)
        described = connection.execute("PRAGMA table_info(person)")
        columns = {name: "" if filled else None for _place, name, _kind, filled, *_rest in described}
        digest = hashlib.sha256()
        for number in range(1, OLD_PEOPLE + 1):
            _old_person(connection, number, columns, digest)
        entry = {
            "id": 1,
            "at": datetime(2026, 1, 1, tzinfo=UTC).isoformat(timespec="seconds"),
            "actor": "Noor",
            "deed": "import_register",
            "about": "members",
            "undoes_id": None,
            "values_digest": digest.hexdigest(),
        }
        entry["chain"] = chain_link(FIRST_LINK, entry)
        names = ", ".join(entry)
        marks = ", ".join("?" * len(entry))
        connection.execute(f"INSERT INTO journalentry ({names}) VALUES ({marks})", tuple(entry.values()))
        connection.commit()


def _old_person(connection: sqlite3.Connection, number: int, columns: dict[str, Any], digest: Any) -> None:
    row = {**columns, "id": number, "family_name": f"Berg{number}", "folded": f"berg{number}"}
    connection.execute(f"INSERT INTO person VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    values = canonical({"before": {}, "after": row})
    own = value_digest("person", number, "insert", values, _SALT)
    digest.update(own.encode())
    connection.execute(
        "INSERT INTO journalvalue (entry_id, position, table_name, row_id, change, values_json, salt, digest) "
        "VALUES (1, ?, 'person', ?, 'insert', ?, ?, ?)",
        (number, number, values, _SALT, own),
    )
