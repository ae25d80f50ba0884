"""The money of ten years: a store of any number of contracts with a charge and a payment per month, and the floor."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from random import Random

from coopadmin.domain.periods import add_months
from coopadmin.services.association import start_cooperative
from db.migrate import make_store
from db.queries.ledger import arrears
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement
from db.tables.base import Record
from db.tables.charges import Charge
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.matching import Posting
from db.tables.members import Person

FIRST = date(2017, 1, 1)
Row = tuple[object, ...]
Values = dict[str, object]


def make_ledger_store(path: Path, contracts: int = 10_000, months: int = 120) -> date:
    """Make a store in which every contract was charged each month and most paid; gives the day after the last.

    One contract in seven is some months behind, one in a hundred paid too little all along, one in fifty too much.
    """
    make_store(path)
    Store(path, actor="Bench").do(start_cooperative, name="Bench")
    with unguarded(path) as connection:
        _parties(connection, contracts)
        _money(connection, contracts, months, FIRST)
    return add_months(FIRST, months - 1) + timedelta(days=20)


def add_money(path: Path, contracts: int, months: int, last: date) -> None:
    """Charge and pay so many months, up to the one that begins on `last`, on the contracts a store already has."""
    with unguarded(path) as connection:
        _money(connection, contracts, months, add_months(last, 1 - months))


def add_charges(path: Path, contracts: int, months: int, first: date) -> None:
    """Charge so many months, from the one that begins on `first`, on the contracts a store already has."""
    with unguarded(path) as connection:
        insert_rows(connection, Charge, charges(contracts, months, first))


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store for a million rows: what would hold each against the rules is right by the way they are made.

    Triggers, and the indexes of charges and postings, are put back at the end.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-400000;")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql <> '' AND type = 'trigger'"
        ).fetchall()
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE sql <> '' AND type = 'index' AND tbl_name IN ('charge', 'posting')"
        ).fetchall()
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.executescript("".join(f"DROP TRIGGER {name};" for name, _ in guards))
        connection.executescript("".join(f"DROP INDEX {name};" for name, _ in indexes))
        yield connection
        for _, made in (*indexes, *guards):
            connection.execute(made)
        connection.commit()


def _money(connection: sqlite3.Connection, contracts: int, months: int, first: date) -> None:
    insert_rows(connection, Charge, charges(contracts, months, first))
    _bank(connection, contracts, months, first)


def insert_rows(connection: sqlite3.Connection, model: type[Record], rows: Iterable[Values]) -> None:
    """Put rows in a table as bare SQL does; what they leave out has the table's own default."""
    waiting = iter(rows)
    first = next(waiting)
    fields = {name: field for name, field in model.model_fields.items() if name != "id" or "id" in first}
    given = list(first)
    known = {
        name: None if field.is_required() else field.default for name, field in fields.items() if name not in first
    }
    marks = ", ".join("?" for _ in fields)
    rest = tuple(known.values())
    connection.executemany(
        f"INSERT INTO {model.__tablename__} ({', '.join([*given, *known])}) VALUES ({marks})",
        (tuple(row.values()) + rest for row in chain([first], waiting)),
    )


def _parties(connection: sqlite3.Connection, contracts: int) -> None:
    """Put people, their homes and contracts in the store."""
    numbers = range(1, contracts + 1)
    insert_rows(connection, Person, ({"id": n, "family_name": f"Bakker{n}", "folded": f"bakker{n}"} for n in numbers))
    insert_rows(connection, Dwelling, ({"id": n, "code": f"W{n:05d}", "folded": f"w{n:05d}"} for n in numbers))
    insert_rows(
        connection,
        Contract,
        (
            {"id": n, "number": f"C-{n:05d}", "dwelling_id": n, "starts_on": f"{FIRST}", "folded": f"c-{n:05d}"}
            for n in numbers
        ),
    )
    insert_rows(connection, ContractParty, ({"id": n, "contract_id": n, "person_id": n} for n in numbers))


def _bank(connection: sqlite3.Connection, contracts: int, months: int, first: date) -> None:
    """Put the payments in the store: a line per contract, of which every month's payment is a part."""
    insert_rows(connection, BankAccount, [{"id": 1, "number": "NL02RABO0123456789"}])
    insert_rows(connection, BankFile, [{"id": 1, "name": "bench", "format": "camt.053", "sha256": "0"}])
    insert_rows(connection, BankStatement, [{"id": 1, "file_id": 1, "account_id": 1}])
    insert_rows(connection, Posting, payments(contracts, months, first))
    totals = connection.execute("SELECT contract_id, sum(amount_cents) FROM posting GROUP BY contract_id").fetchall()
    insert_rows(
        connection,
        BankLine,
        (
            {"id": number, "statement_id": 1, "account_id": 1, "position": number, "key": f"{number}",
             "booked_on": f"{first}", "amount_cents": cents}
            for number, cents in totals
        ),
    )  # fmt: skip


