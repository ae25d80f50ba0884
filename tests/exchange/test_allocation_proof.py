"""The proof of a vacancy file as a document: one page that answers who asks, and names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coopadmin import i18n
from coopadmin.exchange.allocation_proof import markdown, page, stem, text
from coopadmin.services.forgetting import clear_candidates
from db.queries import forgetting
from db.queries.allocation_proof import Proof, proof
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.proven import SECRETS, Proven, prove

EXPECTED = Path(__file__).with_name("proof_en.md")


@pytest.fixture
def made(furnish: Furnish) -> Proven:
    """Fill the store with a file that was decided, and one that has only begun."""
    return furnish(prove)


def _forms(found: Proof, on: date = TODAY) -> tuple[str, ...]:
    return markdown(found, on), page(found, on), text(found, on, 60), text(found, on)


def test_the_proof_of_a_file_is_as_it_was_stored(store: Store, made: Proven) -> None:
    assert markdown(store.read(proof, made.file_id), TODAY) == EXPECTED.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_no_form_of_it_holds_a_name_or_a_note_of_anybody(store: Store, made: Proven, language: str) -> None:
    i18n.use(language)
    for file_id in (made.file_id, made.running_id):
        for written in _forms(store.read(proof, file_id)):
            bare = written.lower().replace("@page", "").replace("@media", "")
            assert [secret for secret in SECRETS if secret in bare] == []


def test_it_still_tells_the_decision_when_all_were_cleared(store: Store, made: Proven) -> None:
    due = [one.who_id for one in store.read(forgetting.due, TODAY)]
    before = _forms(store.read(proof, made.file_id))
    store.do(clear_candidates, candidate_ids=due, on=TODAY)
    after = _forms(store.read(proof, made.file_id))
    for old, new in zip(before, after, strict=True):
        assert "of 4 of 4 candidates, last on" in " ".join(new.split())
        assert new.partition("of 4 of 4")[0] == old.partition("of nobody yet")[0]
        for told in ("K-0001", "B-2026-01", "B-2026-03", "not_carried"[4:], "fits"):
            assert told in new


def test_the_page_is_whole_and_brings_nothing_from_elsewhere(store: Store, made: Proven) -> None:
    written = page(store.read(proof, made.file_id), TODAY)
    root = ElementTree.fromstring(written.removeprefix("<!DOCTYPE html>\n"))
    assert root.findtext("head/title") == "How the new neighbour of A12 was chosen"
    tags = {element.tag for element in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "a", "base", "form"}
    assert "url(" not in (root.findtext("head/style") or "")


def test_a_file_that_runs_says_so_and_owes_what_it_owes(store: Store, made: Proven) -> None:
    written = markdown(store.read(proof, made.running_id), TODAY)
    assert written.startswith("# How a new neighbour for B7 is chosen\n")
    assert "This file still runs" in written
    assert "Nothing was decided yet" in written
    assert "0 candidates, 0 invited, 0 interviews held" in written
    assert "Nominated to the corporation" not in written


def test_the_file_is_called_after_the_number(store: Store, made: Proven) -> None:
    assert stem(store.read(proof, made.file_id)) == "proof-T-2026-01"


def test_what_was_left_out_is_said_so_and_where(store: Store, made: Proven) -> None:
    found = replace(store.read(proof, made.file_id), profile="", group="", withheld=("group", "profile"))
    written = markdown(found, TODAY)
    assert "**The committee of this file:** left out here, because a person could be known by it" in written
    assert "(left out here, because a person could be known by it)" in written
    assert "**The requirements of this home, as published on:** 5 March 2026" in written
    assert "Buurkring" not in written


def test_the_counts_of_a_criterion_add_up_to_those_it_was_held_against(store: Store, made: Proven) -> None:
    found = store.read(proof, made.file_id)
    first, second = found.criteria
    some = replace(found, criteria=(replace(first, met=1, unknown=1, failed=0), second))
    written = markdown(some, TODAY)
    assert "The hard criteria, held against 4 candidates" in written
    assert "- **not too large for the household:** 1 met it, of 1 it was not known, it did not apply to 2\n" in written
    assert written.count("did not apply") == 1


def test_a_home_that_is_let_though_it_does_not_fit_has_its_reason_in_the_file(store: Store, made: Proven) -> None:
    found = store.read(proof, made.file_id)
    [one] = found.nominations
    let = replace(found, nominations=(replace(one, fit="NIE", let_all_the_same=True),))
    said = "- **Fit check:** does not fit; why it is let all the same was noted in the file (29 April 2026)\n"
    assert said in markdown(let, TODAY)
    ended = replace(found, nominations=(replace(one, fit="NIE", ended="no_fit", ended_on=date(2026, 5, 1)),))
    assert "- **Fit check:** does not fit (29 April 2026)\n" in markdown(ended, TODAY)


@pytest.mark.parametrize(
    ("closed_on", "invited_on", "said"),
    [
        (None, None, "running"),
        (date(2026, 5, 10), None, "not invited"),
        (date(2026, 5, 10), date(2026, 3, 14), "not chosen"),
    ],
)
def test_in_a_file_that_was_closed_nobodys_case_runs(
    store: Store, made: Proven, closed_on: date | None, invited_on: date | None, said: str
) -> None:
    found = store.read(proof, made.file_id)
    left = replace(
        found.candidates[0],
        standing="",
        invited_on=invited_on,
        answer="",
        talks=(),
        rank=None,
        outcome="",
        outcome_on=None,
    )
    written = text(replace(found, closed_on=closed_on, candidates=(left,)), TODAY, 200)
    [line] = [line for line in written.splitlines() if "K-0001:" in line and "Choice" not in line]
    assert line.endswith(said)


def test_an_order_the_votes_do_not_give_was_argued_and_the_proof_says_so(store: Store, made: Proven) -> None:
    found = store.read(proof, made.file_id)
    plain = "The order of those chosen was fixed on 20 April 2026."
    equal = plain + " The count gave no order between K-0001, K-0003; how it came about was noted in the file."
    turned = plain + " K-0001 comes before K-0003, who had more votes; the reason was noted in the file."
    for asked, said in (
        ({}, plain),
        ({"equals": (("K-0001", "K-0003"),)}, equal),
        ({"turned": (("K-0001", "K-0003"),)}, turned),
    ):
        lines = markdown(replace(found, **asked), TODAY).splitlines()
        assert said in lines
