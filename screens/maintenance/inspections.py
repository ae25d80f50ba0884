"""Work that comes round, on the desk: when each job was last done and is due again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.recurrences import recurrence_name
from coopadmin.formats import age_text, fold, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import association, jobs, journal, maintenance
from db.queries.base import Listing, Page
from db.queries.jobs import JobRow
from screens.app import Ref
from screens.maintenance import job_forms as forms
from screens.maintenance.subject import occurrence_entry
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section

LATE, SOON, LATER = "▲", "●", "○"


@dataclass(frozen=True, slots=True)
class JobLine:
    """A recurring job in the list, and its sign: ▲ past its day, ● soon or never done, ○ later or stopped."""

    job: JobRow
    sign: str
    stopped: bool


# -- the list ------------------------------------------------------------------------------------------------------


def _page(connection: Connection, listing: Listing, on: date) -> Page[JobLine]:
    soon = association.rule_number(connection, "inspection_notice_days", on)
    lines = [_line(row, soon, on) for row in (*jobs.jobs(connection, on), *jobs.jobs(connection, on, stopped=True))]
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


def _line(job: JobRow, soon: int, on: date) -> JobLine:
    if job.ended_on is not None and job.ended_on < on:
        return JobLine(job, LATER, True)
    if job.days_left is None:
        return JobLine(job, SOON, False)
    return JobLine(job, LATE if job.days_left < 0 else SOON if job.days_left <= soon else LATER, False)


def _folded(line: JobLine) -> str:
    return fold(f"{line.job.what} {line.job.place} {line.job.open_number}")


_KEPT: dict[str, Callable[[JobLine], bool]] = {
    "running": lambda line: not line.stopped,
    "soon": lambda line: not line.stopped and line.sign in (LATE, SOON),
    "late": lambda line: line.sign == LATE,
    "never": lambda line: not line.stopped and line.job.last_done is None,
    "waiting": lambda line: line.job.open_task_id is not None,
    "stopped": lambda line: line.stopped,
    "all": lambda _line: True,
}
_SORTED_BY: dict[str, Callable[[JobRow], Any]] = {
    "due": lambda job: job.next_due,
    "what": lambda job: fold(job.what),
    "place": lambda job: fold(job.place) or None,
    "every": lambda job: job.every_months,
    "done": lambda job: job.last_done,
}


def _due(line: JobLine) -> str:
    if line.stopped:
        return _("stopped")
    return day(line.job.next_due) or _("never done")


def _left(line: JobLine) -> str:
    left = line.job.days_left
    return f"{line.sign} {'' if left is None or line.stopped else age_text(left)}".rstrip()


# -- one record ----------------------------------------------------------------------------------------------------


def _card(connection: Connection, job_id: int, today: date) -> Card | None:
    job = jobs.job(connection, job_id, today)
    if job is None:
        return None
    soon = association.rule_number(connection, "inspection_notice_days", today)
    return Card(
        title=" · ".join(part for part in (job.what, job.place) if part),
        status=_status(_line(job, soon, today)),
        sections=(
            _details(job),
            Section(
                _("all times"), tuple(map(occurrence_entry, maintenance.linked(connection, today, job_id=job.job_id)))
            ),
            story_section(journal.story(connection, [("maintenancejob", job_id)])),
        ),
    )


def _status(line: JobLine) -> str:
    job = line.job
    if job.ended_on is not None:
        words = _("stopped on {day}") if line.stopped else _("stops after {day}")
        return f"{line.sign} {words.format(day=long_date(job.ended_on))}"
    if job.days_left is None:
        return f"{line.sign} {_('never done')}"
    if job.days_left < 0:
        late = ngettext("{days} day late", "{days} days late", -job.days_left).format(days=-job.days_left)
        return f"{line.sign} {late}"
    left = ngettext("{days} day left", "{days} days left", job.days_left).format(days=job.days_left)
    return f"{line.sign} {left}"


def _details(job: JobRow) -> Section:
    waiting = Ref("maintenance", job.open_task_id) if job.open_task_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("comes round"), recurrence_name(job.every_months)),
            Entry(_("last done"), long_date(job.last_done) if job.last_done else _("never done")),
            Entry(_("due again"), long_date(job.next_due) if job.next_due and not job.ended_on else ""),
            Entry(_("last day"), long_date(job.ended_on) if job.ended_on else ""),
            Entry(_("open task"), job.open_number, waiting),
        ),
    )


SUBJECT: Subject[JobLine] = Subject(
    name="inspections",
    title=N_("Inspections"),
    columns=(
        Column(N_("What"), lambda line: line.job.what),
        Column(N_("Place"), lambda line: line.job.place, 9),
        Column(
            N_("How often"),
            lambda line: recurrence_name(line.job.every_months),
            15,
            value=lambda line: line.job.every_months,
            kind="int",
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
        Column(N_("Open task"), lambda line: line.job.open_number, 9, wide=True),
    ),
    page=_page,
    key=lambda line: line.job.job_id,
    card=_card,
    filters=(
        Choice("running", N_("coming round")),
        Choice("soon", N_("due soon, late or never done")),
        Choice("late", N_("past their day")),
        Choice("never", N_("never done")),
        Choice("waiting", N_("with an open task")),
        Choice("stopped", N_("stopped")),
        Choice("all", N_("stopped ones too")),
    ),
    sorts=(
        Choice("due", N_("due again")),
        Choice("what", N_("what")),
        Choice("place", N_("place")),
        Choice("every", N_("how often")),
        Choice("done", N_("last done"), descending=True),
    ),
    counted=lambda total: ngettext("{count} job", "{count} jobs", total).format(count=total),
    empty=N_(
        "Nothing comes round yet. Press N to report work that does, such as an inspection; or B for the tasks, where "
        "A lets work that is there already come round."
    ),
    beside="maintenance",
    new=forms.begin,
    edit=forms.change_interval,
    actions=(
        Action(
            N_("Report the next time"),
            forms.report_next,
            N_("A task for the same work at the same place; the last one fills the form"),
        ),
        Action(N_("Change how often"), forms.change_interval, N_("It is counted from the last time it was done")),
        Action(N_("Stop"), forms.stop, N_("It comes round no more after a day; what was done stays")),
    ),
    row_style=lambda line: "dim" if line.stopped else "",
)
