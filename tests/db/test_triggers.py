"""What no form can promise: nothing overlaps that may not, and the journal only grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.triggers import NO_OVERLAP, TRIGGERS

Raw = Callable[..., AbstractContextManager[sqlite3.Connection]]
Period = tuple[str, str | None]


@pytest.fixture
def store(raw: Raw) -> Iterator[sqlite3.Connection]:
    """Open a begun store with two homes, a member and two facilities in it, by bare SQL."""
    with raw() as connection:
        connection.executescript(
            """
            INSERT INTO person (id, family_name, prefix, initials, given_name, email, phone, address, postcode, place,
                                iban, note, folded) VALUES (1, 'Berg', '', '', '', '', '', '', '', '', '', '', '');
            INSERT INTO person SELECT 2, 'Bos', prefix, initials, given_name, NULL, email, phone, address, postcode,
                                      place, iban, note, folded FROM person;
            INSERT INTO member (id, number, person_id, folded) VALUES (1, 'L001', 1, ''), (2, 'L002', 2, '');
            INSERT INTO dwelling (id, code, street, house_number, addition, postcode, place, kind, energy_label,
                                  cluster, note, folded)
                VALUES (1, '1A', '', '', '', '', '', 'shared', '', '', '', ''),
                       (2, '1B', '', '', '', '', '', 'shared', '', '', '', '');
            INSERT INTO facility (id, code, name, kind, object_code, place, allows_overlap, house_rules, note, folded)
                VALUES (1, 'ZAAL', 'Zaal', '', '', '', 0, '', '', ''),
                       (2, 'KLUS', 'Werkplaats', '', '', '', 1, '', '', '');
            """
        )
        yield connection
        connection.rollback()


def contract(store: sqlite3.Connection, number: str, period: Period, home: int = 1) -> None:
    store.execute(
        "INSERT INTO contract (number, dwelling_id, starts_on, ends_on, iban, payment_method, note, folded) "
        "VALUES (?, ?, ?, ?, '', 'unknown', '', '')",
        (number, home, *period),
    )


def membership(store: sqlite3.Connection, period: Period, member: int = 1) -> None:
    store.execute(
        "INSERT INTO membership (member_id, kind, starts_on, ends_on, end_reason) VALUES (?, 'member', ?, ?, '')",
        (member, *period),
    )


def booking(store: sqlite3.Connection, begins: str, ends: str, facility: int = 1, status: str = "confirmed") -> None:
    store.execute(
        "INSERT INTO booking "
        "(facility_id, person_id, starts_at, ends_at, purpose, status, cancel_reason, left_as, overruled) "
        "VALUES (?, 1, ?, ?, '', ?, '', '', '')",
        (facility, f"2026-11-02T{begins}", f"2026-11-02T{ends}", status),
    )


FIRST: Period = ("2020-01-01", "2020-12-31")
MEETING = [
    ("2020-12-31", None),
    ("2019-01-01", "2020-01-01"),
    ("2020-06-01", "2020-06-01"),
    ("2019-01-01", None),
    FIRST,
]
APART = [("2021-01-01", None), ("2019-01-01", "2019-12-31")]


@pytest.mark.parametrize("period", MEETING)
def test_a_home_has_one_contract_on_a_day(store: sqlite3.Connection, period: Period) -> None:
    contract(store, "C-1", FIRST)
    with pytest.raises(sqlite3.IntegrityError, match="contract_overlap"):
        contract(store, "C-2", period)
    contract(store, "C-3", period, home=2)


@pytest.mark.parametrize("period", APART)
def test_the_next_contract_may_begin_the_day_after(store: sqlite3.Connection, period: Period) -> None:
    contract(store, "C-1", FIRST)
    contract(store, "C-2", period)


def test_a_contract_cannot_grow_into_the_next_nor_move_to_a_home_that_is_let(store: sqlite3.Connection) -> None:
    contract(store, "C-1", FIRST)
    contract(store, "C-2", ("2021-01-01", None))
    contract(store, "C-3", FIRST, home=2)
    for change in ("ends_on = '2021-01-01'", "ends_on = NULL", "dwelling_id = 2"):
        with pytest.raises(sqlite3.IntegrityError, match="contract_overlap"):
            store.execute(f"UPDATE contract SET {change} WHERE number = 'C-1'")
    store.execute("UPDATE contract SET ends_on = '2020-06-30', note = 'x' WHERE number = 'C-1'")
    store.execute("UPDATE contract SET number = 'C-9' WHERE number = 'C-1'")


def test_an_open_contract_leaves_no_room_after_it(store: sqlite3.Connection) -> None:
    contract(store, "C-1", ("2020-01-01", None))
    with pytest.raises(sqlite3.IntegrityError, match="contract_overlap"):
        contract(store, "C-2", ("2999-01-01", None))


@pytest.mark.parametrize("period", MEETING[:-1])
def test_a_member_is_of_one_kind_on_a_day(store: sqlite3.Connection, period: Period) -> None:
    membership(store, FIRST)
    with pytest.raises(sqlite3.IntegrityError, match="membership_overlap"):
        membership(store, period)
    membership(store, period, member=2)


def test_a_membership_cannot_grow_into_the_next(store: sqlite3.Connection) -> None:
    membership(store, FIRST)
    membership(store, ("2021-01-01", None))
    with pytest.raises(sqlite3.IntegrityError, match="membership_overlap"):
        store.execute("UPDATE membership SET ends_on = NULL WHERE starts_on = '2020-01-01'")
    with pytest.raises(sqlite3.IntegrityError, match="membership_overlap"):
        store.execute("UPDATE membership SET starts_on = '2020-12-31' WHERE ends_on IS NULL")


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("14:00", "16:00"), ("13:00", "14:01"), ("15:59", "17:00"), ("14:30", "15:00"), ("10:00", "20:00")],
)
def test_a_facility_for_one_is_booked_by_one(store: sqlite3.Connection, begins: str, ends: str) -> None:
    booking(store, "14:00", "16:00")
    booking(store, "08:00", "09:00")
    booking(store, "21:00", "22:00")
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        booking(store, begins, ends)
    booking(store, begins, ends, status="cancelled")
    booking(store, begins, ends, facility=2)
    booking(store, begins, ends, facility=2)


def test_one_leaves_as_the_next_comes(store: sqlite3.Connection) -> None:
    booking(store, "14:00", "16:00")
    booking(store, "16:00", "17:00")
    booking(store, "13:00", "14:00")


def test_a_booking_that_was_called_off_comes_back_only_where_there_is_room(store: sqlite3.Connection) -> None:
    booking(store, "14:00", "16:00", status="cancelled")
    booking(store, "15:00", "17:00")
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        store.execute("UPDATE booking SET status = 'confirmed'")
    store.execute("UPDATE booking SET status = 'cancelled'")
    store.execute("UPDATE booking SET status = 'confirmed' WHERE starts_at LIKE '%14:00'")
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        store.execute("UPDATE booking SET status = 'used' WHERE starts_at LIKE '%15:00'")


def test_a_booking_cannot_move_into_another(store: sqlite3.Connection) -> None:
    booking(store, "14:00", "16:00")
    booking(store, "17:00", "18:00")
    booking(store, "10:00", "18:00", facility=2)
    for change in (
        "starts_at = '2026-11-02T15:00'",
        "starts_at = '2026-11-02T13:00'",
        "starts_at = '2026-11-02T15:59'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
            store.execute(f"UPDATE booking SET {change} WHERE facility_id = 1 AND starts_at LIKE '%17:00'")
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        store.execute("UPDATE booking SET facility_id = 1 WHERE facility_id = 2")


def test_a_long_booking_of_what_was_shared_is_in_the_way_of_all_that_comes(store: sqlite3.Connection) -> None:
    booking(store, "09:00", "20:00", facility=2)
    booking(store, "12:00", "13:00", facility=2)
    store.execute("UPDATE facility SET allows_overlap = 0 WHERE id = 2")
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        booking(store, "15:00", "16:00", facility=2)
    booking(store, "20:00", "21:00", facility=2)
    with pytest.raises(sqlite3.IntegrityError, match="booking_overlap"):
        store.execute("UPDATE booking SET starts_at = '2026-11-02T19:59' WHERE starts_at LIKE '%20:00'")


def test_whether_bookings_overlap_is_found_by_an_index(store: sqlite3.Connection) -> None:
    plan = store.execute(
        "EXPLAIN QUERY PLAN SELECT 1 FROM booking AS other WHERE other.facility_id = 1 AND other.id <> 7 "
        "AND other.status <> 'cancelled' AND other.ends_at > '2026-11-02T15:00' "
        "AND +other.starts_at < '2026-11-02T16:00'"
    ).fetchall()
    assert any("INDEX ix_booking_standing (facility_id=? AND ends_at>?)" in row[3] for row in plan)


QUARTERS = st.integers(0, 40)


# Every example begins by clearing the bookings, so that one store serves them all.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(QUARTERS, st.integers(1, 8), st.sampled_from(["confirmed", "cancelled"])), max_size=12))
def test_whatever_is_booked_no_two_bookings_that_stand_share_a_minute(
    store: sqlite3.Connection, wishes: list[tuple[int, int, str]]
) -> None:
    store.execute("DELETE FROM booking")
    kept: list[tuple[int, int]] = []
    for begins, length, status in wishes:
        first_minute, last_minute = (f"{8 + at // 4:02}:{at % 4 * 15:02}" for at in (begins, begins + length))
        free = status == "cancelled" or all(begins + length <= first or last <= begins for first, last in kept)
        try:
            booking(store, first_minute, last_minute, status=status)
        except sqlite3.IntegrityError:
            assert not free
        else:
            assert free
            if status != "cancelled":
                kept.append((begins, begins + length))


# -- the journal ---------------------------------------------------------------------------------------------------

FORBIDDEN = [
    "DELETE FROM journalentry",
    "DELETE FROM journalentry WHERE id = 1",
    "UPDATE journalentry SET actor = 'someone else'",
    "UPDATE journalentry SET at = at",
    "UPDATE journalentry SET id = 9",
    "UPDATE OR REPLACE journalentry SET actor = 'x'",
    "INSERT OR REPLACE INTO journalentry SELECT id, at, 'someone else', deed, about, undoes_id, values_digest, chain "
    "FROM journalentry",
    "REPLACE INTO journalvalue SELECT entry_id, position, table_name, row_id, change, '{}', salt, digest "
    "FROM journalvalue",
    "DELETE FROM journalvalue",
    "UPDATE journalvalue SET values_json = '{}'",
    "UPDATE journalvalue SET values_json = NULL",
    "UPDATE journalvalue SET salt = NULL",
    "UPDATE journalvalue SET values_json = NULL, salt = NULL, digest = 'x'",
    "UPDATE journalvalue SET values_json = NULL, salt = NULL, row_id = 9",
    "UPDATE journalvalue SET values_json = NULL, salt = NULL, table_name = 'x'",
    "UPDATE journalvalue SET values_json = NULL, salt = NULL, change = 'delete'",
    "UPDATE journalvalue SET values_json = NULL, salt = NULL, position = 99 WHERE position = 1",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_in_the_journal_is_changed_or_removed(store: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="journal_append_only"):
        store.execute(statement)


def test_what_a_person_wants_forgotten_can_be_cleared_and_not_filled_in_again(store: sqlite3.Connection) -> None:
    store.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE position = 1")
    with pytest.raises(sqlite3.IntegrityError, match="journal_append_only"):
        store.execute("UPDATE journalvalue SET values_json = '{}', salt = 'x' WHERE position = 1")
    store.execute("UPDATE journalvalue SET values_json = NULL, salt = NULL WHERE position = 1")


def test_the_journal_grows(store: sqlite3.Connection) -> None:
    store.execute(
        "INSERT INTO journalentry SELECT id + 1, at, actor, deed, about, NULL, values_digest, chain FROM journalentry"
    )
    assert store.execute("SELECT count(*) FROM journalentry").fetchone() == (2,)


def test_every_trigger_is_in_every_store_and_no_other(store: sqlite3.Connection) -> None:
    found = {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert found == set(TRIGGERS)


def test_the_columns_that_overlaps_are_told_by_are_there(store: sqlite3.Connection) -> None:
    for table, columns in NO_OVERLAP.items():
        there = {row[1] for row in store.execute(f"PRAGMA table_info({table})")}
        assert set(columns) <= there
