"""The calendar says by when, why, and how it stands; it never invents a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.deadlines import (
    GROUPS,
    Deadline,
    Figure,
    Tick,
    financial_year,
    in_order,
    of_this_administration,
    ticked,
)
from coopadmin.domain.deadlines_board import (
    BoardRules,
    Corporation,
    accounts,
    audit_committee_of_the_year,
    audit_counts_from,
    board_changes,
    retirements,
    to_be_told,
    vacancy_text,
    vacant_seats,
)
from coopadmin.domain.deadlines_meetings import MeetingFacts, RequestFacts, of_meeting, of_request
from coopadmin.domain.deadlines_members import EndingFacts, Remaining, of_application, of_ending
from coopadmin.domain.meetings import Ground, RequestTerms, sending
from coopadmin.domain.memberships import EndingRules
from coopadmin.domain.offices import AUDIT_COMMITTEE, Term, Vacancy

TODAY = date(2026, 11, 20)
RULES = BoardRules(
    term_years=Figure(3, "statutes art. 9"),
    together_percent=Figure(49, ""),
    board_least=Figure(3, "statutes art. 8"),
    audit_least=Figure(2, "BW 2:48(2)"),
    first_month=1,
    accounts_months=Figure(6, "BW 2:48(1)"),
    corporation_days=Figure(30, "agreement art. 4"),
    register_days=Figure(7, "look it up"),
    bank_days=Figure(14, "habit"),
)
NAMES = {1: "Anna", 2: "Bo", 3: "Cor"}


def days_of(deadlines: list[Deadline]) -> dict[str, date | None]:
    return {one.name: one.on for one in deadlines}


# -- one term ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "met_on", "state"),
    [
        (TODAY - timedelta(days=1), None, "late"),
        (TODAY, None, "soon"),
        (TODAY + timedelta(days=14), None, "soon"),
        (TODAY + timedelta(days=15), None, "later"),
        (None, None, "waiting"),
        (TODAY - timedelta(days=1), TODAY, "met"),
        (None, TODAY, "met"),
    ],
)
def test_a_term_is_late_only_after_its_day(on: date | None, met_on: date | None, state: str) -> None:
    assert Deadline("accounts:2025", on, "x", "y", None, met_on).state(TODAY) == state


def test_a_term_keeps_its_number_as_long_as_its_name() -> None:
    one = Deadline("accounts:2025", TODAY, "x", "y")
    assert one.key == replace(one, what="z", on=None).key
    assert one.key != replace(one, name="accounts:2026").key
    assert 0 < one.key < 2**48


def test_what_was_ticked_off_keeps_its_day_and_note_and_what_the_records_show_keeps_its_own() -> None:
    open_one, done = Deadline("a:1", TODAY, "", ""), Deadline("b:1", TODAY, "", "", None, date(2026, 1, 1))
    tick = Tick(date(2026, 11, 1), "by post")
    first, second = ticked([open_one, done], {"a:1": tick, "b:1": tick})
    assert (first.met_on, first.note, first.ticked) == (date(2026, 11, 1), "by post", True)
    assert (second.met_on, second.ticked) == (date(2026, 1, 1), False)


def test_what_was_due_before_the_administration_began_is_left_out() -> None:
    early, late, waits = (
        Deadline("a:1", date(2026, 1, 1), "", ""),
        Deadline("b:1", TODAY, "", ""),
        Deadline("c:1", None, "", ""),
    )
    assert of_this_administration([early, late, waits], TODAY) == (late, waits)
    assert of_this_administration([early, late, waits], None) == (early, late, waits)


def test_open_terms_stand_by_day_before_those_without_one_and_those_that_were_met() -> None:
    met = Deadline("a:1", date(2026, 1, 1), "", "", None, TODAY)
    waits, soon, later = (
        Deadline("b:1", None, "", ""),
        Deadline("c:1", TODAY, "", ""),
        Deadline("d:1", date(2027, 1, 1), "", ""),
    )
    assert in_order([met, waits, later, soon]) == (soon, later, waits, met)


# -- the financial year --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first_month", "starts_on", "ends_on", "label"),
    [
        (date(2026, 11, 20), 1, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 3, 31), 4, date(2025, 4, 1), date(2026, 3, 31), "2025/2026"),
        (date(2026, 4, 1), 4, date(2026, 4, 1), date(2027, 3, 31), "2026/2027"),
        (date(2024, 2, 29), 3, date(2023, 3, 1), date(2024, 2, 29), "2023/2024"),
        (date(2026, 11, 20), 13, date(2026, 1, 1), date(2026, 12, 31), "2026"),
    ],
)
def test_a_financial_year_begins_in_its_month(
    on: date, first_month: int, starts_on: date, ends_on: date, label: str
) -> None:
    year = financial_year(on, first_month)
    assert (year.starts_on, year.ends_on, year.label) == (starts_on, ends_on, label)


@pytest.mark.parametrize(
    ("first_month", "months", "due"),
    [(1, 6, date(2026, 6, 30)), (1, 2, date(2026, 2, 28)), (7, 6, date(2026, 12, 31)), (3, 6, date(2026, 8, 31))],
)
def test_a_term_after_the_year_ends_on_the_last_day_of_a_month(first_month: int, months: int, due: date) -> None:
    year = financial_year(date(2026, 1, 1) - timedelta(days=1) if first_month == 1 else date(2026, 2, 1), first_month)
    assert year.after(months) == due


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 12))
def test_every_day_lies_in_one_financial_year_of_a_year_long(on: date, first_month: int) -> None:
    year = financial_year(on, first_month)
    assert year.starts_on <= on <= year.ends_on
    assert (year.ends_on - year.starts_on).days in (364, 365)
    assert financial_year(year.ends_on + timedelta(days=1), first_month).starts_on == year.ends_on + timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(0, 30), st.integers(0, 900))
def test_the_accounts_of_every_year_are_due_once(first: date, month: int, months: int, span: int) -> None:
    rules = replace(RULES, first_month=month, accounts_months=Figure(months, ""))
    last = first + timedelta(days=span)
    found = [one.on for one in accounts(rules, first, last)]
    expected = sorted(
        due
        for year in range(first.year - 5, last.year + 2)
        if first <= (due := financial_year(date(year, month, 1), month).after(months)) <= last
    )
    assert found == expected


# -- the board -----------------------------------------------------------------------------------------------------


def test_a_change_of_board_is_told_to_register_corporation_and_bank_each_in_its_own_time() -> None:
    came = Term(12, 1, "chair", date(2026, 10, 31), on_board=True)
    went = Term(9, 2, "chair", date(2020, 1, 1), date(2026, 10, 30), on_board=True)
    corporations = [Corporation(4, "Woonstad"), Corporation(5, "Elders", ((date(2027, 1, 1), None),))]
    found = to_be_told(board_changes([went, came]), NAMES, corporations, RULES)
    recent = {name: on for name, on in days_of(found).items() if on and on > date(2026, 1, 1)}
    assert recent == {
        "trade_register:officeterm:9:ended": date(2026, 11, 6),
        "corporation:owner:4:officeterm:9:ended": date(2026, 11, 29),
        "bank_mandate:officeterm:9:ended": date(2026, 11, 13),
        "hand_over:officeterm:9:ended": date(2026, 11, 13),
        "trade_register:officeterm:12:began": date(2026, 11, 7),
        "corporation:owner:4:officeterm:12:began": date(2026, 11, 30),
        "bank_mandate:officeterm:12:began": date(2026, 11, 14),
    }
    told = {one.name: one for one in found}["corporation:owner:4:officeterm:12:began"]
    assert told.what == "Woonstad: Anna is chair"
    assert told.why == "30 days after 31 October 2026 · agreement art. 4"
    assert told.ref == ("offices", 12)


def test_who_is_elected_again_or_is_on_no_board_is_told_to_nobody() -> None:
    terms = [
        Term(1, 1, "chair", date(2023, 5, 1), date(2026, 4, 30), on_board=True),
        Term(2, 1, "chair", date(2026, 5, 1), on_board=True),
        Term(3, 2, "keys", date(2026, 5, 1), date(2026, 6, 1)),
    ]
    assert [(one.term.term_id, one.began) for one in board_changes(terms)] == [(1, True)]


def test_the_end_of_a_term_says_by_which_rule_and_leaves_out_who_is_elected_again() -> None:
    terms = [
        Term(1, 1, "chair", date(2024, 2, 29), on_board=True),
        Term(2, 2, "secretary", date(2024, 5, 1), retires_on=date(2026, 12, 1), on_board=True),
        Term(3, 3, "treasurer", date(2024, 5, 1), date(2026, 11, 30), on_board=True),
        Term(4, 3, "treasurer", date(2026, 12, 1), on_board=True),
        Term(5, 2, AUDIT_COMMITTEE, date(2026, 5, 1)),
    ]
    found = retirements(terms, NAMES, RULES, TODAY)
    assert days_of(found) == {"retires:officeterm:1": date(2027, 2, 28), "retires:officeterm:2": date(2026, 12, 1)}
    assert found[0].why == "3 years after 29 February 2024 · statutes art. 9"


@pytest.mark.parametrize(
    ("terms", "on", "met_on"),
    [
        ((), date(2026, 6, 30), None),
        ((Term(1, 1, AUDIT_COMMITTEE, date(2026, 5, 20)),), date(2026, 6, 30), None),
        (
            (Term(1, 1, AUDIT_COMMITTEE, date(2026, 5, 20)), Term(2, 2, AUDIT_COMMITTEE, date(2026, 9, 1))),
            date(2026, 6, 30),
            date(2026, 9, 1),
        ),
        (
            (Term(1, 1, AUDIT_COMMITTEE, date(2025, 5, 20)), Term(2, 2, AUDIT_COMMITTEE, date(2026, 5, 20))),
            date(2026, 6, 30),
            None,
        ),
    ],
)
def test_the_audit_committee_is_two_people_appointed_this_year(
    terms: tuple[Term, ...], on: date, met_on: date | None
) -> None:
    found = audit_committee_of_the_year(terms, RULES, TODAY)
    assert [(one.name, one.on, one.met_on) for one in found] == [("audit_committee:2026", on, met_on)]


def test_a_group_with_an_accountant_needs_no_audit_committee() -> None:
    assert audit_committee_of_the_year((), replace(RULES, audit_least=Figure(0, "")), TODAY) == []


def test_until_the_accounts_are_due_the_committee_of_the_year_before_still_counts() -> None:
    assert audit_counts_from(RULES, date(2026, 6, 30)) == date(2025, 1, 1)
    assert audit_counts_from(RULES, date(2026, 7, 1)) == date(2026, 1, 1)


def test_a_vacancy_is_named_in_words_and_has_no_day() -> None:
    seats = [Vacancy("board", 2, 3, date(2026, 10, 1), 9), Vacancy("treasurer", 0, 1, date(2026, 10, 1), 9)]
    found = vacant_seats(seats, RULES)
    assert [(one.name, one.on, one.ref) for one in found] == [
        ("vacancy:board:2026-10-01", None, ("offices", 9)),
        ("vacancy:treasurer:2026-10-01", None, ("offices", 9)),
    ]
    assert [vacancy_text(one) for one in seats] == [
        "Board: 2 of 3 seats held",
        "Treasurer: vacant since 1 October 2026",
    ]


# -- meetings ------------------------------------------------------------------------------------------------------


def meeting(**more: object) -> MeetingFacts:
    facts = MeetingFacts(3, "ALV", date(2026, 12, 11), "planned", None, None, None, Figure(14, "practice"))
    grounds = [Ground("General meeting", 14, "statutes art. 12"), Ground("Change", 7, "BW 2:42", inspection_days=5)]
    return replace(replace(facts, sending=sending(date(2026, 12, 11), grounds)), **more)


def test_the_letter_goes_out_before_the_days_that_the_statutes_ask_and_the_text_lies_open() -> None:
    letter, open_text = of_meeting(meeting(), TODAY)
    assert (letter.name, letter.on, letter.ref) == ("convening:meeting:3", date(2026, 11, 26), ("meetings", 3))
    assert "statutes art. 12" in letter.why
    assert (open_text.name, open_text.on) == ("inspection:meeting:3", date(2026, 12, 5))
    sent, _open = of_meeting(meeting(state="convened", convened_on=date(2026, 11, 25)), TODAY)
    assert sent.met_on == date(2026, 11, 25)


def test_a_meeting_that_was_never_opened_asks_what_became_of_it_and_a_cancelled_one_nothing() -> None:
    (one,) = of_meeting(meeting(meeting_on=date(2026, 11, 19)), TODAY)
    assert (one.name, one.on) == ("held:meeting:3", date(2026, 11, 19))
    assert of_meeting(meeting(state="cancelled"), TODAY) == []
    assert of_meeting(meeting(state="under_way"), TODAY) == []


def test_after_a_meeting_its_minutes_are_sent_and_approved_by_the_next() -> None:
    held = meeting(state="closed", meeting_on=date(2026, 11, 10), next_on=date(2026, 12, 11))
    minutes, approval = of_meeting(held, TODAY)
    assert (minutes.on, minutes.why) == (date(2026, 11, 24), "14 days after the meeting · practice")
    assert (approval.name, approval.on, approval.met_on) == ("approval:meeting:3", date(2026, 12, 11), None)
    approved = replace(held, state="approved", minutes_approved_on=date(2026, 12, 11))
    assert [one.met_on for one in of_meeting(approved, TODAY)] == [date(2026, 12, 11)] * 2


def test_members_who_asked_for_a_meeting_may_call_it_themselves_after_a_while() -> None:
    asked = RequestFacts(2, "lift", RequestTerms(date(2026, 12, 1), date(2026, 11, 18)), "waiting", None)
    assert days_of(of_request(asked)) == {
        "request:meetingrequest:2": date(2026, 12, 1),
        "own_call:meetingrequest:2": date(2026, 11, 18),
    }
    (called,) = of_request(replace(asked, state="called", called_on=date(2026, 11, 15)))
    assert called.met_on == date(2026, 11, 15)
    assert of_request(replace(asked, state="too_few")) == []


# -- membership ----------------------------------------------------------------------------------------------------

EXPELLED = EndingFacts(
    5, "Bo", "expulsion", date(2026, 11, 1), date(2026, 12, 31), "", None, date(2026, 11, 30), None, ""
)


def test_who_is_expelled_is_owed_the_reasons_and_may_appeal_for_a_month_from_having_them() -> None:
    reasons, appeal, leaving = of_ending(EXPELLED, EndingRules(), TODAY)
    assert (reasons.name, reasons.on) == ("reasons:membershipending:5", date(2026, 11, 1))
    assert reasons.met_on == date(2026, 11, 30)
    assert (appeal.name, appeal.on) == ("appeal:membershipending:5", date(2026, 12, 30))
    assert (leaving.name, leaving.on) == ("leaving:membershipending:5", date(2026, 12, 31))


def test_an_appeal_of_which_the_term_is_over_asks_nothing_and_one_that_was_made_waits_for_the_meeting() -> None:
    over = of_ending(replace(EXPELLED, received_on=date(2026, 10, 1)), EndingRules(), TODAY)
    assert [one.kind for one in over] == ["reasons", "leaving"]
    appealed = replace(EXPELLED, appealed_on=date(2026, 11, 19))
    assert [(one.kind, one.on) for one in of_ending(appealed, EndingRules(), TODAY)][1] == ("appeal_decision", None)
    upheld = replace(appealed, appeal_outcome="upheld")
    assert [one.kind for one in of_ending(upheld, EndingRules(), TODAY)] == ["reasons"]


def test_reasons_go_out_at_once_and_then_the_day_of_receipt_is_asked_for() -> None:
    unsent = replace(EXPELLED, received_on=None)
    (reasons,) = of_ending(unsent, EndingRules(), TODAY)  # no last day: the term of the appeal has not begun
    assert (reasons.on, reasons.met_on, reasons.state(TODAY)) == (EXPELLED.noticed_on, None, "late")
    sent = replace(unsent, reasons_sent_on=date(2026, 11, 2))
    reasons, receipt = of_ending(sent, EndingRules(), TODAY)
    assert reasons.met_on == date(2026, 11, 2)
    assert (receipt.name, receipt.on, receipt.met_on) == ("receipt:membershipending:5", None, None)
    assert receipt.ref == ("endings", 5)
    received = of_ending(replace(sent, received_on=date(2026, 11, 4)), EndingRules(), TODAY)
    assert [(one.kind, one.met_on) for one in received] == [
        ("reasons", date(2026, 11, 2)),
        ("receipt", date(2026, 11, 4)),
        ("appeal", None),
        ("leaving", None),
    ]


def test_against_an_expulsion_by_the_meeting_itself_there_is_no_appeal() -> None:
    by_meeting = replace(EXPELLED, ends_on=EXPELLED.noticed_on, reasons_sent_on=date(2026, 11, 2))
    assert [one.kind for one in of_ending(by_meeting, EndingRules(), TODAY)] == ["reasons", "leaving"]


def test_against_a_notice_on_which_the_meeting_decided_there_is_no_appeal() -> None:
    noticed = replace(EXPELLED, kind="by_association", reasons_sent_on=date(2026, 11, 2), body="general")
    assert [one.kind for one in of_ending(noticed, EndingRules(), TODAY)] == ["reasons", "leaving"]
    by_board = replace(noticed, body="board")
    assert "receipt" in [one.kind for one in of_ending(by_board, EndingRules(), TODAY)]


def test_the_last_day_names_what_is_to_hand_back_and_is_met_once_nothing_is() -> None:
    has = Remaining((("Workshop", 3), ("Garden", None)), ("chair",), ("Green",), 1250)
    resigned = replace(EXPELLED, kind="resignation", received_on=None, ends_on=date(2026, 11, 1), remaining=has)
    (leaving,) = of_ending(resigned, EndingRules(), TODAY)
    assert leaving.what == (
        "Resignation of Bo: the last day · keeper of Workshop · 3 keys; keeper of Garden; office: chair; "
        "working group: Green; €12.50 to pay"
    )
    assert leaving.met_on is None
    (leaving,) = of_ending(replace(resigned, remaining=Remaining()), EndingRules(), TODAY)
    assert leaving.what.endswith("nothing to hand back")
    assert leaving.met_on == date(2026, 11, 1)
    (leaving,) = of_ending(replace(resigned, remaining=Remaining(), ends_on=TODAY), EndingRules(), TODAY)
    assert leaving.met_on is None


def test_an_application_waits_until_it_is_decided_on() -> None:
    waiting = of_application(4, "Bo", date(2026, 11, 1))
    assert (waiting.name, waiting.on, waiting.ref) == ("application:membershipapplication:4", None, ("applications", 4))
    assert waiting.state(TODAY) == "waiting"
    assert of_application(4, "Bo", date(2026, 11, 1), date(2026, 11, 9)).state(TODAY) == "met"


def test_who_resigns_is_owed_no_reasons_and_who_changes_kind_leaves_nothing_behind() -> None:
    resigned = replace(EXPELLED, kind="resignation", received_on=None)
    assert [one.kind for one in of_ending(resigned, EndingRules(), TODAY)] == ["leaving"]
    assert of_ending(replace(resigned, kind="change"), EndingRules(), TODAY) == []


def test_every_kind_of_term_belongs_to_one_group() -> None:
    kinds = [kind for group in GROUPS.values() for kind in group]
    assert len(kinds) == len(set(kinds))
