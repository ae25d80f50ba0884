"""After the decision: who is nominated, what the corporation says, whose turn it is then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Invalid, Refused
from coopadmin.services import nominations as deeds
from coopadmin.services.undo import undo
from db.queries import allocation
from db.queries import nominations as queries
from db.queries.candidates import known
from db.store import Store
from db.tables.allocation import AllocationFile
from db.tables.base import table_of
from db.tables.candidates import WaitingPlace
from db.tables.journal import JournalEntry
from tests.conftest import TODAY, Furnish
from tests.nominated import SENT, Case, fill_case, nominate, write_case


@pytest.fixture
def case(store: Store, furnish: Furnish) -> Case:
    """Give the file whose order is fixed."""
    return furnish(fill_case)


def _change(store: Store, model: Any, row_id: int, **values: Any) -> None:
    def change(transaction: Any) -> None:
        transaction.change(model, row_id, **values)

    store.do(change)


def _wrong(refusal: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.message for problem in refusal.value.problems}


# -- nominating ----------------------------------------------------------------------------------------------------


def test_the_first_in_order_is_nominated_and_the_papers_are_only_days(store: Store, case: Case) -> None:
    nominate(store, case)
    row = store.read(queries.nominations, case.file_id)[0]
    assert (row.number, row.rank, row.stage, row.sent_on, row.decision) == ("K-0001", 1, "sent", SENT, "")
    assert (row.statement_on, row.papers_on) == (SENT, SENT)


def test_a_nomination_names_everything_that_is_missing_at_once(store: Store, case: Case) -> None:
    _change(store, AllocationFile, case.file_id, permit_regime="unknown", ranked_on=None)
    with pytest.raises(Invalid) as refusal:
        nominate(store, case, statement_on=None, papers_on=None)
    wrong = _wrong(refusal)
    assert set(wrong) == {"candidacy_id", "statement_on", "papers_on", "permit_regime"}
    assert "Btiv 56" in wrong["papers_on"]


def test_what_the_municipality_asks_may_be_said_with_the_nomination(store: Store, case: Case) -> None:
    _change(store, AllocationFile, case.file_id, permit_regime="unknown")
    nominate(store, case, permit_regime="exempt")
    table = table_of(AllocationFile)
    assert (
        store.read(lambda connection: connection.execute(table.select()).mappings().one()["permit_regime"]) == "exempt"
    )


def test_nobody_is_nominated_out_of_turn(store: Store, case: Case) -> None:
    with pytest.raises(Refused, match="K-0001 comes before K-0002"):
        nominate(store, case, 1)


def test_the_procedure_says_how_many_wait_at_once(store: Store, case: Case) -> None:
    nominate(store, case)
    with pytest.raises(Invalid) as refusal:
        nominate(store, case, 1)
    assert "1 nomination" in _wrong(refusal)["candidacy_id"]


def test_nobody_is_nominated_twice_in_one_file(store: Store, case: Case) -> None:
    nominate(store, case)
    with pytest.raises(Refused, match="K-0001 was nominated"):
        nominate(store, case)


def test_papers_come_before_the_nomination_and_it_is_not_of_tomorrow(store: Store, case: Case) -> None:
    with pytest.raises(Invalid) as refusal:
        nominate(store, case, statement_on=SENT + timedelta(days=1))
    assert set(_wrong(refusal)) == {"statement_on"}
    with pytest.raises(Invalid) as refusal:
        nominate(store, case, sent_on=TODAY + timedelta(days=1))
    assert set(_wrong(refusal)) == {"sent_on"}


def test_a_closed_file_takes_no_nomination(store: Store, case: Case) -> None:
    _change(store, AllocationFile, case.file_id, closed_on=TODAY, outcome="withdrawn")
    with pytest.raises(Refused, match="Reopen the file first"):
        nominate(store, case)


def test_a_nomination_is_taken_back_whole(store: Store, case: Case) -> None:
    nominate(store, case)
    store.do(undo)
    assert store.read(queries.nominations, case.file_id) == ()
    following = store.read(queries.next_in_rank, case.file_id)
    assert following is not None
    assert following.number == "K-0001"


# -- the answer, the check, the permit -----------------------------------------------------------------------------


def test_a_refusal_of_the_corporation_gives_the_next_the_turn_and_owes_a_letter(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    following = store.do(
        deeds.note_answer, nomination_id=nomination, answer="refused", answered_on=TODAY, words="te laat"
    ).result
    assert following is not None
    assert following.number == "K-0002"
    row = store.read(queries.nominations, case.file_id)[0]
    assert (row.stage, row.ended, row.ended_on) == ("ended", "corporation_refused", TODAY)
    owed = store.read(queries.letters_owed, TODAY)
    assert [(one.number, one.reason_code) for one in owed] == [("K-0001", "corporation_refused")]
    nominate(store, case, 1)


def test_the_words_of_the_answer_hold_no_citizen_service_number(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    with pytest.raises(Invalid) as refusal:
        store.do(
            deeds.note_answer, nomination_id=nomination, answer="accepted", answered_on=TODAY, words="bsn 111.222.333"
        )
    assert set(_wrong(refusal)) == {"words"}


def test_an_answer_comes_after_what_was_sent(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.note_answer, nomination_id=nomination, answer="accepted", answered_on=SENT - timedelta(days=1))
    assert set(_wrong(refusal)) == {"answered_on"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"fit": "XYZ"}, "fit"),
        ({"fit_by": " "}, "fit_by"),
        ({"fit_reason": "BIJ"}, "fit_reason"),
        ({"fit": "NIE", "fit_reason": "XYZ"}, "fit_reason"),
        ({"fit_on": TODAY + timedelta(days=1)}, "fit_on"),
        ({"fit_by": "111222333"}, "fit_by"),
    ],
)
def test_a_fit_check_says_what_day_and_who(store: Store, case: Case, given: dict[str, Any], field: str) -> None:
    nomination = nominate(store, case)
    values: dict[str, Any] = {"fit": "PAS", "fit_on": TODAY, "fit_by": "de corporatie", **given}
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.note_fit, nomination_id=nomination, **values)
    assert set(_wrong(refusal)) == {field}


def test_a_permit_is_only_noted_where_the_municipality_asks_for_one(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    with pytest.raises(Refused, match="no housing permit needed"):
        store.do(deeds.note_permit, nomination_id=nomination, permit_on=TODAY)
    _change(store, AllocationFile, case.file_id, permit_regime="required")
    store.do(deeds.note_permit, nomination_id=nomination, permit_on=TODAY)
    assert store.read(queries.nominations, case.file_id)[0].permit_on == TODAY


# -- coming to nothing ---------------------------------------------------------------------------------------------


def test_a_candidate_who_refuses_is_noted_so_and_may_lose_the_place_on_the_list(store: Store, furnish: Furnish) -> None:
    case = furnish(_fill_one_refusal)
    nomination = nominate(store, case)
    following = store.do(deeds.end_nomination, nomination_id=nomination, ended="candidate_refused", on=TODAY).result
    assert following is not None
    assert following.number == "K-0002"
    places = table_of(WaitingPlace)
    moved = store.read(
        lambda connection: (
            connection.execute(places.select().where(places.c.candidate_id == case.candidates[0])).mappings().one()
        )
    )
    assert moved["ranked_on"] == TODAY
    assert store.read(queries.letters_owed, TODAY) == ()


def test_a_nominee_who_refuses_has_refused_no_home_where_the_procedure_counts_none(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    store.do(deeds.end_nomination, nomination_id=nomination, ended="candidate_refused", on=TODAY)
    assert store.read(known, case.candidates[0], TODAY).refusals == 0


def test_the_step_of_the_nomination_names_everybody_who_waits_for_the_corporation(store: Store) -> None:
    case = store.do(write_case, nominees=2).result

    def told() -> str:
        record = store.read(allocation.record, case.file_id, TODAY)
        assert record is not None
        return next(step.told for step in record.steps if step.name == "nomination")

    nominate(store, case)
    assert told() == "K-0001"
    second = nominate(store, case, 1)
    assert told() == "K-0001, K-0002"
    store.do(deeds.end_nomination, nomination_id=second, ended="candidate_refused", on=TODAY)
    assert told() == "K-0001"


def _fill_one_refusal(store: Store) -> Case:
    return store.do(write_case, refusals_most=1).result


@pytest.mark.parametrize("ended", ["no_fit", "no_permit", "corporation_refused"])
def test_each_way_a_nomination_fails_owes_a_letter_with_that_reason(store: Store, case: Case, ended: str) -> None:
    nomination = nominate(store, case)
    store.do(deeds.end_nomination, nomination_id=nomination, ended=ended, on=TODAY)
    owed = store.read(queries.letters_owed, TODAY)
    assert [(one.number, one.reason_code, one.since) for one in owed] == [("K-0001", ended, TODAY)]
    with pytest.raises(Refused, match="came to nothing"):
        store.do(deeds.note_fit, nomination_id=nomination, fit="PAS", fit_on=TODAY, fit_by="x")


def test_where_nobody_is_left_nobody_is_next(store: Store, case: Case) -> None:
    first = nominate(store, case)
    store.do(deeds.end_nomination, nomination_id=first, ended="no_fit", on=SENT)
    second = nominate(store, case, 1)
    assert store.do(deeds.end_nomination, nomination_id=second, ended="no_permit", on=SENT).result is None


# -- reasons -------------------------------------------------------------------------------------------------------


def test_a_reason_is_noted_corrected_and_ticked_once_told(store: Store, case: Case) -> None:
    second = case.candidacies[1]
    store.do(deeds.decide_not_chosen, candidacy_id=second, reason_code="other_chosen", on=SENT)
    store.do(deeds.decide_not_chosen, candidacy_id=second, reason_code="list_order", reason_words="plaats 2", on=SENT)
    row = next(one for one in store.read(queries.not_chosen, case.file_id) if one.candidacy_id == second)
    assert (row.outcome, row.reason_code, row.reason_words, row.owed) == ("not_chosen", "list_order", "plaats 2", True)
    store.do(deeds.note_reasons_sent, candidacy_id=second, sent_on=TODAY)
    assert store.read(queries.letters_owed, TODAY) == ()
    with pytest.raises(Refused, match="what was told stands"):
        store.do(deeds.decide_not_chosen, candidacy_id=second, reason_code="size_rule", on=TODAY)


def test_the_wording_without_words_needs_words(store: Store, case: Case) -> None:
    with pytest.raises(Invalid) as refusal:
        store.do(deeds.decide_not_chosen, candidacy_id=case.candidacies[1], reason_code="other", on=SENT)
    assert set(_wrong(refusal)) == {"reason_words"}
    with pytest.raises(Invalid) as refusal:
        store.do(
            deeds.decide_not_chosen,
            candidacy_id=case.candidacies[1],
            reason_code="other",
            reason_words="111222333",
            on=SENT,
        )
    assert set(_wrong(refusal)) == {"reason_words"}


def test_nobody_is_told_before_there_is_a_reason_nor_while_a_nomination_waits(store: Store, case: Case) -> None:
    with pytest.raises(Refused, match="No reason was noted for K-0002"):
        store.do(deeds.note_reasons_sent, candidacy_id=case.candidacies[1], sent_on=TODAY)
    nominate(store, case)
    with pytest.raises(Refused, match="K-0001 is not over"):
        store.do(deeds.decide_not_chosen, candidacy_id=case.candidacies[0], reason_code="no_fit", on=TODAY)


def test_who_fails_a_hard_criterion_is_excluded_with_that_reason_in_one_go(store: Store, case: Case) -> None:
    assert store.do(deeds.exclude_failed, file_id=case.file_id, on=SENT).result == 1
    row = next(one for one in store.read(queries.not_chosen, case.file_id) if one.number == "K-0003")
    assert (row.outcome, row.reason_code, row.owed) == ("excluded", "size_rule", True)
    with pytest.raises(Refused, match="T-2026-01"):
        store.do(deeds.exclude_failed, file_id=case.file_id, on=SENT)
    assert store.do(deeds.note_letters_sent, file_id=case.file_id, sent_on=TODAY).result == 1
    with pytest.raises(Refused, match="No letter"):
        store.do(deeds.note_letters_sent, file_id=case.file_id, sent_on=TODAY)


def test_a_closed_file_owes_reasons_to_whoever_was_invited_or_failed_a_criterion(store: Store, case: Case) -> None:
    assert store.read(queries.letters_owed, TODAY) == ()
    _change(store, AllocationFile, case.file_id, closed_on=SENT, outcome="withdrawn")
    owed = store.read(queries.letters_owed, SENT + timedelta(days=15))
    assert [(one.number, one.since, one.days, one.late) for one in owed] == [
        ("K-0001", SENT, 15, True),
        ("K-0002", SENT, 15, True),
        ("K-0003", SENT, 15, True),
    ]
    assert owed[0].due_on == SENT + timedelta(days=14)
    assert "14 days" in owed[0].told[1]
    store.do(deeds.decide_not_chosen, candidacy_id=case.candidacies[0], reason_code="file_withdrawn", on=TODAY)
    store.do(deeds.note_reasons_sent, candidacy_id=case.candidacies[0], sent_on=TODAY)
    assert [one.number for one in store.read(queries.letters_owed, TODAY)] == ["K-0002", "K-0003"]


def test_a_letter_is_late_only_after_its_last_day(store: Store, case: Case) -> None:
    store.do(deeds.decide_not_chosen, candidacy_id=case.candidacies[1], reason_code="list_order", on=date(2026, 11, 1))
    assert not store.read(queries.letters_owed, date(2026, 11, 15))[0].late
    assert store.read(queries.letters_owed, date(2026, 11, 16))[0].late


def test_the_journal_names_numbers_only(store: Store, case: Case) -> None:
    nomination = nominate(store, case)
    store.do(deeds.end_nomination, nomination_id=nomination, ended="no_fit", on=TODAY)
    store.do(deeds.note_reasons_sent, candidacy_id=case.candidacies[0], sent_on=TODAY)
    abouts = store.read(lambda connection: connection.execute(select(col(JournalEntry.about))).scalars().all())
    assert abouts[-3:] == ["T-2026-01", "T-2026-01", "K-0001"]
