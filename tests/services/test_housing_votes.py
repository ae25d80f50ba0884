"""From the vote of a committee to the second admission: what a nomination and a membership rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import housing, nominations
from db.queries import members as register
from db.queries import nominations as queries
from db.queries.deadlines_nominations import of_nominations
from db.store import Store
from db.tables.allocation import AllocationFile
from tests.choosing_made import Case, call, choose, count, item_of, open_meeting, plan, set_columns, write_file
from tests.conftest import TODAY, Furnish

SENT = date(2026, 11, 12)


def _fill(store: Store) -> Case:
    case = store.do(write_file, admissions=2, second_after_days=3, nominees=1).result
    store.do(set_columns, model=AllocationFile, row_id=case.file_id, permit_regime="none")
    choose(store, case, (5, 0, 0), (2, 3, 0))
    return case


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give a file of which the committee chose the first candidate and not the second."""
    return furnish(_fill)


def _nominate(store: Store, case: Case, place: int = 0) -> int:
    days: dict[str, Any] = {"statement_on": SENT, "papers_on": SENT, "sent_on": SENT}
    return store.do(nominations.nominate, file_id=case.file_id, candidacy_id=case.candidacies[place], **days).result


def _house(store: Store, nomination: int) -> housing.Housed:
    store.do(nominations.note_answer, nomination_id=nomination, answer="accepted", answered_on=date(2026, 11, 13))
    store.do(
        nominations.note_fit, nomination_id=nomination, fit="PAS", fit_on=date(2026, 11, 13), fit_by="de corporatie"
    )
    return store.do(
        housing.house,
        nomination_id=nomination,
        contract_number="C-0001",
        starts_on=date(2026, 11, 14),
        basic_rent_cents=65000,
        on=TODAY,
    ).result


def test_a_nomination_rests_on_the_decision_that_names_the_candidate(store: Store, case: Case) -> None:
    _nominate(store, case)
    row = store.read(queries.nominations, case.file_id)[0]
    assert row.decision_id is not None
    assert row.decision == item_of(store, case, "choice", 0).decision_number


def test_who_the_vote_did_not_carry_is_not_nominated(store: Store, case: Case) -> None:
    nomination = _nominate(store, case)
    store.do(nominations.end_nomination, nomination_id=nomination, ended="no_fit", on=TODAY)
    with pytest.raises(Invalid) as refusal:
        _nominate(store, case, 1)
    assert [problem.field for problem in refusal.value.problems] == ["candidacy_id"]


def test_an_aspirant_becomes_a_member_once_the_second_vote_is_carried_and_its_day_has_come(
    store: Store, case: Case
) -> None:
    housed = _house(store, _nominate(store, case))
    assert housed.second_from == date(2026, 11, 17)
    terms = store.read(lambda connection: list(of_nominations(connection, date(2026, 11, 16))))
    term = next(one for one in terms if one.kind == "second_admission")
    assert (term.on, term.met_on, term.ref) == (date(2026, 11, 17), None, ("allocation", case.file_id))
    # The days of the procedure are the fewest, not the most: once they are over it waits, and is never late.
    states = [(term.state(day), term.days_left(day)) for day in (date(2026, 11, n) for n in (16, 17, 18))]
    assert states == [("soon", 1), ("waiting", None), ("waiting", None)]
    assert term.what == "Second admission of the aspirant in home A12 (T-2026-01)"
    meeting = plan(store, "committee", "2026-11-18T20:00", group_id=case.group_id)
    call(store, case, 0, kind="second_admission", meeting_id=meeting, starts_at="")
    open_meeting(store, meeting, case.people[:5], "2026-11-18T20:00")
    item = item_of(store, case, "second_admission", 0).item_id
    candidacy = case.candidacies[0]
    with pytest.raises(Refused, match="not carried by a vote yet"):
        store.do(housing.admit_second, candidacy_id=candidacy, starts_on=date(2026, 11, 19))
    count(store, item, (5, 0, 0), at="2026-11-18T20:10")
    with pytest.raises(Invalid) as refusal:
        store.do(housing.admit_second, candidacy_id=candidacy, starts_on=date(2026, 11, 16))
    assert "not before 17 November 2026" in str(refusal.value)
    store.do(housing.admit_second, candidacy_id=candidacy, starts_on=date(2026, 11, 19))
    record = store.read(register.record, housed.person_id)
    assert record is not None
    assert sorted((row.starts_on, row.kind) for row in record.memberships) == [
        (date(2026, 11, 14), "aspirant"),
        (date(2026, 11, 19), "member"),
    ]
    met = store.read(queries.second_admissions, TODAY)
    assert [one.met_on for one in met] == [date(2026, 11, 19)]
    with pytest.raises(Refused, match="No second admission waits"):
        store.do(housing.admit_second, candidacy_id=candidacy, starts_on=TODAY)
