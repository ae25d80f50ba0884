"""Every reader of something that comes from outside: valid samples, the ways to spoil them, and what reading must give.

Here stand those of registers, bank files, stores and preferences; `readers_copies` has those of copies and of encrypted
stores, `readers_typed` those of what is typed and of what surrounds the program.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from coopadmin import formats, settings
from coopadmin.errors import CoopadminError
from coopadmin.exchange.bank import open_bank_file
from coopadmin.reports import members as member_reports
from coopadmin.reports.render import render
from coopadmin.services.bank import take_bank_file
from coopadmin.services.imports import KINDS, ImportRefused, Report, import_register, write_rejects
from coopadmin.services.members import PersonData, register_member
from db.backup import check
from db.backup_inside import fault_of, look_inside
from db.journal import Transaction
from db.queries import journal, members
from db.queries.base import Listing
from db.queries.finder import find
from db.schema import revision_of
from db.store import Store
from tests.fuzz import mutations
from tests.fuzz.reader import CORPUS, Place, Reader, is_sentence
from tests.fuzz.readers_copies import readers_of_copies
from tests.fuzz.readers_typed import readers_of_what_is_typed

SHARED = Path(__file__).parent.parent.parent.parent / "shared"


def readers(place: Place) -> dict[str, Reader]:
    """Give every reader by its name."""
    by_text = (mutations.by_bytes, mutations.by_lines, mutations.by_cells, mutations.by_encoding)
    made = [
        *(Reader(f"{kind}.csv", _of(f"{kind}.csv"), by_text, _register(place, kind)) for kind in KINDS),
        *(
            Reader(
                f"{kind}.xlsx",
                (_workbook(CORPUS / f"{kind}.csv"), *_shared("registers", f"{_SHEETS.get(kind)}.xlsx")),
                (mutations.by_parts, mutations.by_parts, mutations.by_parts, mutations.by_bytes),
                _register(place, kind),
            )
            for kind in ("members", "dwellings", "maintenance", "demarcation", "plan")
        ),
        Reader(
            "camt",
            (*_of("bank.camt.xml"), *_shared("statements", "**/camt*.xml")),
            (mutations.by_tags, mutations.by_texts, mutations.by_texts, mutations.by_bytes, mutations.by_encoding),
            _bank(place),
        ),
        Reader(
            "mt940",
            (*_of("bank.940"), *_shared("statements", "**/*.sta")),
            (mutations.by_lines, mutations.by_bytes, mutations.by_statement_tags, mutations.by_encoding),
            _bank(place),
        ),
        Reader("bank.csv", tuple(sample for name in _BANKS for sample in _of(name)), by_text, _bank(place)),
        Reader(
            "bank.zip",
            (_zipped("bank.940", "bank.camt.xml", "ing.csv"),),
            (mutations.by_parts, mutations.by_bytes),
            _bank(place),
        ),
        Reader(
            "store",
            (_plain(place.store.path, place.folder),),
            (mutations.by_pages, mutations.by_rows(place.folder / "spoilt.coop")),
            _store(place),
        ),
        Reader("preferences", _of("preferences.json"), (mutations.by_bytes, mutations.by_cells), _preferences(place)),
        *readers_of_copies(place),
        *readers_of_what_is_typed(place),
    ]
    return {reader.name: reader for reader in made}


_BANKS = ("rabobank.csv", "ing.csv", "abnamro.tab", "knab.csv", "asn.csv", "triodos.csv", "bunq.csv")
_SHEETS = {"dwellings": "woningen", "maintenance": "onderhoud"}


def _of(name: str) -> tuple[bytes, ...]:
    return ((CORPUS / name).read_bytes(),)


def _shared(folder: str, pattern: str) -> tuple[bytes, ...]:
    """Give samples that lie beside the project, where it has them."""
    return tuple(file.read_bytes() for file in sorted((SHARED / folder).glob(pattern)) if file.stat().st_size < 60_000)


def _workbook(register: Path) -> bytes:
    """Make a workbook of a register, with a day that is one and an amount that is a number."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Register")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for number, cells in enumerate(csv.reader(register.read_text(encoding="utf-8").splitlines(), delimiter=";")):
        for place, text in enumerate(cells):
            try:
                sheet.write_datetime(number, place, datetime.combine(formats.parse_date(text), time()), day)
            except ValueError:
                sheet.write(number, place, text)
    book.close()
    return stream.getvalue()


def _zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(CORPUS / name, name)
    return stream.getvalue()


def _plain(store: Path, folder: Path) -> bytes:
    """Give the store as one file."""
    copy = folder / "copy.coop"
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(store)) as connection, closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
    return copy.read_bytes()


# -- what reading must give --------------------------------------------------------------------------------------------


def _register(place: Place, kind: str) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        file = place.put("register", content)
        try:
            report = place.store.rehearse(_taken_in, kind, file)
        except CoopadminError as error:
            is_sentence(str(error))
            return False
        for remark in (*report.rejected, *report.warnings):
            is_sentence(remark.reason)
        written = write_rejects(report, file)
        if written:
            _is_disarmed(written.read_text(encoding="utf-8-sig"))
        return True

    return read


def _taken_in(transaction: Transaction, kind: str, file: Path) -> Report:
    """Take a register in to the last line of the journal."""
    try:
        report = import_register(transaction, kind, file, skip_bad=True)
    except ImportRefused as refused:
        return refused.report
    transaction.close("import_register")
    return report


def _is_disarmed(text: str) -> None:
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for cell in cells:
            assert formats.disarmed(cell) == cell, f"a spreadsheet runs {cell[:60]!r}"


def _bank(place: Place) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        file = place.put("statement", content)
        try:
            found = place.store.rehearse(_taken_in_from_bank, file)
        except CoopadminError as error:
            is_sentence(str(error))
            return False
        for remark in found:
            is_sentence(remark)
        return True

    return read


def _taken_in_from_bank(transaction: Transaction, file: Path) -> Sequence[str]:
    taken = take_bank_file(transaction, file=open_bank_file(file))
    transaction.close("take_bank_file")
    return taken.remarks


def _store(place: Place) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        folder = place.folder / "opened"
        folder.mkdir(exist_ok=True)
        for left in folder.iterdir():
            left.unlink()
        file = folder / "spoilt.coop"
        file.write_bytes(content)
        whole = True
        for use in (_opened, check, fault_of, _looked_inside(place)):
            try:
                use(file)
            except CoopadminError as error:
                is_sentence(str(error))
                whole = False
        return whole

    return read


def _looked_inside(place: Place) -> Callable[[Path], object]:
    return lambda file: look_inside(file, place.store.path)


def _opened(path: Path) -> None:
    """Open a store and do something of everything in it."""
    revision_of(path)
    store = Store(path, actor="Noor")
    today = store.today()
    store.read(members.page, Listing(), today)
    store.read(members.page, Listing(search="berg", sort="name"), today)
    store.read(journal.page, Listing())
    store.read(find, "berg")
    for form in ("table", "csv", "json", "xlsx"):
        render(store.read(member_reports.members, today), form, width=80)
    store.rehearse(register_member, number="L900", person=PersonData("Nieuw"), kind="member", starts_on=today)


def _preferences(place: Place) -> Callable[[bytes], bool]:
    def read(content: bytes) -> bool:
        os.environ["COOPADMIN_PREFERENCES"] = str(place.put("preferences.json", content))
        found = settings.load_preferences()
        settings.actor_name(found).encode()
        assert settings.save_preferences(found)
        return found != settings.Preferences()

    return read
