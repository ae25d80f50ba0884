"""Residents who talk with candidates, and those who stand aside because they have an interest of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Invalid, Refused
from coopadmin.services import attendance, choosing, interviews, screening
from coopadmin.services.undo import undo
from db.queries import attendance_lists, journal
from db.queries import screening as queries
from db.queries.base import Listing
from db.store import Store
from tests.allocation_file import NAMES, TODAY, Cast, close, fill
from tests.conftest import Furnish

RULE = "Committee, from 1 January 2026 (house rules 4)"


@dataclass(frozen=True, slots=True)
class Invited:
    """A file in which K-0001 (`one`) and K-0003 (`other`) were invited, and K-0004 was not."""

    cast: Cast
    one: int
    other: int
    uninvited: int


@dataclass(frozen=True, slots=True)
class Committee:
    """The committee at work."""

    store: Store
    cast: Cast
    one: int
    other: int
    uninvited: int

    def plan(
        self, residents: Sequence[int], starts_at: str = "2026-11-20T20:00", candidacy_id: int | None = None
    ) -> int:
        """Plan an interview."""
        return self.store.do(
            interviews.plan_interview,
            candidacy_id=candidacy_id or self.one,
            starts_at=starts_at,
            place="common room",
            resident_ids=residents,
        ).result

    def hold(self, interview_id: int, residents: Sequence[int], notes: str = "") -> None:
        """Note that an interview was held."""
        self.store.do(
            interviews.hold_interview,
            interview_id=interview_id,
            held_on=TODAY,
            resident_ids=residents,
            notes=notes,
        )

    def declare(self, person_id: int, kind: str = "partner", candidacy_id: int | None = None, words: str = "") -> int:
        """Declare an interest."""
        return self.store.do(
            screening.declare_interest,
            file_id=self.cast.file,
            person_id=person_id,
            kind=kind,
            declared_on=TODAY,
            candidacy_id=candidacy_id,
            words=words,
        ).result

    def aside(self, candidacy_id: int | None) -> set[int]:
        """Tell who stands aside."""
        return {person_id for person_id, _reason in self.store.read(queries.recused, self.cast.file, candidacy_id)}

    def planned(self) -> list[tuple[str, list[int]]]:
        """Give when interviews are and who sits at them."""
        found = self.store.read(queries.interviews, self.cast.file)
        return [(one.starts_at, [person_id for person_id, _name in one.residents]) for one in found]

    def enter_inside(self) -> int:
        """Let Bas be a candidate."""
        return self.store.do(
            screening.enter_candidate,
            file_id=self.cast.file,
            candidate_id=self.cast.inside,
            origin="internal",
            entered_on=TODAY,
        ).result


def _invited(store: Store) -> Invited:
    cast = fill(store, {"interview_residents": 2})
    entered = [
        store.do(screening.enter_candidate, file_id=cast.file, candidate_id=one, origin=origin, entered_on=TODAY).result
        for one, origin in ((cast.first, "waiting"), (cast.met, "pool"), (cast.alone, "pool"))
    ]
    store.do(screening.screen, file_id=cast.file, on=TODAY)
    for one in entered[:2]:
        store.do(screening.invite, candidacy_id=one, invited_on=TODAY)
    return Invited(cast, *entered)


@pytest.fixture
def committee(store: Store, furnish: Furnish) -> Committee:
    """A committee with two invited candidates."""
    made = furnish(_invited)
    return Committee(store, made.cast, made.one, made.other, made.uninvited)


# -- interviews ----------------------------------------------------------------------------------------------------


def test_an_interview_is_planned_and_held_by_as_many_residents_as_the_procedure_asks(committee: Committee) -> None:
    cast = committee.cast
    interview = committee.plan([cast.anna])
    with pytest.raises(Refused, match="An interview with 1 resident was none by the procedure") as refused:
        committee.hold(interview, [cast.anna])
    assert f"at least 2 residents sit at it. Rule: {RULE}." in str(refused.value)
    committee.hold(interview, [cast.anna, cast.cor], "asked about the work days\nand the garden")
    (held,) = committee.store.read(queries.interviews, cast.file)
    assert (held.number, held.held_on, held.notes) == ("K-0001", TODAY, "asked about the work days\nand the garden")
    assert [name for _person, name in held.residents] == ["Amsel", "Coulissen"]
    row = next(one for one in committee.store.read(queries.candidates, cast.file) if one.number == "K-0001")
    assert (row.interviews, row.planned) == (1, 0)


def test_the_same_resident_twice_is_one(committee: Committee) -> None:
    interview = committee.plan([committee.cast.anna])
    with pytest.raises(Refused, match="An interview with 1 resident"):
        committee.hold(interview, [committee.cast.anna, committee.cast.anna])


def test_who_was_not_invited_is_not_talked_with(committee: Committee) -> None:
    with pytest.raises(Refused, match="K-0004 was not invited yet"):
        committee.plan([committee.cast.anna], candidacy_id=committee.uninvited)


@pytest.mark.parametrize(
    ("starts_at", "residents", "field", "told"),
    [
        ("20-11-2026 20:00", ("anna",), "starts_at", "give the day and the time"),
        ("2026-11-19T20:00", ("anna",), "starts_at", "invited on 20 November 2026"),
        ("2026-11-21T20:00", (), "resident_ids", "choose who talks with the candidate"),
        ("2026-11-21T20:00", ("stranger",), "resident_ids", "neither tenant nor member"),
    ],
)
def test_what_cannot_be_about_a_plan_stands_under_its_field(
    committee: Committee, starts_at: str, residents: tuple[str, ...], field: str, told: str
) -> None:
    with pytest.raises(Invalid, match=told) as wrong:
        committee.plan([getattr(committee.cast, one) for one in residents], starts_at)
    assert [one.field for one in wrong.value.problems] == [field]


def test_notes_hold_no_citizen_number_and_an_interview_no_day_to_come(committee: Committee) -> None:
    interview = committee.plan([committee.cast.anna])
    with pytest.raises(Invalid) as wrong:
        committee.store.do(
            interviews.hold_interview,
            interview_id=interview,
            held_on=date(2026, 11, 21),
            resident_ids=[committee.cast.anna, committee.cast.dirk],
            notes="her number is 111.222.333",
        )
    assert [one.field for one in wrong.value.problems] == ["held_on", "notes"]


def test_an_interview_is_moved_called_off_and_once_held_corrected_only(committee: Committee) -> None:
    cast = committee.cast
    interview, other = committee.plan([cast.anna]), committee.plan([cast.anna], "2026-11-23T20:00")
    committee.store.do(
        interviews.move_interview,
        interview_id=interview,
        starts_at="2026-11-22T19:30",
        place="",
        resident_ids=[cast.dirk, cast.cor],
    )
    committee.store.do(interviews.cancel_interview, interview_id=other)
    assert committee.planned() == [("2026-11-22T19:30", [cast.cor, cast.dirk])]
    committee.hold(interview, [cast.anna, cast.dirk])
    committee.hold(interview, [cast.anna, cast.cor])
    assert committee.planned() == [("2026-11-22T19:30", [cast.anna, cast.cor])]
    with pytest.raises(Refused, match="This interview was held on 20 November 2026"):
        committee.store.do(interviews.cancel_interview, interview_id=interview)
    with pytest.raises(Refused, match="no longer there"):
        committee.store.do(interviews.cancel_interview, interview_id=other)


def test_who_does_not_come_has_no_interview_any_more(committee: Committee) -> None:
    held = committee.plan([committee.cast.anna, committee.cast.dirk])
    committee.hold(held, [committee.cast.anna, committee.cast.dirk])
    committee.plan([committee.cast.anna], "2026-11-23T20:00")
    committee.store.do(screening.withdraw_candidacy, candidacy_id=committee.one, on=TODAY)
    assert [starts_at for starts_at, _residents in committee.planned()] == ["2026-11-20T20:00"]


def test_nothing_of_an_interview_changes_in_a_closed_file(committee: Committee) -> None:
    interview = committee.plan([committee.cast.anna])
    close(committee.store, committee.cast.file)
    with pytest.raises(Refused, match="Reopen the file first"):
        committee.store.do(interviews.cancel_interview, interview_id=interview)
    with pytest.raises(Refused, match="Reopen the file first"):
        committee.hold(interview, [committee.cast.anna, committee.cast.dirk])


# -- interests -----------------------------------------------------------------------------------------------------


def test_an_interest_in_one_candidate_leaves_the_others_and_bears_on_the_check_of_the_whole(
    committee: Committee,
) -> None:
    anna = committee.cast.anna
    committee.declare(anna, candidacy_id=committee.one)
    assert committee.aside(committee.one) == {anna}
    assert committee.aside(committee.other) == set()
    assert committee.aside(None) == {anna}
    committee.store.do(screening.withdraw_candidacy, candidacy_id=committee.one, on=TODAY)
    assert committee.aside(None) == set()


def test_an_interest_in_the_whole_file_bears_on_every_candidate_until_it_is_withdrawn(committee: Committee) -> None:
    interest = committee.declare(committee.cast.anna, "other", words="moves next door")
    assert committee.aside(committee.one) == committee.aside(None) == {committee.cast.anna}
    committee.store.do(screening.withdraw_interest, interest_id=interest)
    assert committee.aside(committee.one) == set()
    with pytest.raises(Refused, match="withdrawn already"):
        committee.store.do(screening.withdraw_interest, interest_id=interest)
    assert committee.declare(committee.cast.anna, "relative") == interest
    (row,) = committee.store.read(queries.interests, committee.cast.file)
    assert (row.kind, row.words, row.withdrawn) == ("relative", "", False)


def test_the_same_interest_is_declared_once(committee: Committee) -> None:
    committee.declare(committee.cast.anna)
    committee.declare(committee.cast.anna, candidacy_id=committee.one)
    for candidacy_id in (None, committee.one):
        with pytest.raises(Refused, match="declared this interest already"):
            committee.declare(committee.cast.anna, candidacy_id=candidacy_id)


def test_who_is_a_candidate_is_written_without_their_number(committee: Committee) -> None:
    committee.declare(committee.cast.dirk, "candidate", candidacy_id=committee.one)
    (row,) = committee.store.read(queries.interests, committee.cast.file)
    assert (row.candidacy_id, row.number) == (None, "")
    assert committee.aside(committee.other) == {committee.cast.dirk}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "enemy"}, "kind"),
        ({"kind": "other", "words": " "}, "words"),
        ({"words": "her number is 111222333"}, "words"),
        ({"person_id": 99}, "person_id"),
        ({"candidacy_id": 99}, "candidacy_id"),
        ({"declared_on": date(2026, 11, 21)}, "declared_on"),
        ({"declared_on": date(2026, 11, 9)}, "declared_on"),
    ],
)
def test_what_cannot_be_about_an_interest_stands_under_its_field(
    committee: Committee, values: dict[str, Any], field: str
) -> None:
    asked: dict[str, Any] = {"person_id": committee.cast.anna, "kind": "partner", "declared_on": TODAY, **values}
    with pytest.raises(Invalid) as wrong:
        committee.store.do(screening.declare_interest, file_id=committee.cast.file, **asked)
    assert [one.field for one in wrong.value.problems] == [field]


def test_a_candidate_who_lives_here_stands_aside_with_who_shares_their_contract(committee: Committee) -> None:
    entered = committee.enter_inside()
    assert committee.aside(committee.one) == committee.aside(None) == {committee.cast.bas, committee.cast.cor}
    committee.store.do(screening.withdraw_candidacy, candidacy_id=entered, on=TODAY)
    assert committee.aside(committee.one) == set()


def test_who_has_an_interest_sits_at_no_interview(committee: Committee) -> None:
    committee.declare(committee.cast.anna, candidacy_id=committee.one)
    with pytest.raises(Refused, match=r"Standing aside here: Amsel. Somebody else talks with K-0001 \(BW 2:12\)"):
        committee.plan([committee.cast.anna, committee.cast.dirk])
    interview = committee.plan([committee.cast.dirk])
    with pytest.raises(Refused, match="Standing aside here: Amsel"):
        committee.hold(interview, [committee.cast.anna, committee.cast.dirk])
    assert committee.plan([committee.cast.anna], candidacy_id=committee.other)


def test_an_interest_takes_its_resident_out_of_what_is_planned_and_leaves_what_was_held(committee: Committee) -> None:
    cast = committee.cast
    held = committee.plan([cast.anna, cast.dirk])
    committee.hold(held, [cast.anna, cast.dirk])
    committee.plan([cast.anna, cast.dirk], "2026-11-24T20:00")
    committee.declare(cast.anna, candidacy_id=committee.one)
    assert committee.planned() == [("2026-11-20T20:00", [cast.anna, cast.dirk]), ("2026-11-24T20:00", [cast.dirk])]


# -- votes that were called ----------------------------------------------------------------------------------------


def called(committee: Committee) -> dict[int, int]:
    """Call the vote on both candidates; gives the item of each."""
    store, file = committee.store, committee.cast.file
    for one in (committee.one, committee.other):
        interview = committee.plan([committee.cast.anna, committee.cast.dirk], candidacy_id=one)
        committee.hold(interview, [committee.cast.anna, committee.cast.dirk])
        store.do(screening.answer, candidacy_id=one, answered_on=TODAY, answer="yes")
    store.do(
        choosing.call_vote,
        file_id=file,
        kind="choice",
        starts_at="2026-12-01T20:00",
        candidacy_ids=(committee.one, committee.other),
    )
    from db.queries.choosing import choices

    return {one.candidacy_id or 0: one.item_id for one in store.read(choices, file)}


def recusals(committee: Committee, item_id: int) -> list[tuple[int, str]]:
    """Tell who stands aside for an item, and why."""
    return [(one.person_id, one.reason) for one in committee.store.read(attendance_lists.recusals, item_id)]


def test_an_interest_declared_after_the_vote_was_called_reaches_its_items(committee: Committee) -> None:
    items = called(committee)
    interest = committee.declare(committee.cast.anna, candidacy_id=committee.one)
    reason = "an interest of their own in file T-2026-01 (BW 2:12)"
    assert recusals(committee, items[committee.one]) == [(committee.cast.anna, reason)]
    assert recusals(committee, items[committee.other]) == []
    committee.store.do(screening.withdraw_interest, interest_id=interest)
    assert recusals(committee, items[committee.one]) == []


def test_a_recusal_that_was_entered_for_another_reason_stays(committee: Committee) -> None:
    items = called(committee)
    committee.store.do(
        attendance.recuse, item_id=items[committee.one], person_id=committee.cast.anna, reason="sold them a bicycle"
    )
    interest = committee.declare(committee.cast.anna)
    committee.store.do(screening.withdraw_interest, interest_id=interest)
    assert recusals(committee, items[committee.one]) == [(committee.cast.anna, "sold them a bicycle")]
    assert recusals(committee, items[committee.other]) == []


def test_only_who_votes_there_stands_aside_and_the_journal_names_the_file_only(committee: Committee) -> None:
    items = called(committee)
    committee.declare(committee.cast.cor)
    committee.declare(committee.cast.anna)
    assert [person for person, _reason in recusals(committee, items[committee.one])] == [committee.cast.anna]
    lines = committee.store.read(journal.page, Listing()).rows
    assert {line.about for line in lines if line.deed == "declare_interest"} == {"T-2026-01"}
    assert not any(name in line.about for line in lines for name in NAMES)


def test_an_interest_is_taken_back_whole_with_what_followed_from_it(committee: Committee) -> None:
    items = called(committee)
    committee.plan([committee.cast.anna], "2026-11-24T20:00")
    committee.declare(committee.cast.anna)
    committee.store.do(undo)
    assert committee.store.read(queries.interests, committee.cast.file) == ()
    assert recusals(committee, items[committee.one]) == []
    assert ("2026-11-24T20:00", [committee.cast.anna]) in committee.planned()
