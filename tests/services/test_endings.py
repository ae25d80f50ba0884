"""A secretary ends memberships: by the member, by the association, by expulsion with its appeal, by death."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from coopadmin.errors import Invalid, Refused
from coopadmin.services import association, decisions, members
from coopadmin.services import memberships as deeds
from coopadmin.services.meetings import plan_meeting
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.queries import members as register
from db.queries import memberships as queries
from db.queries.memberships import EndingRow
from db.store import Store
from tests.conftest import TODAY, Furnish

SINCE = date(2020, 1, 1)
YEAR_END = date(2026, 12, 31)
NEXT_YEAR_END = date(2027, 12, 31)


def _fill(store: Store) -> None:
    """Anna is a member, chair without an end and auditor until 2029, and in the garden group."""
    person = PersonData("Berg", given_name="Anna", email="anna@example.org")
    store.do(members.register_member, number="L001", person=person, kind="member", starts_on=SINCE)
    store.do(members.give_office, person_id=1, office="chair", starts_on=date(2025, 1, 1))
    store.do(
        members.give_office,
        person_id=1,
        office="audit_committee",
        starts_on=date(2026, 1, 1),
        ends_on=date(2029, 1, 1),
    )
    store.do(members.join_group, person_id=1, group="Tuin", starts_on=date(2025, 1, 1))


@pytest.fixture
def anna(store: Store, furnish: Furnish) -> Store:
    """Give a store with the member."""
    furnish(_fill)
    return store


def _lasts(store: Store) -> tuple[date | None, ...]:
    """The last days of the membership, the two offices and the group."""
    return store.read(_last_days)


def _last_days(connection: Connection) -> tuple[date | None, ...]:
    record = register.record(connection, 1)
    assert record is not None
    offices = {term.name: term.ends_on for term in record.offices}
    return (
        record.memberships[0].ends_on,
        offices["chair"],
        offices["audit_committee"],
        record.groups[0].ends_on,
    )


AS_BEFORE = (None, None, date(2029, 1, 1), None)


def _ending(store: Store) -> EndingRow:
    (row,) = store.read(queries.endings_of, 1)
    return row


def _expel(store: Store, **more: Any) -> int:
    return store.do(
        deeds.expel, person_id=1, decided_on=date(2026, 10, 1), reason="bedreiging van buren", **more
    ).result


def _do(store: Store, deed: Any, **values: Any) -> None:
    store.do(deed, **values)


def _suspension(store: Store) -> tuple[date, date | None]:
    (row,) = store.read(queries.suspensions_of, 1)
    return row.starts_on, row.ends_on


# -- resignation ---------------------------------------------------------------------------------------------------


def test_a_resignation_sets_the_last_day_ahead_and_the_member_stays_one_until_then(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY, reason="verhuizing", tenancy_kept=False)
    assert _lasts(anna) == (YEAR_END, YEAR_END, YEAR_END, YEAR_END)
    row = _ending(anna)
    assert (row.kind, row.state, row.ends_on, row.tenancy_kept) == ("resignation", "ends", YEAR_END, False)
    assert row.rule.startswith("Notice given on 20 November 2026.\nAt the end of a financial year")
    assert [one.number for one in anna.read(register.register_on, YEAR_END)] == ["L001"]
    assert anna.read(register.register_on, date(2027, 1, 1)) == ()


def test_a_wish_that_is_not_allowed_rolls_on(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY, ends_on=date(2027, 2, 1))
    assert _ending(anna).ends_on == NEXT_YEAR_END


def test_the_statutes_rules_hold_from_their_day(anna: Store) -> None:
    for name, value in (("resignation_notice_weeks", "8"), ("financial_year_first_month", "7")):
        anna.do(association.set_rule, name=name, value=value, valid_from=date(2026, 1, 1), source="Statuten art. 6")
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY)
    row = _ending(anna)
    assert row.ends_on == date(2027, 6, 30)
    assert "8 weeks' notice (Statuten art. 6)" in row.rule


def test_a_notice_taken_back_before_its_day_gives_everything_back(anna: Store) -> None:
    ending = anna.do(deeds.resign, person_id=1, noticed_on=TODAY).result
    anna.do(deeds.withdraw_ending, ending_id=ending, withdrawn_on=TODAY)
    assert _lasts(anna) == AS_BEFORE
    assert anna.read(queries.endings_of, 1) == ()


def test_an_office_that_was_ended_otherwise_meanwhile_is_not_given_back(anna: Store) -> None:
    ending = anna.do(deeds.resign, person_id=1, noticed_on=TODAY).result
    anna.do(members.end_office, term_id=1, ends_on=date(2026, 12, 1))
    anna.do(deeds.withdraw_ending, ending_id=ending, withdrawn_on=TODAY)
    assert _lasts(anna) == (None, date(2026, 12, 1), date(2029, 1, 1), None)


def test_a_notice_cannot_be_taken_back_once_the_membership_is_over(anna: Store) -> None:
    ending = anna.do(deeds.resign, person_id=1, noticed_on=TODAY).result
    with pytest.raises(Refused, match="who comes back is admitted anew"):
        anna.do(deeds.withdraw_ending, ending_id=ending, withdrawn_on=date(2027, 1, 1))


def test_who_has_resigned_cannot_resign_again(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY)
    with pytest.raises(Refused, match="ends on 31 December 2026 already"):
        anna.do(deeds.resign, person_id=1, noticed_on=TODAY)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"noticed_on": date(2026, 11, 21)}, ["noticed_on"]),
        ({"noticed_on": date(2019, 12, 31)}, ["noticed_on"]),
        ({"noticed_on": TODAY, "ends_on": date(2026, 11, 1)}, ["ends_on"]),
        ({"noticed_on": TODAY, "ends_on": date(2206, 12, 31)}, ["ends_on"]),
        ({"noticed_on": TODAY, "immediate": True}, ["reason"]),
        ({"noticed_on": TODAY, "immediate": True, "learned_on": date(2026, 10, 19)}, ["learned_on"]),
    ],
)
def test_what_cannot_be_about_a_resignation_is_named(anna: Store, values: dict[str, Any], wrong: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        anna.do(deeds.resign, person_id=1, **values)
    assert [problem.field for problem in refusal.value.problems] == wrong
    assert _lasts(anna) == AS_BEFORE


def test_because_of_a_decision_a_member_leaves_at_once_even_after_giving_notice(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=date(2026, 11, 1))
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY, immediate=True, learned_on=date(2026, 10, 20))
    assert _lasts(anna) == (TODAY, TODAY, TODAY, TODAY)
    row = _ending(anna)
    assert (row.kind, row.noticed_on) == ("immediate", TODAY)
    assert "BW 2:36(3)" in row.rule


def test_who_is_no_member_cannot_resign(anna: Store) -> None:
    person = anna.do(members.register_person, person=PersonData("Bos")).result
    with pytest.raises(Refused, match="no running membership"):
        anna.do(deeds.resign, person_id=person, noticed_on=TODAY)


def test_a_resignation_is_taken_back_whole(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY)
    anna.do(undo)
    assert _lasts(anna) == AS_BEFORE
    assert anna.read(queries.endings_of, 1) == ()


# -- notice by the association -------------------------------------------------------------------------------------


def test_notice_by_the_association_has_a_ground_a_reason_and_the_terms_of_a_notice(anna: Store) -> None:
    anna.do(
        deeds.end_by_association, person_id=1, noticed_on=TODAY, ground="requirements", reason="woont hier niet meer"
    )
    row = _ending(anna)
    assert (row.kind, row.ends_on, row.reason) == ("by_association", YEAR_END, "woont hier niet meer")
    assert "no longer what the statutes ask of a member (BW 2:35(2))" in row.rule


def test_at_once_only_where_going_on_cannot_be_asked(anna: Store) -> None:
    with pytest.raises(Invalid) as refusal:
        anna.do(deeds.end_by_association, person_id=1, noticed_on=TODAY, ground="statutes", reason=" ", immediate=True)
    assert [problem.field for problem in refusal.value.problems] == ["immediate", "reason"]
    anna.do(deeds.end_by_association, person_id=1, noticed_on=TODAY, ground="unreasonable", reason="x", immediate=True)
    assert _ending(anna).ends_on == TODAY


def test_where_the_statutes_give_an_appeal_an_upheld_one_undoes_the_notice(anna: Store) -> None:
    ending = anna.do(
        deeds.end_by_association, person_id=1, noticed_on=date(2026, 11, 1), ground="statutes", reason="x"
    ).result
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 11, 2))
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 10))
    assert _ending(anna).ends_on == YEAR_END, "an appeal against a notice does not stop it"
    anna.do(deeds.decide_appeal, ending_id=ending, outcome="upheld", decided_on=TODAY)
    assert _lasts(anna) == AS_BEFORE
    assert _ending(anna).state == "undone"


# -- expulsion -----------------------------------------------------------------------------------------------------


def test_an_expelled_member_is_suspended_and_stays_one_until_the_reasons_are_received(anna: Store) -> None:
    _expel(anna, reasons_sent_on=date(2026, 10, 2))
    assert _lasts(anna) == AS_BEFORE
    assert _suspension(anna) == (date(2026, 10, 1), None)
    assert _ending(anna).state == "receipt"


def test_without_an_appeal_the_membership_ends_a_month_after_receipt(anna: Store) -> None:
    ending = _expel(anna)
    until = anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 31)).result
    assert until == date(2026, 11, 30)
    assert _lasts(anna) == (until, until, until, until)
    assert _suspension(anna) == (date(2026, 10, 1), until)
    assert _ending(anna).state == "ends"


def test_the_day_of_receipt_can_be_put_right_either_way(anna: Store) -> None:
    ending = _expel(anna)
    for received, until in ((31, date(2026, 11, 30)), (20, date(2026, 11, 20)), (25, date(2026, 11, 25))):
        anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, received))
        assert _lasts(anna) == (until, until, until, until)
        assert _suspension(anna) == (date(2026, 10, 1), until)


def test_an_appeal_keeps_the_member_suspended_until_it_is_decided(anna: Store) -> None:
    ending = _expel(anna)
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 20))
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 10))
    assert _lasts(anna) == AS_BEFORE
    assert _suspension(anna) == (date(2026, 10, 1), None)
    assert _ending(anna).state == "appeal"
    with pytest.raises(Refused, match="an appeal already"):
        anna.do(deeds.appeal, ending_id=ending, appealed_on=TODAY)


def test_an_appeal_that_is_upheld_undoes_the_expulsion(anna: Store) -> None:
    ending = _expel(anna)
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 20))
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 10))
    anna.do(deeds.decide_appeal, ending_id=ending, outcome="upheld", decided_on=TODAY)
    assert _lasts(anna) == AS_BEFORE
    assert _suspension(anna) == (date(2026, 10, 1), TODAY)
    assert _ending(anna).state == "undone"
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY)
    assert (_ending(anna).kind, _ending(anna).appeal_outcome) == ("resignation", "")


def test_an_appeal_that_is_dismissed_ends_the_membership_that_day(anna: Store) -> None:
    ending = _expel(anna)
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 10, 15))
    anna.do(deeds.decide_appeal, ending_id=ending, outcome="dismissed", decided_on=date(2026, 11, 18))
    day = date(2026, 11, 18)
    assert _lasts(anna) == (day, day, day, day)
    assert _suspension(anna) == (date(2026, 10, 1), day)
    assert _ending(anna).rule.endswith("Last day of the membership: 18 November 2026.")


def test_who_withdraws_the_appeal_leaves_when_the_term_is_over(anna: Store) -> None:
    ending = _expel(anna)
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 11, 1))
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 3))
    anna.do(deeds.decide_appeal, ending_id=ending, outcome="withdrawn", decided_on=date(2026, 11, 5))
    assert _ending(anna).ends_on == date(2026, 12, 1)


def test_too_late_an_appeal_and_one_against_a_resignation_are_refused(anna: Store) -> None:
    ending = _expel(anna)
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 2))
    with pytest.raises(Invalid, match="ended on 2 November 2026"):
        anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 3))
    with pytest.raises(Refused, match="no appeal to decide"):
        anna.do(deeds.decide_appeal, ending_id=ending, outcome="upheld", decided_on=TODAY)


def test_there_is_no_appeal_against_a_resignation(anna: Store) -> None:
    ending = anna.do(deeds.resign, person_id=1, noticed_on=TODAY).result
    with pytest.raises(Refused, match="only where the association"):
        anna.do(deeds.note_received, ending_id=ending, received_on=TODAY)


def test_where_the_meeting_expels_the_membership_ends_that_day_without_a_suspension(anna: Store) -> None:
    _expel(anna, by_meeting=True)
    assert _ending(anna).ends_on == date(2026, 10, 1)
    assert anna.read(queries.suspensions_of, 1) == ()


def _decided(store: Store, body: str) -> int:
    """A decision of a meeting of a body on the day of the expulsion."""
    at = "2026-10-01T20:00"
    meeting_id = store.do(plan_meeting, body=body, title="Avond", starts_at=at, usual_items=False).result
    decided = store.do(
        decisions.record_decision,
        number=f"B-{body}",
        subject="Lid L001",
        decided_on=date(2026, 10, 1),
        outcome="carried",
        meeting_id=meeting_id,
    )
    return decided.result


def test_against_what_the_meeting_decided_itself_no_appeal_is_entered(anna: Store) -> None:
    ending = _expel(anna, by_meeting=True, decision_id=_decided(anna, "general"))
    with pytest.raises(Refused, match="no appeal to it"):
        anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 10, 5))
    with pytest.raises(Refused, match="no appeal to it"):
        anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 5))
    assert _ending(anna).ends_on == date(2026, 10, 1)


def test_a_notice_that_the_meeting_decided_on_has_no_appeal_and_one_of_the_board_has(anna: Store) -> None:
    said = {"person_id": 1, "noticed_on": date(2026, 10, 1), "ground": "unreasonable", "reason": "betaalt niet"}
    ending = anna.do(deeds.end_by_association, **said, decision_id=_decided(anna, "general")).result
    with pytest.raises(Refused, match="no appeal to it"):
        anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 10, 5))
    anna.do(deeds.withdraw_ending, ending_id=ending, withdrawn_on=date(2026, 10, 2))
    ending = anna.do(deeds.end_by_association, **said, decision_id=_decided(anna, "board")).result
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 10, 5))
    anna.do(
        deeds.decide_appeal,
        ending_id=ending,
        outcome="dismissed",
        decided_on=TODAY,
        decision_id=_decided(anna, "residents"),
    )


@pytest.mark.parametrize(("body", "by_meeting"), [("general", False), ("board", True)])
def test_who_expelled_must_agree_with_the_meeting_of_the_decision(anna: Store, body: str, by_meeting: bool) -> None:
    decision_id = _decided(anna, body)
    with pytest.raises(Invalid) as refusal:
        _expel(anna, by_meeting=by_meeting, decision_id=decision_id)
    assert [one.field for one in refusal.value.problems] == ["by_meeting"]
    _expel(anna, by_meeting=not by_meeting, decision_id=decision_id)


def test_who_was_suspended_already_is_not_suspended_twice(anna: Store) -> None:
    anna.do(deeds.suspend, person_id=1, starts_on=date(2026, 9, 1), reason="onderzoek")
    _expel(anna)
    assert _suspension(anna) == (date(2026, 9, 1), None)


def test_an_expulsion_that_overtakes_a_resignation_leaves_the_resignation_where_it_is_undone(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=date(2026, 9, 1))
    ending = _expel(anna)
    assert _ending(anna).ends_on == YEAR_END, "no later than the resignation says"
    anna.do(deeds.note_received, ending_id=ending, received_on=date(2026, 10, 20))
    assert _ending(anna).ends_on == TODAY
    anna.do(deeds.appeal, ending_id=ending, appealed_on=date(2026, 11, 10))
    assert _lasts(anna) == (YEAR_END, YEAR_END, YEAR_END, YEAR_END)
    anna.do(deeds.decide_appeal, ending_id=ending, outcome="upheld", decided_on=TODAY)
    assert _lasts(anna) == (YEAR_END, YEAR_END, YEAR_END, YEAR_END)


def test_while_an_expulsion_is_under_way_nothing_else_ends_the_membership_but_death(anna: Store) -> None:
    _expel(anna)
    tried: Any = (
        (deeds.resign, {"noticed_on": TODAY}),
        (deeds.end_by_association, {"noticed_on": TODAY, "ground": "statutes", "reason": "x"}),
        (deeds.expel, {"decided_on": TODAY, "reason": "x"}),
    )
    for deed, values in tried:
        with pytest.raises(Refused, match="An expulsion is under way"):
            _do(anna, deed, person_id=1, **values)
    anna.do(deeds.record_death, person_id=1, died_on=date(2026, 11, 15))
    assert _lasts(anna) == (date(2026, 11, 15),) * 4
    assert _suspension(anna) == (date(2026, 10, 1), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"decided_on": TODAY, "reason": " "}, ["reason"]),
        ({"decided_on": date(2026, 12, 1), "reason": "x"}, ["decided_on"]),
        ({"decided_on": TODAY, "reason": "x", "reasons_sent_on": date(2026, 11, 19)}, ["reasons_sent_on"]),
    ],
)
def test_what_cannot_be_about_an_expulsion_is_named(anna: Store, values: dict[str, Any], wrong: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        anna.do(deeds.expel, person_id=1, **values)
    assert [problem.field for problem in refusal.value.problems] == wrong


# -- death ---------------------------------------------------------------------------------------------------------


def test_by_death_everything_ends_that_day_also_where_a_later_end_was_coming(anna: Store) -> None:
    anna.do(deeds.agree_to_email, person_id=1, starts_on=date(2026, 1, 1))
    anna.do(deeds.resign, person_id=1, noticed_on=date(2026, 11, 1))
    anna.do(deeds.record_death, person_id=1, died_on=date(2026, 11, 15), note="door de zoon gemeld")
    assert _lasts(anna) == (date(2026, 11, 15),) * 4
    assert anna.read(queries.consents_of, 1)[0].ends_on == date(2026, 11, 15)
    row = _ending(anna)
    assert (row.kind, row.state, row.note) == ("death", "ends", "door de zoon gemeld")
    with pytest.raises(Refused, match="Only a notice"):
        anna.do(deeds.withdraw_ending, ending_id=row.ending_id, withdrawn_on=TODAY)


def test_nobody_dies_tomorrow_or_before_joining(anna: Store) -> None:
    for day in (date(2026, 11, 21), date(2019, 1, 1)):
        with pytest.raises(Invalid) as refusal:
            anna.do(deeds.record_death, person_id=1, died_on=day)
        assert [problem.field for problem in refusal.value.problems] == ["died_on"]


def test_every_deed_on_an_ending_can_be_taken_back_one_by_one(anna: Store) -> None:
    states: list[object] = []

    def read_state(connection: Connection) -> object:
        rows = queries.endings_of(connection, 1)
        return [replace(row, note="") for row in rows], _last_days(connection), queries.suspensions_of(connection, 1)

    def state() -> object:
        return anna.read(read_state)

    done: Any = (
        (deeds.expel, {"person_id": 1, "decided_on": date(2026, 10, 1), "reason": "x"}),
        (deeds.note_received, {"ending_id": 1, "received_on": date(2026, 10, 20)}),
        (deeds.appeal, {"ending_id": 1, "appealed_on": date(2026, 11, 10)}),
        (deeds.decide_appeal, {"ending_id": 1, "outcome": "dismissed", "decided_on": TODAY}),
    )
    for deed, values in done:
        states.append(state())
        _do(anna, deed, **values)
    for before in reversed(states):
        anna.do(undo)
        assert state() == before


def test_what_was_ahead_is_over_once_its_day_has_passed(anna: Store) -> None:
    anna.do(deeds.resign, person_id=1, noticed_on=TODAY)
    later = Store(anna.path, actor="Noor", clock=lambda: datetime(2027, 1, 1, 12, tzinfo=UTC))
    with pytest.raises(Refused, match="no running membership"):
        later.do(deeds.resign, person_id=1, noticed_on=date(2027, 1, 1))
    application = later.do(deeds.apply, person_id=1, kind="member", applied_on=date(2027, 1, 1)).result
    later.do(deeds.admit, application_id=application, decided_on=date(2027, 1, 1), starts_on=date(2027, 1, 1))
    record = later.read(register.record, 1)
    assert record is not None
    assert [(row.starts_on, row.ends_on) for row in record.memberships] == [
        (date(2027, 1, 1), None),
        (SINCE, YEAR_END),
    ]
