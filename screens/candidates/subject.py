"""All candidates on the desk: their list, the card of one, and what can be done."""

from __future__ import annotations

from coopadmin.i18n import N_, _, ngettext
from db.queries import candidates as queries
from db.queries.candidates import CandidateRow
from screens.candidates import forms
from screens.candidates.actions import ACTIONS
from screens.candidates.card import card
from screens.candidates.words import consent, lists
from screens.subject import Choice, Column, Subject, day, whole

SUBJECT: Subject[CandidateRow] = Subject(
    name="candidates",
    title=N_("Candidates"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Name"), lambda row: row.name or "–", value=lambda row: row.name),
        Column(N_("People"), lambda row: whole(row.persons), 7, right=True, value=lambda row: row.persons, kind="int"),
        Column(N_("Lives here"), lambda row: _("yes") if row.internal else "", 11, wide=True),
        Column(N_("Lists"), lists, 20),
        Column(
            N_("Registered"),
            lambda row: day(row.registered_on),
            12,
            wide=True,
            value=lambda row: row.registered_on,
            kind="date",
        ),
        Column(
            N_("Consent until"),
            consent,
            13,
            value=lambda row: row.consent_until,
            kind="date",
        ),
    ),
    page=queries.page,
    key=lambda row: row.candidate_id,
    card=card,
    filters=(
        Choice("current", N_("whose data is kept")),
        Choice("waiting", N_("on the waiting list")),
        Choice("pool", N_("in the pool")),
        Choice("internal", N_("who live here already")),
        Choice("unlisted", N_("on neither list")),
        Choice("cleared", N_("whose data was cleared")),
        Choice("all", N_("all candidates")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("number", N_("number")),
        Choice("registered", N_("registered"), descending=True),
    ),
    counted=lambda total: ngettext("{count} candidate", "{count} candidates", total).format(count=total),
    empty=N_("No candidates yet. Press N to enter somebody who would like to live here."),
    beside="dwellings",
    new=forms.register,
    edit=forms.correct,
    actions=ACTIONS,
    row_style=lambda row: "dim" if row.cleared_on is not None else "",
)
