"""A meeting appoints people to offices, and the schedule says who leaves when."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import members, offices
from coopadmin.services.association import set_rule
from coopadmin.services.members import PersonData
from coopadmin.services.offices import Appointment, office_code
from coopadmin.services.undo import undo
from db.queries import offices as queries
from db.store import Store
from tests.conftest import TODAY, Furnish

MAY = date(2026, 5, 20)

ANNA, BO, COR, DEE, OUTSIDER = 1, 2, 3, 4, 5
"""People by their number in the store; the last is no member."""


def _fill(store: Store) -> None:
    for number, name in enumerate(("Anna", "Bo", "Cor", "Dee"), start=1):
        person = PersonData("Berg", given_name=name)
        store.do(
            members.register_member,
            number=f"L{number:03}",
            person=person,
            kind="member",
            starts_on=date(2020, 1, 1),
        )
    store.do(members.register_person, person=PersonData("Buiten", given_name="Ada"))


@pytest.fixture
def group(store: Store, furnish: Furnish) -> Store:
    """Give a store with four members and somebody who is none."""
    furnish(_fill)
    return store


def _appoint(store: Store, person_id: int, office: str, starts_on: date = MAY, **more: object) -> Appointment:
    return store.do(offices.appoint, person_id=person_id, office=office, starts_on=starts_on, **more).result  # type: ignore[arg-type]


def _fields(store: Store, **values: object) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        _appoint(store, **values)  # type: ignore[arg-type]
    return [problem.field for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Voorzitter", "chair"),
        ("chair", "chair"),
        ("KASCOMMISSIE", "audit_committee"),
        (" Sleutelbeheer ", "Sleutelbeheer"),
    ],
)
def test_an_office_is_known_in_both_languages_and_one_of_the_groups_own_as_it_is_written(
    written: str, code: str
) -> None:
    assert office_code(written) == code


def test_who_is_appointed_holds_the_office_and_its_term_is_over_by_the_schedule(group: Store) -> None:
    made = _appoint(group, ANNA, "voorzitter")
    assert made.warnings == ()
    row = group.read(queries.record, made.term_ids[0], TODAY)
    assert row is not None
    assert (row.office, row.name, row.retires_on, row.planned, row.term_number, row.on_board) == (
        "chair",
        "Anna Berg",
        date(2029, 5, 20),
        False,
        1,
        True,
    )


def test_who_is_elected_again_ends_the_old_term_the_day_before(group: Store) -> None:
    first = _appoint(group, ANNA, "chair", date(2023, 5, 10)).term_ids[0]
    second = _appoint(group, ANNA, "chair").term_ids[0]
    before, now = group.read(queries.record, first, TODAY), group.read(queries.record, second, TODAY)
    assert before is not None
    assert now is not None
    assert (before.ends_on, now.starts_on, now.term_number) == (date(2026, 5, 19), MAY, 2)
    group.do(undo)
    again = group.read(queries.record, first, TODAY)
    assert again is not None
    assert again.ends_on is None


def test_the_same_term_is_not_given_twice(group: Store) -> None:
    _appoint(group, ANNA, "chair")
    assert _fields(group, person_id=ANNA, office="chair") == ["starts_on"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"person_id": ANNA, "office": "  "}, ["office"]),
        ({"person_id": ANNA, "office": "x" * 81}, ["office"]),
        ({"person_id": 99, "office": "chair"}, ["person_id"]),
        ({"person_id": ANNA, "office": "chair", "retires_on": date(2026, 1, 1)}, ["retires_on"]),
        ({"person_id": ANNA, "office": "chair", "decision_id": 9}, ["decision_id"]),
    ],
)
def test_what_cannot_be_is_said_under_its_field(group: Store, values: dict[str, object], fields: list[str]) -> None:
    assert _fields(group, **values) == fields


def test_a_second_chair_and_somebody_who_is_no_member_are_taken_in_with_a_warning(group: Store) -> None:
    _appoint(group, ANNA, "chair")
    made = _appoint(group, OUTSIDER, "chair")
    assert [said.split(";")[0] for said in made.warnings[:2]] == [
        "Ada Buiten is no member that day",
        "Anna Berg is chair too that day",
    ]


def test_nobody_on_the_board_looks_over_the_boards_accounts(group: Store) -> None:
    _appoint(group, ANNA, "treasurer")
    assert _fields(group, person_id=ANNA, office="kascommissie", starts_on=TODAY) == ["person_id"]
    _appoint(group, BO, "kascommissie")
    made = _appoint(group, BO, "secretary", TODAY)
    assert any("audit committee too" in said for said in made.warnings)


def test_a_coordinator_is_on_the_board_only_where_the_group_says_so(group: Store) -> None:
    group.do(set_rule, name="board_coordinator", value="0", valid_from=date(2020, 1, 1), source="statuten art. 8")
    _appoint(group, ANNA, "maintenance coordinator")
    assert _appoint(group, ANNA, "kascommissie", TODAY).warnings == ()


def test_an_appointment_warns_where_too_many_would_leave_the_board_together(group: Store) -> None:
    _appoint(group, ANNA, "chair")
    _appoint(group, BO, "secretary", date(2025, 5, 20))
    made = _appoint(group, COR, "treasurer")
    assert made.warnings == ("In 2029 2 of 3 on the board leave, more than 49 %; plan another day for one.",)
    group.do(offices.plan_retirement, term_id=made.term_ids[0], retires_on=date(2028, 12, 31))
    years = group.read(queries.schedule, TODAY).years
    assert [(one.year, one.leaving, one.too_many) for one in years] == [
        (2028, 2, True),
        (2029, 1, False),
    ]
    group.do(offices.plan_retirement, term_id=made.term_ids[0], retires_on=date(2030, 1, 1))
    assert not any(one.too_many for one in group.read(queries.schedule, TODAY).years)


def test_the_retirement_of_an_ended_term_is_not_planned(group: Store) -> None:
    term_id = _appoint(group, ANNA, "chair").term_ids[0]
    with pytest.raises(Invalid):
        group.do(offices.plan_retirement, term_id=term_id, retires_on=date(2026, 1, 1))
    group.do(members.end_office, term_id=term_id, ends_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="ended on 1 October 2026"):
        group.do(offices.plan_retirement, term_id=term_id, retires_on=TODAY)
    with pytest.raises(Refused, match="no longer there"):
        group.do(offices.plan_retirement, term_id=99, retires_on=TODAY)


def test_the_audit_committee_of_the_year_begins_anew_and_who_is_not_named_leaves(group: Store) -> None:
    group.do(offices.appoint_audit_committee, first_id=ANNA, second_id=BO, starts_on=date(2025, 5, 20))
    group.do(offices.appoint_audit_committee, first_id=BO, second_id=COR, third_id=DEE, starts_on=MAY)
    rows = group.read(queries.held_on, TODAY)
    assert [(row.office, row.name, row.since) for row in rows] == [
        ("audit_committee", "Bo Berg", MAY),
        ("audit_committee", "Cor Berg", MAY),
        ("audit_committee", "Dee Berg", MAY),
    ]
    before = group.read(queries.held_on, date(2026, 5, 19))
    assert [(row.name, row.until) for row in before] == [
        ("Anna Berg", date(2026, 5, 19)),
        ("Bo Berg", date(2026, 5, 19)),
    ]


def test_an_audit_committee_of_one_person_or_with_a_treasurer_in_it_is_refused(group: Store) -> None:
    _appoint(group, ANNA, "treasurer")
    with pytest.raises(Invalid) as refusal:
        group.do(offices.appoint_audit_committee, first_id=BO, second_id=BO, third_id=ANNA, starts_on=TODAY)
    assert [problem.field for problem in refusal.value.problems] == ["second_id", "third_id"]
    group.do(offices.appoint_audit_committee, first_id=BO, second_id=COR, starts_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        group.do(offices.appoint_audit_committee, first_id=BO, second_id=DEE, starts_on=TODAY)
    assert [problem.field for problem in refusal.value.problems] == ["starts_on"]


def test_a_term_that_was_entered_wrongly_is_corrected(group: Store) -> None:
    term_id = _appoint(group, ANNA, "chair").term_ids[0]
    changed = group.do(
        offices.correct_term, term_id=term_id, office="secretaris", starts_on=date(2026, 5, 21), ends_on=TODAY
    ).result
    row = group.read(queries.record, term_id, TODAY)
    assert changed
    assert row is not None
    assert (row.office, row.starts_on, row.ends_on) == ("secretary", date(2026, 5, 21), TODAY)
    _appoint(group, ANNA, "treasurer")
    with pytest.raises(Invalid) as refusal:
        group.do(offices.correct_term, term_id=term_id, office="treasurer", starts_on=date(2026, 9, 1), ends_on=TODAY)
    assert [problem.field for problem in refusal.value.problems] == ["starts_on"]
    with pytest.raises(Invalid) as refusal:
        group.do(offices.correct_term, term_id=term_id, office="", starts_on=TODAY, ends_on=MAY)
    assert [problem.field for problem in refusal.value.problems] == ["office", "ends_on"]
