"""Who may vote, who is there, and whose proxy counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.association import RULES, RuleValue, amount_text
from coopadmin.domain.attendance import (
    Attendance,
    Numbers,
    Place,
    ProxyAsked,
    ProxyGiven,
    VotingPeriod,
    board_offices,
    idle_reasons,
    live_line,
    places,
    proxy_problem,
    proxy_problems,
    room_remark,
    voting_kind,
    voting_kinds,
    waiting_days,
)

MEETING = date(2026, 11, 20)
LETTER = date(2026, 11, 10)
YEAR = date(2026, 1, 1)

ANNA, BAS, CEES, DIRK, EEF = range(1, 6)


def rule(name: str, value: str, valid_from: date = YEAR) -> RuleValue:
    return RuleValue(name, value, valid_from, "statutes, art. 5")


def proxy(giver: int, holder: int, given_on: date = LETTER) -> ProxyGiven:
    return ProxyGiven(giver, holder, given_on)


# -- who may vote --------------------------------------------------------------------------------------------------


def test_only_members_vote_where_nothing_else_was_set() -> None:
    assert voting_kinds((), MEETING) == ("member",)
    assert waiting_days((), MEETING) == 0


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ((rule("voting_aspirant", "1"),), ("member", "aspirant")),
        ((rule("voting_honorary", "1"), rule("voting_supporter", "1")), ("member", "supporter", "honorary")),
        ((rule("voting_member", "0"), rule("voting_aspirant", "1")), ("aspirant",)),
        ((rule("voting_aspirant", "1", date(2026, 11, 21)),), ("member",)),
        ((rule("voting_aspirant", "1"), rule("voting_aspirant", "0", MEETING)), ("member",)),
    ],
)
def test_the_statutes_of_that_day_say_which_kinds_vote(values: tuple[RuleValue, ...], kinds: tuple[str, ...]) -> None:
    assert voting_kinds(values, MEETING) == kinds


def test_a_rule_that_is_yes_or_no_is_shown_in_words() -> None:
    assert amount_text(RULES["voting_member"], "1") == "yes"
    assert amount_text(RULES["voting_aspirant"], "0") == "no"


def test_the_board_is_its_directors_and_never_the_audit_committee() -> None:
    offices = board_offices((), MEETING)
    assert offices == ("chair", "secretary", "treasurer", "board_member", "maintenance_coordinator")
    assert "maintenance_coordinator" not in board_offices((rule("board_coordinator", "0"),), MEETING)
    assert "audit_committee" not in offices


@pytest.mark.parametrize(
    ("periods", "after", "kind"),
    [
        ([(date(2026, 11, 20), None)], 0, "member"),
        ([(date(2026, 11, 21), None)], 0, ""),
        ([(date(2020, 1, 1), date(2026, 11, 20))], 0, "member"),
        ([(date(2020, 1, 1), date(2026, 11, 19))], 0, ""),
        ([(date(2026, 10, 21), None)], 30, "member"),
        ([(date(2026, 10, 22), None)], 30, ""),
        # A new period that follows at once goes on where the first left off; after a gap it begins anew.
        ([(date(2020, 1, 1), date(2026, 11, 1)), (date(2026, 11, 2), None)], 30, "member"),
        ([(date(2020, 1, 1), date(2026, 11, 1)), (date(2026, 11, 3), None)], 30, ""),
        ([(date(2026, 11, 2), None), (date(2020, 1, 1), date(2026, 11, 1))], 30, "member"),
        (
            [(date(2026, 1, 1), date(2026, 6, 1)), (date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 6, 2), None)],
            300,
            "member",
        ),
        ([(date(2020, 1, 1), None), (date(2026, 11, 15), None)], 30, "member"),
        ([], 0, ""),
    ],
)
def test_a_vote_comes_with_membership_in_force_and_after_the_term_of_the_statutes(
    periods: list[tuple[date, date | None]], after: int, kind: str
) -> None:
    assert voting_kind([VotingPeriod("member", *one) for one in periods], MEETING, after) == kind


def test_one_votes_by_the_kind_of_that_day() -> None:
    periods = [VotingPeriod("aspirant", YEAR, date(2026, 5, 31)), VotingPeriod("member", date(2026, 6, 1), None)]
    assert voting_kind(periods, date(2026, 5, 31)) == "aspirant"
    assert voting_kind(periods, date(2026, 6, 1)) == "member"


# -- proxies -------------------------------------------------------------------------------------------------------

ASKED = ProxyAsked(
    giver="Anna de Wit",
    holder="Bas Kok",
    same=False,
    giver_votes=True,
    holder_votes=True,
    given_to="",
    held=0,
    most=2,
    source="Statutes, art. 14",
    form="paper",
    given_on=LETTER,
    meeting_on=MEETING,
)


def test_a_proxy_that_is_as_it_should_be_is_taken_up_to_the_day_of_the_meeting() -> None:
    assert proxy_problem(ASKED) == ""
    assert proxy_problem(replace(ASKED, given_on=MEETING, form="electronic", held=1)) == ""


@pytest.mark.parametrize(
    ("different", "field", "sentence"),
    [
        ({"same": True}, "holder_id", "nobody can hold their own proxy"),
        ({"giver_votes": False}, "giver_id", "Anna de Wit has no vote at this meeting"),
        ({"holder_votes": False}, "holder_id", "Bas Kok may not vote here"),
        ({"given_to": "Cees Bos"}, "giver_id", "gave a proxy to Cees Bos already"),
        (
            {"held": 2},
            "holder_id",
            "Bas Kok holds 2 proxies already, and one may hold no more than 2 (Statutes, art. 14)",
        ),
        ({"held": 1, "most": 1}, "holder_id", "Bas Kok holds 1 proxy already, and one may hold no more than 1"),
        ({"most": 0}, "holder_id", "no proxies are taken at meetings of this body (Statutes, art. 14)"),
        ({"most": 0, "source": ""}, "holder_id", "no proxies are taken at meetings of this body"),
        ({"form": "spoken"}, "form", "in writing"),
        ({"given_on": MEETING + timedelta(days=1)}, "given_on", "after the meeting of 20 November 2026"),
    ],
)
def test_a_proxy_is_refused_with_the_reason(different: dict[str, object], field: str, sentence: str) -> None:
    asked = replace(ASKED, **different)  # pyright: ignore[reportArgumentType]
    problems = proxy_problems(asked)
    assert [problem.field for problem in problems] == [field]
    assert sentence in proxy_problem(asked)


# -- who is there --------------------------------------------------------------------------------------------------


def standings(
    entitled: set[int], inside: set[int], *proxies: ProxyGiven, recused: set[int] | None = None, most: int | None = None
) -> dict[int, str]:
    """Give the standing of each, one who is represented with their holder behind it."""
    found = places(Attendance(entitled, inside, proxies, recused or set(), most))
    return {one: place.standing + (f" by {place.holder_id}" if place.holder_id else "") for one, place in found.items()}


def test_a_guest_may_be_in_the_room_and_never_counts() -> None:
    assert standings({ANNA}, {ANNA, BAS}) == {ANNA: "present"}


def test_a_proxy_counts_while_its_holder_is_in_the_room_and_its_giver_is_not() -> None:
    three = {ANNA, BAS, CEES}
    assert standings(three, {BAS}, proxy(ANNA, BAS)) == {ANNA: "represented by 2", BAS: "present", CEES: "absent"}
    assert standings(three, {CEES}, proxy(ANNA, BAS)) == {ANNA: "absent", BAS: "absent", CEES: "present"}
    assert standings(three, {ANNA, BAS}, proxy(ANNA, BAS)) == {ANNA: "present", BAS: "present", CEES: "absent"}


def test_a_proxy_is_not_passed_on() -> None:
    three = {ANNA, BAS, CEES}
    chain = (proxy(ANNA, BAS), proxy(BAS, CEES))
    assert standings(three, {CEES}, *chain) == {ANNA: "absent", BAS: "represented by 3", CEES: "present"}
    # The holder came after all: their own proxy rests, and the one they hold counts.
    assert standings(three, {BAS, CEES}, *chain) == {ANNA: "represented by 2", BAS: "present", CEES: "present"}


def test_who_is_recused_is_neither_present_nor_represented_nor_votes_for_another() -> None:
    three = {ANNA, BAS, CEES}
    assert standings(three, {ANNA, BAS}, recused={ANNA})[ANNA] == "recused"
    assert standings(three, {BAS}, proxy(ANNA, BAS), recused={ANNA})[ANNA] == "recused"
    assert standings(three, set(), recused={ANNA})[ANNA] == "recused"
    aside = standings(three, {BAS}, proxy(ANNA, BAS), recused={BAS})
    assert aside == {ANNA: "absent", BAS: "recused", CEES: "absent"}


def test_a_proxy_of_or_for_somebody_without_a_vote_counts_for_nobody() -> None:
    assert standings({BAS}, {BAS}, proxy(ANNA, BAS)) == {BAS: "present"}
    assert standings({ANNA}, {BAS}, proxy(ANNA, BAS)) == {ANNA: "absent"}


def test_where_a_holder_has_more_than_allowed_those_given_first_count() -> None:
    all_of_them = {ANNA, BAS, CEES, DIRK, EEF}
    late = proxy(ANNA, EEF, MEETING)
    given = (late, proxy(DIRK, EEF), proxy(BAS, EEF))
    found = standings(all_of_them, {EEF}, *given, most=2)
    assert [found[one] for one in (ANNA, BAS, DIRK)] == ["absent", "represented by 5", "represented by 5"]
    # A proxy that rests takes no place.
    assert standings(all_of_them, {EEF, BAS}, *given, most=2)[ANNA] == "represented by 5"
    assert set(standings(all_of_them, {EEF}, *given, most=0).values()) == {"present", "absent"}


@pytest.mark.parametrize(
    ("attendance", "why"),
    [
        (Attendance({ANNA, BAS}, {BAS}, (proxy(ANNA, BAS),)), ""),
        (Attendance({BAS}, {BAS}, (proxy(ANNA, BAS),)), "who gave it has no vote at this meeting"),
        (Attendance({ANNA}, {BAS}, (proxy(ANNA, BAS),)), "its holder may not vote at this meeting"),
        (Attendance({ANNA, BAS}, {ANNA, BAS}, (proxy(ANNA, BAS),)), "who gave it is in the room"),
        (Attendance({ANNA, BAS}, set(), (proxy(ANNA, BAS),)), "its holder is not in the room"),
        (Attendance({ANNA, BAS}, {BAS}, (proxy(ANNA, BAS),), {ANNA}), "who gave it is recused for this item"),
        (Attendance({ANNA, BAS}, {BAS}, (proxy(ANNA, BAS),), {BAS}), "its holder is recused for this item"),
        (Attendance({ANNA, BAS}, {BAS}, (proxy(ANNA, BAS),), most=0), "its holder has more proxies than one may hold"),
        (
            Attendance({ANNA, BAS, CEES}, {CEES}, (proxy(ANNA, BAS), proxy(BAS, CEES))),
            "its holder gave a proxy away too and is not in the room; a proxy is not passed on",
        ),
    ],
)
def test_why_a_proxy_does_not_count_is_said(attendance: Attendance, why: str) -> None:
    assert idle_reasons(attendance)[ANNA] == why


PEOPLE = st.integers(0, 2**12 - 1).map(lambda bits: {place + 1 for place in range(12) if bits >> place & 1})
"""Any of twelve, in one draw: a set of its own draws makes each of them costly."""


HOLDERS = st.dictionaries(st.integers(1, 12), st.integers(0, 12 * 4 - 1))
"""To each giver one of twelve holders and how many days late, from 0 to 3, as one number."""


@st.composite
def attendances(draw: st.DrawFn) -> Attendance:
    """Make any meeting: people, some of them inside, one proxy for each giver at most, some recused."""
    holders = draw(HOLDERS)
    given_proxies = tuple(
        proxy(giver, holder, LETTER + timedelta(days=late))
        for giver, holder, late in ((giver, 1 + which % 12, which // 12) for giver, which in holders.items())
        if giver != holder
    )
    most = draw(st.none() | st.integers(0, 3))
    return Attendance(draw(PEOPLE), draw(PEOPLE), given_proxies, draw(PEOPLE), most)


@given(attendances())
def test_everybody_who_may_vote_has_exactly_one_place_and_nobody_else_has_any(attendance: Attendance) -> None:
    found = places(attendance)
    assert set(found) == set(attendance.entitled)
    counted = Counter(place.standing for place in found.values())
    kinds = ("present", "represented", "recused", "absent")
    assert sum(counted[kind] for kind in kinds) == len(attendance.entitled)


@given(attendances())
def test_only_somebody_present_speaks_for_another_and_for_no_more_than_allowed(attendance: Attendance) -> None:
    found = places(attendance)
    holders = Counter(place.holder_id for place in found.values() if place.standing == "represented")
    for holder, held in holders.items():
        assert holder is not None
        assert found[holder] == Place("present")
        assert attendance.most is None or held <= attendance.most
    for person_id, place in found.items():
        if place.standing == "represented":
            assert person_id not in attendance.inside
        if place.standing == "present":
            assert person_id in attendance.inside


@given(attendances(), st.randoms(use_true_random=False))
def test_the_order_in_which_proxies_were_taken_changes_nothing(attendance: Attendance, chance: object) -> None:
    shuffled = list(attendance.proxies)
    chance.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    again = replace(attendance, proxies=tuple(shuffled))
    assert places(again) == places(attendance)
    assert idle_reasons(again) == idle_reasons(attendance)


@given(attendances())
def test_who_is_absent_might_as_well_not_be_there(attendance: Attendance) -> None:
    found = places(attendance)
    for person_id in [one for one, place in found.items() if place.standing == "absent"]:
        rest = places(replace(attendance, entitled=set(attendance.entitled) - {person_id}))
        assert rest == {one: place for one, place in found.items() if one != person_id}


@given(attendances(), st.integers(1, 12))
def test_a_guest_who_comes_in_changes_nothing(attendance: Attendance, guest: int) -> None:
    if guest not in attendance.entitled:
        assert places(replace(attendance, inside=set(attendance.inside) | {guest})) == places(attendance)


@given(attendances())
def test_a_proxy_has_a_reason_exactly_where_it_does_not_count(attendance: Attendance) -> None:
    found = places(attendance)
    represented = {one for one, place in found.items() if place.standing == "represented"}
    assert {giver for giver, why in idle_reasons(attendance).items() if not why} == represented


# -- the live line -------------------------------------------------------------------------------------------------

NUMBERS = Numbers(entitled=38, present=21, proxies=4, recused=0, quorum_needed=19, quorum_present=25)


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (NUMBERS, "38 may vote · 21 present · 4 by proxy · quorum 19: met"),
        (replace(NUMBERS, quorum_needed=26), "38 may vote · 21 present · 4 by proxy · quorum 26: 1 short"),
        (
            replace(NUMBERS, quorum_needed=22, quorum_present=21),
            "38 may vote · 21 present · 4 by proxy · quorum 22 in person: 1 short",
        ),
        (
            replace(NUMBERS, quorum_present=21),
            "38 may vote · 21 present · 4 by proxy · quorum 19 in person: met",
        ),
        (replace(NUMBERS, quorum_needed=None), "38 may vote · 21 present · 4 by proxy · no quorum asked"),
        (
            replace(NUMBERS, recused=2, present=19, quorum_present=23),
            "38 may vote · 19 present · 4 by proxy · 2 recused · quorum 19: met",
        ),
    ],
)
def test_the_room_is_put_in_one_line(numbers: Numbers, line: str) -> None:
    assert live_line(numbers) == line


def test_a_board_that_cannot_decide_for_its_recusals_leaves_it_to_the_general_meeting() -> None:
    all_aside = Numbers(entitled=3, present=0, proxies=0, recused=3, quorum_needed=0, quorum_present=0)
    too_few = Numbers(entitled=5, present=2, proxies=0, recused=3, quorum_needed=3, quorum_present=2)
    enough = Numbers(entitled=5, present=2, proxies=0, recused=2, quorum_needed=3, quorum_present=2)
    assert "goes to the general meeting" in room_remark(all_aside, "board")
    assert "goes to the general meeting" in room_remark(too_few, "board")
    assert room_remark(enough, "board") == ""
    assert room_remark(all_aside, "general") == "All who may vote are recused: this meeting cannot decide this."
    assert "the quorum cannot be reached" in room_remark(too_few, "committee")
    assert room_remark(NUMBERS, "board") == ""
    nobody = Numbers(entitled=0, present=0, proxies=0, recused=0, quorum_needed=None, quorum_present=0)
    assert room_remark(nobody, "board") == "Nobody may vote at this meeting on its day."
