"""Forgetting candidates: who they are goes from the records, the search and the journal; days, codes and counts stay.

None of it can be taken back. `Store.do` sweeps the file behind these deeds (`db/sweeping.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from coopadmin.domain.forgetting import keeps_from_request, scrub
from coopadmin.errors import Refused
from coopadmin.formats import long_date
from coopadmin.i18n import _
from db.forgetting import forget, forget_history
from db.journal import Transaction
from db.queries import forgetting as queries
from db.queries.forgetting_notes import Called, called_in_notes, history_naming, notes_naming
from db.queries.forgetting_rows import Found, Row, linked_rows, names, neighbouring_rows, own_rows, remembered
from db.tables.allocation import (
    AllocationFile,
    AllocationItem,
    AllocationStep,
    Candidacy,
    DeclaredInterest,
    Interview,
    Nomination,
)
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate, CandidateContact, PoolPlace, WaitingPlace
from db.tables.decisions import Decision
from db.tables.meetings import AgendaDocument, AgendaItem, Recusal
from db.tables.voting import ConsentObjection, ConsentRound, Motion, Vote

MOST_NAMED = 5
"""Candidates that the journal names by number; how many more there were is in the store."""

_WHO: dict[str, Any] = {
    **dict.fromkeys(("family_name", "prefix", "initials", "given_name"), ""),
    **dict.fromkeys(("email", "phone", "address", "postcode", "place", "wishes", "note"), ""),
    **dict.fromkeys(("person_id", "rooms_least", "rooms_most", "owner_registered_on"), None),
    "adults": 1,
    "children": 0,
}
"""A candidate of whom only the number and the days are left."""

_BLANK: dict[type[Record], dict[str, Any]] = {
    WaitingPlace: {"end_words": ""},
    PoolPlace: {"end_words": ""},
    CandidateContact: {"what": ""},
    Candidacy: {"reason_words": "", "note": ""},
    Interview: {"place": "", "notes": ""},
    DeclaredInterest: {"words": ""},
    Nomination: {"answer_words": "", "fit_by": ""},
    AgendaItem: {"notes": "", "explanation": ""},
    AgendaDocument: {"place": ""},
    ConsentObjection: {"answer": ""},
}
"""Free text that goes whole; the codes beside it stay."""

_REPLACED: dict[type[Record], tuple[str, ...]] = {
    Candidacy: ("override_reason",),
    AgendaDocument: ("title",),
    ConsentObjection: ("argument",),
}
"""Free text that goes whole, where the store asks for some words."""

_SCRUBBED: dict[type[Record], tuple[str, ...]] = {
    AllocationFile: ("close_reason", "due_source", "note", "profile"),
    AllocationStep: ("note",),
    AgendaItem: ("title",),
    Recusal: ("reason",),
    Motion: ("text",),
    Vote: ("text", "reason"),
    ConsentRound: ("text",),
    Decision: ("subject", "text", "note"),
}
"""Text of the co-operative's own that stays, with the number where a name stood."""

_SCRUBBED_BESIDE: dict[type[Record], tuple[str, ...]] = {
    **_SCRUBBED,
    AgendaItem: ("title", "notes", "explanation"),
    AgendaDocument: ("title", "place"),
    ConsentObjection: ("argument", "answer"),
}
"""The same, of what is not about the candidate: there all other words stay."""

_OF_THE_NOMINEE = ("income_papers", "permit", "welcome", "keys", "mentor")
"""Steps of a file that are about whoever was nominated."""


