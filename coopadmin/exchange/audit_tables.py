"""The tables of the folder for the audit committee: what is in each, and how it is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.budget import DIRECTIONS, PURPOSES
from coopadmin.domain.charges import KINDS
from coopadmin.domain.deeds import deed_name
from coopadmin.domain.matching import GROUNDS
from coopadmin.domain.suggestions import PLACES
from coopadmin.formats import disarmed
from coopadmin.i18n import N_, _, language
from db.queries import audit, budget
from db.queries.ledger import arrears

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the folder: its name, what is in it, and its columns as key, heading and kind."""

    name: str
    about: str
    columns: tuple[tuple[str, str, str], ...]
    rows: Callable[[Connection, date, date], Iterable[Row]]


def as_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Semicolons, days as 2026-11-20 and a mark for the letters: what spreadsheets here open."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_(label) for _key, label, _kind in table.columns])
    for row in rows:
        writer.writerow([_cell(row.get(key), kind) for key, _label, kind in table.columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "cents":
        sign, mark = "-" if value < 0 else "", "." if language() == "en" else ","
        return f"{sign}{abs(value) // 100}{mark}{abs(value) % 100:02d}"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if kind == "month" else value.isoformat()
    if kind == "int":
        return str(value)
    return disarmed(" ".join(str(value).split()))


_WORDS: dict[str, dict[str, str]] = {"direction": DIRECTIONS, "purpose": PURPOSES, "ground": GROUNDS}


def worded(row: Row) -> Row:
    """Say codes in words."""
    kinds: dict[str, str] = KINDS if "charge" in row else PLACES if "posting" in row else {}
    words = {**_WORDS, "kind": kinds}
    return {key: _word(words[key], str(value)) if key in words else value for key, value in row.items()}


def _word(words: dict[str, str], code: str) -> str:
    return _(words.get(code, code))


def _budget_rows(connection: Connection, first: date, last: date) -> Iterable[Row]:
    for of in range(first.year, last.year + 1):
        for row in budget.year(connection, of, last).rows:
            yield {
                "year": of,
                "code": row.code,
                "name": row.name,
                "direction": row.direction,
                "purpose": row.purpose,
                "budget_cents": row.use.budget_cents,
                "booked_cents": row.use.booked_cents,
                "invoiced_cents": row.use.invoiced_cents,
                "committed_cents": row.use.committed_cents,
                "left_cents": row.use.left_cents,
            }


def _arrears_rows(connection: Connection, _first: date, last: date) -> Iterable[Row]:
    for row in arrears(connection, last):
        yield {
            "contract": row.contract,
            "home": row.dwelling,
            "tenants": " + ".join(row.tenants),
            "open_cents": row.open_cents,
            "oldest_due": row.oldest_due,
            "d0_30": row.d0_30,
            "d31_60": row.d31_60,
            "d61_90": row.d61_90,
            "d90_plus": row.d90_plus,
        }


def _journal_rows(connection: Connection, first: date, _last: date) -> Iterable[Row]:
    for row in audit.journal(connection, first):
        yield {**row, "called": deed_name(row["deed"])}


TABLES: tuple[Table, ...] = (
    Table(
        "statements.csv",
        N_("what the bank delivered: every statement with its balances, and the file it came in"),
        (
            ("account", N_("account"), "text"),
            ("currency", N_("currency"), "text"),
            ("reference", N_("reference"), "text"),
            ("opens_on", N_("from"), "date"),
            ("closes_on", N_("until"), "date"),
            ("opening_cents", N_("opening balance"), "cents"),
            ("lines_cents", N_("sum of the lines"), "cents"),
            ("closing_cents", N_("closing balance"), "cents"),
            ("line_count", N_("lines"), "int"),
            ("file", N_("file"), "text"),
            ("sha256", "SHA-256", "text"),
        ),
        audit.statements,
    ),
    Table(
        "bank-lines.csv",
        N_("every line of the bank, and what of it has no place yet"),
        (
            ("line", N_("line"), "int"),
            ("booked_on", N_("day"), "date"),
            ("account", N_("account"), "text"),
            ("amount_cents", N_("amount"), "cents"),
            ("name", N_("counterparty"), "text"),
            ("iban", N_("their account"), "text"),
            ("description", N_("description"), "text"),
            ("reference", N_("reference"), "text"),
            ("waits_cents", N_("waits"), "cents"),
            ("aside", N_("put aside because"), "text"),
        ),
        audit.bank_lines,
    ),
    Table(
        "charges.csv",
        N_("what was put on the accounts of contracts and members, by the day it fell due"),
        (
            ("charge", N_("charge"), "int"),
            ("due_on", N_("due on"), "date"),
            ("kind", N_("kind"), "text"),
            ("account_of", N_("contract or member"), "text"),
            ("home", N_("home"), "text"),
            ("month", N_("month"), "month"),
            ("amount_cents", N_("amount"), "cents"),
            ("basic_rent_cents", N_("basic rent"), "cents"),
            ("service_charge_cents", N_("service charge"), "cents"),
            ("energy_cents", N_("energy"), "cents"),
            ("note", N_("note"), "text"),
            ("corrects_id", N_("puts right charge"), "int"),
        ),
        audit.charges,
    ),
    Table(
        "payments.csv",
        N_("where the money of the bank lines was put"),
        (
            ("posting", N_("booking"), "int"),
            ("booked_on", N_("day"), "date"),
            ("line", N_("line"), "int"),
            ("amount_cents", N_("amount"), "cents"),
            ("kind", N_("kind"), "text"),
            ("place", N_("contract, member or category"), "text"),
            ("charge_id", N_("charge"), "int"),
            ("task", N_("maintenance task"), "text"),
            ("ground", N_("ground"), "text"),
            ("reverses_id", N_("takes back booking"), "int"),
            ("note", N_("note"), "text"),
        ),
        audit.postings,
    ),
    Table(
        "budget.csv",
        N_("the categories of the year, their budget and what was used of it"),
        (
            ("year", N_("year"), "int"),
            ("code", N_("code"), "text"),
            ("name", N_("name"), "text"),
            ("direction", N_("direction"), "text"),
            ("purpose", N_("purpose"), "text"),
            ("budget_cents", N_("budget"), "cents"),
            ("booked_cents", N_("booked"), "cents"),
            ("invoiced_cents", N_("invoiced, not paid"), "cents"),
            ("committed_cents", N_("committed"), "cents"),
            ("left_cents", N_("left"), "cents"),
        ),
        _budget_rows,
    ),
    Table(
        "arrears.csv",
        N_("who owed what on the last day, by age in days"),
        (
            ("contract", N_("contract"), "text"),
            ("home", N_("home"), "text"),
            ("tenants", N_("tenants"), "text"),
            ("open_cents", N_("open"), "cents"),
            ("oldest_due", N_("oldest since"), "date"),
            ("d0_30", "0–30", "cents"),
            ("d31_60", "31–60", "cents"),
            ("d61_90", "61–90", "cents"),
            ("d90_plus", "> 90", "cents"),
        ),
        _arrears_rows,
    ),
    Table(
        "decisions.csv",
        N_("decisions since a year before the period that speak of money; judge which spending they allowed"),
        (
            ("number", N_("number"), "text"),
            ("decided_on", N_("decided on"), "date"),
            ("body", N_("decided by"), "text"),
            ("subject", N_("subject"), "text"),
            ("text", N_("text"), "text"),
        ),
        audit.spending_decisions,
    ),
    Table(
        "journal.csv",
        N_("everything that was done since the first day, by whom, with the chain that shows nothing was changed"),
        (
            ("id", N_("batch"), "int"),
            ("at", N_("moment (UTC)"), "text"),
            ("actor", N_("who"), "text"),
            ("called", N_("what"), "text"),
            ("deed", N_("deed"), "text"),
            ("about", N_("about"), "text"),
            ("undoes_id", N_("takes back batch"), "int"),
            ("values_digest", N_("digest of the values"), "text"),
            ("chain", N_("link"), "text"),
        ),
        _journal_rows,
    ),
)
"""The files of the folder, in the order they are told of."""
