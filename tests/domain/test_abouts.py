"""A line of the journal says in words what it was about, and names nobody."""

from __future__ import annotations

import pytest

from coopadmin.domain.abouts import about_name
from coopadmin.domain.deadlines import GROUPS, KINDS
from coopadmin.i18n import use


@pytest.mark.parametrize(
    ("deed", "about", "words"),
    [
        ("set_voting_rule", "any statutes", "change of the statutes · every body"),
        ("set_voting_rule", "general ordinary", "ordinary decision · general meeting"),
        ("set_meeting_rule", "residents", "residents' meeting"),
        ("set_rule", "notice_months", "Notice a tenant gives at least"),
        ("meet_deadline", "accounts:2026", "annual accounts 2026"),
        ("meet_deadline", "vacancy:treasurer:2026-11-01", "vacancy on the board treasurer"),
        ("unmeet_deadline", "retires:officeterm:12", "end of a term of office"),
        (
            "meet_deadlines",
            "trade_register:officeterm:3:began, trade_register:officeterm:4:began, bank_mandate:officeterm:3:began",
            "notice to the trade register, mandate at the bank",
        ),
        ("appoint_audit_committee", "audit_committee", ""),
        ("plan_meeting", "2026-12-10 general", "10 Dec 2026 general meeting"),
        ("begin_item", "2026-12-10 board 3", "10 Dec 2026 board 3"),
        ("request_meeting", "2026-11-02", "02 Nov 2026"),
    ],
)
def test_codes_and_days_are_told_in_words(deed: str, about: str, words: str) -> None:
    assert about_name(deed, about) == words


@pytest.mark.parametrize(
    ("deed", "about"),
    [
        ("register_member", "L001"),
        ("report_task", "M-2026-001"),
        ("close_month", "2026-11"),
        ("import_register", "members ledenlijst.csv"),
        ("undo", "12"),
        ("set_rule", "a_rule_of_later"),
        ("set_voting_rule", "somebody"),
        ("meet_deadline", "unheard:of:1"),
        ("set_rent", ""),
    ],
)
def test_numbers_and_what_nobody_knows_stay_as_they_are(deed: str, about: str) -> None:
    assert about_name(deed, about) == about


def test_the_words_are_of_the_language_in_use() -> None:
    use("nl")
    try:
        assert about_name("set_voting_rule", "any statutes") == "statutenwijziging · elk orgaan"
        assert about_name("plan_meeting", "2026-12-10 general") == "10-12-2026 algemene ledenvergadering"
    finally:
        use("en")


def test_every_kind_of_term_has_a_name() -> None:
    assert set(KINDS) == {kind for kinds in GROUPS.values() for kind in kinds}
