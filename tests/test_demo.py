"""The demo shows every state a screen can show, on whatever day it is opened."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from coopadmin import demo, i18n
from coopadmin.demo.story import MONTHS_KEPT, Story
from coopadmin.domain.contracts import PAYMENT_METHODS, ROLES, VACANCY_STAGES, ContractDates, doubtful_notice
from coopadmin.domain.contracts import STATUSES as CONTRACT_STATUSES
from coopadmin.domain.decisions import METHODS, OUTCOMES
from coopadmin.domain.deeds import DEEDS
from coopadmin.domain.dwellings import KINDS as HOME_KINDS
from coopadmin.domain.dwellings import STATUSES as HOME_STATUSES
from coopadmin.domain.facilities import STATUSES as BOOKING_STATUSES
from coopadmin.domain.identifiers import read_iban
from coopadmin.domain.maintenance import KINDS as WORK_KINDS
from coopadmin.domain.maintenance import PARTIES, URGENCIES
from coopadmin.domain.maintenance import STATUSES as TASK_STATUSES
from coopadmin.domain.members import KINDS, OFFICES
from coopadmin.domain.periods import add_months
from coopadmin.errors import Refused
from coopadmin.services.undo import undo
from db.backup import back_up, check
from db.files import file_uri
from db.queries import (
    arrears,
    association,
    bank,
    booking_series,
    booking_wishes,
    bookings,
    budget,
    charge_months,
    cleaning,
    contractors,
    contracts,
    decisions,
    demarcation,
    deposits,
    dwellings,
    facilities,
    handovers,
    hours,
    household_hours,
    jobs,
    journal,
    keys,
    ledger,
    limits,
    maintenance,
    maintenance_plan,
    matching,
    members,
    mismatches,
    morning,
    objections,
    pass_on,
    payment_plans,
    refunds,
    rent_limits,
    self_work,
    vacancies,
    work_days,
)
from db.queries.base import Listing
from db.queries.checklist import checklist
from db.queries.closing import closed_through
from db.queries.contracts import ContractRecord
from db.queries.journal import EntryRow
from db.queries.matching import LineRow
from db.queries.members import PersonRecord
from db.store import Store
from tests.conftest import MadeOnce

TODAY = date(2026, 11, 20)
ALL = Listing(filter="all", limit=1000)
JOURNAL = ("journalentry", "journalvalue")

Open = Callable[[date], Store]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, made_once: MadeOnce) -> Iterator[Open]:
    """Give a function that opens the demo of a day; one of each day for all tests here."""
    stores: dict[date, Store] = {}

    def open_demo(today: date) -> Store:
        if today not in stores:
            i18n.use("en")
            made = made_once(f"demo-{today}.coop", lambda path: demo.make_demo(path, today))
            path = Path(shutil.copy(made, tmp_path_factory.mktemp("demo") / "demo.coop"))
            noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
            stores[today] = Store(path, actor="Noor", clock=lambda: noon)
        return stores[today]

    yield open_demo
    stores.clear()


@pytest.fixture
def store(opened: Open) -> Store:
    """Open the demo of an ordinary day."""
    return opened(TODAY)


# Tests only look at these stores, so what several of them look at is read once.


@cache
def _people(store: Store) -> list[PersonRecord]:
    rows = [
        row
        for name in ("all", "outside")
        for row in store.read(members.page, Listing(filter=name, limit=1000), store.today()).rows
    ]
    records = [store.read(members.record, row.person_id) for row in rows]
    return [record for record in records if record is not None]


@cache
def _leases(store: Store) -> list[ContractRecord]:
    rows = store.read(contracts.page, ALL, store.today()).rows
    records = [store.read(contracts.record, row.contract_id, store.today()) for row in rows]
    assert None not in records
    return [record for record in records if record is not None]


@cache
def _journal(store: Store) -> Sequence[EntryRow]:
    return store.read(journal.page, Listing(limit=10_000)).rows


@cache
def _movements(store: Store) -> Sequence[LineRow]:
    return store.read(matching.page, Listing(filter="all", limit=10_000), store.today()).rows


def _total(store: Store, query: Callable[..., Any], name: str) -> int:
    return store.read(query, Listing(filter=name), store.today()).total


# -- every state -------------------------------------------------------------------------------------------------------

DAYS = (TODAY, date(2028, 2, 29), date(2027, 1, 1))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_homes_and_contracts_stand_in_every_state_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    homes = store.read(dwellings.page, ALL, today).rows
    assert 40 <= len(homes) <= 45
    assert {home.status for home in homes} == set(HOME_STATUSES)
    assert {home.kind for home in homes} == set(HOME_KINDS)
    assert len({home.cluster for home in homes}) >= 4
    assert {row.stage for row in store.read(vacancies.vacancies, today)} == set(VACANCY_STAGES)
    leases = store.read(contracts.page, ALL, today).rows
    assert {lease.status for lease in leases} == set(CONTRACT_STATUSES)
    assert {len(lease.tenants) for lease in leases} >= {1, 2}
    running = [lease for lease in leases if lease.status in ("in_force", "ending")]
    assert sum(lease.monthly_cents is None for lease in running) == 1
    assert {row.kind for row in store.read(mismatches.mismatches, today)} == {
        "tenant_without_membership",
        "member_without_tenancy",
    }


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_maintenance_and_bookings_stand_in_every_state_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    tasks = store.read(maintenance.page, ALL, today).rows
    assert {task.status for task in tasks} == set(TASK_STATUSES)
    assert {task.kind for task in tasks} == set(WORK_KINDS)
    assert {task.responsible for task in tasks} == set(PARTIES)
    waiting = store.read(maintenance.page, Listing(filter="open", limit=1000), today).rows
    assert {task.urgency for task in waiting} == set(URGENCIES)
    assert {(task.urgency, task.overdue) for task in waiting} >= {
        (urgency, late) for urgency in ("emergency", "normal") for late in (True, False)
    }
    rounds = store.read(jobs.jobs, today)
    left = [job.days_left for job in rounds if job.days_left is not None]
    assert min(left) < 0 < sorted(left)[1] <= 90 < max(left)
    assert any(job.last_done is None for job in rounds)
    assert any(job.open_task_id for job in rounds)
    for name in bookings.BOOKING_FILTERS:
        assert _total(store, bookings.bookings_page, name) > 0, name
    booked = store.read(bookings.bookings_register)
    assert {one.status for one in booked} == set(BOOKING_STATUSES)
    assert len(store.read(bookings.bookings_on, today)) >= 4


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_list_of_maintenance_and_of_the_house_has_rows_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    lists: tuple[tuple[Callable[..., Any], Sequence[str]], ...] = (
        (maintenance.page, maintenance.FILTERS),
        (contractors.page, contractors.FILTERS),
        (demarcation.page, ("",)),
        (maintenance_plan.page, [name for name in maintenance_plan.FILTERS if name not in ("resident", "ended")]),
        (work_days.page, ("open", "closed", "all")),
        (hours.page, [name for name in hours.FILTERS if name != "year"]),
        (self_work.page, ("answered", "all")),
        (household_hours.page, ("half_year", "all")),
        (booking_series.page, ("running", "all")),
        (booking_wishes.page, ("waiting", "all")),
        (bookings.bookings_page, bookings.BOOKING_FILTERS),
        (cleaning.page, cleaning.FILTERS),
        (keys.page, keys.FILTERS),
    )
    bare = [(query.__module__, name) for query, names in lists for name in names if not _total(store, query, name)]
    assert bare == []


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_maintenance_has_one_of_each_thing_that_is_to_be_seen_to_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    noon = datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001 - the clock on the wall
    row = next(row for row in store.read(morning.morning, noon).rows if row.reported_on == today - timedelta(days=1))
    assert (row.urgency, row.clock.left) == ("emergency", timedelta(hours=11, minutes=38))
    given = store.read(handovers.with_corporation, today)
    assert {bool(row.handover.promised_on and row.handover.promised_on < today) for row in given} == {True, False}
    assert store.read(handovers.reminders_owed, today)
    assert {row.amount_cents is None for row in store.read(limits.in_force, today)} == {True, False}
    rounds = store.read(jobs.jobs, today)
    assert {bool(job.rule) for job in rounds} == {True, False}
    lines = store.read(demarcation.lines_in_force, 1, today)
    assert 30 <= len(lines) <= 36
    assert {line.party for line in lines} == {"resident", "cooperative", "corporation"}
    assert any(line.letter for line in lines)
    elements = store.read(maintenance_plan.page, Listing(filter="current", limit=100), today).rows
    assert len(elements) == 12
    assert [key.name for key in store.read(keys.overdue, today)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_store_is_whole_and_its_story_lies_before_the_day(opened: Open, today: date) -> None:
    store = opened(today)
    assert [finding for finding in check(store.path) if not finding.ok] == []
    lines = _journal(store)
    moments = [line.at for line in reversed(lines)]
    assert moments == sorted(moments)
    assert moments[-1].date() == today - timedelta(days=1)
    assert moments[0].date() == add_months(today.replace(day=1), -MONTHS_KEPT)
    assert len({line.actor for line in lines}) >= 8


# -- money -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_arrears_stand_in_every_state_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    behind = store.read(arrears.page, Listing(filter="behind", limit=1000), today).rows
    assert {row.last.level for row in behind if row.last} >= {"reminder", "fourteen_day_letter", "handed_over"}
    assert {row.plan.state for row in behind if row.plan} == {"kept", "behind"}
    assert any(row.is_due for row in behind)
    assert _total(store, arrears.page, "former") > 0
    owed = store.read(ledger.arrears, today)
    assert all(any(getattr(row, age) for row in owed) for age in ("d0_30", "d31_60", "d61_90", "d90_plus"))
    assert {row.state for row in store.read(payment_plans.page, Listing(filter="running", limit=100), today).rows} == {
        "kept",
        "behind",
    }
    assert min(row.credit_cents for row in store.read(ledger.credits, today)) > 0
    assert {row.paid_on is None for row in store.read(refunds.refunds)} == {True, False}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_queue_is_short_and_of_every_kind_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    counts = {name: _total(store, matching.page, name) for name in matching.FILTERS}
    assert 4 <= counts["waiting"] + counts["aside"] <= 6
    assert counts["aside"] == counts["suspects"] == 1
    assert counts["placed"] > 400
    waiting = store.read(matching.page, Listing(filter="waiting", limit=100), today).rows
    assert min(row.amount_cents for row in waiting) < 0 < max(row.amount_cents for row in waiting)
    assert all(row.is_ours for row in waiting)
    closed = store.read(closed_through)
    assert closed is not None
    assert min(row.booked_on for row in waiting) > closed


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_bank_ties_and_months_are_charged_and_closed_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    found = store.read(bank.statements, Listing(limit=100)).rows
    assert {row.misses_cents for row in found if row.opening_cents is not None} == {0}
    assert {row.gap_cents for row in found} <= {0, None}
    assert {row.format for row in found} == {"camt.053", "csv:bunq"}
    assert [row.status for row in store.read(bank.accounts)] == ["own"]
    days = [row.booked_on for row in _movements(store)]
    assert max(days) < today
    month = today.replace(day=1)
    assert store.read(closed_through) == add_months(month, -1) - timedelta(days=1)
    last_closed = add_months(month, -2)
    for back in range(13):
        preview = store.read(charge_months.preview_month, add_months(month, -back))
        assert preview.of_state("to_charge") == ()
        assert preview.charged_cents > 2_000_000
    assert store.read(pass_on.passing_on, last_closed)[-1].open_cents == 0
    assert {point.kind for point in store.read(checklist, add_months(month, -1), today).points} >= {"bank", "steps"}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_budget_and_the_deposits_have_something_to_say_on_any_day(opened: Open, today: date) -> None:
    store = opened(today)
    for year in (today.year - 1, today.year):
        budgeted = [row for row in store.read(budget.year, year, today).rows if row.use.budget_cents]
        assert {row.direction for row in budgeted} == {"income", "expense"}
        assert not any(row.state == "over" for row in budgeted)
    upkeep = next(row for row in store.read(budget.year, today.year, today).rows if row.code == "maintenance")
    assert upkeep.state == "near"
    assert upkeep.use.committed_cents > 0
    held = store.read(deposits.page, Listing(filter="all", limit=1000), today).rows
    assert {row.state for row in held} == {"held", "to_return", "returned", "unknown"}
    assert all(row.back_by and row.back_by >= today for row in held if row.state == "to_return")


def test_the_newest_rents_were_raised_within_the_law_and_one_tenant_objected(store: Store) -> None:
    capped = store.read(contracts.page, Listing(search="6A", filter="all", limit=5), TODAY).rows[0]
    record = store.read(contracts.record, capped.contract_id, TODAY)
    assert record is not None
    (maximum,) = store.read(rent_limits.maxima_of, record.dwelling_id)
    assert record.rent_lines[0].basic_rent_cents == maximum.max_rent_cents
    assert [row.outcome for row in store.read(objections.page, Listing(filter="all"), TODAY).rows] == ["open"]


def test_money_came_back_was_set_off_written_off_and_put_right(store: Store) -> None:
    deeds = {line.deed for line in _journal(store)}
    assert deeds >= {
        "charge_cost",
        "close_month",
        "correct_months",
        "deduct",
        "plan_refund",
        "put_aside",
        "receive_cash",
        "write_off",
    }
    lines = _movements(store)
    assert any(row.description.startswith("Storno") and row.amount_cents < 0 and row.placed for row in lines)
    assert any(len(row.placed) > 1 for row in lines)


# -- people and what they do -------------------------------------------------------------------------------------------


def test_members_of_every_kind_come_and_go(store: Store) -> None:
    for name in members.FILTERS:
        assert _total(store, members.page, name) > 0, name
    assert set(store.read(members.counts, TODAY)) == set(KINDS)
    people = _people(store)
    periods = [person.memberships for person in people]
    assert any(len({period.kind for period in held}) > 1 for held in periods)
    assert any(
        later.starts_on > earlier.ends_on + timedelta(days=1)
        for held in periods
        for later, earlier in pairwise(held)
        if earlier.ends_on
    )
    assert any(period.starts_on > TODAY for held in periods for period in held)
    assert any(period.end_reason for held in periods for period in held)


def test_offices_and_working_groups_have_holders_now_and_before(store: Store) -> None:
    people = _people(store)
    now = {term.name for person in people for term in person.offices if term.ends_on is None or term.ends_on >= TODAY}
    before = {term.name for person in people for term in person.offices if term.ends_on and term.ends_on < TODAY}
    assert set(OFFICES) < now
    assert before >= {"chair", "secretary", "treasurer", "maintenance_coordinator"}
    groups = [term for person in people for term in person.groups]
    assert len({term.name for term in groups}) >= 4
    assert any(term.ends_on for term in groups)


def test_contracts_are_shared_given_up_and_paid_in_every_way(store: Store) -> None:
    records = _leases(store)
    assert {record.payment_method for record in records} == set(PAYMENT_METHODS)
    parties = [party for record in records for party in record.parties]
    assert {party.role for party in parties} == set(ROLES)
    assert any(party.role == "co_tenant" and party.starts_on for party in parties)
    assert any(party.ends_on for party in parties)
    short = [
        record.number
        for record in records
        if doubtful_notice(ContractDates(record.starts_on, record.notice_on, record.ends_on), 1)
    ]
    assert len(short) == 1
    assert any(record.ends_on and not record.notice_on for record in records)
    assert any(len(record.rent_lines) >= 4 for record in records)
    assert {bool(line.energy_cents) for record in records for line in record.rent_lines} == {True, False}
    owed = [opening.amount_cents for record in records for opening in record.openings]
    assert min(owed) < 0 < max(owed)


def test_every_home_has_at_most_one_rent_from_a_day_and_it_rises_every_july(store: Store) -> None:
    for record in _leases(store):
        amounts = [line.basic_rent_cents for line in reversed(record.rent_lines)]
        assert amounts == sorted(amounts)
        assert all((line.valid_from.month, line.valid_from.day) == (7, 1) for line in record.rent_lines[:-1])


def test_facilities_are_open_and_closed_with_rules_and_keepers(store: Store) -> None:
    rows = store.read(facilities.register)
    assert {row.allows_overlap for row in rows} == {True, False}
    assert any(row.ended_on for row in rows)
    assert any(row.house_rules for row in rows)
    assert any(not row.keeper for row in rows)
    assert any(row.max_per_month for row in rows)


def test_decisions_were_taken_in_every_way_with_every_outcome(store: Store) -> None:
    rows = store.read(decisions.page, ALL).rows
    assert {row.method for row in rows} == set(METHODS) - {"of-present", "at-least"}
    assert {row.outcome for row in rows} == set(OUTCOMES)
    assert len({row.decided_on.year for row in rows}) >= 5
    assert all(row.dwelling for row in rows if row.kind == "self_allocation")
    assert any(row.outcome == "rejected" for row in rows if row.kind == "self_allocation")
    assert sum(row.flagged for row in rows) == 1


def test_there_is_an_owner_with_two_agreements_and_a_rule_of_the_groups_own(store: Store) -> None:
    overview = store.read(association.overview)
    assert overview.cooperative.name == "De Vonk"
    assert overview.cooperative.iban == read_iban(overview.cooperative.iban)
    assert len(overview.owners) == 1
    assert [agreement.ends_on is not None and agreement.ends_on < TODAY for agreement in overview.agreements] == [
        False,
        True,
    ]
    assert len({rule.value for rule in overview.rules if rule.name == "normal_days"}) == 2


def test_costs_are_known_of_work_that_is_done(store: Store) -> None:
    rows = store.read(maintenance.page, Listing(filter="done", limit=1000), TODAY).rows
    records = [store.read(maintenance.record, row.task_id, TODAY) for row in rows]
    assert any(record and record.cost_cents for record in records)
    assert any(record and record.reporter and record.dwelling for record in records)
    assert any(record and record.facility for record in records)


# -- nobody's data -----------------------------------------------------------------------------------------------------


def test_every_number_and_address_is_made_up(store: Store) -> None:
    people = _people(store)
    assert all(person.email.endswith("@example.org") for person in people if person.email)
    assert all(person.phone.startswith("06-0") for person in people if person.phone)
    assert all(read_iban(person.iban)[4:8] == "VONK" for person in people if person.iban)
    assert any("[2x]" in person.note for person in people)
    assert any(not person.phone for person in people)


def test_the_journal_knows_its_deeds_and_names_nobody(store: Store) -> None:
    lines = _journal(store)
    assert {line.deed for line in lines} <= set(DEEDS)
    assert any(line.undone for line in lines)
    names = {person.family_name for person in _people(store)}
    assert [line.about for line in lines if any(name in line.about for name in names)] == []


# -- making it ---------------------------------------------------------------------------------------------------------


def _content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in a store but the salts and digests of its journal."""
    with closing(sqlite3.connect(file_uri(path, "ro"), uri=True)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        tables = {name: f"SELECT * FROM {name}" for (name,) in named if name not in JOURNAL}
        tables["journalentry"] = "SELECT id, at, actor, deed, about, undoes_id FROM journalentry"
        tables["journalvalue"] = (
            "SELECT entry_id, position, table_name, row_id, change, values_json FROM journalvalue ORDER BY 1, 2"
        )
        return {name: connection.execute(statement).fetchall() for name, statement in tables.items()}


@pytest.mark.timeout(60)
def test_the_same_day_gives_the_same_cooperative(store: Store, tmp_path: Path) -> None:
    demo.make_demo(tmp_path / "again.coop", TODAY)
    assert _content(tmp_path / "again.coop") == _content(store.path)


def test_the_last_deed_can_be_taken_back(store: Store, tmp_path: Path) -> None:
    path = back_up(store.path, tmp_path / "copy.coop")
    copy = Store(path, actor="Noor")
    newest = copy.read(journal.last_standing)
    assert newest is not None
    assert copy.do(undo).result == newest.entry_id


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.coop"
    path.write_bytes(b"mine")
    with pytest.raises(Refused):
        demo.make_demo(path, TODAY)
    assert path.read_bytes() == b"mine"


def test_what_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_story: Story, _connection: object) -> None:
        raise Refused("interrupted")

    monkeypatch.setattr(Story, "play", broken)
    with pytest.raises(Refused):
        demo.make_demo(tmp_path / "demo.coop", TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_throwaway_demo_is_private_and_goes_when_the_program_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    at_exit: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any]]] = []

    def remember(function: Callable[..., object], *arguments: Any, **named: Any) -> None:
        at_exit.append((function, arguments, named))

    monkeypatch.setattr("coopadmin.demo.atexit.register", remember)
    monkeypatch.setattr(Story, "play", lambda _story, _connection: None)
    path = demo.throwaway_demo(TODAY)
    assert path.is_file()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for function, arguments, named in at_exit:
        function(*arguments, **named)
    assert not path.parent.exists()


def test_a_deed_outside_the_story_is_no_part_of_it() -> None:
    story = Story(TODAY)
    for day in (TODAY, story.begun_on - timedelta(days=1)):
        with pytest.raises(ValueError, match="does not lie between"):
            story.tell(day, "Noor", undo, lambda do: do())