def clear_candidates(transaction: Transaction, *, candidate_ids: Collection[int], on: date) -> int:
    """Clear the personal data of candidates whose day has come; gives how many were.

    Who is still on a list leaves it, for the consent that kept them there has run out. Who was cleared already is
    passed over. Raises Refused, with how the day is made, where one is not due on `on`, and where that day lies ahead.
    """
    if on > transaction.today:
        raise Refused(_("{day} is still to come; nothing is cleared ahead of its day.").format(day=long_date(on)))
    transaction.flush()
    due = {one.who_id: one for one in queries.due(transaction.connection, on)}
    wanted = [one for one in dict.fromkeys(candidate_ids) if one in due or not _is_cleared(transaction, one)]
    for candidate_id in wanted:
        if candidate_id not in due:
            _refuse(transaction, candidate_id, on)
    numbers = sorted(due[one].number for one in wanted)
    for candidate_id in wanted:
        _leave_lists(transaction, own_rows(transaction.connection, candidate_id), on, "expired")
        _clear(transaction, candidate_id, due[candidate_id].number, on)
    more = [] if len(numbers) <= MOST_NAMED else [f"+{len(numbers) - MOST_NAMED}"]
    transaction.about = " ".join([*numbers[:MOST_NAMED], *more])
    return len(wanted)


def clear_at_request(transaction: Transaction, *, candidate_id: int, on: date) -> None:
    """Clear the personal data of a candidate who asks for it (GDPR (AVG) art. 17), before its day.

    They leave the lists by their own request. Of whose registration was taken back, the journal forgets it. Raises
    Refused where nothing is left of them, and while a file is open that they did not withdraw from, for its decision
    must be made on what is known.
    """
    if _is_cleared(transaction, candidate_id):
        raise Refused(_("There is no personal data of this candidate any more."))
    known = queries.facts(transaction.connection, candidate_id, on)
    number = queries.number_of(transaction.connection, candidate_id)
    own = own_rows(transaction.connection, candidate_id)
    files = {row["id"]: row["number"] for row in linked_rows(transaction.connection, own).rows[AllocationFile]}
    withdrew = {files[row["file_id"]] for row in own.rows[Candidacy] if row["outcome"] == "withdrew"}
    if keeping := keeps_from_request(known.files if known else (), withdrew):
        raise Refused(
            _(
                "{number} stands in a file that is open: {files}. Note there first that they withdraw, or close it; "
                "a choice that is under way must stay provable (GDPR art. 17(3)(e))."
            ).format(number=number, files=", ".join(keeping))
        )
    _leave_lists(transaction, own, on, "own_request")
    _clear(transaction, candidate_id, number, on)
    transaction.about = number


# -- within --------------------------------------------------------------------------------------------------------


def _is_cleared(transaction: Transaction, candidate_id: int) -> bool:
    """Tell whether nothing of a candidate is left to clear."""
    transaction.flush()
    return queries.term_of(transaction.connection, candidate_id, transaction.today) is None


def _refuse(transaction: Transaction, candidate_id: int, on: date) -> None:
    term = queries.term_of(transaction.connection, candidate_id, on)
    number = queries.number_of(transaction.connection, candidate_id)
    lines = (*term.told, *term.asks) if term else ()
    raise Refused(_("The data of {number} is not to be cleared yet:").format(number=number), *lines)


def _leave_lists(transaction: Transaction, own: Found, on: date, reason: str) -> None:
    """End the places on a list that a candidate still has."""
    for model, began in ((WaitingPlace, "registered_on"), (PoolPlace, "met_on")):
        for row in own.rows[model]:
            if row["ended_on"] is None:
                forget(transaction, model, row["id"], ended_on=max(on, row[began]), end_reason=reason)


def _clear(transaction: Transaction, candidate_id: int, number: str, on: date) -> None:
    """Forget one candidate: their own rows, all the journal holds of them, and their name wherever it was written."""
    connection = transaction.connection
    called, in_notes = names(connection, candidate_id), called_in_notes(connection, candidate_id)
    own = own_rows(connection, candidate_id)
    linked = linked_rows(connection, own)
    if own.rows[Candidate]:
        forget(transaction, Candidate, candidate_id, **_WHO, cleared_on=on)
    for model, rows in own.rows.items():
        for row in rows:
            _clear_row(transaction, model, row, called, number)
        if model is not AllocationItem:
            forget_history(transaction, table_of(model).name, own.ids(model))
    running = {row["id"] for row in linked.rows[AllocationFile] if row["closed_on"] is None}
    _part_interests(transaction, own, running)
    # What a resident declared about a whole file that is still open is about others too.
    interests = linked.rows[DeclaredInterest]
    linked.rows[DeclaredInterest] = [row for row in interests if row["file_id"] not in running]
    for model, rows in linked.rows.items():
        changed = {row["id"] for row in rows if _clear_row(transaction, model, row, called, number)}
        told = _remembering(transaction, model, {row["id"] for row in rows} - changed, called, number)
        forget_history(transaction, table_of(model).name, changed | told | linked.gone[model])
    _clear_steps(transaction, own, linked)
    _scrub_beside(transaction, own, called, number)
    _scrub_notes(transaction, in_notes, number)


