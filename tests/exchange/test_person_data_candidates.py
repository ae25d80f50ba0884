"""A candidate may ask for their data too, whether or not they live here; a resident's document holds it as well."""

from __future__ import annotations

import pytest

from coopadmin.exchange import documents, person_data
from coopadmin.services.candidates import correct_candidate, note_contact, register_candidate
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import person_data as queries
from db.store import Store
from db.tables.actions import ActionPoint
from db.tables.allocation import Nomination
from db.tables.candidates import Candidate
from db.tables.members import Person
from tests.conftest import TODAY, Furnish
from tests.forgotten import FAMILY, Case, fill_case


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the closed file with its candidate."""
    return furnish(fill_case)


def number_of(store: Store, case: Case) -> str:
    return store.read(queries.candidate_data, case.candidate_id).number


def told(store: Store, number: str) -> str:
    asker = store.read(queries.asker_numbered, number)
    assert asker is not None
    return documents.plain(person_data.blocks(store.read(queries.data_of, asker), TODAY))


def test_a_candidate_reads_their_lists_files_interviews_and_contacts(store: Store, case: Case) -> None:
    text = told(store, number_of(store, case))
    for own in (FAMILY, "keukentafelé", "koffiegespreké", "tuinwensé", "waaromnieté", "vanlijsté", "haarzusjeé"):
        assert (own in text) is (own != "haarzusjeé"), "what a resident declared is that resident's"
    assert "getoetstdooré" not in text, "who checked it is somebody else"
    assert "In the files of vacancies" in text


def test_other_candidates_are_not_named_in_it(store: Store, case: Case) -> None:
    other = store.do(_add, Candidate(number="K-0099", registered_on=TODAY, family_name="Anderman", given_name="Piet"))
    assert other.result
    told_of = "came with Piet Anderman"
    store.do(note_contact, candidate_id=case.candidate_id, kind="contact", happened_on=TODAY, what=told_of)
    text = told(store, number_of(store, case))
    assert "came with […]" in text
    assert "Anderman" not in text


def test_who_lives_here_and_is_a_candidate_reads_both_under_either_number(store: Store, case: Case) -> None:
    person_id = store.do(_add, Person(family_name=FAMILY, email="binnen@huis.example")).result

    def join(transaction: Transaction) -> None:
        transaction.change(Candidate, case.candidate_id, person_id=person_id)

    number = number_of(store, case)
    store.do(join)
    assert told(store, number) == told(store, f"P{person_id}")
    assert "keukentafelé" in told(store, number)
    assert "binnen@huis.example" in told(store, number)


def test_nobody_is_found_by_a_number_that_is_nobodys(store: Store, case: Case) -> None:
    assert store.read(queries.asker_numbered, "K-0999") is None
    with pytest.raises(LookupError):
        store.read(queries.candidate_data, 999)


def test_who_looked_at_their_papers_is_not_told_by_what_was_done_to_their_record_either(
    store: Store, case: Case
) -> None:
    def look_again(transaction: Transaction) -> None:
        transaction.change(Nomination, 1, fit_by="Karin Jansen (Woonbron)", answer_words="noteerdezijé")

    store.do(look_again)
    text = told(store, number_of(store, case))
    assert "Karin" not in text
    assert "getoetstdooré" not in text
    assert "→ noteerdezijé" in text, "the rest of that deed is told"


def test_a_name_that_somebody_else_has_too_does_not_count_as_naming_a_candidate(store: Store) -> None:
    reached = "huis@bos.example"
    candidate = Candidate(number="K-0001", registered_on=TODAY, family_name="Bos", given_name="Piet", email=reached)
    store.do(_add, candidate)
    store.do(_add, Person(family_name="Bos", given_name="Truus", email=reached, note="mevrouw Bos belt terug"))
    store.do(_add, ActionPoint(what="Thank mevrouw Bos", made_on=TODAY))
    asker = store.read(queries.asker_numbered, "K-0001")
    assert asker is not None
    assert store.read(queries.data_of, asker).elsewhere == 0
    store.do(_add, ActionPoint(what="Thank Piet Bos", made_on=TODAY))
    assert store.read(queries.data_of, asker).elsewhere == 1


def test_a_name_a_candidate_bore_before_counts_as_naming_them(store: Store) -> None:
    made = store.do(register_candidate, registered_on=TODAY, family_name="Bakker", given_name="Piet")
    for name in ("Smit", "Visser"):
        store.do(correct_candidate, candidate_id=made.result, registered_on=TODAY, family_name=name)
    for name in ("Bakker", "Smit", "Visser"):
        store.do(_add, ActionPoint(what=f"Thank Piet {name}", made_on=TODAY))
    assert store.read(queries.candidate_data, made.result).elsewhere == 3


def test_who_was_registered_by_mistake_reads_what_the_journal_still_holds(store: Store) -> None:
    made = store.do(
        register_candidate, registered_on=TODAY, family_name=FAMILY, given_name="Zoë", email="zoe@weg.example"
    )
    store.do(undo, made.batch)
    text = told(store, "K-0001")
    assert FAMILY in text
    assert "zoe@weg.example" in text


def _add(transaction: Transaction, record: Person | Candidate | ActionPoint) -> int:
    return transaction.add(record)
