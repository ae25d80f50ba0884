"""The demo shows self-allocation in every state that matters, on whatever day it is opened."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from coopadmin import demo, i18n
from coopadmin.demo.candidates import HOUSED, SEEKERS, TURNED_DOWN
from coopadmin.demo.people import split_name
from coopadmin.exchange.allocation_figures import page as figures_page
from coopadmin.exchange.allocation_proof import page as proof_page
from db.queries import forgetting, procedures
from db.queries.allocation_figures import figures
from db.queries.allocation_proof import Proof, file_numbered, proof
from db.queries.candidates import counts
from db.queries.nominations import letters_owed
from db.store import Store
from tests.conftest import TODAY, MadeOnce

DAYS = (TODAY, date(2028, 2, 29), date(2027, 1, 1))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, made_once: MadeOnce) -> Store:
    """Open the demo of a day."""
    i18n.use("en")
    today: date = request.param
    made = made_once(f"demo-{today}.coop", lambda path: demo.make_demo(path, today))
    path = Path(shutil.copy(made, tmp_path_factory.mktemp("demo") / "demo.coop"))
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return Store(path, actor="Noor", clock=lambda: noon)


def _proofs(store: Store) -> dict[str, Proof]:
    """Give the proofs of all files by the code of their home."""
    numbers = (f"T-{year}-{place:02d}" for year in range(2024, 2029) for place in range(1, 6))
    ids = [store.read(file_numbered, number) for number in numbers]
    found = [store.read(proof, file_id) for file_id in ids if file_id is not None]
    return {one.dwelling: one for one in found}


def test_a_ready_made_procedure_is_in_force_and_another_gave_way_to_it(store: Store) -> None:
    (now,) = store.read(procedures.in_force, store.today())
    assert (now.name, now.decided_by, now.interview_residents) == ("Voordrachtscommissie", "committee", 2)


def test_one_file_was_closed_with_a_nomination_and_two_run(store: Store) -> None:
    found = _proofs(store)
    assert set(found) == {"8C", "4B", "6C"}
    closed, running, opened = (found[home] for home in ("8C", "4B", "6C"))
    assert (closed.outcome, len(closed.candidates), len(closed.nominations)) == ("let", 3, 1)
    assert (closed.nominations[0].fit, closed.nominations[0].starts_on) != ("", None)
    assert all(one.reasons_sent_on for one in closed.candidates if one.reason_code)
    assert (running.outcome, running.talks, running.interests) == ("", 2, 1)
    assert {one.outcome for one in running.candidates} == {"", "excluded", "withdrew"}
    assert (opened.outcome, opened.candidates, opened.internal_asked_on) == ("", (), None)


def test_people_wait_were_met_and_one_is_to_be_cleared(store: Store) -> None:
    counted = store.read(counts, store.today())
    assert min(counted.waiting, counted.pool, counted.both, counted.internal, counted.fee_owed) >= 1
    due = store.read(forgetting.due, store.today())
    assert [one.name.split(",")[0] for one in due] == [split_name(TURNED_DOWN)[2]]
    assert [one.late for one in store.read(letters_owed, store.today())] == [True]


def test_no_paper_names_anybody_who_applied(store: Store) -> None:
    year = store.today().year
    written = [proof_page(one, store.today()) for one in _proofs(store).values()]
    written += [figures_page(store.read(figures, one, store.today())) for one in (year - 1, year)]
    names = [part for one in SEEKERS for part in split_name(one.name) if len(part) > 3]
    assert HOUSED.split()[0] in names
    assert [name for name in names if any(name in paper for paper in written)] == []