def _scrub_notes(transaction: Transaction, called: Called, number: str) -> None:
    """Put the number for the name in notes of repairs, rooms, contractors and keys, and forget what they said."""
    for model, rows in notes_naming(transaction.connection, called, number).items():
        for row_id, values in rows.items():
            forget(transaction, model, row_id, **values)
    for model, row_ids in history_naming(transaction.connection, called).items():
        forget_history(transaction, table_of(model).name, row_ids)


def _scrub_beside(transaction: Transaction, own: Found, called: Iterable[str], number: str) -> None:
    """Put the number for the name in what meetings said of others in the same files."""
    beside = neighbouring_rows(transaction.connection, own)
    for model, rows in beside.rows.items():
        fields = _SCRUBBED_BESIDE.get(model, ())
        changed = {
            row["id"]
            for row in rows
            if forget(transaction, model, row["id"], **{name: scrub(row[name], called, number) for name in fields})
        }
        told = _telling(transaction, model, beside.ids(model) - changed, called, number)
        forget_history(transaction, table_of(model).name, changed | told)


def _clear_row(transaction: Transaction, model: type[Record], row: Row, called: Iterable[str], number: str) -> bool:
    """Empty what a row says of a candidate; tells whether anything was different."""
    values: dict[str, Any] = dict(_BLANK.get(model, {}))
    values |= {name: _("(cleared)") for name in _REPLACED.get(model, ()) if row[name]}
    values |= {name: scrub(row[name], called, number) for name in _SCRUBBED.get(model, ())}
    if model is Decision and row["candidate"]:
        values["candidate"] = number
    return bool(values) and forget(transaction, model, row["id"], **values)


def _part_interests(transaction: Transaction, own: Found, running: Collection[int]) -> None:
    """Leave of a resident's interest that there was one in the file, not in whom: the tie would tell who it was.

    In a file that is still open the interest is over with the candidate, who withdrew.
    """
    for row in own.rows[DeclaredInterest]:
        values: dict[str, Any] = {"candidacy_id": None}
        if row["kind"] == "candidate":
            values["kind"] = "other"
        if row["file_id"] in running:
            values["withdrawn"] = True
        forget(transaction, DeclaredInterest, row["id"], **values)


def _clear_steps(transaction: Transaction, own: Found, linked: Found) -> None:
    """Empty the notes of the steps that were about a nominated candidate."""
    nominated = {row["candidacy_id"] for row in own.rows[Nomination]}
    files = {row["file_id"] for row in own.rows[Candidacy] if row["id"] in nominated}
    steps = [row for row in linked.rows[AllocationStep] if row["file_id"] in files and row["step"] in _OF_THE_NOMINEE]
    for row in steps:
        forget(transaction, AllocationStep, row["id"], note="")
    forget_history(transaction, table_of(AllocationStep).name, [row["id"] for row in steps])


def _remembering(
    transaction: Transaction, model: type[Record], row_ids: Collection[int], called: Iterable[str], number: str
) -> set[int]:
    """Find the rows of which the journal still tells a name, or free text that went."""
    if model in _BLANK or model in _REPLACED:
        return set(row_ids)
    return _telling(transaction, model, row_ids, called, number)


def _telling(
    transaction: Transaction, model: type[Record], row_ids: Collection[int], called: Iterable[str], number: str
) -> set[int]:
    """Find the rows of which the journal still tells a name."""
    names_sought = list(called)
    return {
        row_id
        for row_id, values in remembered(transaction.connection, model, row_ids).items()
        for value in values
        if any(isinstance(text, str) and scrub(text, names_sought, number) != text for text in value.values())
    }
