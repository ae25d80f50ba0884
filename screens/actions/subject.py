"""Actions on the desk: who does what by when, and where it was agreed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.actions import STATES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import actions as queries
from db.queries import journal
from db.queries.actions import ActionRecord, ActionRow
from screens.actions import forms
from screens.app import Ref
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section

SIGNS: dict[str, str] = {"open": "●", "overdue": "▲", "done": "✓", "dropped": "○"}


def state_text(row: ActionRow) -> str:
    """Show how an action stands, with its sign."""
    return f"{SIGNS[row.state]} {_(STATES[row.state])}"


def action_entry(row: ActionRow) -> Entry:
    """Show an action as a line of another record, leading to its own."""
    due = _("by {day}").format(day=day(row.due_on)) if row.due_on and row.state in ("open", "overdue") else ""
    text = " · ".join(part for part in (state_text(row), row.what, row.owner, due) if part)
    return Entry("", text, Ref("actions", row.action_id))


def _card(connection: Connection, action_id: int, today: date) -> Card | None:
    record = queries.record(connection, action_id, today)
    if record is None:
        return None
    row = record.action
    return Card(
        title=row.what,
        status=" · ".join(part for part in (state_text(row), row.owner or _("nobody has taken it")) if part),
        sections=(
            _details(record),
            Section(_("note"), tuple(Entry("", line) for line in record.note.splitlines())),
            story_section(journal.story(connection, [("actionpoint", action_id)])),
        ),
    )


def _details(record: ActionRecord) -> Section:
    row = record.action
    who = Ref("members", row.owner_id) if row.owner_id is not None else None
    meeting = Ref("meetings", row.meeting_id) if row.meeting_id is not None else None
    decision = Ref("decisions", row.decision_id) if row.decision_id is not None else None
    held = long_date(row.meeting_on) if row.meeting_on else ""
    return Section(
        _("details"),
        filled(
            Entry(_("who"), row.owner, who),
            Entry(_("agreed on"), long_date(row.made_on)),
            Entry(_("at the latest"), long_date(row.due_on) if row.due_on else ""),
            Entry(_("done on"), long_date(row.done_on) if row.done_on else ""),
            Entry(_("dropped on"), long_date(row.dropped_on) if row.dropped_on else ""),
            Entry(_("meeting"), f"{row.meeting}, {held}" if held else "", meeting),
            Entry(_("item"), record.item),
            Entry(_("decision"), f"{row.decision} {record.decision_subject}".strip(), decision),
        ),
    )


SUBJECT: Subject[ActionRow] = Subject(
    name="actions",
    title=N_("Actions"),
    columns=(
        Column(N_("What"), lambda row: row.what),
        Column(N_("Who"), lambda row: row.owner or "–", 18),
        Column(N_("By"), lambda row: day(row.due_on), 11, value=lambda row: row.due_on, kind="date"),
        Column(N_("Status"), state_text, 12, value=lambda row: _(STATES[row.state])),
        Column(
            N_("Meeting"), lambda row: day(row.meeting_on), 11, wide=True, value=lambda row: row.meeting_on, kind="date"
        ),
        Column(N_("Decision"), lambda row: row.decision, 10, wide=True),
        Column(
            N_("Agreed on"), lambda row: day(row.made_on), 11, wide=True, value=lambda row: row.made_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.action_id,
    card=_card,
    filters=(
        Choice("open", N_("still to be done")),
        Choice("overdue", N_("overdue")),
        Choice("nobody", N_("taken by nobody")),
        Choice("done", N_("done")),
        Choice("dropped", N_("dropped")),
        Choice("all", N_("all")),
    ),
    sorts=(
        Choice("due", N_("due day")),
        Choice("owner", N_("person")),
        Choice("made", N_("day agreed"), descending=True),
        Choice("what", N_("what")),
    ),
    counted=lambda total: ngettext("{count} action", "{count} actions", total).format(count=total),
    empty=N_(
        "Actions are noted at a meeting, or here: press N. Each has somebody who does it and a day by which; open ones "
        "come back on the agenda of the next meeting."
    ),
    new=forms.new,
    edit=forms.correct,
    actions=(
        Action(N_("Done"), forms.finish, N_("Done today; U takes it back")),
        Action(N_("Done on another day"), forms.finish_earlier, N_("With the day, and a note on how")),
        Action(N_("Drop"), forms.drop, N_("It will not be done; the reason is kept")),
        Action(N_("Open again"), forms.reopen, N_("For an action that was done or dropped")),
    ),
    row_style=lambda row: "dim" if row.state in ("done", "dropped") else "",
    beside="requests",
)
