"""The register of maintenance on the desk: its list, a task's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.maintenance import PARTIES, STATUSES, URGENCIES
from coopadmin.i18n import N_, _, ngettext
from db.queries import maintenance as queries
from db.queries.base import Listing, Page
from db.queries.maintenance import TaskRow
from screens.demarcation import judging
from screens.hours import forms as hours_forms
from screens.maintenance import call, course_forms, forms, handover_forms, order_forms, quote_forms
from screens.maintenance.card import moment_on, task_card
from screens.maintenance.words import CLOSED, due_text, left, status_text, step_text, what_text
from screens.maintenance.words import occurrence_entry as occurrence_entry
from screens.subject import Action, Choice, Column, Subject, day


def _page(connection: Connection, listing: Listing, on: date) -> Page[TaskRow]:
    return queries.page(connection, listing, on, moment_on(on))


SUBJECT: Subject[TaskRow] = Subject(
    name="maintenance",
    title=N_("Maintenance"),
    columns=(
        Column(N_("No."), lambda row: row.number, 7),
        Column(N_("What"), what_text, value=lambda row: row.what),
        Column(N_("Place"), lambda row: row.place, 9),
        Column(N_("Next step"), step_text, 34, wide=True),
        Column(N_("Left"), left, 12, wide=True),
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
        Column(N_("In time until"), due_text, 13, value=lambda row: row.due, kind="date"),
        Column(
            N_("Status"),
            lambda row: status_text(row.status),
            18,
            value=lambda row: _(STATUSES[row.status]),
        ),
        Column(N_("Contractor"), lambda row: row.contractor, 16, wide=True),
        Column(N_("Done on"), lambda row: day(row.done_on), 11, wide=True, value=lambda row: row.done_on, kind="date"),
    ),
    page=_page,
    key=lambda row: row.task_id,
    card=task_card,
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
        Choice("reported", N_("to be judged")),
        Choice("waiting", N_("waiting")),
        Choice("nobody_home", N_("nobody was home")),
        Choice("handed_over", N_("handed over to the corporation")),
        Choice("ordered", N_("ordered")),
        Choice("unconfirmed", N_("done, not confirmed by the resident")),
    ),
    sorts=(
        Choice("morning", N_("what comes first")),
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
    new=call.take,
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
        Action(
            N_("Wait, or go on"),
            course_forms.wait_or_go_on,
            N_("Nobody home, material, a quote: what it waits for, and that it goes on"),
        ),
        Action(
            N_("Appointment"),
            course_forms.appointment,
            N_("Who comes when and who lets them in; how it went, nobody home, or another time"),
        ),
        Action(
            N_("Corporation"),
            handover_forms.corporation,
            N_("Hand it over; remind, done, or back to us where it lies there already"),
        ),
        Action(
            N_("Quote"),
            quote_forms.quote,
            N_("Ask a price; note what came in, choose it or leave it"),
        ),
        Action(
            N_("Order"),
            order_forms.order,
            N_("Give it to a contractor; the invoice, another agreement, cancel it"),
        ),
        Action(
            N_("Decision that allows it"),
            order_forms.link_decision,
            N_("Of the board or the meeting, with the amount it granted, where the mandate asks for one"),
        ),
        Action(N_("What the resident says"), course_forms.confirm, N_("That the work is right, or is not")),
        Action(N_("Note hours"), hours_forms.note_for_task, N_("Of somebody who worked on it, given or for a fee")),
        Action(
            N_("Whose it is"),
            judging.judge,
            N_("By the demarcation list and the law, or otherwise with a reason"),
        ),
        Action(
            N_("Correct a wait"),
            course_forms.correct_wait,
            N_("What it waited for, since when and until when, where it was noted otherwise"),
        ),
    ),
    row_style=lambda row: "dim" if row.status in CLOSED else "",
)
