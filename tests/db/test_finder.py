"""Anything is found by any part of its name, and what one means stands on top."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.members import PersonData, register_member, register_person
from db.journal import Transaction
from db.queries.finder import KINDS, Hit, find
from db.store import Store
from db.tables.association import Owner
from db.tables.contracts import Contract
from db.tables.decisions import Decision
from db.tables.facilities import Facility
from db.tables.hours import SelfWorkClaim
from db.tables.maintenance import MaintenanceTask
from db.tables.members import Member, Person
from db.tables.work_days import WorkDay

DAY = date(2020, 1, 1)


def _fill(transaction: Transaction) -> None:
    """Add a contract, a facility, a task, a decision, a work day and a claim of hours."""
    transaction.add(Contract(number="C-0012", dwelling_id=1, starts_on=DAY))
    transaction.add(Facility(code="ZAAL", name="Grote zaal", place="begane grond"))
    transaction.add(MaintenanceTask(number="O-2026-001", reported_on=DAY, what="Lekkage dak", place="12B"))
    transaction.add(Decision(number="B-2026-01", decided_on=DAY, subject="Begroting Öst", outcome="carried"))
    transaction.add(
        WorkDay(title="Tuin klaar", starts_at="2026-11-28T10:00", ends_at="2026-11-28T15:00", place="schuur")
    )
    owner = transaction.insert(Owner, name="Woonstad")
    transaction.add(SelfWorkClaim(number="Z-2026-01", owner_id=owner, claimed_on=DAY, amount_cents=12_000))


@pytest.fixture(scope="module")
def full(template_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Give a store with one of everything, that is only looked at."""
    store = Store(Path(shutil.copy(template_store, tmp_path_factory.mktemp("finder"))), actor="Noor")
    anna = PersonData("Berg", prefix="van den", given_name="Anna", email="anna@example.org")
    store.do(register_member, number="L012", person=anna, kind="member", starts_on=DAY)
    store.do(register_person, person=PersonData("Yılmaz", given_name="Emre"))
    store.do(add_dwelling, dwelling=DwellingData("12B", street="Dorpsstraat", house_number="12"))
    store.do(_fill)
    return store


def _labels(store: Store, text: str, limit: int = 50) -> list[str]:
    return [hit.label for hit in store.read(find, text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("berg", "Berg, Anna van den"),
        ("VAN DEN", "Berg, Anna van den"),
        ("anna berg", "Berg, Anna van den"),
        ("berg, anna", "Berg, Anna van den"),
        ("bérg", "Berg, Anna van den"),
        ("anna@ex", "Berg, Anna van den"),
        ("l012", "Berg, Anna van den"),
        ("yilmaz", "Yılmaz, Emre"),
        ("mre yıl", "Yılmaz, Emre"),
        ("dorps 12", "12B"),
        ("c-0012", "C-0012"),
        ("zaal", "Grote zaal"),
        ("begane", "Grote zaal"),
        ("lekk", "Lekkage dak"),
        ("o-2026", "Lekkage dak"),
        ("ost", "Begroting Öst"),
        ("b-2026-01", "Begroting Öst"),
        ("TUIN", "Tuin klaar"),
        ("schuur", "Tuin klaar"),
        ("z-2026", "Z-2026-01"),
        ("woonstad", "Z-2026-01"),
    ],
)
def test_any_part_of_a_name_or_number_finds_it(full: Store, text: str, label: str) -> None:
    assert _labels(full, text)[0] == label


@pytest.mark.parametrize("text", ["", "  ", "zzz", "%", "_", "berg zzz", "'", '"', "[/]", "\\", "x" * 5000])
def test_what_fits_nothing_finds_nothing(full: Store, text: str) -> None:
    assert full.read(find, text) == []


def test_only_the_kinds_asked_for_are_looked_through(full: Store) -> None:
    for kind in KINDS:
        assert {hit.subject for hit in full.read(find, "b", kinds=[kind])} <= {kind}
    assert {hit.subject for hit in full.read(find, "12")} == {"members", "dwellings", "contracts", "maintenance"}


def test_a_hit_tells_where_to_go(full: Store) -> None:
    assert full.read(find, "lekk") == [Hit("maintenance", 1, "Lekkage dak", "O-2026-001 12B")]
    assert full.read(find, "tuin") == [Hit("work_days", 1, "Tuin klaar", "28 Nov 2026 schuur")]
    assert full.read(find, "z-2026") == [Hit("claims", 1, "Z-2026-01", "Woonstad 01 Jan 2020")]
    assert full.read(find, "c-0012") == [Hit("contracts", 1, "C-0012", "12B")]


def _crowd(transaction: Transaction) -> None:
    """Add very many people of whom only some are meant."""
    for number in range(1, 301):
        person = transaction.insert(Person, family_name=f"Aalders{number:03}", given_name="Jan")
        transaction.insert(Member, number=f"L{number}", person_id=person)
    for name in ("Jan", "Jansen", "Zwartjan"):
        transaction.insert(Person, family_name=name)


def test_in_a_crowd_the_name_itself_comes_first_then_what_begins_with_it(store: Store) -> None:
    store.do(_crowd)
    found = _labels(store, "jan")
    assert found[:2] == ["Jan", "Jansen"]
    assert len(found) == 50
    assert found[2].startswith("Aalders")
    assert _labels(store, "jan", limit=1) == ["Jan"]


def test_in_a_crowd_a_whole_number_comes_before_the_longer_ones(store: Store) -> None:
    store.do(_crowd)
    hits = store.read(find, "L2")
    assert [hit.detail for hit in hits[:2]] == ["L2", "L20"]
    assert store.read(find, "l299")[0].detail == "L299"
