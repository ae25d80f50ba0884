"""A committee with the candidates of a file: entering, screening, exceptions and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import candidates, procedures, screening
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries import screening as queries
from db.queries.base import Listing
from db.queries.candidates import known
from db.queries.screening import CandidacyRow
from db.store import Store
from db.tables.allocation import Candidacy
from tests.allocation_file import ASKED, NAMES, OPENED, TODAY, Cast, change_home, close, fill
from tests.conftest import Furnish

ASKING: dict[str, Any] = {"size_extra": 2, "sizes": ((4, 2),), "acquaintance_days": 84, "reply_days": 7}
RULE = "Committee, from 1 January 2026 (house rules 4)"


@dataclass(frozen=True, slots=True)
class Committee:
    """The file as the committee handles it."""

    store: Store
    cast: Cast

    def enter(self, candidate_id: int, origin: str, on: date = TODAY) -> int:
        """Enter a candidate."""
        return self.store.do(
            screening.enter_candidate,
            file_id=self.cast.file,
            candidate_id=candidate_id,
            origin=origin,
            entered_on=on,
        ).result

    def screen(self) -> int:
        """Screen everybody."""
        return self.store.do(screening.screen, file_id=self.cast.file, on=TODAY).result

    def invite(self, candidacy_id: int, on: date = TODAY) -> None:
        """Invite somebody."""
        self.store.do(screening.invite, candidacy_id=candidacy_id, invited_on=on)

    def answer(self, candidacy_id: int, answer: str) -> bool:
        """Note an answer."""
        return self.store.do(screening.answer, candidacy_id=candidacy_id, answered_on=TODAY, answer=answer).result

    def rows(self) -> dict[str, CandidacyRow]:
        """Give the candidates of the file by their number."""
        return {one.number: one for one in self.store.read(queries.candidates, self.cast.file)}


def _by_vote(store: Store) -> Cast:
    return fill(store, ASKING)


def _not_asked_yet(store: Store) -> Cast:
    return fill(store, ASKING, internal_asked=False)


def _by_list(store: Store) -> Cast:
    return fill(store, {"choice": "list", "invites": "list", "refusals_most": 1, "size_extra": 2, "sizes": ((4, 2),)})


def _two_weeks(store: Store) -> Cast:
    return fill(store, {"internal_days": 14})


@pytest.fixture
def by_vote(store: Store, furnish: Furnish) -> Committee:
    """A committee that invites all that fit."""
    return Committee(store, furnish(_by_vote))


@pytest.fixture
def by_list(store: Store, furnish: Furnish) -> Committee:
    """A committee that goes by the waiting list."""
    return Committee(store, furnish(_by_list))


# -- entering ------------------------------------------------------------------------------------------------------


def test_a_candidate_comes_from_where_they_are_said_to_come_from(by_vote: Committee) -> None:
    cast = by_vote.cast
    by_vote.enter(cast.first, "waiting")
    by_vote.enter(cast.met, "pool")
    by_vote.enter(cast.inside, "internal")
    by_vote.enter(cast.outside, "outside")
    assert {number: one.origin for number, one in by_vote.rows().items()} == {
        "K-0001": "waiting",
        "K-0003": "pool",
        "K-0005": "internal",
        "K-0006": "outside",
    }


@pytest.mark.parametrize(
    ("who", "origin", "told"),
    [
        ("met", "waiting", "not on the waiting list on that day"),
        ("first", "pool", "not in the pool of people the group has met"),
        ("outside", "internal", "not known as somebody who lives here"),
        ("outside", "elsewhere", "choose where they come from"),
    ],
)
def test_a_wrong_origin_stands_under_its_field(by_vote: Committee, who: str, origin: str, told: str) -> None:
    with pytest.raises(Invalid, match=told) as wrong:
        by_vote.enter(getattr(by_vote.cast, who), origin)
    assert [one.field for one in wrong.value.problems] == ["origin"]


def test_nobody_is_in_a_file_twice(by_vote: Committee) -> None:
    by_vote.enter(by_vote.cast.met, "pool")
    with pytest.raises(Refused, match="K-0003 is in this file already"):
        by_vote.enter(by_vote.cast.met, "outside")


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2026, 11, 9), "opened on 10 November 2026"), (date(2026, 11, 21), "21 November 2026 is still to come")],
)
def test_who_is_entered_is_so_between_the_opening_and_today(by_vote: Committee, on: date, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        by_vote.enter(by_vote.cast.outside, "outside", on)


def test_the_unknown_cannot_be_entered(by_vote: Committee) -> None:
    with pytest.raises(Invalid, match="choose a candidate out of the list"):
        by_vote.enter(99, "outside")


def test_who_lives_here_is_asked_before_anybody_else_is_entered(store: Store, furnish: Furnish) -> None:
    committee = Committee(store, furnish(_not_asked_yet))
    with pytest.raises(Refused, match="Members who live here are asked first") as refused:
        committee.enter(committee.cast.met, "pool")
    assert f"Rule: {RULE}." in str(refused.value)
    with pytest.raises(Refused, match="asked first"):
        store.do(screening.enter_all, file_id=committee.cast.file, on=TODAY)
    assert committee.enter(committee.cast.inside, "internal")


def test_the_lists_are_entered_with_one_deed_and_who_lives_here_as_such(by_vote: Committee, store: Store) -> None:
    store.do(candidates.admit_to_pool, candidate_id=by_vote.cast.inside, met_on=date(2026, 6, 1))
    store.do(candidates.admit_to_pool, candidate_id=by_vote.cast.first, met_on=date(2026, 6, 1))
    by_vote.enter(by_vote.cast.met, "pool")
    assert store.do(screening.enter_all, file_id=by_vote.cast.file, on=TODAY).result == 4
    assert {number: one.origin for number, one in by_vote.rows().items()} == {
        "K-0001": "pool",
        "K-0002": "waiting",
        "K-0003": "pool",
        "K-0004": "pool",
        "K-0005": "internal",
    }
    again = store.do(screening.enter_all, file_id=by_vote.cast.file, on=TODAY)
    assert (again.result, again.batch) == (0, None)


def test_where_the_list_decides_only_the_list_is_entered(by_list: Committee, store: Store) -> None:
    assert store.do(screening.enter_all, file_id=by_list.cast.file, on=TODAY).result == 2
    assert {one.origin for one in by_list.rows().values()} == {"waiting"}


def test_who_left_the_pool_or_ran_out_of_it_is_not_entered(by_vote: Committee, store: Store) -> None:
    store.do(candidates.leave_pool, candidate_id=by_vote.cast.met, ended_on=date(2026, 11, 1), end_reason="own_request")
    store.do(screening.enter_all, file_id=by_vote.cast.file, on=TODAY)
    assert "K-0003" not in by_vote.rows()


def test_who_was_taken_off_a_list_today_is_not_entered_from_it(by_vote: Committee, store: Store) -> None:
    ended = {"ended_on": TODAY, "end_reason": "own_request"}
    store.do(candidates.take_off_waiting_list, candidate_id=by_vote.cast.first, **ended)
    store.do(candidates.leave_pool, candidate_id=by_vote.cast.met, **ended)
    store.do(screening.enter_all, file_id=by_vote.cast.file, on=TODAY)
    assert by_vote.rows().keys().isdisjoint({"K-0001", "K-0003"})


def test_who_was_entered_by_mistake_is_taken_out_until_something_came_of_it(by_vote: Committee, store: Store) -> None:
    mistaken, meant = by_vote.enter(by_vote.cast.met, "pool"), by_vote.enter(by_vote.cast.first, "waiting")
    by_vote.enter(by_vote.cast.second, "waiting")
    store.do(candidates.admit_to_pool, candidate_id=by_vote.cast.first, met_on=date(2026, 6, 1))
    by_vote.screen()
    store.do(screening.remove_candidacy, candidacy_id=mistaken)
    assert list(by_vote.rows()) == ["K-0001", "K-0002"]
    by_vote.invite(meant)
    with pytest.raises(Refused, match="K-0001 stays in the file: they were invited"):
        store.do(screening.remove_candidacy, candidacy_id=meant)


# -- screening -----------------------------------------------------------------------------------------------------


def test_the_screening_holds_everybody_against_the_procedure_and_keeps_what_it_found(by_vote: Committee) -> None:
    by_vote.enter(by_vote.cast.met, "pool")
    by_vote.enter(by_vote.cast.alone, "pool")
    assert by_vote.rows()["K-0003"].standing == "unknown"
    assert by_vote.screen() == 2
    fits, fails = by_vote.rows()["K-0003"], by_vote.rows()["K-0004"]
    assert (fits.standing, fits.screened_on) == ("fits", TODAY)
    assert fits.lines[-1] == (
        "acquaintance",
        "met",
        "met on 1 June 2026, 84 days are asked: long enough from 24 August 2026; the decision is due on 1 March 2027",
    )
    assert fails.standing == "fails"
    assert fails.lines[:2] == (
        ("size", "failed", "1 person: 3 rooms at most; this home has 4"),
        ("persons_least", "failed", "1 person; a home of 4 rooms is for 2 at least"),
    )


def test_a_home_of_which_the_rooms_are_not_known_excludes_nobody(by_vote: Committee, store: Store) -> None:
    change_home(store, by_vote.cast.dwelling, None)
    one = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    assert by_vote.rows()["K-0004"].standing == "unknown"
    by_vote.invite(one)


def test_screening_anew_replaces_what_was_found_except_of_who_was_invited(by_vote: Committee, store: Store) -> None:
    invited = by_vote.enter(by_vote.cast.met, "pool")
    by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    by_vote.invite(invited)
    change_home(store, by_vote.cast.dwelling, 3)
    assert by_vote.screen() == 1
    rows = by_vote.rows()
    assert rows["K-0003"].lines[0][2] == "2 people: 4 rooms at most; this home has 4"
    assert rows["K-0004"].lines[0] == ("size", "met", "1 person: 3 rooms at most; this home has 3")
    assert [line[0] for line in rows["K-0004"].lines] == ["size", "acquaintance"]


def test_there_must_be_somebody_to_screen(by_vote: Committee) -> None:
    with pytest.raises(Refused, match="Nobody waits for the screening"):
        by_vote.screen()


def test_nobody_is_screened_before_they_were_entered(by_vote: Committee, store: Store) -> None:
    by_vote.enter(by_vote.cast.met, "pool")
    with pytest.raises(Invalid, match="K-0003 was entered on 20 November 2026"):
        store.do(screening.screen, file_id=by_vote.cast.file, on=date(2026, 11, 19))


def test_the_file_keeps_the_version_of_the_procedure_it_began_with(by_vote: Committee, store: Store) -> None:
    store.do(
        procedures.next_version,
        procedure_id=by_vote.cast.procedure,
        valid_from=date(2026, 11, 15),
        size_extra=None,
        sizes=(),
        acquaintance_days=None,
    )
    by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    assert by_vote.rows()["K-0004"].standing == "fails"


# -- exceptions ----------------------------------------------------------------------------------------------------


def test_who_does_not_fit_is_not_invited_without_an_exception_and_the_refusal_names_every_rule(
    by_vote: Committee, store: Store
) -> None:
    one = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    with pytest.raises(Refused, match="K-0004 does not fit") as refused:
        by_vote.invite(one)
    assert refused.value.reasons[1:] == (
        f"1 person: 3 rooms at most; this home has 4. Rule: {RULE}.",
        f"1 person; a home of 4 rooms is for 2 at least. Rule: {RULE}.",
    )
    store.do(screening.override, candidacy_id=one, on=TODAY, reason="a child comes in March")
    row = by_vote.rows()["K-0004"]
    assert (row.standing, row.override_reason, row.overridden_on) == ("overridden", "a child comes in March", TODAY)
    by_vote.invite(one)
    with pytest.raises(Refused, match="on this exception; it stands"):
        store.do(screening.withdraw_override, candidacy_id=one)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("", "say why they may be invited all the same"),
        ("BSN 111222333", "citizen service number"),
        ("x" * 401, "longer than 400 signs"),
    ],
)
def test_an_exception_has_a_reason_that_holds_no_citizen_number(
    by_vote: Committee, store: Store, reason: str, told: str
) -> None:
    one = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    with pytest.raises(Invalid, match=told) as wrong:
        store.do(screening.override, candidacy_id=one, on=TODAY, reason=reason)
    assert wrong.value.problems[0].field == "reason"


def test_there_is_no_exception_from_what_is_met_or_was_not_looked_at(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    with pytest.raises(Refused, match="K-0003 was not screened yet"):
        store.do(screening.override, candidacy_id=one, on=TODAY, reason="nice")
    by_vote.screen()
    with pytest.raises(Refused, match="meets everything that is asked"):
        store.do(screening.override, candidacy_id=one, on=TODAY, reason="nice")


def test_an_exception_is_taken_back_before_the_invitation(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    store.do(screening.override, candidacy_id=one, on=TODAY, reason="a child comes in March")
    store.do(screening.withdraw_override, candidacy_id=one)
    assert by_vote.rows()["K-0004"].standing == "fails"
    with pytest.raises(Refused, match="No exception was made for K-0004"):
        store.do(screening.withdraw_override, candidacy_id=one)


# -- invitations ---------------------------------------------------------------------------------------------------


def test_everybody_who_fits_is_invited_with_one_deed(by_vote: Committee, store: Store) -> None:
    excepted = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.enter(by_vote.cast.met, "pool")
    by_vote.enter(by_vote.cast.outside, "outside")
    by_vote.screen()
    store.do(screening.override, candidacy_id=excepted, on=TODAY, reason="a child comes in March")
    assert store.do(screening.invite_all, file_id=by_vote.cast.file, on=TODAY).result == 2
    assert {number for number, one in by_vote.rows().items() if one.invited_on == TODAY} == {"K-0003", "K-0004"}
    assert by_vote.rows()["K-0003"].answer_due_on == date(2026, 11, 27)
    with pytest.raises(Refused, match="Nobody who fits waits for an invitation"):
        store.do(screening.invite_all, file_id=by_vote.cast.file, on=TODAY)


def test_nobody_is_invited_unscreened_or_twice(by_vote: Committee) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    with pytest.raises(Refused, match="not screened yet"):
        by_vote.invite(one)
    by_vote.screen()
    with pytest.raises(Invalid, match="they were screened on 20 November 2026"):
        by_vote.invite(one, date(2026, 11, 19))
    by_vote.invite(one)
    with pytest.raises(Refused, match="K-0003 was invited already, on 20 November 2026"):
        by_vote.invite(one)


def test_others_are_not_invited_while_who_lives_here_has_time_to_answer(store: Store, furnish: Furnish) -> None:
    committee = Committee(store, furnish(_two_weeks))
    other, inside = (
        committee.enter(committee.cast.outside, "outside"),
        committee.enter(committee.cast.inside, "internal"),
    )
    committee.screen()
    with pytest.raises(Refused, match="have until 26 November 2026 to answer") as refused:
        committee.invite(other)
    assert RULE in str(refused.value)
    assert store.do(screening.invite_all, file_id=committee.cast.file, on=TODAY).result == 1
    assert committee.rows()["K-0005"].invited_on == TODAY
    with pytest.raises(Refused, match="have until 26 November 2026 to answer"):
        store.do(screening.invite_all, file_id=committee.cast.file, on=TODAY)
    assert inside


def test_the_waiting_list_is_followed_place_by_place(by_list: Committee, store: Store) -> None:
    first, second = (
        by_list.enter(by_list.cast.first, "waiting"),
        by_list.enter(by_list.cast.second, "waiting"),
    )
    by_list.screen()
    with pytest.raises(Refused, match="Not the turn of K-0002; at turn now: K-0001") as refused:
        by_list.invite(second)
    assert RULE in str(refused.value)
    with pytest.raises(Refused, match="one by one; at turn now: K-0001"):
        store.do(screening.invite_all, file_id=by_list.cast.file, on=TODAY)
    by_list.invite(first)
    by_list.invite(second)


def test_on_the_list_who_lives_here_goes_first_and_who_does_not_fit_is_passed_by(
    by_list: Committee, store: Store
) -> None:
    store.do(
        candidates.correct_candidate,
        candidate_id=by_list.cast.first,
        registered_on=date(2026, 1, 1),
        adults=1,
    )
    by_list.enter(by_list.cast.first, "waiting")
    second = by_list.enter(by_list.cast.second, "waiting")
    inside = by_list.enter(by_list.cast.inside, "internal")
    by_list.screen()
    with pytest.raises(Refused, match="at turn now: K-0005"):
        by_list.invite(second)
    by_list.invite(inside)
    by_list.invite(second)


# -- answers -------------------------------------------------------------------------------------------------------


def test_an_answer_is_noted_and_who_does_not_come_is_out_until_they_change_their_mind(by_vote: Committee) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    with pytest.raises(Refused, match="K-0003 was not invited yet"):
        by_vote.answer(one, "yes")
    by_vote.screen()
    by_vote.invite(one)
    assert by_vote.answer(one, "no") is False
    row = by_vote.rows()["K-0003"]
    assert (row.answer, row.outcome, row.outcome_on) == ("no", "withdrew", TODAY)
    by_vote.answer(one, "yes")
    row = by_vote.rows()["K-0003"]
    assert (row.answer, row.answered_on, row.outcome, row.outcome_on) == ("yes", TODAY, "", None)


def test_an_answer_is_yes_or_no_and_comes_after_the_invitation(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    by_vote.screen()
    by_vote.invite(one)
    with pytest.raises(Invalid) as wrong:
        store.do(screening.answer, candidacy_id=one, answered_on=date(2026, 11, 19), answer="maybe")
    assert [one.field for one in wrong.value.problems] == ["answered_on", "answer"]


def test_a_refusal_counts_on_the_waiting_list_where_the_procedure_says_so_and_stands(
    by_list: Committee, store: Store
) -> None:
    first = by_list.enter(by_list.cast.first, "waiting")
    by_list.screen()
    by_list.invite(first)
    assert by_list.answer(first, "no") is True
    after = store.read(known, by_list.cast.first, TODAY)
    assert (after.refusals, after.waiting_place) == (1, 2)
    with pytest.raises(Refused, match="was counted for the waiting list and stands") as refused:
        by_list.answer(first, "yes")
    assert RULE in str(refused.value)


def test_a_refusal_counts_for_whoever_stands_on_the_waiting_list_wherever_they_came_from(
    by_list: Committee, store: Store
) -> None:
    met = by_list.cast.met
    store.do(candidates.put_on_waiting_list, candidate_id=met, registered_on=date(2026, 11, 1))
    one = by_list.enter(met, "pool")
    by_list.screen()
    by_list.invite(one)
    by_list.answer(one, "no")
    assert store.read(known, met, TODAY).refusals == 1
    with pytest.raises(Refused, match="was counted for the waiting list and stands"):
        by_list.answer(one, "yes")


def test_the_refusal_of_who_is_on_no_waiting_list_costs_nothing_and_may_be_put_right(
    by_list: Committee, store: Store
) -> None:
    one = by_list.enter(by_list.cast.met, "pool")
    by_list.screen()
    store.do(screening.override, candidacy_id=one, on=TODAY, reason="nobody on the list wants it")
    by_list.invite(one)
    assert by_list.answer(one, "no") is False
    assert store.read(known, by_list.cast.met, TODAY).refusals == 0
    by_list.answer(one, "yes")
    assert by_list.rows()["K-0003"].outcome == ""


def test_a_refusal_that_was_noted_already_counts_once(by_list: Committee, store: Store) -> None:
    first, file = by_list.cast.first, by_list.cast.file
    one = by_list.enter(first, "waiting")
    by_list.screen()
    by_list.invite(one)
    noted = {"candidate_id": first, "happened_on": TODAY, "file_id": file, "refusals_most": 1}
    assert store.do(candidates.refuse_offer, **noted).result is True
    by_list.answer(one, "no")
    assert store.read(known, first, TODAY).refusals == 1


def test_who_withdraws_is_out_and_nothing_more_is_done_with_them(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    by_vote.screen()
    store.do(screening.withdraw_candidacy, candidacy_id=one, on=TODAY)
    for deed, asked in (
        (screening.invite, {"invited_on": TODAY}),
        (screening.withdraw_candidacy, {"on": TODAY}),
        (screening.override, {"on": TODAY, "reason": "all the same"}),
    ):
        with pytest.raises(Refused, match="K-0003 is out of the screening since 20 November 2026: withdrew"):
            store.do(deed, candidacy_id=one, **asked)  # pyright: ignore[reportArgumentType]


# -- the file, the journal, undo -----------------------------------------------------------------------------------


def test_nothing_changes_in_a_closed_file(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    close(store, by_vote.cast.file)
    file = by_vote.cast.file
    asked: list[tuple[Any, dict[str, Any]]] = [
        (
            screening.enter_candidate,
            {"file_id": file, "candidate_id": by_vote.cast.first, "origin": "waiting", "entered_on": TODAY},
        ),
        (screening.enter_all, {"file_id": file, "on": TODAY}),
        (screening.screen, {"file_id": file, "on": TODAY}),
        (screening.invite_all, {"file_id": file, "on": TODAY}),
        (screening.invite, {"candidacy_id": one, "invited_on": TODAY}),
        (screening.answer, {"candidacy_id": one, "answered_on": TODAY, "answer": "yes"}),
        (screening.override, {"candidacy_id": one, "on": TODAY, "reason": "why"}),
        (screening.withdraw_candidacy, {"candidacy_id": one, "on": TODAY}),
        (screening.remove_candidacy, {"candidacy_id": one}),
        (
            screening.declare_interest,
            {"file_id": file, "person_id": by_vote.cast.anna, "kind": "partner", "declared_on": TODAY},
        ),
    ]
    for deed, values in asked:
        with pytest.raises(Refused, match="Reopen the file first"):
            store.do(deed, **values)


def test_the_journal_knows_the_file_and_the_candidate_by_number_only(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.alone, "pool")
    by_vote.screen()
    store.do(screening.override, candidacy_id=one, on=TODAY, reason="a child comes in March")
    by_vote.invite(one)
    by_vote.answer(one, "yes")
    lines = store.read(journal.page, Listing()).rows
    told = {line.deed: line.about for line in lines}
    assert told["enter_candidate"] == told["override"] == told["invite"] == told["answer"] == "T-2026-01 K-0004"
    assert told["screen"] == "T-2026-01"
    assert not any(name in line.about for line in lines for name in NAMES)


def test_every_deed_can_be_taken_back(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    before = by_vote.rows()
    by_vote.screen()
    by_vote.invite(one)
    by_vote.answer(one, "no")
    for _deed in range(3):
        store.do(undo)
    assert by_vote.rows() == before


def test_a_candidacy_that_was_taken_back_meanwhile_is_gone(by_vote: Committee, store: Store) -> None:
    one = by_vote.enter(by_vote.cast.met, "pool")
    store.do(undo)
    with pytest.raises(Refused, match="no longer there"):
        by_vote.invite(one)


def test_candidates_stand_by_rank_and_then_by_number(by_vote: Committee, store: Store) -> None:
    second = by_vote.enter(by_vote.cast.second, "waiting")
    by_vote.enter(by_vote.cast.first, "waiting")

    def rank(transaction: Transaction) -> None:
        transaction.change(Candidacy, second, rank=1)

    store.do(rank)
    assert list(by_vote.rows()) == ["K-0002", "K-0001"]
    assert OPENED < ASKED
