"""The day a candidate is forgotten is worked out from what kept them, said line by line, and only consent moves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coopadmin.domain.deadlines import Figure
from coopadmin.domain.forgetting import (
    Facts,
    InFile,
    OnList,
    after_taking_back,
    due_on,
    keeps_from_request,
    names_of,
    scrub,
)

FOUR_WEEKS = Figure(28, "Custom")
MARCH = date(2026, 3, 1)
TODAY = date(2026, 11, 20)


def term(facts: Facts, on: date = TODAY, days: Figure = FOUR_WEEKS) -> tuple[date | None, tuple[str, ...]]:
    found = due_on(facts, days, on)
    return found.from_on, found.asks


# -- examples ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "from_on"),
    [
        (Facts(MARCH), date(2026, 3, 29)),
        (Facts(MARCH, files=(InFile("T-1", date(2026, 10, 3)),)), date(2026, 10, 31)),
        (Facts(MARCH, files=(InFile("T-1", date(2026, 5, 1)), InFile("T-2", date(2026, 10, 3)))), date(2026, 10, 31)),
        (Facts(MARCH, files=(InFile("T-1", date(2026, 5, 1)), InFile("T-2", None))), None),
        (Facts(MARCH, consent_on=MARCH, consent_until=date(2027, 3, 1)), date(2027, 3, 2)),
        (Facts(MARCH, consent_on=MARCH, consent_until=date(2026, 3, 5)), date(2026, 3, 29)),
        (Facts(MARCH, consent_on=MARCH), date(2026, 3, 29)),
        (
            Facts(MARCH, lists=(OnList("waiting", MARCH, date(2026, 6, 1), "own_request"),)),
            date(2026, 6, 29),
        ),
    ],
)
def test_the_day_counts_from_the_last_thing_that_kept_somebody(facts: Facts, from_on: date | None) -> None:
    assert term(facts) == (from_on, ())


def test_every_line_that_makes_the_day_is_told_with_its_source() -> None:
    facts = Facts(MARCH, MARCH, date(2026, 12, 31), (InFile("T-2026-01", date(2026, 10, 3)),))
    assert due_on(facts, FOUR_WEEKS, TODAY).told == (
        "file T-2026-01 was closed on 3 October 2026",
        "28 days after that · Custom",
        "agreed on 1 March 2026 that it is kept until 31 December 2026 (GDPR art. 7)",
        "so to be cleared from 1 January 2027 on",
    )


def test_an_open_file_says_that_it_keeps_them() -> None:
    found = due_on(Facts(MARCH, files=(InFile("T-2", None),)), FOUR_WEEKS, TODAY)
    assert found.told[-1] == "kept as long as file T-2 is open"
    assert (found.last_day, found.is_due(date.max)) == (None, False)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (
            Facts(MARCH, files=(InFile("T-1", date(2026, 4, 1), letter_owed=True),)),
            "letter with the reasons of file T-1",
        ),
        (Facts(MARCH, lists=(OnList("waiting", MARCH, date(2026, 5, 1), "fee_unpaid"),)), "not told why yet"),
    ],
)
def test_what_a_person_must_see_to_first_keeps_them_and_is_said(facts: Facts, asked: str) -> None:
    found = due_on(facts, FOUR_WEEKS, TODAY)
    assert not found.is_due(TODAY)
    assert asked in "; ".join(found.asks)


@pytest.mark.parametrize(
    ("facts", "from_on", "why"),
    [
        (
            Facts(MARCH, MARCH, date(2026, 9, 1), lists=(OnList("waiting", MARCH),)),
            date(2026, 9, 29),
            "on the waiting list, with consent until 1 September 2026",
        ),
        (
            Facts(MARCH, MARCH, date(2026, 9, 1), lists=(OnList("pool", date(2026, 9, 10)),)),
            date(2026, 10, 8),
            "in the pool since 10 September 2026, without consent",
        ),
        (
            Facts(MARCH, lists=(OnList("waiting", date(2026, 4, 1)),)),
            date(2026, 4, 29),
            "on the waiting list since 1 April 2026, without consent",
        ),
        (
            Facts(MARCH, MARCH, date(2026, 9, 1), (InFile("T-1", date(2026, 10, 3)),), (OnList("waiting", MARCH),)),
            date(2026, 10, 31),
            "file T-1 was closed on 3 October 2026",
        ),
    ],
)
def test_a_place_on_a_list_keeps_nobody_longer_than_the_days_after_the_consent(
    facts: Facts, from_on: date, why: str
) -> None:
    found = due_on(facts, FOUR_WEEKS, TODAY)
    assert (found.from_on, found.told[0], found.asks) == (from_on, why, ())
    assert found.is_due(from_on)
    assert not found.is_due(from_on - timedelta(days=1))


def test_who_is_on_a_list_without_consent_is_to_be_asked_or_told_before_they_go_from_it() -> None:
    facts = Facts(MARCH, MARCH, date(2026, 9, 1), lists=(OnList("waiting", MARCH), OnList("pool", MARCH)))
    ask = (
        "no consent that holds for the waiting list, the pool: "
        "ask for it, or tell them first that clearing takes them off"
    )
    assert ask not in due_on(facts, FOUR_WEEKS, date(2026, 9, 1)).told
    assert ask in due_on(facts, FOUR_WEEKS, date(2026, 9, 2)).told
    assert ask in due_on(facts, FOUR_WEEKS, date(2026, 9, 29)).told


def test_who_was_told_why_they_were_taken_off_is_forgotten_in_time() -> None:
    told = OnList("waiting", MARCH, date(2026, 5, 1), "fee_unpaid", date(2026, 5, 2))
    assert term(Facts(MARCH, lists=(told,))) == (date(2026, 5, 29), ())


def test_a_registration_that_was_taken_back_is_kept_as_long_as_any() -> None:
    found = after_taking_back(MARCH, FOUR_WEEKS)
    assert (found.from_on, found.is_due(date(2026, 3, 28)), found.is_due(date(2026, 3, 29))) == (
        date(2026, 3, 29),
        False,
        True,
    )


def test_a_request_is_held_up_by_open_files_only_and_not_by_one_that_was_left() -> None:
    files = (InFile("T-1", MARCH), InFile("T-2", None), InFile("T-3", None))
    assert keeps_from_request(files, {"T-3"}) == ("T-2",)
    assert keeps_from_request(files, {"T-2", "T-3"}) == ()


# -- properties ----------------------------------------------------------------------------------------------------

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
figures = st.builds(Figure, st.integers(0, 400), st.just("Custom"))
files = st.builds(InFile, st.just("T-2026-01"), st.none() | days, st.booleans())
places = st.builds(
    OnList,
    st.sampled_from(["waiting", "pool"]),
    days,
    st.none() | days,
    st.sampled_from(["own_request", "fee_unpaid", "expired"]),
    st.none() | days,
)


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    """Draw what may be known of a candidate."""
    consent_on = draw(st.none() | days)
    until = draw(st.none() | st.integers(0, 1000)) if consent_on else None
    return Facts(
        draw(days),
        consent_on,
        consent_on + timedelta(days=until) if consent_on and until is not None else None,
        tuple(draw(st.lists(files, max_size=3))),
        tuple(draw(st.lists(places, max_size=3))),
    )


@given(all_facts(), figures, days)
def test_nobody_is_due_while_a_file_is_open_a_letter_is_owed_or_consent_holds(
    facts: Facts, retention: Figure, on: date
) -> None:
    if due_on(facts, retention, on).is_due(on):
        assert all(one.closed_on is not None and not one.letter_owed for one in facts.files)
        assert facts.consent_until is None or facts.consent_until < on


@given(all_facts(), figures, days)
def test_nobody_is_due_before_the_days_after_anything_that_kept_them(facts: Facts, retention: Figure, on: date) -> None:
    found = due_on(facts, retention, on)
    kept = [facts.registered_on, *(one.closed_on for one in facts.files), *(one.ended_on for one in facts.lists)]
    running = [place.began_on for place in facts.lists if place.ended_on is None]
    kept += [max(began_on, facts.consent_until or date.min) for began_on in running]
    if found.from_on is not None:
        last = max(day for day in kept if day is not None)
        assert found.from_on >= last + timedelta(days=retention.number)
        consent = facts.consent_until + timedelta(days=1) if facts.consent_until else date.min
        assert found.from_on == max(last + timedelta(days=retention.number), consent)
        assert found.last_day == found.from_on - timedelta(days=1)


@given(all_facts(), figures, days, st.integers(0, 4000))
def test_who_is_due_stays_due_where_nothing_happens(facts: Facts, retention: Figure, on: date, days_on: int) -> None:
    later = on + timedelta(days=days_on)
    if due_on(facts, retention, on).is_due(on):
        assert due_on(facts, retention, later).is_due(later)


@given(all_facts(), figures, days, days, st.integers(1, 1000))
def test_longer_consent_never_brings_the_day_forward(
    facts: Facts, retention: Figure, on: date, until: date, longer: int
) -> None:
    less = replace(facts, consent_on=date(2020, 1, 1), consent_until=until)
    more = replace(less, consent_until=until + timedelta(days=longer))
    before, after = due_on(less, retention, on).from_on, due_on(more, retention, on).from_on
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


@given(all_facts(), st.integers(0, 400), st.integers(0, 400), days)
def test_a_longer_term_never_brings_the_day_forward(facts: Facts, one: int, more: int, on: date) -> None:
    before = due_on(facts, Figure(one, ""), on).from_on
    after = due_on(facts, Figure(one + more, ""), on).from_on
    assert before is None or (after is not None and after >= before)


@given(all_facts(), figures, days)
def test_every_term_says_how_its_day_was_made(facts: Facts, retention: Figure, on: date) -> None:
    found = due_on(facts, retention, on)
    assert len(found.told) >= 3
    assert all(line.strip() for line in (*found.told, *found.asks))
    assert any("Custom" in line for line in found.told)


# -- names in texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("Home A12 to Zoë van den Bos", "Home A12 to K-0003"),
        ("Mrs. Van den Bos, BOS, Bos' wishes", "Mrs. Van den K-0003, K-0003, K-0003' wishes"),
        ("in het bos, Bosstraat, Zoëlle", "in het bos, Bosstraat, Zoëlle"),
        ("zoe@example.org and Zoe", "K-0003 and K-0003"),
        ("nothing of anybody", "nothing of anybody"),
    ],
)
def test_a_name_gives_way_to_the_number_and_other_words_stay(text: str, scrubbed: str) -> None:
    names = names_of([("Bos", "van den", "Zoë")], ["zoe@example.org"])
    assert scrub(text, names, "K-0003") == scrubbed


def test_a_given_name_of_two_letters_is_only_taken_out_with_the_family_name() -> None:
    names = names_of([("Yu", "", "Li")])
    assert scrub("Li Yu, Li, Yu", names, "K-1") == "K-1, Li, K-1"


@given(
    st.text("ABCÅéïñ zyx", min_size=3, max_size=12), st.text("abc ABC.", max_size=10), st.text("abc ABC.", max_size=10)
)
def test_no_name_is_left_as_words_of_its_own(name: str, before: str, after: str) -> None:
    assume(name.strip())
    names = names_of([(name, "", "")])
    text = scrub(f"{before} {' '.join(name.split())} {after}", names, "#9")
    assert scrub(text, names, "#9") == text
    assert "#9" in text
