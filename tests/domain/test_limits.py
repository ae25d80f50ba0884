"""Who decides on an amount, by the mandate of the day; and which decision allows what is above it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.limits import (
    BODIES,
    LADDER,
    Allowing,
    Limit,
    asked_of,
    body_of,
    check_limit,
    limits_on,
    needs_decision,
    short_of,
    told,
)

DAY = date(2026, 1, 1)
FULL = (
    Limit("coordinator", DAY, 500_00, "agreement, art. 8"),
    Limit("board", DAY, 5000_00, "agreement, art. 8"),
    Limit("general", DAY, None, "statutes"),
)
CENTS = st.integers(0, 10**8)


@pytest.mark.parametrize(
    ("cents", "limits", "asked"),
    [
        (500_00, FULL, "coordinator"),
        (500_01, FULL, "board"),
        (5000_00, FULL, "board"),
        (5000_01, FULL, "general"),
        (10**9, FULL, "general"),
        (0, FULL, "coordinator"),
        # None set: nobody can say, and nothing is blocked.
        (10**9, (), "unknown"),
        (None, FULL, "unknown"),
        # Above the only limit that is known the next one is asked, though nobody set theirs.
        (600_00, FULL[:1], "board"),
        (10**9, FULL[:1], "board"),
        (300_00, FULL[1:2], "unknown"),
        (6000_00, FULL[1:2], "general"),
        # A coordinator with no mandate at all asks for everything.
        (1, (Limit("coordinator", DAY, 0, "board"),), "board"),
        # The highest body stays the highest.
        (200_00, (Limit("general", DAY, 100_00, "odd"),), "general"),
        (10**9, (Limit("coordinator", DAY, None, "board"),), "coordinator"),
    ],
)
def test_above_a_limit_the_next_one_is_asked(cents: int | None, limits: tuple[Limit, ...], asked: str) -> None:
    assert asked_of(cents, limits) == asked
    assert needs_decision(asked) == (asked in ("board", "general"))


@given(CENTS, CENTS)
def test_more_money_never_asks_a_lower_body(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert LADDER.index(asked_of(low, FULL)) <= LADDER.index(asked_of(high, FULL))


def test_it_is_said_who_decides_and_by_which_limit() -> None:
    assert told(300_00, FULL) == "€300.00 is within the mandate of the maintenance coordinator."
    above = told(600_00, FULL)
    assert above == (
        "€600.00 is above the limit of the maintenance coordinator (€500.00, agreement, art. 8): the board decides."
    )
    assert "the general meeting decides" in told(6000_00, FULL)
    assert told(600_00, ()).startswith("No mandate is set")
    assert told(None, FULL).startswith("Without an amount")
    assert told(300_00, FULL[1:2]).startswith("For €300.00 no mandate is set")


def test_the_newest_limit_of_each_body_holds() -> None:
    later = Limit("coordinator", date(2026, 7, 1), 750_00, "board of June")
    assert limits_on((*FULL, later), date(2026, 6, 30)) == FULL
    assert limits_on((later, *FULL), date(2026, 7, 1)) == (later, *FULL[1:])
    assert limits_on(FULL, date(2025, 12, 31)) == ()


def _decision(outcome: str = "carried", body: str = "board", cents: int | None = 1000_00, words: str = "") -> Allowing:
    return Allowing(1, "B-1", outcome, body, words, cents)


@pytest.mark.parametrize(
    ("decision", "asked", "cents", "wrong"),
    [
        (_decision(), "board", 1000_00, ""),
        (_decision(body="general"), "board", 1000_00, ""),
        (_decision(body="general"), "general", 1000_00, ""),
        (_decision(), "board", 1000_01, "granted €1,000.00, which is less than €1,000.01"),
        (_decision(outcome="rejected"), "board", 1, "was not carried"),
        (_decision(outcome="postponed"), "board", 1, "was not carried"),
        (_decision(outcome="withdrawn"), "board", 1, "was not carried"),
        (_decision(), "general", 1, "is of the board; the general meeting decides on this"),
        (_decision(body="residents"), "board", 1, "is of the residents' meeting"),
        (_decision(body="", words="klusgroep"), "board", 1, "is of “klusgroep”"),
        (_decision(body=""), "board", 1, "does not say whose it is"),
        (_decision(cents=None), "board", 1, "is linked without an amount"),
    ],
)
def test_a_decision_allows_what_it_carried_granted_and_could_decide(
    decision: Allowing, asked: str, cents: int, wrong: str
) -> None:
    found = short_of(decision, asked, cents)
    assert (wrong in found) if wrong else found == ""


@pytest.mark.parametrize(
    ("meeting", "words", "body"),
    [
        ("general", "", "general"),
        ("residents", "ALV", "residents"),
        ("", "ALV", "general"),
        ("", " Algemene  Ledenvergadering ", "general"),
        ("", "General members' meeting", "general"),
        ("", "Bestuur", "board"),
        ("", "adviescommissie van het bestuur", ""),
        ("", "Bewonersvergadering", ""),
        ("", "", ""),
    ],
)
def test_whose_decision_it_was_stands_in_its_meeting_or_its_words(meeting: str, words: str, body: str) -> None:
    assert body_of(meeting, words) == body


@pytest.mark.parametrize(
    ("body", "cents", "source", "field"),
    [
        ("treasurer", 1, "x", "body"),
        ("board", -1, "x", "amount_cents"),
        ("board", 100_00, " ", "source"),
        # Less than the coordinator may, more than the meeting may: a slip of the keys.
        ("board", 400_00, "x", "amount_cents"),
        ("coordinator", 6000_00, "x", "amount_cents"),
        ("coordinator", None, "x", "amount_cents"),
        ("coordinator", 5000_00, "x", ""),
        ("board", None, "x", ""),
        ("general", 5000_00, "x", ""),
    ],
)
def test_a_mandate_goes_no_further_than_the_one_above_it(body: str, cents: int | None, source: str, field: str) -> None:
    problems = check_limit(body, DAY, cents, source, FULL)
    assert [one.field for one in problems] == ([field] if field else [])


def test_every_body_has_a_name() -> None:
    assert tuple(BODIES) == LADDER
