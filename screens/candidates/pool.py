"""The pool on the desk: people the group has met. It has no order; it tells whom one knows, and since when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.candidates import POOL_STATES
from coopadmin.i18n import N_, _, ngettext
from db.queries import candidates as queries
from db.queries.candidates import PoolRow
from screens.app import Ref
from screens.candidates import list_forms
from screens.candidates.actions import of_place
from screens.candidates.card import card
from screens.candidates.words import POOL_SIGNS
from screens.subject import Card, Choice, Column, Subject, day, whole


def _card(connection: Connection, place_id: int, today: date) -> Card | None:
    candidate_id = queries.candidate_pooled(connection, place_id)
    return card(connection, candidate_id, today) if candidate_id is not None else None


_CORRECT, _ACTIONS = of_place(queries.candidate_pooled)

SUBJECT: Subject[PoolRow] = Subject(
    name="pool",
    title=N_("Pool"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Name"), lambda row: row.name or "–", value=lambda row: row.name),
        Column(N_("Known since"), lambda row: day(row.met_on), 12, value=lambda row: row.met_on, kind="date"),
        Column(
            N_("Joined"),
            lambda row: whole(row.activities),
            7,
            right=True,
            wide=True,
            value=lambda row: row.activities,
            kind="int",
        ),
        Column(
            N_("Introd."),
            lambda row: whole(row.introductions),
            7,
            right=True,
            wide=True,
            value=lambda row: row.introductions,
            kind="int",
        ),
        Column(
            N_("Last contact"),
            lambda row: day(row.last_contact_on) or _("never"),
            12,
            value=lambda row: row.last_contact_on,
            kind="date",
        ),
        Column(
            N_("Until"),
            lambda row: f"{POOL_SIGNS[row.state]} {day(row.ended_on or row.expires_on)}",
            13,
            value=lambda row: row.ended_on or row.expires_on,
            kind="date",
        ),
        Column(N_("State"), lambda row: _(POOL_STATES[row.state]), 17, wide=True),
    ),
    page=queries.pool_page,
    key=lambda row: row.place_id,
    card=_card,
    filters=(
        Choice("current", N_("who are in it")),
        Choice("expired", N_("time ran out")),
        Choice("untold", N_("taken out, not told yet")),
        Choice("ended", N_("who left")),
        Choice("all", N_("everybody ever in it")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("number", N_("number")),
        Choice("met", N_("known since")),
        Choice("contact", N_("last contact")),
        Choice("expires", N_("until")),
    ),
    counted=lambda total: ngettext("{count} person", "{count} people", total).format(count=total),
    empty=N_("Nobody the group has met yet. Press N to take somebody in who is entered under candidates (B)."),
    beside="candidates",
    new=list_forms.new_pooled,
    edit=_CORRECT,
    actions=_ACTIONS,
    row_style=lambda row: "dim" if row.state == "left" else "",
    leads_to=lambda row: Ref("candidates", row.candidate_id),
)
