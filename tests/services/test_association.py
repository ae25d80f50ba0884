"""A board sets what holds for the co-operative as a whole: its name, its owner, its agreement and its rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin import i18n
from coopadmin.domain.association import RULES, SHAPES, RuleValue, amount_text, rule_on
from coopadmin.domain.default_rules import DEFAULT_RULES
from coopadmin.errors import Invalid, Refused
from coopadmin.services.association import (
    correct_cooperative,
    save_agreement,
    save_owner,
    set_rule,
    start_cooperative,
)
from coopadmin.services.undo import undo
from db.migrate import make_store
from db.queries.association import cooperative, overview, rule_number, rules
from db.store import Store

TODAY = date(2026, 11, 20)
YEAR = date(2027, 1, 1)


def fields(store: Store, deed: Any, **values: Any) -> list[str]:
    """Give the fields that are refused; nothing may have changed."""
    before = store.read(overview)
    with pytest.raises(Invalid) as refusal:
        store.do(deed, **values)
    assert store.read(overview) == before
    assert all(problem.message for problem in refusal.value.problems)
    return [problem.field for problem in refusal.value.problems]


# -- the co-operative ----------------------------------------------------------------------------------------------


def test_a_store_begins_with_a_name_a_shape_and_the_rules_every_group_starts_from(tmp_path: Any) -> None:
    path = tmp_path / "vonk.coop"
    make_store(path)
    store = Store(path, actor="Noor")
    done = store.do(start_cooperative, name="  De   Vonk ", shape="collective")
    found = store.read(cooperative)
    assert (done.batch, found.name, found.shape, found.started_on) == (1, "De Vonk", "collective", TODAY)
    assert {value.name: value.value for value in store.read(rules)} == {
        rule.name: rule.default for rule in DEFAULT_RULES
    }
    assert all(value.source for value in store.read(rules))


def test_a_store_begins_only_once(store: Store) -> None:
    assert fields(store, start_cooperative, name="Nog een") == ["name"]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 401}, ["name"]),
        ({"shape": "club"}, ["shape"]),
        ({"name": "", "shape": "", "iban": "NL91ABNA0417164301", "email": "x"}, ["name", "shape", "iban", "email"]),
        ({"iban": "NL91ABNA0417164301"}, ["iban"]),
        ({"email": "post@"}, ["email"]),
    ],
)
def test_what_cannot_be_is_named_under_its_field(store: Store, values: dict[str, str], wrong: list[str]) -> None:
    assert fields(store, correct_cooperative, **{"name": "De Vonk", "shape": "individual", **values}) == wrong


def test_what_is_known_of_the_cooperative_is_kept_tidy_and_can_be_taken_back(store: Store) -> None:
    before = store.read(cooperative)
    store.do(
        correct_cooperative,
        name=" De  Vonk U.A. ",
        shape="collective",
        kvk_number=" 12345678 ",
        iban="nl91 abna 0417 1643 00",
        email=" post@example.org ",
    )
    after = store.read(cooperative)
    assert (after.name, after.shape, after.kvk_number) == ("De Vonk U.A.", "collective", "12345678")
    assert (after.iban, after.email) == ("NL91ABNA0417164300", "post@example.org")
    store.do(undo)
    assert store.read(cooperative) == before


def test_a_store_without_its_cooperative_still_answers(tmp_path: Any) -> None:
    path = tmp_path / "vonk.coop"
    make_store(path)
    store = Store(path, actor="Noor")
    assert store.read(cooperative).name == ""
    with pytest.raises(Refused):
        store.do(correct_cooperative, name="De Vonk", shape="individual")


# -- the owner and the agreement -----------------------------------------------------------------------------------


def test_a_corporation_is_added_and_corrected(store: Store) -> None:
    owner = store.do(save_owner, name="Woonbron", email="x@example.org").result
    store.do(save_owner, owner_id=owner, name="WOONBRON", contact=" Mw. Öz ", note=" belt op maandag ")
    (found,) = store.read(overview).owners
    assert (found.owner_id, found.name, found.contact, found.email) == (owner, "WOONBRON", "Mw. Öz", "")
    assert found.note == "belt op maandag"


def test_a_corporation_is_entered_once_however_it_is_spelled(store: Store) -> None:
    store.do(save_owner, name="Wóónbron")
    assert fields(store, save_owner, name="woonbron ") == ["name"]
    other = store.do(save_owner, name="Ymere").result
    assert fields(store, save_owner, owner_id=other, name="Woonbron") == ["name"]
    assert fields(store, save_owner, name="", email="x") == ["name", "email"]
    assert fields(store, save_owner, name="x" * 401) == ["name"]


def test_an_agreement_is_with_a_corporation_and_ends_after_it_begins(store: Store) -> None:
    owner = store.do(save_owner, name="Woonbron").result
    assert fields(store, save_agreement, owner_id=99, starts_on=YEAR, ends_on=TODAY) == ["owner_id", "ends_on"]
    made = store.do(save_agreement, owner_id=owner, starts_on=YEAR, ends_on=YEAR, reference=" BO-1 ").result
    store.do(save_agreement, agreement_id=made, owner_id=owner, starts_on=YEAR, note="verlengd")
    (found,) = store.read(overview).agreements
    assert (found.owner, found.reference, found.ends_on, found.note) == ("Woonbron", "", None, "verlengd")
    with pytest.raises(Refused, match="no longer there"):
        store.do(save_agreement, agreement_id=99, owner_id=owner, starts_on=YEAR)


# -- rules ---------------------------------------------------------------------------------------------------------


def test_a_rule_holds_from_its_day_and_the_old_one_until_then(store: Store) -> None:
    store.do(set_rule, name="notice_months", value=" 3 ", valid_from=YEAR, source="Agreement 2027")
    assert store.read(rule_number, "notice_months", YEAR) == 3
    assert store.read(rule_number, "notice_months", date(2026, 12, 31)) == 1
    store.do(undo)
    assert store.read(rule_number, "notice_months", YEAR) == 1


def test_a_rule_of_the_same_day_is_corrected_and_not_doubled(store: Store) -> None:
    for value in ("3", "4"):
        store.do(set_rule, name="notice_months", value=value, valid_from=YEAR, source="Agreement 2027")
    found = [rule.value for rule in store.read(rules) if (rule.name, rule.valid_from) == ("notice_months", YEAR)]
    assert found == ["4"]


@pytest.mark.parametrize("value", ["", "-1", "1,5", "twee", "1e3", "10000", "9" * 30, "٣"])
def test_a_rule_is_a_whole_number_that_can_be_meant(store: Store, value: str) -> None:
    assert fields(store, set_rule, name="notice_months", value=value, valid_from=YEAR, source="x") == ["value"]


def test_a_month_of_the_year_is_one_of_twelve(store: Store) -> None:
    name = "financial_year_first_month"
    store.do(set_rule, name=name, value="7", valid_from=YEAR, source="statutes")
    assert store.read(rule_number, name, YEAR) == 7
    assert (amount_text(RULES[name], "7"), amount_text(RULES[name], "13")) == ("July", "13")
    for value in ("0", "13"):
        assert fields(store, set_rule, name=name, value=value, valid_from=YEAR, source="x") == ["value"]


def test_a_rule_that_is_yes_or_no_takes_nothing_else(store: Store) -> None:
    store.do(set_rule, name="voting_aspirant", value="1", valid_from=YEAR, source="statutes")
    assert store.read(rule_number, "voting_aspirant", YEAR) == 1
    for value in ("2", "01", "yes", ""):
        assert fields(store, set_rule, name="voting_aspirant", value=value, valid_from=YEAR, source="x") == ["value"]


def test_a_rule_says_where_it_comes_from(store: Store) -> None:
    assert fields(store, set_rule, name="notice_months", value="1", valid_from=YEAR, source=" ") == ["source"]
    with pytest.raises(Refused, match="no rule “speed_limit”"):
        store.do(set_rule, name="speed_limit", value="1", valid_from=YEAR, source="x")


def test_a_rule_that_is_not_set_is_what_a_fresh_store_starts_with(store: Store) -> None:
    for name, rule in RULES.items():
        assert store.read(rule_number, name, date(1800, 1, 1)) == int(rule.default)


def test_the_newest_rule_that_has_begun_holds() -> None:
    values = [
        RuleValue("a", "1", date(2020, 1, 1), ""),
        RuleValue("a", "2", date(2026, 1, 1), ""),
        RuleValue("b", "9", date(2025, 1, 1), ""),
    ]
    held = {on: rule_on(reversed(values), "a", on) for on in (date(2019, 12, 31), date(2025, 12, 31), date(2026, 1, 1))}
    assert list(held.values()) == [None, "1", "2"]
    assert rule_on([], "a", TODAY) is None


def test_every_rule_and_shape_says_in_words_what_it_is() -> None:
    for rule in DEFAULT_RULES:
        assert all((rule.label, rule.unit, rule.source))
        assert rule.default.isdigit()
    assert all(SHAPES.values())
    i18n.use("en")
