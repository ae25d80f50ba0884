"""What may be kept of a candidate, and the order of the waiting list."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.candidates import (
    CONTACT_KINDS,
    LEFT_REASONS,
    MEETINGS,
    ORIGINS,
    POOL_STATES,
    TAKEN_OFF,
    Household,
    WaitingLine,
    check_consent,
    check_household,
    check_leaving,
    goes_down,
    order,
    pool_state,
    refuse_bsn,
    refuse_bsn_in,
)
from db.tables.allocation import Candidacy
from db.tables.base import table_of
from db.tables.candidates import LEFT_REASONS as STORED_REASONS
from db.tables.candidates import CandidateContact
from tests.conftest import TODAY

BSN = "111222333"
"""A number that passes the eleven-test and was given to nobody."""

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def _passing(first: str) -> str | None:
    """Give the citizen service number that begins with eight digits, where there is one."""
    last = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True)) % 11
    return f"{first}{last}" if last < 10 and first.strip("0") else None


numbers = st.text("0123456789", min_size=8, max_size=8).map(_passing).filter(lambda number: number is not None)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["N", "Cs"], exclude_characters="+./-–—_·"), max_size=20
)


# -- the citizen service number ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        BSN,
        f"bsn{BSN}!",
        "BSN: 1112.22.333",
        "111 222 333",
        "111-22-2333",
        "111 - 222 - 333",
        "1 1 1 2 2 2 3 3 3",
        "111\u00a0222\u00a0333",
        "111\u200b222333",
        "１１１２２２３３３",
        "two lines\nand 111222333 in the second",
        "from 12-11-2026 on, 111222333",
        "06 12 34 56 78 or 111222333",
        "010000008",
        "001000007",
    ],
)
def test_a_text_that_holds_a_citizen_service_number_is_refused_without_repeating_it(text: str) -> None:
    (problem,) = refuse_bsn("note", text)
    assert problem.field == "note"
    assert "BSN" in problem.message
    assert "art. 46" in problem.message
    assert not any(sign.isdigit() for sign in problem.message.replace("art. 46", ""))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "111222334",
        "000000000",
        "06 12 34 56 78",
        "0612345678",
        "020-1234567",
        "+31 6 11122233",
        "+31 (0)6 1112 2233",
        "0031 6 11122233",
        "1112223330",
        "NL91 ABNA 0417 1643 00",
        "12-11-2026 3 people",
        "2026-11-12 and 5 more",
        "K-0012 and T-2026-01",
        "3 rooms, 2 people, from 2027, 1 cat",
        "111,222,333",
        "4 kamers; 70 m2; 2e verdieping",
    ],
)
def test_what_is_no_citizen_service_number_may_stand(text: str) -> None:
    assert refuse_bsn("note", text) == []


@given(before=words, number=numbers, after=words, cuts=st.sets(st.integers(1, 8)), sign=st.sampled_from(" .-/"))
def test_no_blanks_dots_or_dashes_hide_a_citizen_service_number(
    before: str, number: str, after: str, cuts: set[int], sign: str
) -> None:
    places = [0, *sorted(cuts), 9]
    groups = [number[first:last] for first, last in pairwise(places)]
    written = sign.join(groups)
    # A number cut into a day, a month and a year of this century is read as a day.
    looks_like_day = len(groups) > 2 and any(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    assert looks_like_day or refuse_bsn("note", f"{before}\n{written}\n{after}")


@given(st.text("0123456789", min_size=9, max_size=9))
def test_only_nine_digits_that_pass_the_eleven_test_are_refused(digits: str) -> None:
    assert bool(refuse_bsn("note", digits)) == (_passing(digits[:8]) == digits)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["N", "Cs"])))
def test_a_text_without_figures_is_never_refused(text: str) -> None:
    assert refuse_bsn("note", text) == []


def test_every_field_that_holds_a_number_is_named() -> None:
    problems = refuse_bsn_in({"note": BSN, "wishes": "a garden", "phone": BSN})
    assert [problem.field for problem in problems] == ["note", "phone"]


# -- the order of the waiting list -------------------------------------------------------------------------------


def _line(candidate_id: int, ranked_on: date, number: str | None = None) -> WaitingLine:
    return WaitingLine(candidate_id, number or f"K-{candidate_id:04}", ranked_on, 0, 0, None)


lines = st.lists(
    st.builds(_line, st.integers(1, 20_000), st.dates(date(2020, 1, 1), date(2020, 1, 20))),
    unique_by=lambda line: line.candidate_id,
    max_size=30,
)


def test_the_day_gives_the_place_and_on_one_day_the_number_does() -> None:
    first, second = date(2025, 3, 1), date(2025, 3, 2)
    made = order([_line(3, second), _line(2, second), _line(9, first), _line(1, second, "K-10000")])
    assert [(line.place, line.candidate_id) for line in made] == [(1, 9), (2, 2), (3, 3), (4, 1)]


@given(lines)
def test_places_count_from_one_and_nobody_is_lost(some: list[WaitingLine]) -> None:
    made = order(some)
    assert [line.place for line in made] == list(range(1, len(some) + 1))
    assert sorted(line.candidate_id for line in made) == sorted(line.candidate_id for line in some)


@given(lines, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_asking(some: list[WaitingLine], random: st.DataObject) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order(shuffled) == order(some) == order(order(some))


@given(lines)
def test_nobody_stands_before_one_with_an_earlier_day(some: list[WaitingLine]) -> None:
    days = [line.ranked_on for line in order(some)]
    assert days == sorted(days)


@given(lines, st.integers(0, 29))
def test_who_goes_to_the_bottom_today_stands_behind_everybody_of_before(some: list[WaitingLine], index: int) -> None:
    if not some:
        return
    moved = some[index % len(some)]
    others = [line for line in some if line is not moved]
    down = _line(moved.candidate_id, date(2020, 2, 1))
    before = [line.candidate_id for line in order(others)]
    assert [line.candidate_id for line in order([*others, down])] == [*before, moved.candidate_id]


@given(lines, st.integers(0, 29))
def test_who_leaves_moves_nobody_down(some: list[WaitingLine], index: int) -> None:
    if not some:
        return
    gone = some[index % len(some)]
    before = {line.candidate_id: line.place for line in order(some)}
    after = {line.candidate_id: line.place for line in order(line for line in some if line is not gone)}
    assert all(place <= before[candidate] for candidate, place in after.items())


# -- refusals ----------------------------------------------------------------------------------------------------

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("days", "ranked", "most", "down"),
    [
        ((1,), 0, 1, True),
        ((1,), 0, 3, False),
        ((1, 2), 0, 3, False),
        ((1, 2, 3), 0, 3, True),
        ((1, 2, 3, 4), 0, None, False),
        # the third one moved them on day 3: one more does not, three more do
        ((1, 2, 3, 4), 3, 3, False),
        ((1, 2, 3, 4, 5), 3, 3, False),
        ((1, 2, 3, 4, 5, 6), 3, 3, True),
        ((5, 5, 5), 0, 3, True),
    ],
)
def test_so_many_refusals_cost_the_place_and_then_are_counted_anew(
    days: tuple[int, ...], ranked: int, most: int | None, down: bool
) -> None:
    refused = [START + timedelta(days=number) for number in days]
    assert goes_down(refused, START + timedelta(days=ranked), most, refused[-1]) is down


@given(most=st.integers(1, 5), count=st.integers(1, 25))
def test_every_so_many_refusals_go_to_the_bottom_once(most: int, count: int) -> None:
    ranked, refused, moves = START, list[date](), 0
    for number in range(1, count + 1):
        refused.append(START + timedelta(days=number))
        if goes_down(refused, ranked, most, refused[-1]):
            ranked, moves = refused[-1], moves + 1
    assert moves == count // most


# -- what must agree ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("household", "fields"),
    [
        (Household(1, 0, None, None), []),
        (Household(2, 3, 3, 3), []),
        (Household(0, 0, None, None), ["adults"]),
        (Household(1, -1, None, None), ["children"]),
        (Household(1, 0, 4, 3), ["rooms_most"]),
        (Household(0, -1, 4, 3), ["adults", "children", "rooms_most"]),
    ],
)
def test_a_household_has_a_grown_up_and_wishes_that_agree(household: Household, fields: list[str]) -> None:
    assert [problem.field for problem in check_household(household)] == fields


@pytest.mark.parametrize(
    ("consent_on", "consent_until", "fields"),
    [
        (None, None, []),
        (TODAY, TODAY, []),
        (None, TODAY, ["consent_on"]),
        (TODAY, None, ["consent_until"]),
        (TODAY, TODAY - timedelta(days=1), ["consent_until"]),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=9), ["consent_on"]),
    ],
)
def test_consent_has_a_day_and_an_end(consent_on: date | None, consent_until: date | None, fields: list[str]) -> None:
    assert [problem.field for problem in check_consent(consent_on, consent_until, TODAY)] == fields


@pytest.mark.parametrize(
    ("reason", "told", "fields"),
    [
        ("own_request", "", []),
        ("no_answer", "wrote twice", []),
        ("", "because", ["end_reason"]),
        ("unknown", "because", ["end_reason"]),
        ("other", "", ["end_words"]),
        ("other", "moved abroad", []),
        ("own_request", f"wrote from {BSN}", ["end_words"]),
    ],
)
def test_nobody_is_taken_off_a_list_without_a_reason(reason: str, told: str, fields: list[str]) -> None:
    assert [problem.field for problem in check_leaving(reason, told)] == fields


@pytest.mark.parametrize(
    ("expires", "ended", "state"),
    [(0, None, "running"), (-1, None, "expired"), (9, 0, "left"), (9, 1, "running"), (-3, -2, "left")],
)
def test_a_place_in_the_pool_lasts_through_its_last_day(expires: int, ended: int | None, state: str) -> None:
    ended_on = None if ended is None else TODAY + timedelta(days=ended)
    assert pool_state(TODAY + timedelta(days=expires), ended_on, TODAY) == state
    assert state in POOL_STATES


def test_every_code_of_the_store_has_words_and_no_other() -> None:
    def allowed(table: str, model: type) -> str:
        return " ".join(
            str(getattr(one, "sqltext", "")) for one in table_of(model).constraints if table in str(one.name)
        )

    assert {"", *LEFT_REASONS} == set(STORED_REASONS)
    assert set(TAKEN_OFF) < set(LEFT_REASONS)
    assert set(MEETINGS) < set(CONTACT_KINDS)
    assert all(f"'{kind}'" in allowed("kind", CandidateContact) for kind in CONTACT_KINDS)
    assert all(f"'{origin}'" in allowed("origin", Candidacy) for origin in ORIGINS)


def test_no_table_of_candidates_has_a_place_for_what_may_not_be_asked() -> None:
    banned = ("origin_country", "nationality", "religion", "health", "orientation", "politic", "income", "bsn", "birth")
    tables = ("candidate", "waitingplace", "poolplace", "candidatecontact")
    metadata = table_of(CandidateContact).metadata
    columns = [f"{name}.{column.key}" for name in tables for column in metadata.tables[name].columns]
    assert not [column for column in columns for word in banned if word in column]
