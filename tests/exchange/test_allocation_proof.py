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
    due = [one.candidate_id for one in store.read(forgetting.due, TODAY)]
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
