"""Applications for membership on the desk: their list, one of them, and what is decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.members import KINDS
from coopadmin.domain.memberships import APPLICATIONS
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import memberships as queries
from db.queries.memberships import ApplicationRow
from screens.app import CoopApp, Ref
from screens.members import forms as member_forms
from screens.memberships import forms
from screens.memberships.letters import application_letter
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section

SIGNS: dict[str, str] = {"open": "●", "admitted": "✓", "refused": "✗", "withdrawn": "○"}


def outcome_text(row: ApplicationRow) -> str:
    """Show what became of an application, with its sign."""
    return f"{SIGNS[row.outcome]} {_(APPLICATIONS[row.outcome])}"


def _card(connection: Connection, application_id: int, _today: date) -> Card | None:
    row = queries.application(connection, application_id)
    if row is None:
        return None
    decision = Ref("decisions", row.decision_id) if row.decision_id is not None else None
    return Card(
        title=f"{row.number} {row.letter_name}".strip(),
        status=outcome_text(row),
        sections=(
            Section(
                _("application"),
                filled(
                    Entry(_("person"), row.letter_name, Ref("members", row.person_id)),
                    Entry(_("as"), _(KINDS[row.kind])),
                    Entry(_("applied on"), day(row.applied_on)),
                    Entry(_("decided on"), day(row.decided_on)),
                    Entry(_("decision"), row.decision, decision),
                    Entry(_("reason"), row.reason),
                    Entry(_("member from"), day(row.starts_on)),
                    Entry(_("note"), row.note),
                ),
            ),
            story_section(journal.story(connection, [("membershipapplication", application_id)])),
        ),
    )


async def _correct(app: CoopApp, application_id: int) -> None:
    row = await app.read(queries.application, application_id)
    if row is not None:
        await member_forms.correct(app, row.person_id)


SUBJECT: Subject[ApplicationRow] = Subject(
    name="applications",
    title=N_("Applications"),
    columns=(
        Column(N_("Applied"), lambda row: day(row.applied_on), 11, value=lambda row: row.applied_on, kind="date"),
        Column(N_("Name"), lambda row: row.name),
        Column(N_("As"), lambda row: _(KINDS[row.kind]), 16),
        Column(N_("State"), outcome_text, 16, value=lambda row: _(APPLICATIONS[row.outcome])),
        Column(
            N_("Decided"), lambda row: day(row.decided_on), 11, wide=True, value=lambda row: row.decided_on, kind="date"
        ),
        Column(N_("No."), lambda row: row.number, 8, wide=True),
    ),
    page=queries.applications_page,
    key=lambda row: row.application_id,
    card=_card,
    filters=(
        Choice("open", N_("to be decided")),
        Choice("admitted", N_("admitted")),
        Choice("refused", N_("refused")),
        Choice("withdrawn", N_("withdrawn")),
        Choice("all", N_("all applications")),
    ),
    sorts=(
        Choice("applied", N_("applied"), descending=True),
        Choice("decided", N_("decided"), descending=True),
        Choice("name", N_("name")),
    ),
    counted=lambda total: ngettext("{count} application", "{count} applications", total).format(count=total),
    empty=N_("Who asks to become a member stands here until it is decided. Press N to enter an application."),
    beside="endings",
    new=forms.take_application,
    edit=_correct,
    actions=(
        Action(N_("Admit"), forms.admit, N_("A member number and a membership from a day on")),
        Action(N_("Refuse"), forms.refuse, N_("With the reason, and the letter")),
        Action(N_("The application is withdrawn"), forms.withdraw, N_("By who made it")),
        Action(N_("The letter"), application_letter, N_("To who was not admitted, as text")),
    ),
    row_style=lambda row: "dim" if row.outcome in ("refused", "withdrawn") else "",
)