def charges(contracts: int, months: int, first: date) -> Iterator[Values]:
    """Make up a rent per contract and month."""
    for place in range(months):
        day = add_months(first, place).isoformat()
        for number in range(1, contracts + 1):
            rent = _rent(number)
            yield {
                "contract_id": number,
                "kind": "rent",
                "month": day,
                "due_on": day,
                "amount_cents": rent,
                "basic_rent_cents": rent,
            }


def payments(contracts: int, months: int, first: date) -> Iterator[Values]:
    """Make up what was paid of them: a line of the bank per contract, whole, too little, too much or not yet."""
    random = Random(7)
    behind = {number: random.randint(1, 6) for number in range(1, contracts + 1) if number % 7 == 0}
    for place in range(months):
        day = (add_months(first, place) + timedelta(days=3)).isoformat()
        for number in range(1, contracts + 1):
            if place >= months - behind.get(number, 0):
                continue
            less = 500 if number % 100 == 1 else -5000 if number % 50 == 2 else 0
            yield {
                "line_id": number,
                "booked_on": day,
                "amount_cents": _rent(number) - less,
                "kind": "contract",
                "contract_id": number,
                "ground": "number",
            }


def _rent(number: int) -> int:
    return 50_000 + number % 400 * 50


FLOOR = """
WITH due AS (
    SELECT contract_id, sum(amount_cents) AS cents FROM charge
    WHERE contract_id IS NOT NULL AND due_on <= :on GROUP BY contract_id),
paid AS (
    SELECT contract_id, sum(amount_cents) AS cents FROM posting
    WHERE kind = 'contract' AND booked_on <= :on GROUP BY contract_id),
behind AS MATERIALIZED (
    SELECT due.contract_id AS id, due.cents - coalesce(paid.cents, 0) AS open
    FROM due LEFT JOIN paid ON paid.contract_id = due.contract_id
    WHERE due.cents > coalesce(paid.cents, 0)),
aged AS MATERIALIZED (
    SELECT id, open,
        (SELECT coalesce(sum(amount_cents), 0) FROM charge INDEXED BY ix_charge_contract_id_due_on
         WHERE charge.contract_id = behind.id AND amount_cents > 0 AND due_on BETWEEN :d30 AND :on) AS p30,
        (SELECT coalesce(sum(amount_cents), 0) FROM charge INDEXED BY ix_charge_contract_id_due_on
         WHERE charge.contract_id = behind.id AND amount_cents > 0 AND due_on >= :d60 AND due_on < :d30) AS p60,
        (SELECT coalesce(sum(amount_cents), 0) FROM charge INDEXED BY ix_charge_contract_id_due_on
         WHERE charge.contract_id = behind.id AND amount_cents > 0 AND due_on >= :d90 AND due_on < :d60) AS p90,
        (SELECT due_on FROM (
            SELECT due_on, sum(amount_cents) OVER (ORDER BY due_on DESC ROWS UNBOUNDED PRECEDING) AS running
            FROM charge INDEXED BY ix_charge_contract_id_due_on
            WHERE charge.contract_id = behind.id AND amount_cents > 0 AND due_on <= :on)
         WHERE running >= open LIMIT 1) AS oldest
    FROM behind)
SELECT contract.id, contract.number, dwelling.code,
    (SELECT group_concat(family_name, '|') FROM contractparty JOIN person ON person.id = person_id
     WHERE contract_id = contract.id AND coalesce(contractparty.starts_on, :on) <= :on
       AND coalesce(contractparty.ends_on, :on) >= :on),
    open, oldest,
    min(open, p30), min(max(open - p30, 0), p60), min(max(open - p30 - p60, 0), p90),
    max(open - p30 - p60 - p90, 0)
FROM aged JOIN contract ON contract.id = aged.id JOIN dwelling ON dwelling.id = contract.dwelling_id
ORDER BY contract.number
"""


def floor_arrears(path: Path, on: date) -> list[Row]:
    """List the same rows with one statement in bare sqlite3, which knows no openings and nothing meant for a charge."""
    days = {f"d{days}": (on - timedelta(days=days)).isoformat() for days in (30, 60, 90)}
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(FLOOR, {"on": on.isoformat(), **days}).fetchall()


def time_arrears(path: Path, on: date) -> float:
    """Time our list, in milliseconds."""
    store = Store(path, actor="Bench")
    start = time.perf_counter()
    store.read(arrears, on)
    return (time.perf_counter() - start) * 1000


def time_floor(path: Path, on: date) -> float:
    """Time the bare statement, in milliseconds."""
    start = time.perf_counter()
    floor_arrears(path, on)
    return (time.perf_counter() - start) * 1000


def compare_rows(path: Path, on: date) -> None:
    """Make sure that both say the same; raises AssertionError where they do not."""
    ours = [
        (row.contract_id, row.contract, row.dwelling, "|".join(row.tenants), row.open_cents, row.oldest_due.isoformat(),
         row.d0_30, row.d31_60, row.d61_90, row.d90_plus)
        for row in Store(path, actor="Bench").read(arrears, on)
    ]  # fmt: skip
    if ours != floor_arrears(path, on):
        raise AssertionError("the floor says something else")
