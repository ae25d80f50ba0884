"""The register of maintenance on the desk: its list, a task's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.maintenance import KINDS, PARTIES, STATUSES, URGENCIES
from coopadmin.domain.recurrences import recurrence_name
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import maintenance as queries
from db.queries.maintenance import TaskRecord, TaskRow
from screens.app import Ref
from screens.decisions.section import decisions_section
from screens.maintenance import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, money, story_section

SIGNS: dict[str, str] = {"reported": "●", "planned": "○", "in_progress": "○", "done": "✓", "cancelled": "✗"}
CLOSED = ("done", "cancelled")


def status_text(status: str) -> str:
    """Show how a task stands, with its sign: ● waits for someone, ○ is arranged, ✓ done, ✗ called off."""
    return f"{SIGNS[status]} {_(STATUSES[status])}"


def occurrence_entry(row: TaskRow) -> Entry:
    """Show one time of a recurring job as a line that leads to its task."""
    when = row.done_on if row.status == "done" else row.reported_on
    return Entry(row.number, f"{status_text(row.status)}  {day(when)}", Ref("maintenance", row.task_id))


def _what(row: TaskRow) -> str:
    """Show what has to be done; an open emergency is marked, for its word falls away where there is little room."""
    urgent = row.urgency == "emergency" and row.status not in CLOSED
    return f"! {row.what}" if urgent else row.what


def _due(row: TaskRow) -> str:
    """Show until when a task is in time, ▲ where that has passed; for closed work it no longer matters."""
    if row.due is None or row.status in CLOSED:
        return ""
    return f"{'▲' if row.overdue else ' '} {day(row.due)}"


def _card(connection: Connection, task_id: int, today: date) -> Card | None:
    record = queries.record(connection, task_id, today)
    if record is None:
        return None
    return Card(
        title=f"{record.task.number} {record.task.what}",
        status=_status(record.task, today),
        sections=(
            _details(record),
            _where(record),
            _job(record),
            Section(_("other times"), tuple(occurrence_entry(row) for row in record.occurrences)),
            Section(_("note"), filled(Entry("", record.note))),
            decisions_section(connection, task_id=task_id),
            story_section(journal.story(connection, [("maintenancetask", task_id)])),
        ),
    )


def _status(row: TaskRow, today: date) -> str:
    words = [status_text(row.status)]
    if row.overdue and row.due:
        days = (today - row.due).days
        late = ngettext("{days} day late", "{days} days late", days).format(days=days)
        words.insert(0, f"▲ {late}")
    if row.urgency == "emergency":
        words.append(_(URGENCIES[row.urgency]))
    return " · ".join(words)


def _details(record: TaskRecord) -> Section:
    task = record.task
    return Section(
        _("details"),
        filled(
            Entry(_("kind"), _(KINDS[task.kind])),
            Entry(_("urgency"), _(URGENCIES[task.urgency])),
            Entry(_("who does it"), _(PARTIES[task.responsible])),
            Entry(_("reported on"), long_date(task.reported_on)),
            Entry(_("in time until"), long_date(task.due) if task.due else ""),
            Entry(_("done on"), long_date(task.done_on) if task.done_on else ""),
            Entry(_("contractor"), task.contractor),
            Entry(_("budget"), money(record.budget_cents)),
            Entry(_("cost"), money(record.cost_cents)),
        ),
    )


def _where(record: TaskRecord) -> Section:
    """Say where it is and who told of it; the place in words only where no record says it better."""
    linked = record.dwelling or record.facility
    home = Ref("dwellings", record.dwelling_id) if record.dwelling_id is not None else None
    facility = Ref("facilities", record.facility_id) if record.facility_id is not None else None
    reporter = Ref("members", record.reporter_id) if record.reporter_id is not None else None
    return Section(
        _("place and reporter"),
        filled(
            Entry(_("place"), "" if linked == record.task.place else record.task.place),
            Entry(_("home"), record.dwelling, home),
            Entry(_("facility"), record.facility, facility),
            Entry(_("reported by"), f"{record.reporter} {record.reporter_number}".strip(), reporter),
        ),
    )


def _job(record: TaskRecord) -> Section:
    job = record.job
    if job is None:
        return Section("", ())
    return Section(
        _("comes round"),
        filled(
            Entry(_("how often"), recurrence_name(job.every_months), Ref("inspections", job.job_id)),
            Entry(_("last done"), long_date(job.last_done) if job.last_done else _("never done")),
            Entry(_("due again"), long_date(job.next_due) if job.next_due and not job.ended_on else ""),
            Entry(_("last day"), long_date(job.ended_on) if job.ended_on else ""),
        ),
    )


SUBJECT: Subject[TaskRow] = Subject(
    name="maintenance",
    title=N_("Maintenance"),
    columns=(
        Column(N_("No."), lambda row: row.number, 7),
        Column(N_("What"), _what, value=lambda row: row.what),
        Column(N_("Place"), lambda row: row.place, 9),
        Column(N_("Urgency"), lambda row: _(URGENCIES[row.urgency]), 9, wide=True),
        Column(N_("Who does it"), lambda row: _(PARTIES[row.responsible]), 13, wide=True),
        Column(
            N_("Reported"),
            lambda row: day(row.reported_on),
            11,
            wide=True,
            value=lambda row: row.reported_on,
            kind="date",
        ),
        Column(N_("In time until"), _due, 13, value=lambda row: row.due, kind="date"),
        Column(
            N_("Status"),
            lambda row: status_text(row.status),
            15,
            value=lambda row: _(STATUSES[row.status]),
        ),
        Column(N_("Contractor"), lambda row: row.contractor, 16, wide=True),
        Column(N_("Done on"), lambda row: day(row.done_on), 11, wide=True, value=lambda row: row.done_on, kind="date"),
    ),
    page=queries.page,
    key=lambda row: row.task_id,
    card=_card,
    filters=(
        Choice("open", N_("open")),
        Choice("overdue", N_("past their time")),
        Choice("emergency", N_("emergencies")),
        Choice("planned", N_("planned")),
        Choice("done", N_("done")),
        Choice("all", N_("all tasks")),
        Choice("resident", N_("open, for a resident")),
        Choice("cooperative", N_("open, for the co-operative")),
        Choice("corporation", N_("open, for the corporation")),
        Choice("unknown", N_("open, for nobody yet")),
    ),
    sorts=(
        Choice("due", N_("due date")),
        Choice("reported", N_("reported on"), descending=True),
        Choice("number", N_("number")),
        Choice("place", N_("place")),
        Choice("urgency", N_("urgency")),
        Choice("done", N_("done on"), descending=True),
    ),
    counted=lambda total: ngettext("{count} task", "{count} tasks", total).format(count=total),
    empty=N_(
        "Nothing has been reported yet. Press N to take a report, or F9 to import the register you have (a CSV file "
        "or a workbook). B shows the work that comes round."
    ),
    beside="inspections",
    new=forms.report,
    edit=forms.correct,
    actions=(
        Action(N_("Plan"), forms.plan, N_("Note that it is planned: by whom, and for how much")),
        Action(N_("Begin"), forms.start, N_("Note that the work has begun")),
        Action(N_("Done"), forms.complete, N_("Close it: the day it was done, and what it cost")),
        Action(N_("Call off"), forms.cancel, N_("Close it without doing it; say why")),
        Action(N_("Reopen"), forms.reopen, N_("Let closed work wait again, as reported")),
        Action(
            N_("Let it come round"),
            forms.set_recurrence,
            N_("So often after it was last done; stop it again in the list beside (B)"),
        ),
    ),
    row_style=lambda row: "dim" if row.status in CLOSED else "",
)
