"""One job that comes round as a record: how it stands, its coming times, its certificates and what was done."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from coopadmin.domain.jobs import COUNTED_FROM, KINDS, OUTCOMES, times_between
from coopadmin.domain.maintenance import PARTIES
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import _, ngettext
from db.queries import association, jobs, journal, maintenance
from db.queries.jobs import CertificateRow, JobRecord, JobRow
from screens.app import Ref
from screens.maintenance.job_lines import JobLine, line_of
from screens.maintenance.subject import occurrence_entry
from screens.subject import Card, Entry, Section, filled, money, story_section

TIMES_SHOWN = 8
"""How many of the coming times a record shows; of what comes round each week that is two months."""


def card(connection: Connection, job_id: int, today: date) -> Card | None:
    """Give the record of a job; None where there is no such job."""
    record = jobs.record(connection, job_id, today)
    if record is None:
        return None
    job = record.row
    soon = association.rule_number(connection, "inspection_notice_days", today)
    changed = [
        ("maintenancejob", job_id),
        *(("jobexception", one.exception_id) for one in record.exceptions),
        *(("certificate", one.certificate_id) for one in record.certificates),
    ]
    return Card(
        title=" · ".join(part for part in (job.what, job.place) if part),
        status=_status(line_of(job, soon, today)),
        sections=(
            _details(record),
            _coming(record, today),
            Section(_("skipped and moved"), tuple(map(_exception_entry, record.exceptions))),
            Section(_("certificates"), tuple(entry for one in record.certificates for entry in _paper_entries(one))),
            Section(
                _("all times"), tuple(map(occurrence_entry, maintenance.linked(connection, today, job_id=job.job_id)))
            ),
            story_section(journal.story(connection, changed)),
        ),
    )


def _status(line: JobLine) -> str:
    job = line.job
    if job.ended_on is not None:
        words = _("stopped on {day}") if line.stopped else _("stops after {day}")
        return f"{line.sign} {words.format(day=long_date(job.ended_on))}"
    words = [_left_words(job)]
    if line.paper_wrong:
        words.append(_("the inspection failed") if job.outcome == "failed" else _("the certificate has run out"))
    return f"{line.sign} {' · '.join(words)}"


def _left_words(job: JobRow) -> str:
    if job.days_left is None:
        return _("never done") if job.never_done else _("comes round no more")
    if job.days_left < 0:
        return ngettext("{days} day late", "{days} days late", -job.days_left).format(days=-job.days_left)
    return ngettext("{days} day left", "{days} days left", job.days_left).format(days=job.days_left)


def _details(record: JobRecord) -> Section:
    job, course = record.row, record.course
    waiting = Ref("maintenance", job.open_task_id) if job.open_task_id is not None else None
    home = Ref("dwellings", record.dwelling_id) if record.dwelling_id is not None else None
    facility = Ref("facilities", record.facility_id) if record.facility_id is not None else None
    firm = Ref("contractors", record.contractor_id) if record.contractor_id is not None else None
    counted = _(COUNTED_FROM[course.counted_from]) if not job.rule else ""
    return Section(
        _("details"),
        filled(
            Entry(_("comes round"), job.returns),
            Entry(_("counted from"), counted),
            Entry(_("kind"), _(KINDS[job.kind])),
            Entry(_("asked by"), record.source),
            Entry(_("who does it"), _(PARTIES[job.responsible])),
            Entry(_("contractor"), record.contractor, firm),
            Entry(_("expected cost"), money(record.expected_cents)),
            Entry(_("budget line"), record.category),
            Entry(_("home"), record.dwelling, home),
            Entry(_("facility"), record.facility, facility),
            Entry(_("first day"), long_date(course.starts_on) if course.starts_on else ""),
            Entry(_("last done"), long_date(job.last_done) if job.last_done else _("never done")),
            Entry(_("due again"), long_date(job.next_due) if job.next_due and not job.ended_on else ""),
            Entry(_("last day"), long_date(course.last_day) if course.last_day else ""),
            Entry(_("note"), record.note),
            Entry(_("open task"), job.open_number, waiting),
        ),
    )


def _coming(record: JobRecord, today: date) -> Section:
    """The times of the coming year, the overdue one among them."""
    since = min(today, record.row.next_due or today)
    found = times_between(record.course, since, today + timedelta(days=365))
    # Work that counts from the day it was done has one time that is sure; the rest are to be expected.
    sure = len(found) if record.course.counts_by_calendar else 1
    entries: list[Entry] = []
    for place, time in enumerate(found[:TIMES_SHOWN]):
        told = "" if place < sure else _("if done in time")
        if time.on != time.planned:
            told = _("moved from {day}").format(day=short_date(time.planned))
        entries.append(Entry(short_date(time.on), told, style="" if place < sure else "$text-muted"))
    if len(found) > TIMES_SHOWN:
        more = len(found) - TIMES_SHOWN
        entries.append(Entry("", ngettext("and {count} more", "and {count} more", more).format(count=more)))
    return Section(_("times in the coming year"), tuple(entries))


def _exception_entry(one: jobs.ExceptionRow) -> Entry:
    words = _("moved to {day}").format(day=short_date(one.moved_to)) if one.moved_to else _("skipped")
    return Entry(short_date(one.occurrence_on), f"{words} · {one.reason}")


def _paper_entries(one: CertificateRow) -> tuple[Entry, ...]:
    told = [one.reference, _(OUTCOMES[one.outcome])]
    if one.valid_until is not None:
        told.append(_("until {day}").format(day=short_date(one.valid_until)))
    ref = Ref("maintenance", one.task_id) if one.task_id is not None else None
    more = " · ".join(part for part in (one.issuer, one.kept_at, one.note) if part)
    return (Entry(short_date(one.issued_on), " · ".join(told), ref), *filled(Entry("", more, style="$text-muted")))
