"""How far a basic rent may rise, what it becomes, and why a contract is left as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.increases import (
    Asked,
    Proposal,
    Special,
    first_possible_day,
    is_late,
    last_raise,
    last_sending_day,
    next_usual_day,
    objection_until,
    propose,
)
from coopadmin.domain.legal import LegalValue, legal_value
from coopadmin.domain.rent_limits import Law, Maximum, Tenancy, limit_of, limit_source, limit_text, raised
from coopadmin.domain.rents import RentTerms

JULY = date(2026, 7, 1)
JANUARY = date(2026, 1, 1)


def _law(on: date = JULY) -> Law:
    return lambda name: legal_value(name, on)


def _tenancy(cents: int = 60000, kind: str = "self_contained", regime: str = "social") -> Tenancy:
    lines = (RentTerms(date(2020, 3, 1), cents, 4500, 3000),)
    return Tenancy(1, "C-0001", 1, "2A", kind, date(2020, 3, 1), None, lines, regime)


def _propose(tenancy: Tenancy, special: Special | None = None, on: date = JULY, **asked: int | bool) -> Proposal:
    values = asked or {"percent": 410}
    return propose(tenancy, Asked(on, **values), _law(on), special)  # type: ignore[arg-type]


def _codes(proposal: Proposal) -> list[str]:
    return [remark.code for remark in proposal.remarks]


# -- the limit -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "regime", "day", "cents", "most", "text"),
    [
        ("self_contained", "social", JULY, 60000, 62460, "4.1 %"),
        ("self_contained", "social", date(2024, 7, 1), 60000, 63480, "5.8 %"),
        ("self_contained", "social", JULY, 64358, 66996, "4.1 %"),
        ("self_contained", "social", JULY, 34999, 37499, "€25.00 (low rent)"),
        ("self_contained", "social", JULY, 35000, 36435, "4.1 %"),
        ("self_contained", "social", date(2024, 7, 1), 32000, 33856, "5.8 %"),
        ("self_contained", "social", date(2024, 7, 1), 29999, 32499, "€25.00 (low rent)"),
        ("shared", "social", JULY, 30000, 31230, "4.1 %"),
        ("unknown", "social", JULY, 30000, 31230, "4.1 %"),
        ("self_contained", "middle", JANUARY, 100000, 106100, "6.1 %"),
        ("self_contained", "free", JANUARY, 100000, 104400, "4.4 %"),
        ("self_contained", "free", date(2025, 1, 1), 30000, 31230, "4.1 %"),
    ],
)
def test_the_most_a_rent_may_become(kind: str, regime: str, day: date, cents: int, most: int, text: str) -> None:
    limit = limit_of(_tenancy(cents, kind, regime), cents, _law(day))
    assert limit is not None
    assert (limit.most_cents, limit_text(limit)) == (most, text)
    assert limit_source(limit).startswith("https://")


def test_a_year_without_a_known_limit_asks_for_it_and_refuses() -> None:
    found = _propose(_tenancy(), on=date(2027, 7, 1))
    assert (found.state, found.limit, found.new_cents) == ("refused", None, 60000)
    assert found.unknown == ("rent_increase_social",)
    assert _codes(found) == ["unknown_limit"]
    kinds = _propose(_tenancy(kind="unknown"), on=date(2027, 7, 1))
    assert kinds.unknown == ("rent_increase_social", "rent_increase_shared")


def test_the_home_s_maximum_rent_limits_what_the_law_would_allow() -> None:
    tenancy = replace(_tenancy(), maximum=Maximum(61000, date(2026, 1, 1), "points 2026"))
    limit = limit_of(tenancy, 60000, _law())
    assert limit is not None
    assert (limit.most_cents, limit_text(limit), limit_source(limit)) == (
        61000,
        "maximum rent €610.00",
        "points 2026",
    )
    found = _propose(tenancy)
    assert (found.state, found.new_cents, _codes(found)) == ("raise", 61000, ["maximum"])


def test_a_rent_above_its_maximum_stays_and_says_why() -> None:
    tenancy = replace(_tenancy(), maximum=Maximum(59000, date(2026, 1, 1), "points 2026"))
    found = _propose(tenancy)
    assert (found.state, found.new_cents, found.difference_cents) == ("nothing", 60000, 0)
    assert "at_maximum" in _codes(found)


def test_an_income_category_allows_a_flat_amount_for_a_self_contained_home_only() -> None:
    high = Special(category="high")
    assert _propose(_tenancy(), high).new_cents == 70000
    assert _propose(_tenancy(), Special(category="mid")).new_cents == 65000
    assert _propose(_tenancy(kind="shared"), high).new_cents == 62460
    assert _propose(replace(_tenancy(), maximum=Maximum(66000, JULY, "points")), high).new_cents == 66000


# -- what is asked -------------------------------------------------------------------------------------------------


def test_only_the_basic_rent_counts() -> None:
    found = _propose(_tenancy())
    assert (found.current_cents, found.new_cents, found.difference_cents) == (60000, 62460, 2460)


def test_a_rent_is_rounded_down_so_that_the_limit_is_never_exceeded() -> None:
    assert raised(64358, 410) == 66996  # 66,996.678
    assert raised(1, 410) == 1


def test_an_amount_of_the_same_for_all() -> None:
    assert _propose(_tenancy(), amount_cents=1500).new_cents == 61500


def test_more_than_may_be_is_refused_with_what_may_be() -> None:
    found = _propose(_tenancy(), percent=500)
    assert (found.state, found.new_cents, _codes(found)) == ("refused", 63000, ["over_limit"])
    assert "at most €624.60 (4.1 %)" in found.remarks[0].text


def test_more_than_may_be_can_be_brought_down_to_it() -> None:
    found = _propose(_tenancy(), percent=500, to_limit=True)
    assert (found.state, found.new_cents, _codes(found)) == ("raise", 62460, ["to_limit"])


def test_a_low_rent_rises_by_the_flat_amount_only_where_that_is_asked() -> None:
    low = _tenancy(30000)
    assert _propose(low).new_cents == 31230
    assert _propose(low, percent=410, low_rent=True).new_cents == 32500
    assert _propose(low, amount_cents=2500).state == "raise"
    assert _propose(_tenancy(60000), percent=410, low_rent=True).new_cents == 62460


def test_one_contract_can_have_a_rise_of_its_own_or_none() -> None:
    assert _propose(_tenancy(), Special(percent=200)).new_cents == 61200
    assert _propose(_tenancy(), Special(amount_cents=1000)).new_cents == 61000
    assert _propose(_tenancy(), Special(percent=0)).state == "nothing"
    assert _propose(_tenancy(), Special(percent=900)).state == "refused"
    left = _propose(_tenancy(), Special(left_out=True))
    assert (left.state, left.new_cents, _codes(left)) == ("left_out", 60000, ["chosen"])


# -- what stands in the way, and what to look at -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state", "code"),
    [
        ({"ends_on": date(2026, 6, 30)}, "left_out", "ends"),
        ({"ends_on": date(2026, 7, 1)}, "raise", ""),
        ({"lines": ()}, "refused", "no_rent"),
        ({"lines": (RentTerms(JULY, 60000),)}, "refused", "no_rent"),
        ({"objection": "upheld"}, "left_out", "upheld"),
        ({"objection": "open"}, "raise", "objection"),
        ({"kind": "unknown"}, "raise", "unknown_kind"),
        ({"lines": (RentTerms(date(2020, 3, 1), 60000), RentTerms(JULY, 61000))}, "other", "line_there"),
        ({"lines": (RentTerms(date(2020, 3, 1), 60000), RentTerms(JULY, 62460))}, "done", "done"),
        ({"lines": (RentTerms(date(2020, 3, 1), 60000), RentTerms(date(2026, 9, 1), 1))}, "raise", "later_line"),
        (
            {"lines": (RentTerms(date(2020, 3, 1), 60000), RentTerms(date(2025, 8, 1), 61000))},
            "raise",
            "within_year",
        ),
        ({"lines": (RentTerms(date(2020, 3, 1), 60000), RentTerms(date(2025, 7, 1), 61000))}, "raise", ""),
        ({"regime": "free"}, "raise", "unusual_day"),
    ],
)
def test_what_stands_in_the_way_or_should_be_seen(changes: dict[str, object], state: str, code: str) -> None:
    found = _propose(replace(_tenancy(), **changes))  # type: ignore[arg-type]
    assert (found.state, _codes(found)) == (state, [code] if code else [])


def test_a_rent_that_was_set_for_that_day_is_told_and_so_is_what_exceeds_the_limit() -> None:
    lines = (RentTerms(date(2020, 3, 1), 60000), RentTerms(JULY, 62461))
    found = _propose(replace(_tenancy(), lines=lines))
    assert (found.state, found.remarks[0].text) == (
        "other",
        "€624.61 was set for that day, more than may be: at most €624.60 (4.1 %); it is left as it is",
    )


def test_social_rents_rise_in_july_and_the_others_in_january() -> None:
    assert _codes(_propose(_tenancy(regime="free"), on=JANUARY)) == []
    assert "unusual_day" in _codes(_propose(_tenancy(), on=date(2026, 8, 1)))


def test_a_rent_that_went_down_is_no_rise() -> None:
    lines = [RentTerms(date(2020, 1, 1), 60000), RentTerms(date(2026, 1, 1), 50000)]
    assert last_raise(lines, JULY) is None


# -- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("valid_from", "latest"),
    [
        (date(2026, 7, 1), date(2026, 4, 30)),
        (date(2027, 1, 1), date(2026, 10, 31)),
        (date(2026, 8, 15), date(2026, 6, 14)),
        (date(2026, 4, 30), date(2026, 2, 27)),
    ],
)
def test_the_proposal_is_there_two_months_before(valid_from: date, latest: date) -> None:
    assert last_sending_day(valid_from, 2) == latest


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 4, 30), date(2026, 7, 1)), (date(2026, 5, 1), date(2026, 8, 1))]
)
def test_the_first_month_that_can_still_be_reached(today: date, first: date) -> None:
    assert first_possible_day(today, 2) == first
    assert last_sending_day(first, 2) >= today


def test_the_next_first_of_july() -> None:
    assert next_usual_day(date(2026, 6, 30)) == JULY
    assert next_usual_day(JULY) == date(2027, 7, 1)


def test_an_objection_must_be_there_before_the_day_itself() -> None:
    assert objection_until(JULY) == date(2026, 6, 30)
    assert not is_late(date(2026, 6, 30), JULY)
    assert is_late(JULY, JULY)


# -- always ----------------------------------------------------------------------------------------------------------

CENTS = st.integers(0, 300_000)
PERCENT = st.integers(1, 2000)


@given(
    CENTS,
    st.sampled_from(["self_contained", "shared", "unknown"]),
    st.sampled_from(["social", "middle", "free"]),
    st.none() | st.integers(1, 300_000),
    st.tuples(PERCENT, st.none()) | st.tuples(st.none(), st.integers(1, 20_000)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "mid", "high"]),
)
def test_a_rent_that_rises_is_within_every_limit(
    cents: int,
    kind: str,
    regime: str,
    maximum: int | None,
    rise: tuple[int | None, int | None],
    low_rent: bool,
    to_limit: bool,
    category: str,
) -> None:
    top = Maximum(maximum, JANUARY, "points") if maximum else None
    tenancy = replace(_tenancy(cents, kind, regime), maximum=top)
    found = propose(tenancy, Asked(JULY, *rise, low_rent, to_limit), _law(), Special(category=category))
    assert found.state in ("raise", "nothing", "refused")
    assert found.limit is not None
    if found.state == "refused":
        assert not to_limit
        assert found.new_cents > found.limit.most_cents
        return
    assert (found.state == "raise") == (found.new_cents > cents)
    assert cents <= found.new_cents <= found.limit.most_cents
    assert maximum is None or found.new_cents <= max(maximum, cents)
    rule: LegalValue = found.limit.rule
    if rule.unit == "percent":
        assert found.new_cents * 10_000 <= cents * (10_000 + rule.value)
    else:
        assert found.new_cents <= cents + rule.value
