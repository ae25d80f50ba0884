"""The letters about joining and leaving say what they must, on lines that fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coopadmin.domain.membership_letters import Head, Parting, parting_letter, refusal_letter
from coopadmin.domain.memberships import EndingRules, contribution_text, expulsion, resignation

HEAD = Head("De Vonk", "Anna van den Berg", "Kade 1\n1234 AB Ons Dorp", date(2026, 11, 20))
LAW = EndingRules()
END = resignation(date(2026, 11, 20), LAW)
RESIGNED = Parting(
    kind="resignation",
    noticed_on=date(2026, 11, 20),
    ends_on=END.ends_on,
    rule=END.rule,
    reason="",
    contribution=contribution_text(END.ends_on, LAW),
    tenancy_kept=None,
    due=("€60.00 is open on the member's own account",),
    hand_back=("keeper of Werkplaats · 2 keys",),
)


def _said(text: str) -> str:
    assert max(map(len, text.splitlines())) <= 76
    assert text.startswith("De Vonk\n\nAnna van den Berg\nKade 1\n1234 AB Ons Dorp\n\n20 November 2026\n\n")
    assert text.endswith("\n\nDe Vonk\n")
    return " ".join(text.split())


def test_a_confirmation_names_the_day_the_rule_what_is_due_and_what_to_hand_back() -> None:
    said = _said(parting_letter(HEAD, RESIGNED, LAW))
    for part in (
        "Confirmation: the end of your membership",
        "We received your notice of 20 November 2026.",
        "Your membership ends on 31 December 2026; that is its last day.",
        "with 4 weeks' notice (Civil Code (BW) 2:36(1), unless the statutes differ).",
        "no contribution is due after it.",
        "Still to be settled: - €60.00 is open",
        "To hand over or give back: - keeper of Werkplaats · 2 keys",
        "A tenancy is a thing of its own",
    ):
        assert part in said, part


def test_who_leaves_the_home_too_and_owes_nothing_reads_no_more_than_that() -> None:
    said = _said(parting_letter(HEAD, replace(RESIGNED, due=(), hand_back=(), tenancy_kept=False), LAW))
    for part in ("A tenancy", "Still to be settled", "To hand over"):
        assert part not in said


@pytest.mark.parametrize(("months", "term"), [(1, "Within 1 month after"), (2, "Within 2 months after")])
def test_an_expulsion_gives_its_reasons_and_the_appeal(months: int, term: str) -> None:
    rules = EndingRules(appeal_months=months)
    decided = date(2026, 11, 1)
    out = replace(
        RESIGNED,
        kind="expulsion",
        noticed_on=decided,
        ends_on=None,
        rule=expulsion(decided, rules).rule,
        reason="bedreiging van buren",
    )
    said = _said(parting_letter(HEAD, out, rules))
    for part in (
        "Your expulsion, with the reasons",
        "The reasons: bedreiging van buren",
        term,
        "you are suspended",
        "(Civil Code (BW) 2:38(1))",
    ):
        assert part in said, part
    assert "no contribution is due after it" not in said, "its end is not known yet"


def test_where_the_meeting_expelled_the_letter_speaks_of_no_appeal() -> None:
    decided = date(2026, 11, 1)
    end = expulsion(decided, LAW, by_meeting=True)
    out = replace(
        RESIGNED, kind="expulsion", noticed_on=decided, ends_on=decided, rule=end.rule, reason="bedreiging van buren"
    )
    said = _said(parting_letter(HEAD, out, LAW))
    assert "you may appeal" not in said
    assert "Your membership ends on 1 November 2026" in said


def test_notice_by_the_association_gives_its_reason() -> None:
    said = _said(parting_letter(HEAD, replace(RESIGNED, kind="by_association", reason="woont elders"), LAW))
    assert "the association gives you notice. The reason: woont elders" in said


def test_at_a_death_the_letter_goes_to_the_family() -> None:
    said = _said(parting_letter(HEAD, replace(RESIGNED, kind="death"), LAW))
    assert "to the family" in said
    assert "We received your notice" not in said


def test_a_refusal_gives_the_reason_and_names_the_meeting() -> None:
    said = _said(refusal_letter(HEAD, "aspirant", date(2026, 10, 1), date(2026, 11, 1), "de lijst is dicht"))
    assert "you asked to join us (aspirant member)" in said
    assert "The reason: de lijst is dicht" in said
    assert "the general meeting can still admit you (Civil Code (BW) 2:33)" in said
    assert "The reason" not in _said(refusal_letter(HEAD, "member", date(2026, 10, 1), date(2026, 11, 1), ""))
