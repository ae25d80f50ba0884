"""The waiting list on the desk: whoever came first stands first, unless the fee or a refusal gave another day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.candidates import LEFT_REASONS
from coopadmin.i18n import N_, _, ngettext
from db.queries import candidates as queries
from db.queries.candidates import WaitingRow
from screens.app import Ref
from screens.candidates import list_forms
from screens.candidates.actions import of_place
from screens.candidates.card import card
from screens.candidates.words import fee
from screens.subject import Card, Choice, Column, Subject, day, whole


def _card(connection: Connection, place_id: int, today: date) -> Card | None:
    candidate_id = queries.candidate_waiting(connection, place_id)
    return card(connection, candidate_id, today) if candidate_id is not None else None


def _last(row: WaitingRow) -> str:
    """Say why somebody is off the list, else how many homes they refused."""
    if row.ended_on is not None:
        return _(LEFT_REASONS.get(row.end_reason, ""))
    return _("{count}× refused").format(count=row.refusals) if row.refusals else ""


_CORRECT, _ACTIONS = of_place(queries.candidate_waiting)

SUBJECT: Subject[WaitingRow] = Subject(
    name="waiting",
    title=N_("Waiting list"),
    columns=(
        Column(
            N_("Place"), lambda row: whole(row.place) if row.place else "–", 6, right=True, value=lambda row: row.place
        ),
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Name"), lambda row: row.name or "–", value=lambda row: row.name),
        Column(N_("People"), lambda row: whole(row.persons), 7, right=True, value=lambda row: row.persons, kind="int"),
        Column(N_("Counts from"), lambda row: day(row.ranked_on), 11, value=lambda row: row.ranked_on, kind="date"),
        Column(
            N_("Registered"),
            lambda row: day(row.registered_on),
            12,
            wide=True,
            value=lambda row: row.registered_on,
            kind="date",
        ),
        Column(N_("Fee"), fee, 20, wide=True),
        Column(N_("Refusals"), _last, 15),
    ),
    page=queries.waiting_page,
    key=lambda row: row.place_id,
    card=_card,
    filters=(
        Choice("current", N_("who wait")),
        Choice("unpaid", N_("fee not paid")),
        Choice("untold", N_("taken off, not told yet")),
        Choice("ended", N_("taken off")),
        Choice("all", N_("everybody ever on it")),
    ),
    sorts=(
        Choice("place", N_("place")),
        Choice("number", N_("number")),
        Choice("registered", N_("registered"), descending=True),
    ),
    counted=lambda total: ngettext("{count} place", "{count} places", total).format(count=total),
    empty=N_("Nobody waits. Press N to put somebody on it who is entered under candidates (B, B)."),
    beside="pool",
    new=list_forms.new_waiting,
    edit=_CORRECT,
    actions=_ACTIONS,
    row_style=lambda row: "dim" if row.ended_on is not None else "",
    leads_to=lambda row: Ref("candidates", row.candidate_id),
)
