"""A committee keeps candidates: their data, the waiting list, the pool, and what they joined."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.deeds import DEEDS
from coopadmin.errors import Invalid, Refused
from coopadmin.services import candidates as deeds
from coopadmin.services import members
from coopadmin.services.association import set_rule
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import candidates as queries
from db.queries.candidates import CandidateRecord
from db.store import Store
from db.tables.candidates import Candidate
from db.tables.journal import JournalEntry
from tests.conftest import TODAY, Furnish

BSN = "111222333"
"""A number that passes the eleven-test and was given to nobody."""

JANUARY = date(2026, 1, 10)
MARCH = date(2026, 3, 1)
JUNE = date(2026, 6, 1)


def _fill(store: Store) -> None:
    """Three candidates: K-0001, K-0002, and a member who lives here as K-0003."""
    anna = PersonData("Berg", prefix="van den", given_name="Anna", email="anna@example.org")
    store.do(members.register_member, number="L007", person=anna, kind="member", starts_on=date(2020, 1, 1))
    store.do(
        deeds.register_candidate,
        registered_on=JANUARY,
        family_name="Vries",
        prefix="de",
        given_name="Sam",
        email="sam@example.org",
        adults=2,
        children=1,
    )
    store.do(deeds.register_candidate, registered_on=MARCH, family_name="Kaya", initials="N.", phone="06 12345678")
    store.do(deeds.register_candidate, registered_on=JUNE, person_id=1)


@pytest.fixture
def three(store: Store, furnish: Furnish) -> Store:
    """Give a store with three candidates."""
    furnish(_fill)
    return store


def _record(store: Store, candidate_id: int = 1, on: date = TODAY) -> CandidateRecord:
    record = store.read(queries.record, candidate_id, on)
    assert record is not None
    return record


def _wrong(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


def _order(store: Store, on: date = TODAY) -> list[str]:
    return [line.number for line in store.read(queries.waiting_lines, on)]


def _clear(transaction: Transaction, *, candidate_id: int) -> None:
    transaction.change(Candidate, candidate_id, family_name="", given_name="", email="", cleared_on=TODAY)


def _abouts(connection: Connection) -> list[str]:
    return list(connection.execute(select(col(JournalEntry.about))).scalars())


# -- their data --------------------------------------------------------------------------------------------------


def test_candidates_are_counted_on_from_the_first_number(three: Store) -> None:
    assert [_record(three, number).number for number in (1, 2, 3)] == ["K-0001", "K-0002", "K-0003"]
    given = three.do(deeds.register_candidate, number="K-0100", registered_on=TODAY, family_name="Ali").result
    assert _record(three, given).number == "K-0100"
    after = three.do(deeds.register_candidate, registered_on=TODAY, family_name="Mol").result
    assert _record(three, after).number == "K-0101"


def test_two_candidates_entered_in_one_deed_get_two_numbers(store: Store) -> None:
    def both(transaction: Transaction) -> tuple[int, int]:
        first = deeds.register_candidate(transaction, registered_on=TODAY, family_name="Ali")
        return first, deeds.register_candidate(transaction, registered_on=TODAY, family_name="Mol")

    first, second = store.do(both).result
    assert [_record(store, one).number for one in (first, second)] == ["K-0001", "K-0002"]


def test_a_number_is_given_once(three: Store) -> None:
    with pytest.raises(Invalid, match="K-0001 is already given") as refusal:
        three.do(deeds.register_candidate, number="K-0001", registered_on=TODAY, family_name="Ali")
    assert _wrong(refusal) == ["number"]


def test_a_member_who_would_move_is_known_by_the_name_there_is(three: Store) -> None:
    record = _record(three, 3)
    assert (record.name, record.person_id, record.person) == ("Anna van den Berg", 1, "L007 Anna van den Berg")
    assert record.email == ""  # what is known of a member stays with the member
    with pytest.raises(Invalid, match="candidate K-0003 already"):
        three.do(deeds.register_candidate, registered_on=TODAY, person_id=1)
    with pytest.raises(Invalid, match="not in the store"):
        three.do(deeds.register_candidate, registered_on=TODAY, family_name="Ali", person_id=99)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"family_name": ""}, ["family_name"]),
        ({"email": "nowhere"}, ["email"]),
        ({"postcode": "1234"}, ["postcode"]),
        ({"adults": 0}, ["adults"]),
        ({"rooms_least": 4, "rooms_most": 2}, ["rooms_most"]),
        ({"registered_on": date(2027, 1, 1)}, ["registered_on"]),
        ({"owner_registered_on": date(2027, 1, 1)}, ["owner_registered_on"]),
        ({"consent_on": TODAY}, ["consent_until"]),
        ({"consent_until": TODAY}, ["consent_on"]),
        ({"family_name": "", "email": "nowhere", "adults": 0}, ["family_name", "email", "adults"]),
    ],
)
def test_what_cannot_be_stands_under_its_field(three: Store, data: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        three.do(deeds.register_candidate, **{"registered_on": TODAY, "family_name": "Ali", **data})
    assert _wrong(refusal) == fields


@pytest.mark.parametrize("field", ["note", "wishes", "phone", "address", "family_name", "given_name", "place"])
def test_no_field_takes_a_citizen_service_number(three: Store, field: str) -> None:
    given: dict[str, Any] = {"registered_on": TODAY, "family_name": "Ali", field: f"see {BSN}"}
    with pytest.raises(Invalid, match="citizen service number") as refusal:
        three.do(deeds.register_candidate, **given)
    assert _wrong(refusal) == [field]
    with pytest.raises(Invalid):
        three.do(deeds.correct_candidate, candidate_id=1, **{**given, "registered_on": JANUARY})
    assert BSN not in str(refusal.value)


def test_nor_does_a_number_a_contact_a_refusal_or_a_reason(three: Store) -> None:
    with pytest.raises(Invalid):
        three.do(deeds.register_candidate, number=BSN, registered_on=TODAY, family_name="Ali")
    with pytest.raises(Invalid):
        three.do(deeds.note_contact, candidate_id=1, happened_on=TODAY, kind="contact", what=BSN)
    with pytest.raises(Invalid):
        three.do(deeds.refuse_offer, candidate_id=1, happened_on=TODAY, what=BSN)
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY)
    with pytest.raises(Invalid):
        three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=TODAY, end_reason="other", end_words=BSN)


def test_what_is_left_out_of_a_correction_stays(three: Store) -> None:
    assert three.do(
        deeds.correct_candidate, candidate_id=1, registered_on=JANUARY, children=2, wishes="  two \n lines "
    ).result
    record = _record(three)
    assert (record.name, record.children, record.email, record.wishes) == (
        "Sam de Vries",
        2,
        "sam@example.org",
        "two\nlines",
    )
    assert not three.do(deeds.correct_candidate, candidate_id=1, registered_on=JANUARY, children=2).result


def test_consent_is_given_until_a_day_and_can_be_taken_back(three: Store) -> None:
    with pytest.raises(Refused, match="no consent"):
        three.do(deeds.withdraw_consent, candidate_id=1, consent_until=TODAY)
    three.do(deeds.give_consent, candidate_id=1, consent_on=MARCH, consent_until=date(2027, 3, 1))
    assert _record(three).consent_until == date(2027, 3, 1)
    with pytest.raises(Invalid):
        three.do(deeds.withdraw_consent, candidate_id=1, consent_until=date(2026, 12, 1))
    three.do(deeds.withdraw_consent, candidate_id=1, consent_until=JUNE)
    assert (_record(three).consent_on, _record(three).consent_until) == (MARCH, JUNE)
    with pytest.raises(Invalid, match="already"):
        three.do(deeds.withdraw_consent, candidate_id=1, consent_until=TODAY)


def test_nothing_is_added_to_who_was_cleared(three: Store) -> None:
    three.do(_clear, candidate_id=1)
    tried: list[tuple[Any, dict[str, Any]]] = [
        (deeds.correct_candidate, {"registered_on": JANUARY, "note": "x"}),
        (deeds.give_consent, {"consent_on": MARCH, "consent_until": JUNE}),
        (deeds.put_on_waiting_list, {"registered_on": JANUARY}),
        (deeds.admit_to_pool, {"met_on": JANUARY}),
        (deeds.note_contact, {"happened_on": JANUARY, "kind": "contact"}),
        (deeds.refuse_offer, {"happened_on": JANUARY}),
    ]
    for deed, given in tried:
        with pytest.raises(Refused, match=r"K-0001 was cleared on 20 November 2026"):
            three.do(deed, candidate_id=1, **given)


# -- the waiting list --------------------------------------------------------------------------------------------


def test_the_day_of_registration_gives_the_place(three: Store) -> None:
    three.do(deeds.put_on_waiting_list, candidate_id=2, registered_on=MARCH)
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY)
    three.do(deeds.put_on_waiting_list, candidate_id=3, registered_on=JUNE, ranked_on=date(2024, 1, 1))
    assert _order(three) == ["K-0003", "K-0001", "K-0002"]
    assert _order(three, date(2026, 2, 1)) == ["K-0001"]
    with pytest.raises(Refused, match="K-0001 is on the waiting list already"):
        three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=TODAY)


def test_where_the_group_says_so_the_fee_gives_the_place(three: Store) -> None:
    three.do(set_rule, name="waiting_list_by_fee", value="1", valid_from=date(2026, 1, 1), source="House rules 4")
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY, fee_cents=2500)
    three.do(deeds.put_on_waiting_list, candidate_id=2, registered_on=MARCH, fee_cents=2500, fee_paid_on=MARCH)
    three.do(deeds.note_fee, candidate_id=1, fee_paid_on=JUNE)
    assert _order(three) == ["K-0002", "K-0001"]
    row = _record(three).on_waiting_list
    assert row is not None
    assert (row.ranked_on, row.fee_paid_on, row.fee_owed) == (JUNE, JUNE, False)


def test_else_the_fee_changes_no_place(three: Store) -> None:
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY, fee_cents=2500)
    row = _record(three).on_waiting_list
    assert row is not None
    assert row.fee_owed
    three.do(deeds.note_fee, candidate_id=1, fee_paid_on=JUNE)
    row = _record(three).on_waiting_list
    assert row is not None
    assert (row.ranked_on, row.fee_cents, row.fee_owed) == (JANUARY, 2500, False)
    with pytest.raises(Refused, match="no fee"):
        three.do(deeds.note_fee, candidate_id=2, fee_paid_on=JUNE)


def test_who_is_taken_off_hears_why_and_those_behind_move_up(three: Store) -> None:
    for candidate, day in ((1, JANUARY), (2, MARCH)):
        three.do(deeds.put_on_waiting_list, candidate_id=candidate, registered_on=day)
    with pytest.raises(Invalid, match="without a reason") as refusal:
        three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=TODAY, end_reason="")
    assert _wrong(refusal) == ["end_reason"]
    with pytest.raises(Invalid, match="cannot end before that"):
        three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=date(2026, 1, 1), end_reason="no_answer")
    three.do(
        deeds.take_off_waiting_list, candidate_id=1, ended_on=TODAY, end_reason="no_answer", end_words="wrote twice"
    )
    assert _order(three) == ["K-0002"]
    assert three.read(queries.counts, TODAY).untold == 1
    three.do(deeds.note_notice, candidate_id=1, notice_sent_on=TODAY)
    assert three.read(queries.counts, TODAY).untold == 0
    with pytest.raises(Refused, match="told of it already"):
        three.do(deeds.note_notice, candidate_id=1, notice_sent_on=TODAY)
    with pytest.raises(Refused, match="K-0001 is not on the waiting list"):
        three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=TODAY, end_reason="no_answer")


def test_who_comes_back_begins_at_a_new_place(three: Store) -> None:
    for candidate, day in ((1, JANUARY), (2, MARCH)):
        three.do(deeds.put_on_waiting_list, candidate_id=candidate, registered_on=day)
    three.do(deeds.refuse_offer, candidate_id=1, happened_on=MARCH)
    three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=JUNE, end_reason="own_request")
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=TODAY)
    assert _order(three) == ["K-0002", "K-0001"]
    assert three.read(queries.known, 1, TODAY).refusals == 0
    assert [row.end_reason for row in _record(three).waiting] == ["", "own_request"]


def test_the_third_refusal_goes_to_the_bottom_and_the_fourth_does_not(three: Store) -> None:
    for candidate, day in ((1, JANUARY), (2, MARCH)):
        three.do(deeds.put_on_waiting_list, candidate_id=candidate, registered_on=day)
    moved = [
        three.do(deeds.refuse_offer, candidate_id=1, happened_on=date(2026, month, 1), refusals_most=3).result
        for month in (4, 5, 6, 7)
    ]
    assert moved == [False, False, True, False]
    assert _order(three) == ["K-0002", "K-0001"]
    row = _record(three).on_waiting_list
    assert row is not None
    assert (row.ranked_on, row.refusals) == (JUNE, 4)


def test_a_refusal_costs_nothing_where_no_procedure_says_so_or_without_a_place(three: Store) -> None:
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY)
    assert not three.do(deeds.refuse_offer, candidate_id=1, happened_on=MARCH).result
    assert not three.do(deeds.refuse_offer, candidate_id=2, happened_on=MARCH, refusals_most=1).result
    assert three.read(queries.known, 2, TODAY).refusals == 1


def test_the_fee_does_not_lift_who_went_to_the_bottom(three: Store) -> None:
    three.do(set_rule, name="waiting_list_by_fee", value="1", valid_from=date(2026, 1, 1), source="House rules 4")
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY, fee_cents=2500)
    three.do(deeds.refuse_offer, candidate_id=1, happened_on=JUNE, refusals_most=1)
    three.do(deeds.note_fee, candidate_id=1, fee_paid_on=MARCH)
    row = _record(three).on_waiting_list
    assert row is not None
    assert row.ranked_on == JUNE


# -- the pool ----------------------------------------------------------------------------------------------------


def test_the_pool_lasts_as_long_as_the_rule_says_and_can_be_extended(three: Store) -> None:
    three.do(deeds.admit_to_pool, candidate_id=1, met_on=MARCH)
    row = _record(three).in_pool
    assert row is not None
    assert row.expires_on == date(2027, 3, 1)
    three.do(set_rule, name="pool_months", value="6", valid_from=date(2026, 1, 1), source="House rules 5")
    three.do(deeds.admit_to_pool, candidate_id=2, met_on=MARCH)
    row = _record(three, 2).in_pool
    assert row is not None
    assert (row.expires_on, row.state) == (date(2026, 9, 1), "expired")
    three.do(deeds.extend_pool, candidate_id=2, expires_on=date(2027, 1, 1))
    row = _record(three, 2).in_pool
    assert row is not None
    assert (row.expires_on, row.state) == (date(2027, 1, 1), "running")
    with pytest.raises(Invalid):
        three.do(deeds.extend_pool, candidate_id=2, expires_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="K-0002 is in the pool already"):
        three.do(deeds.admit_to_pool, candidate_id=2, met_on=TODAY)


def test_who_leaves_the_pool_leaves_with_a_reason(three: Store) -> None:
    three.do(deeds.admit_to_pool, candidate_id=1, met_on=MARCH)
    with pytest.raises(Invalid):
        three.do(deeds.leave_pool, candidate_id=1, ended_on=TODAY, end_reason="other")
    three.do(deeds.leave_pool, candidate_id=1, ended_on=TODAY, end_reason="expired", notice_sent_on=TODAY)
    record = _record(three)
    assert record.in_pool is None
    assert [(row.end_reason, row.state, row.notice_sent_on) for row in record.pool] == [("expired", "left", TODAY)]
    with pytest.raises(Refused, match="K-0001 is not in the pool"):
        three.do(deeds.extend_pool, candidate_id=1, expires_on=TODAY)
    with pytest.raises(Refused, match="K-0001 is not in the pool"):
        three.do(deeds.leave_pool, candidate_id=1, ended_on=TODAY, end_reason="expired")


def test_contacts_are_counted_by_kind_and_the_last_is_known(three: Store) -> None:
    for kind, day in (
        ("introduction", MARCH),
        ("activity", JUNE),
        ("activity", JANUARY),
        ("contact", date(2026, 9, 9)),
    ):
        three.do(deeds.note_contact, candidate_id=1, happened_on=day, kind=kind, what=" work  day ")
    known = three.read(queries.known, 1, TODAY)
    assert (known.introductions, known.activities, known.last_contact_on) == (1, 2, date(2026, 9, 9))
    assert known.met_on == JANUARY
    assert three.read(queries.known, 1, MARCH).activities == 1
    assert [row.what for row in _record(three).contacts] == ["work day"] * 4
    with pytest.raises(Invalid, match="choose what it was"):
        three.do(deeds.note_contact, candidate_id=1, happened_on=TODAY, kind="refusal")
    with pytest.raises(Invalid, match="still to come"):
        three.do(deeds.note_contact, candidate_id=1, happened_on=date(2026, 12, 1), kind="contact")


def test_a_contact_can_be_removed_but_a_refusal_stays(three: Store) -> None:
    contact = three.do(deeds.note_contact, candidate_id=1, happened_on=MARCH, kind="activity").result
    three.do(deeds.remove_contact, contact_id=contact)
    three.do(deeds.refuse_offer, candidate_id=1, happened_on=MARCH)
    (refusal,) = _record(three).contacts
    with pytest.raises(Refused, match="stays on record"):
        three.do(deeds.remove_contact, contact_id=refusal.contact_id)


# -- what the group knows ----------------------------------------------------------------------------------------


def test_what_is_known_of_a_candidate_is_asked_for_on_a_day(three: Store) -> None:
    three.do(deeds.correct_candidate, candidate_id=1, registered_on=JANUARY, owner_registered_on=MARCH, rooms_most=4)
    three.do(deeds.put_on_waiting_list, candidate_id=2, registered_on=date(2025, 1, 1))
    three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY, fee_cents=2500, fee_paid_on=MARCH)
    three.do(deeds.admit_to_pool, candidate_id=1, met_on=MARCH)
    known = three.read(queries.known, 1, TODAY)
    assert (known.met_on, known.fee_paid_on, known.waiting_place) == (MARCH, MARCH, 2)
    assert (known.persons, known.adults, known.children, known.person_id) == (3, 2, 1, None)
    assert known.registered_with_owner
    assert not three.read(queries.known, 1, date(2026, 2, 1)).registered_with_owner
    internal = three.read(queries.known, 3, TODAY)
    assert (internal.person_id, internal.met_on, internal.waiting_place) == (1, None, None)
    with pytest.raises(LookupError):
        three.read(queries.known, 99, TODAY)


# -- the journal -------------------------------------------------------------------------------------------------


def test_the_journal_knows_candidates_by_number_only_and_all_can_be_taken_back(three: Store) -> None:
    batches = [
        three.do(deeds.correct_candidate, candidate_id=1, registered_on=JANUARY, note="likes to garden").batch,
        three.do(deeds.give_consent, candidate_id=1, consent_on=MARCH, consent_until=JUNE).batch,
        three.do(deeds.withdraw_consent, candidate_id=1, consent_until=MARCH).batch,
        three.do(deeds.put_on_waiting_list, candidate_id=1, registered_on=JANUARY).batch,
        three.do(deeds.note_fee, candidate_id=1, fee_paid_on=MARCH, fee_cents=2500).batch,
        three.do(deeds.refuse_offer, candidate_id=1, happened_on=MARCH, refusals_most=1).batch,
        three.do(deeds.take_off_waiting_list, candidate_id=1, ended_on=JUNE, end_reason="no_answer").batch,
        three.do(deeds.note_notice, candidate_id=1, notice_sent_on=JUNE).batch,
        three.do(deeds.admit_to_pool, candidate_id=1, met_on=MARCH).batch,
        three.do(deeds.extend_pool, candidate_id=1, expires_on=TODAY).batch,
        three.do(deeds.note_contact, candidate_id=1, happened_on=MARCH, kind="introduction").batch,
        three.do(deeds.leave_pool, candidate_id=1, ended_on=JUNE, end_reason="own_request").batch,
    ]
    assert {*three.read(_abouts)[-len(batches) :]} == {"K-0001"}
    assert not [about for about in three.read(_abouts) for name in ("Vries", "Kaya", "Sam") if name in about]
    for batch in reversed(batches):
        three.do(undo, batch=batch)
    record = _record(three)
    assert (record.waiting, record.pool, record.contacts, record.note, record.consent_on) == ((), (), (), "", None)


def test_every_deed_of_candidates_has_a_name(three: Store) -> None:
    named = set(deeds.__all__) - {"CandidateData"}
    assert named <= set(DEEDS)
