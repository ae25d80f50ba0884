"""The same ledger in hledger, a compiled accounting program: its files, its commands, and what it says."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from bench.bankfiles import ACCOUNT
from bench.ledger import Values, add_charges, charges, payments
from bench.measuring import PYTHON, Measure, medians, paired, process
from bench.registers import iban, make_registers
from bench.sizes import MONTHS, ON
from coopadmin.domain.periods import add_months
from coopadmin.services.association import start_cooperative
from coopadmin.services.imports import import_register
from db.migrate import make_store
from db.queries.balances import balances
from db.store import Store

PEER = "hledger"
LETTERS = {"LC_ALL": "C.UTF-8"}
"""It reads files in the letters of its surroundings, and ours are UTF-8."""
RUNS = 3
SIZES = (40, 1_000)
"""Homes; ten times more would make the bench too long."""
JUDGED_FROM = 1_000
FIRST = add_months(ON.replace(day=1), 1 - MONTHS)
RECEIVABLE = "assets:receivable"
BALANCE = ("balance", RECEIVABLE, "--flat", "--no-total", "--output-format=csv")

HEADINGS = (
    "IBAN/BBAN", "Munt", "BIC", "Volgnr", "Datum", "Rentedatum", "Bedrag", "Saldo na trn", "Tegenrekening IBAN/BBAN",
    "Naam tegenpartij", "Naam uiteindelijke partij", "Naam initiërende partij", "BIC tegenpartij", "Code", "Batch ID",
    "Transactiereferentie", "Machtigingskenmerk", "Incassant ID", "Betalingskenmerk", "Omschrijving-1",
    "Omschrijving-2", "Omschrijving-3", "Reden retour", "Oorspr bedrag", "Oorspr munt", "Koers",
)  # fmt: skip
"""The columns of one bank's CSV, which both programs read as it is."""

_RULES = f"""skip 1
separator ,
decimal-mark ,
fields own, currency_, bic, number, day, valued, cents, after, iban, name, last, first, other, kind, batch, reference, \
mandate, collector, contract, said
date %day
date-format %Y-%m-%d
description %name
amount %cents EUR
account1 assets:bank
account2 {RECEIVABLE}:%contract
"""


def contract_number(contract_id: int) -> str:
    """Tell how the registers call the contract with this number in the store."""
    return f"C-{contract_id - 1:05d}"


def amount(cents: int, *, signed: bool = False) -> str:
    """Write cents as a Dutch bank does, with a comma."""
    sign = "-" if cents < 0 else "+" if signed else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def write_journal(path: Path, charged: Iterable[Values]) -> Path:
    """Write charges as hledger keeps them: owed by the contract, earned as rent."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("decimal-mark ,\n\n")
        for row in charged:
            account = f"{RECEIVABLE}:{contract_number(int(str(row['contract_id'])))}"
            cents = int(str(row["amount_cents"]))
            stream.write(f"{row['due_on']} rent\n    {account}  {amount(cents)} EUR\n    income:rent\n\n")
    return path


def write_payments(path: Path, paid: Iterable[Values]) -> Path:
    """Write payments as the bank's CSV, each with the contract as its reference; the balances tie."""
    after = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADINGS)
        for number, row in enumerate(paid, 1):
            contract_id, cents, day = int(str(row["contract_id"])), int(str(row["amount_cents"])), row["booked_on"]
            after += cents
            writer.writerow(
                (ACCOUNT, "EUR", "RABONL2U", f"{number:018d}", day, day, amount(cents, signed=True),
                 amount(after, signed=True), iban(contract_id - 1), f"A.B. Bakker{contract_id}", "", "", "", "bg", "",
                 "", "", "", contract_number(contract_id), "Huur", "", "", "", "", "", "")
            )  # fmt: skip
    path.with_name(f"{path.name}.rules").write_text(_RULES, encoding="utf-8")
    return path


