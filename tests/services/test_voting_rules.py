"""A secretary sets by which rules the group meets and votes, each from a day on and with its article."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from coopadmin.domain.voting import Rule
from coopadmin.domain.voting_rules import DEFAULT_MEETING_RULES, DEFAULT_VOTING_RULES
from coopadmin.errors import Invalid
from coopadmin.services import voting_rules
from coopadmin.services.association import start_cooperative
from coopadmin.services.undo import undo
from db.migrate import make_store
from db.queries import journal
from db.queries import voting_rules as queries
from db.queries.base import Listing
from db.store import Store

YEAR, NEXT = date(2026, 1, 1), date(2027, 1, 1)

VOTING: dict[str, Any] = {
    "body": "residents",
    "kind": "self_allocation",
    "valid_from": YEAR,
    "method": "three-quarters",
    "quorum": "2/3",
    "source": "House rules, art. 12",
}
MEETING: dict[str, Any] = {
    "body": "general",
    "valid_from": YEAR,
    "convening_days": 21,
    "minutes_days": 30,
    "proxies_per_holder": 5,
    "source": "Statutes, art. 14",
}


def _both(connection: Connection) -> tuple[object, object]:
    return queries.meeting_rules(connection), queries.voting_rules(connection)


def wrong(store: Store, deed: Any, **values: Any) -> list[str]:
    """Give the fields that are refused; nothing may have changed."""
    before = store.read(_both)
    with pytest.raises(Invalid) as refusal:
        store.do(deed, **values)
    assert store.read(_both) == before
    assert all(problem.message for problem in refusal.value.problems)
    return [problem.field for problem in refusal.value.problems]


def test_a_store_begins_with_the_rules_and_their_sources(store: Store) -> None:
    assert sorted(store.read(queries.meeting_rules), key=repr) == sorted(DEFAULT_MEETING_RULES, key=repr)
    assert sorted(store.read(queries.voting_rules), key=repr) == sorted(DEFAULT_VOTING_RULES, key=repr)
    assert all(record.stored for record in (store.read(queries.record, key) for key in range(1, 5)) if record)


def test_a_store_of_before_the_rules_answers_with_what_a_store_begins_with(tmp_path: Path) -> None:
    path = tmp_path / "old.coop"
    make_store(path)
    old = Store(path, actor="Noor")
    assert old.read(queries.meeting_rules) == DEFAULT_MEETING_RULES
    assert old.read(queries.voting_rules) == DEFAULT_VOTING_RULES
    old.do(start_cooperative, name="De Vonk")
    assert len(old.read(queries.voting_rules)) == len(DEFAULT_VOTING_RULES)


def test_a_rule_holds_from_its_day_and_the_old_one_until_then(store: Store) -> None:
    store.do(voting_rules.set_voting_rule, **VOTING)
    ask = ("residents", "self_allocation")
    assert store.read(queries.voting_rule, *ask, date(2025, 12, 31)).rule == Rule("simple")
    found = store.read(queries.voting_rule, *ask, YEAR)
    assert (found.rule, found.source) == (Rule("three-quarters", Fraction(2, 3)), "House rules, art. 12")
    assert store.read(queries.voting_rule, "general", "self_allocation", YEAR).rule == Rule("simple")


def test_a_rule_is_kept_as_it_was_set(store: Store) -> None:
    store.do(
        voting_rules.set_voting_rule,
        body="any",
        kind="persons",
        valid_from=YEAR,
        method="at-least",
        threshold=" 60% ",
        counted_over="present",
        quorum="0,5",
        quorum_counts_proxies=False,
        recused_in_quorum=True,
        blank_counts=True,
        max_against=2,
        tie="lot",
        convening_days=10,
        inspection_days=6,
        second_meeting=True,
        second_quorum="25%",
        second_from_days=8,
        second_until_days=28,
        source="  Statutes,  art. 16 ",
    )
    found = store.read(queries.voting_rule, "board", "persons", YEAR)
    assert found.rule == Rule(
        "at-least",
        Fraction(1, 2),
        blank_counts=True,
        max_against=2,
        recused_in_quorum=True,
        threshold=Fraction(3, 5),
        counted_over="present",
        quorum_counts_proxies=False,
        tie="lot",
    )
    assert (found.convening_days, found.inspection_days, found.source) == (10, 6, "Statutes, art. 16")
    assert (found.second_meeting, found.second_quorum) == (True, Fraction(1, 4))
    assert (found.second_from_days, found.second_until_days) == (8, 28)


def test_a_value_of_the_same_day_is_corrected_and_another_day_adds_one(store: Store) -> None:
    first = store.do(voting_rules.set_voting_rule, **VOTING).result
    again = store.do(voting_rules.set_voting_rule, **{**VOTING, "method": "two-thirds"}).result
    later = store.do(voting_rules.set_voting_rule, **{**VOTING, "valid_from": NEXT, "quorum": ""}).result
    assert first == again != later
    ask = ("residents", "self_allocation")
    held = {on: store.read(queries.voting_rule, *ask, on).rule for on in (YEAR, date(2026, 12, 31), NEXT)}
    assert list(held.values()) == [
        Rule("two-thirds", Fraction(2, 3)),
        Rule("two-thirds", Fraction(2, 3)),
        Rule("three-quarters"),
    ]


def test_what_holds_for_meetings_is_set_from_a_day_on(store: Store) -> None:
    first = store.do(voting_rules.set_meeting_rule, **MEETING).result
    assert store.do(voting_rules.set_meeting_rule, **{**MEETING, "proxies_per_holder": 0}).result == first
    found = store.read(queries.meeting_rule, "general", YEAR)
    assert (found.convening_days, found.minutes_days, found.proxies_per_holder) == (21, 30, 0)
    assert store.read(queries.meeting_rule, "general", date(2025, 12, 31)).convening_days == 14
    assert store.read(queries.meeting_rule, "residents", YEAR).convening_days == 14


def test_setting_what_holds_already_writes_nothing(store: Store) -> None:
    store.do(voting_rules.set_voting_rule, **VOTING)
    assert store.do(voting_rules.set_voting_rule, **VOTING).batch is None
    store.do(voting_rules.set_meeting_rule, **MEETING)
    assert store.do(voting_rules.set_meeting_rule, **MEETING).batch is None


def test_every_setting_is_in_the_journal_and_can_be_taken_back(store: Store) -> None:
    before = store.read(queries.voting_rules), store.read(queries.meeting_rules)
    store.do(voting_rules.set_voting_rule, **VOTING)
    store.do(voting_rules.set_meeting_rule, **MEETING)
    newest, second = store.read(journal.page, Listing()).rows[:2]
    assert (newest.what, second.what) == (
        "Rule for meetings set general meeting",
        "Rule for votes set self-allocation · residents' meeting",
    )
    store.do(undo)
    store.do(undo)
    assert (store.read(queries.voting_rules), store.read(queries.meeting_rules)) == before


@pytest.mark.parametrize("quorum", ["", " ", "0", "0%", "0/3"])
def test_a_quorum_of_nothing_is_none(store: Store, quorum: str) -> None:
    store.do(voting_rules.set_voting_rule, **{**VOTING, "quorum": quorum})
    assert store.read(queries.voting_rule, "residents", "self_allocation", YEAR).rule.quorum is None


def test_what_a_part_is_of_is_kept_only_with_a_part_of_ones_own(store: Store) -> None:
    store.do(voting_rules.set_voting_rule, **VOTING, counted_over="entitled")
    assert store.read(queries.voting_rule, "residents", "self_allocation", YEAR).rule.counted_over == "cast"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"body": "street"}, ["body"]),
        ({"body": ""}, ["body"]),
        ({"kind": "party"}, ["kind"]),
        ({"method": "loudest"}, ["method"]),
        ({"method": "unknown"}, ["method"]),
        ({"method": "at-least"}, ["threshold"]),
        ({"method": "at-least", "threshold": "0"}, ["threshold"]),
        ({"method": "at-least", "threshold": "3/2"}, ["threshold"]),
        ({"method": "at-least", "threshold": "most"}, ["threshold"]),
        ({"threshold": "3/5"}, ["threshold"]),
        ({"method": "at-least", "threshold": "3/5", "counted_over": "homes"}, ["counted_over"]),
        ({"quorum": "half"}, ["quorum"]),
        ({"quorum": "150%"}, ["quorum"]),
        ({"max_against": -1}, ["max_against"]),
        ({"max_against": 10_000}, ["max_against"]),
        ({"tie": "chair"}, ["tie"]),
        ({"convening_days": -1}, ["convening_days"]),
        ({"convening_days": 367}, ["convening_days"]),
        ({"inspection_days": 1000}, ["inspection_days"]),
        ({"source": " "}, ["source"]),
        ({"source": "x" * 401}, ["source"]),
        ({"second_meeting": True, "quorum": ""}, ["second_meeting"]),
        ({"second_meeting": True, "second_quorum": "3/4"}, ["second_quorum"]),
        ({"second_meeting": True, "second_quorum": "a bit"}, ["second_quorum"]),
        ({"second_meeting": True, "second_from_days": -1}, ["second_from_days"]),
        ({"second_meeting": True, "second_from_days": 9, "second_until_days": 8}, ["second_until_days"]),
        ({"second_quorum": "1/4", "second_from_days": 8}, ["second_quorum", "second_from_days"]),
        (
            {"body": "", "kind": "", "method": "", "quorum": "x", "source": "", "tie": ""},
            ["body", "kind", "method", "tie", "quorum", "source"],
        ),
    ],
)
def test_what_cannot_be_is_named_under_its_field(store: Store, values: dict[str, Any], fields: list[str]) -> None:
    assert wrong(store, voting_rules.set_voting_rule, **{**VOTING, **values}) == fields


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"body": "any"}, ["body"]),
        ({"convening_days": -1}, ["convening_days"]),
        ({"minutes_days": 400}, ["minutes_days"]),
        ({"proxies_per_holder": -1}, ["proxies_per_holder"]),
        ({"source": ""}, ["source"]),
        ({"body": "", "convening_days": 999, "source": " "}, ["body", "convening_days", "source"]),
    ],
)
def test_what_cannot_be_of_meetings_is_named_under_its_field(
    store: Store, values: dict[str, Any], fields: list[str]
) -> None:
    assert wrong(store, voting_rules.set_meeting_rule, **{**MEETING, **values}) == fields


def test_a_second_meeting_may_ask_for_as_much_or_less(store: Store) -> None:
    for part in ("2/3", "1/2", ""):
        store.do(voting_rules.set_voting_rule, **VOTING, second_meeting=True, second_quorum=part)
    found = store.read(queries.voting_rule, "residents", "self_allocation", YEAR)
    assert found.at_second_meeting().quorum is None
