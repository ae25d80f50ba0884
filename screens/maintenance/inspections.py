"""Work that comes round, on the desk: when each job was last done and is due again, and its certificates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.formats import age_text, fold
from coopadmin.i18n import N_, _, ngettext
from db.queries import association, jobs
from db.queries.base import Listing, Page
from db.queries.jobs import JobRow
from screens.maintenance import certificate_forms
from screens.maintenance import job_forms as forms
from screens.maintenance.calendar_form import save_calendar
from screens.maintenance.job_card import card
from screens.maintenance.job_lines import LATE, SOON, JobLine, line_of
from screens.subject import Action, Choice, Column, Subject, day


def _page(connection: Connection, listing: Listing, on: date) -> Page[JobLine]:
    soon = association.rule_number(connection, "inspection_notice_days", on)
    lines = [line_of(row, soon, on) for row in (*jobs.jobs(connection, on), *jobs.jobs(connection, on, stopped=True))]
    words = fold(listing.search).split()
    kept = _KEPT.get(listing.filter, _KEPT["running"])
    by = _SORTED_BY.get(listing.sort, _SORTED_BY["due"])
    found = [line for line in lines if kept(line) and all(word in _folded(line) for word in words)]
    empty = [line for line in found if by(line.job) is None]
    rows = sorted(
        (line for line in found if by(line.job) is not None),
        key=lambda line: by(line.job),
        reverse=listing.descending,
    )
    return Page((*rows, *empty)[: listing.limit], len(found))


def _folded(line: JobLine) -> str:
    return fold(f"{line.job.what} {line.job.place} {line.job.open_number} {line.job.certificate}")


_KEPT: dict[str, Callable[[JobLine], bool]] = {
    "running": lambda line: not line.stopped,
    "soon": lambda line: not line.stopped and line.sign in (LATE, SOON),
    "late": lambda line: line.sign == LATE,
    "never": lambda line: not line.stopped and line.job.last_done is None,
    "waiting": lambda line: line.job.open_task_id is not None,
    "stopped": lambda line: line.stopped,
    "all": lambda _line: True,
    "inspections": lambda line: not line.stopped and line.job.kind == "inspection",
    "papers": lambda line: not line.stopped and line.paper_wrong,
}
_SORTED_BY: dict[str, Callable[[JobRow], Any]] = {
    "due": lambda job: job.next_due,
    "what": lambda job: fold(job.what),
    "place": lambda job: fold(job.place) or None,
    "every": lambda job: (job.every_months or 0, job.rule),
    "done": lambda job: job.last_done,
    "paper": lambda job: job.valid_until,
}


def _due(line: JobLine) -> str:
    if line.stopped:
        return _("stopped")
    return day(line.job.next_due) or (_("never done") if line.job.never_done else _("no more"))


def _left(line: JobLine) -> str:
    left = line.job.days_left
    return f"{line.sign} {'' if left is None or line.stopped else age_text(left)}".rstrip()


def _paper(line: JobLine) -> str:
    if line.job.outcome == "failed":
        return _("failed")
    return day(line.job.valid_until)


SUBJECT: Subject[JobLine] = Subject(
    name="inspections",
    title=N_("Inspections"),
    columns=(
        Column(N_("What"), lambda line: line.job.what),
        Column(N_("Place"), lambda line: line.job.place, 9),
        Column(
            N_("How often"),
            lambda line: line.job.returns,
            15,
            value=lambda line: line.job.returns,
        ),
        Column(
            N_("Last done"),
            lambda line: day(line.job.last_done),
            11,
            wide=True,
            value=lambda line: line.job.last_done,
            kind="date",
        ),
        Column(N_("Due again"), _due, 12, value=lambda line: line.job.next_due, kind="date"),
        Column(N_("Left"), _left, 9, value=lambda line: line.job.days_left, kind="int"),
        Column(N_("Paper until"), _paper, 12, wide=True, value=lambda line: line.job.valid_until, kind="date"),
        Column(N_("Open task"), lambda line: line.job.open_number, 9, wide=True),
    ),
    page=_page,
    key=lambda line: line.job.job_id,
    card=card,
    filters=(
        Choice("running", N_("coming round")),
        Choice("soon", N_("due soon, late or never done")),
        Choice("late", N_("past their day")),
        Choice("never", N_("never done")),
        Choice("waiting", N_("with an open task")),
        Choice("stopped", N_("stopped")),
        Choice("all", N_("stopped ones too")),
        Choice("inspections", N_("inspections only")),
        Choice("papers", N_("certificate run out, or failed")),
    ),
    sorts=(
        Choice("due", N_("due again")),
        Choice("what", N_("what")),
        Choice("place", N_("place")),
        Choice("every", N_("how often")),
        Choice("done", N_("last done"), descending=True),
        Choice("paper", N_("certificate until")),
    ),
    counted=lambda total: ngettext("{count} job", "{count} jobs", total).format(count=total),
    empty=N_(
        "Nothing comes round yet. Press N to begin: a list of usual inspections is offered, with what asks for them; "
        "or B for the tasks, where A lets work that is there already come round."
    ),
    beside="contractors",
    new=forms.begin,
    edit=forms.correct,
    actions=(
        Action(
            N_("Make the next time a task"),
            forms.make_task,
            N_("With what is known of the work; a time that was moved is planned for its new day"),
        ),
        Action(
            N_("Done"), certificate_forms.done, N_("Note the day it was done, and its certificate where there is one")
        ),
        Action(N_("Stop, or resume"), forms.stop_or_resume, N_("It comes round no more after a day, or again")),
        Action(N_("Skip a time"), forms.skip, N_("Leave one time out, with the reason; the others stay")),
        Action(N_("Move a time"), forms.move, N_("Another day for one time; the others stay")),
        Action(N_("Restore a time"), forms.restore, N_("Let a skipped or moved time be on its own day again")),
        Action(N_("Certificate"), certificate_forms.certificate, N_("Keep a certificate, or correct one that is kept")),
        Action(
            N_("Calendar for a phone"),
            save_calendar,
            N_("Save what is due, planned work, appointments and work days as a file (.ics)"),
        ),
    ),
    row_style=lambda line: "dim" if line.stopped else "",
)
