"""A secretary lets people join: applications, other kinds, suspensions, and who is called by e-mail."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import members
from coopadmin.services import memberships as deeds
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import members as register
from db.queries import memberships as queries
from db.store import Store
from tests.conftest import TODAY, Furnish

ANNA = PersonData("Berg", prefix="van den", given_name="Anna", email="anna@example.org")
SINCE = date(2020, 1, 1)


def _fill(store: Store) -> None:
    """Anna is a member and Bo a tenant who never was one."""
    store.do(members.register_member, number="L007", person=ANNA, kind="member", starts_on=SINCE)
    store.do(members.register_person, person=PersonData("Bos", given_name="Bo"))


@pytest.fixture
def people(store: Store, furnish: Furnish) -> Store:
    """Give a store with the member and the tenant."""
    furnish(_fill)
    return store


def _periods(store: Store, person_id: int) -> list[tuple[str, date, date | None]]:
    record = store.read(register.record, person_id)
    assert record is not None
    return [(row.kind, row.starts_on, row.ends_on) for row in record.memberships]


def _apply(store: Store, person_id: int = 2, kind: str = "member", applied_on: date = date(2026, 10, 1)) -> int:
    return store.do(deeds.apply, person_id=person_id, kind=kind, applied_on=applied_on).result


def _wrong(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.field for problem in refusal.value.problems]


# -- joining -------------------------------------------------------------------------------------------------------


def test_who_is_admitted_gets_the_next_number_and_a_membership_from_the_first_day(people: Store) -> None:
    application = _apply(people)
    person = people.do(
        deeds.admit, application_id=application, decided_on=date(2026, 11, 2), starts_on=date(2026, 12, 1)
    ).result
    assert person == 2
    row = people.read(queries.application, application)
    assert row is not None
    assert (row.number, row.outcome, row.starts_on) == ("L008", "admitted", date(2026, 12, 1))
    assert _periods(people, 2) == [("member", date(2026, 12, 1), None)]


def test_somebody_new_applies_with_a_name(people: Store) -> None:
    application = people.do(
        deeds.apply, person=PersonData("Öz", given_name="Ela"), kind="aspirant", applied_on=TODAY, note="via de buren"
    ).result
    row = people.read(queries.application, application)
    assert row is not None
    assert (row.letter_name, row.number, row.kind, row.outcome, row.note) == (
        "Ela Öz",
        "",
        "aspirant",
        "open",
        "via de buren",
    )


def test_an_aspirant_who_is_admitted_goes_on_as_a_member_without_a_gap(people: Store) -> None:
    first = _apply(people, kind="aspirant", applied_on=date(2026, 1, 5))
    people.do(deeds.admit, application_id=first, decided_on=date(2026, 2, 1), starts_on=date(2026, 2, 1))
    second = _apply(people, kind="member")
    people.do(deeds.admit, application_id=second, decided_on=date(2026, 11, 2), starts_on=date(2026, 11, 3))
    assert _periods(people, 2) == [
        ("member", date(2026, 11, 3), None),
        ("aspirant", date(2026, 2, 1), date(2026, 11, 2)),
    ]
    (ending,) = people.read(queries.endings_of, 2)
    assert (ending.kind, ending.ends_on) == ("change", date(2026, 11, 2))


def test_who_was_a_member_before_is_admitted_under_the_same_number(people: Store) -> None:
    people.do(members.end_membership, person_id=1, ends_on=date(2024, 12, 31))
    application = _apply(people, person_id=1)
    people.do(deeds.admit, application_id=application, decided_on=TODAY, starts_on=TODAY)
    assert _periods(people, 1) == [("member", TODAY, None), ("member", SINCE, date(2024, 12, 31))]
    assert [row.number for row in people.read(register.register_on, TODAY)] == ["L007"]
    assert people.read(register.register_on, date(2025, 6, 1)) == ()


def test_a_refused_application_can_still_be_admitted_by_the_meeting(people: Store) -> None:
    application = _apply(people)
    people.do(deeds.refuse_application, application_id=application, decided_on=date(2026, 10, 20), reason="geen plek")
    row = people.read(queries.application, application)
    assert row is not None
    assert (row.outcome, row.decided_on, row.reason) == ("refused", date(2026, 10, 20), "geen plek")
    people.do(deeds.admit, application_id=application, decided_on=TODAY, starts_on=TODAY)
    assert _periods(people, 2) == [("member", TODAY, None)]


def test_an_application_is_decided_once_and_not_before_it_was_made(people: Store) -> None:
    application = _apply(people)
    with pytest.raises(Invalid) as refusal:
        people.do(deeds.refuse_application, application_id=application, decided_on=date(2026, 9, 30))
    assert _wrong(refusal) == ["decided_on"]
    people.do(deeds.withdraw_application, application_id=application, decided_on=date(2026, 10, 2))
    with pytest.raises(Refused, match="decided already: withdrawn"):
        people.do(deeds.admit, application_id=application, decided_on=TODAY, starts_on=TODAY)


def test_what_cannot_be_about_an_application_is_named(people: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        people.do(deeds.apply, kind="baas", applied_on=date(2026, 11, 21))
    assert _wrong(refusal) == ["person_id", "kind", "applied_on"]
    with pytest.raises(Invalid) as refusal:
        _apply(people, person_id=1)
    assert "is a member already" in str(refusal.value)
    _apply(people)
    with pytest.raises(Refused, match="an application of this person already"):
        _apply(people, kind="supporter")


def test_an_admission_is_taken_back_whole(people: Store) -> None:
    application = _apply(people)
    people.do(deeds.admit, application_id=application, decided_on=TODAY, starts_on=TODAY)
    people.do(undo)
    row = people.read(queries.application, application)
    assert row is not None
    assert (row.outcome, row.number) == ("open", "")
    assert _periods(people, 2) == []


# -- another kind --------------------------------------------------------------------------------------------------


def test_a_change_of_kind_leaves_offices_alone_and_says_how_the_first_ended(people: Store) -> None:
    people.do(members.give_office, person_id=1, office="chair", starts_on=date(2025, 1, 1))
    people.do(deeds.change_kind, person_id=1, kind="supporter", starts_on=date(2026, 12, 1))
    assert _periods(people, 1) == [("supporter", date(2026, 12, 1), None), ("member", SINCE, date(2026, 11, 30))]
    record = people.read(register.record, 1)
    assert record is not None
    assert record.offices[0].ends_on is None


def test_a_change_of_kind_must_change_something_and_come_later(people: Store) -> None:
    with pytest.raises(Invalid):
        people.do(deeds.change_kind, person_id=1, kind="member", starts_on=TODAY)
    with pytest.raises(Invalid) as refusal:
        people.do(deeds.change_kind, person_id=1, kind="supporter", starts_on=SINCE)
    assert _wrong(refusal) == ["starts_on"]
    people.do(deeds.resign, person_id=1, noticed_on=TODAY)
    with pytest.raises(Refused, match="is ending"):
        people.do(deeds.change_kind, person_id=1, kind="supporter", starts_on=TODAY)


# -- suspension ----------------------------------------------------------------------------------------------------


def test_a_suspension_runs_until_it_is_lifted(people: Store) -> None:
    suspension = people.do(deeds.suspend, person_id=1, starts_on=TODAY, reason="geweld op de klusdag").result
    (row,) = people.read(queries.suspensions_of, 1)
    assert (row.starts_on, row.ends_on, row.reason) == (TODAY, None, "geweld op de klusdag")
    with pytest.raises(Invalid) as refusal:
        people.do(deeds.suspend, person_id=1, starts_on=date(2026, 12, 1), reason="nog eens")
    assert _wrong(refusal) == ["starts_on"]
    with pytest.raises(Invalid):
        people.do(deeds.lift_suspension, suspension_id=suspension, ends_on=date(2026, 11, 19))
    people.do(deeds.lift_suspension, suspension_id=suspension, ends_on=date(2026, 12, 1))
    assert people.read(queries.suspensions_of, 1)[0].ends_on == date(2026, 12, 1)


def test_a_suspension_needs_a_member_a_reason_and_days_in_order(people: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        people.do(deeds.suspend, person_id=1, starts_on=date(2019, 1, 1), ends_on=date(2018, 1, 1), reason=" ")
    assert _wrong(refusal) == ["starts_on", "ends_on", "reason"]
    with pytest.raises(Refused):
        people.do(deeds.suspend, person_id=2, starts_on=TODAY, reason="x")


# -- e-mail --------------------------------------------------------------------------------------------------------


def test_consent_to_e_mail_is_dated_withdrawn_and_given_anew(people: Store) -> None:
    people.do(deeds.agree_to_email, person_id=1, starts_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="agreed already"):
        people.do(deeds.agree_to_email, person_id=1, starts_on=TODAY)
    people.do(deeds.withdraw_email, person_id=1, ends_on=date(2026, 6, 30))
    with pytest.raises(Invalid):
        people.do(deeds.agree_to_email, person_id=1, starts_on=date(2026, 6, 30))
    people.do(deeds.agree_to_email, person_id=1, starts_on=date(2026, 7, 1))
    times = [(row.starts_on, row.ends_on) for row in people.read(queries.consents_of, 1)]
    assert times == [(date(2026, 7, 1), None), (date(2026, 1, 1), date(2026, 6, 30))]


def test_consent_given_again_on_the_very_day_it_was_withdrawn_runs_on(people: Store) -> None:
    people.do(deeds.agree_to_email, person_id=1, starts_on=TODAY)
    people.do(deeds.withdraw_email, person_id=1, ends_on=TODAY)
    people.do(deeds.agree_to_email, person_id=1, starts_on=TODAY)
    assert [(row.starts_on, row.ends_on) for row in people.read(queries.consents_of, 1)] == [(TODAY, None)]


def test_without_an_address_nobody_can_be_called_by_e_mail(people: Store) -> None:
    with pytest.raises(Refused, match="No e-mail address"):
        people.do(deeds.agree_to_email, person_id=2, starts_on=TODAY)
    with pytest.raises(Refused, match="called by post"):
        people.do(deeds.withdraw_email, person_id=1, ends_on=TODAY)
    with pytest.raises(Invalid):
        people.do(deeds.agree_to_email, person_id=1, starts_on=date(2026, 11, 21))
