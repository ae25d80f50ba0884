"""After the decision: what a nomination and a contract need, and when something is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.deadlines import Figure
from coopadmin.domain.nominations import (
    FITS,
    Checklist,
    Readiness,
    counts_by_fit,
    days_empty,
    letter_due,
    missing,
    not_ready,
    second_earliest,
)

DAY = date(2026, 11, 12)
READY = Checklist(decided=True, statement_on=DAY, papers_on=DAY, permit_regime="none", running=0, nominees=1)
NOMINEE = Readiness(
    number="K-0001",
    over=False,
    answer="accepted",
    fit="PAS",
    fit_on=DAY,
    fit_reason="",
    permit_regime="none",
    permit_on=None,
    starts_on=date(2026, 12, 1),
)


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"decided": False}, "candidacy_id"),
        ({"statement_on": None}, "statement_on"),
        ({"papers_on": None}, "papers_on"),
        ({"permit_regime": "unknown"}, "permit_regime"),
        ({"running": 1}, "candidacy_id"),
        ({"running": 3, "nominees": 3}, "candidacy_id"),
    ],
)
def test_each_thing_a_nomination_lacks_is_named_under_its_field(lacks: dict[str, object], field: str) -> None:
    assert missing(READY) == ()
    assert [one for one, _words in missing(replace(READY, **lacks))] == [field]


@pytest.mark.parametrize(
    ("lacks", "told"),
    [
        ({"over": True}, "is over"),
        ({"answer": ""}, "has not accepted K-0001"),
        ({"answer": "refused"}, "has not accepted K-0001"),
        ({"fit": "", "fit_on": None}, "fit check comes before the contract"),
        ({"fit_on": date(2026, 12, 2)}, "fit check is of 2 December 2026"),
        ({"fit": "NIE"}, "does not fit"),
        ({"permit_regime": "required"}, "asks for a housing permit"),
        ({"permit_regime": "member_priority"}, "asks for a housing permit"),
        ({"permit_regime": "required", "permit_on": date(2026, 12, 2)}, "housing permit is of 2 December 2026"),
    ],
)
def test_each_thing_a_contract_waits_for_is_said(lacks: dict[str, object], told: str) -> None:
    found = not_ready(replace(NOMINEE, **lacks))
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize(
    "good",
    [
        {},
        {"fit": "NVT"},
        {"fit": "NIE", "fit_reason": "BIJ"},
        {"fit_on": date(2026, 12, 1)},
        {"permit_regime": "exempt"},
        {"permit_regime": "required", "permit_on": date(2026, 12, 1)},
    ],
)
def test_what_is_complete_waits_for_nothing(good: dict[str, object]) -> None:
    assert not_ready(replace(NOMINEE, **good)) == ()


def test_a_letter_is_due_so_many_days_after_the_decision_and_says_how() -> None:
    due = letter_due(DAY, Figure(14, "A habit"), DAY + timedelta(days=14))
    assert (due.due_on, due.days_left, due.late) == (date(2026, 11, 26), 0, False)
    assert due.told == (
        "decided on 12 November 2026",
        "14 days to tell the candidate · A habit",
        "so at the latest on 26 November 2026",
    )
    assert letter_due(DAY, Figure(14, ""), DAY + timedelta(days=15)).late


def test_the_second_admission_can_be_so_many_days_after_the_first() -> None:
    earliest = second_earliest(date(2026, 12, 1), 90, "Twee keer")
    assert earliest.on == date(2027, 3, 1)
    assert earliest.told[1] == "90 days as an aspirant: Twee keer"


@pytest.mark.parametrize(
    ("free", "let", "until", "days"),
    [
        (None, DAY, DAY, None),
        (DAY, DAY, DAY, 0),
        (DAY, DAY + timedelta(days=30), DAY, 30),
        (DAY, DAY - timedelta(days=3), DAY, 0),
        (DAY, None, DAY, 1),
        (DAY, None, DAY + timedelta(days=9), 10),
        (DAY, None, DAY - timedelta(days=9), 0),
    ],
)
def test_days_empty_run_from_the_first_free_day_to_the_new_contract(
    free: date | None, let: date | None, until: date, days: int | None
) -> None:
    assert days_empty(free, let, until) == days


@given(st.lists(st.sampled_from(("", *FITS))))
def test_every_letting_is_counted_once(fits: list[str]) -> None:
    counts = counts_by_fit(fits)
    assert sum(counts.values()) == len(fits)
    assert set(counts) == {"", *FITS}