def peer_balances(said: str) -> dict[str, int]:
    """Read what hledger's `balance --output-format=csv` said: cents by contract, without those that are even."""
    found: dict[str, int] = {}
    for account, text in list(csv.reader(io.StringIO(said)))[1:]:
        match = re.fullmatch(r"(-?)([\d.]+),(\d\d) EUR", text)
        if match is None:
            raise ValueError(f"{text!r} is no amount")
        cents = int(match[2].replace(".", "") + match[3])
        found[account.rpartition(":")[2]] = -cents if match[1] else cents
    return found


def is_here() -> bool:
    """Tell whether hledger is installed."""
    return shutil.which(PEER) is not None


class Pair:
    """One made-up ledger in both programs: charged, with two years of payments waiting in the bank's file."""

    def __init__(self, folder: Path, homes: int, env: dict[str, str]) -> None:
        self.env = env
        self.homes = homes
        self.place = folder / f"peer-{homes}"
        self.place.mkdir()
        self.file = write_payments(self.place / "payments.csv", payments(homes, MONTHS, FIRST))
        self.empty_journal = write_journal(self.place / "charges.journal", charges(homes, MONTHS, FIRST))
        self.empty_store = self.place / "charges.coop"
        self.journal, self.store = self.place / "all.journal", self.place / "all.coop"
        make_store(self.empty_store)
        store = Store(self.empty_store, actor="Bench")
        store.do(start_cooperative, name="Bench")
        files = make_registers(self.place / "registers", homes)
        for kind in ("members", "dwellings", "contracts"):
            store.do(import_register, kind, files[kind])
        add_charges(self.empty_store, homes, MONTHS, FIRST)

    def take_in(self) -> float:
        """Take the bank's file in with our command; gives milliseconds."""
        for ending in ("-wal", "-shm"):
            Path(f"{self.store}{ending}").unlink(missing_ok=True)
        shutil.copy(self.empty_store, self.store)
        command = (PYTHON, "-m", "coopadmin", "--store", str(self.store), "bank", str(self.file), "--json")
        return process(*command, env=self.env)

    def peer_take_in(self) -> float:
        """Take the same file in with hledger, by its rules; gives milliseconds."""
        (self.place / f".latest.{self.file.name}").unlink(missing_ok=True)
        shutil.copy(self.empty_journal, self.journal)
        return process(PEER, "-f", str(self.journal), "import", str(self.file), env=LETTERS)

    def tell(self) -> float:
        """Tell who is behind, since when and how long, with our report; gives milliseconds."""
        command = (PYTHON, "-m", "coopadmin", "--store", str(self.store), "report", "arrears", "--format", "csv")
        return process(*command, env=self.env)

    def peer_tell(self) -> float:
        """Tell every balance with hledger; gives milliseconds."""
        return process(*self._balance_words, env=LETTERS)

    def compare(self) -> None:
        """Make sure that both say the same to the cent; raises AssertionError where they do not."""
        store = Store(self.store, actor="Bench")
        ours = {self._numbers[row_id]: cents for row_id, cents in store.read(balances, None, ON).items()}
        surroundings = {**os.environ, **LETTERS}
        said = subprocess.run(self._balance_words, check=True, capture_output=True, text=True, env=surroundings).stdout
        if not ours or ours != peer_balances(said):
            raise AssertionError("hledger says something else")

    @property
    def _numbers(self) -> dict[int, str]:
        with closing(sqlite3.connect(self.store)) as connection:
            return dict(connection.execute("SELECT id, number FROM contract"))

    @property
    def _balance_words(self) -> tuple[str, ...]:
        return (PEER, "-f", str(self.journal), *BALANCE)


def measure(folder: Path, env: dict[str, str], sizes: Iterable[int]) -> Iterator[Measure]:
    """The bank's file taken in and the balances told, against hledger on the same ledger.

    A group of forty homes has no goal: there it is the start of either program that counts.
    """
    for homes in sizes:
        pair = Pair(folder, homes, env)
        goal = 1.0 if homes >= JUDGED_FROM else None
        taken = [(pair.take_in(), pair.peer_take_in()) for _ in range(RUNS)]
        pair.compare()
        yield medians(f"payments of two years taken in, {homes:,} homes, {PEER}", taken, goal)
        yield paired(f"who is behind, {homes:,} homes, {PEER}", pair.tell, pair.peer_tell, goal, RUNS)
