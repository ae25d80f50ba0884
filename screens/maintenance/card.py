"""The record of a task: how it stands and why, where it is, its course, and all that is linked to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from coopadmin import settings
from coopadmin.domain import vera
from coopadmin.domain.appointments import OUTCOMES
from coopadmin.domain.clocks import END_OF_DAY
from coopadmin.domain.maintenance import KINDS, PARTIES, URGENCIES
from coopadmin.domain.waits import WAITS
from coopadmin.formats import long_date, moment_text, short_date
from coopadmin.i18n import _, ngettext
from db.queries import journal, maintenance_plan_facts, task_course
from db.queries import maintenance as queries
from db.queries.maintenance import TaskRecord, TaskRow
from db.queries.orders import rows_of_task
from db.queries.task_course import AppointmentRow, Course, JudgementRow, WaitRow
from screens.app import Ref
from screens.decisions.section import decisions_section
from screens.hours.section import hours_section
from screens.maintenance.dealings import dealings
from screens.maintenance.words import CLOSED, left, occurrence_entry, status_text, step_text
from screens.subject import Card, Entry, Section, filled, money, story_section


def moment_on(on: date) -> datetime:
    """Give the minute it is, where that is on this day; else the end of the day."""
    now = settings.now().astimezone().replace(tzinfo=None, second=0, microsecond=0)
    return now if now.date() == on else datetime.combine(on, END_OF_DAY)


def task_card(connection: Connection, task_id: int, today: date) -> Card | None:
    """Give everything about a task; None where it is gone."""
    record = queries.record(connection, task_id, today, moment_on(today))
    if record is None:
        return None
    course = task_course.course(connection, task_id)
    return Card(
        title=f"{record.task.number} {record.task.what}",
        status=_status(record.task, today),
        sections=(
            _details(record),
            _standing(record.task),
            _where(record),
            _codes(record),
            Section(_("judged"), tuple(map(_judged, course.judgements))),
            Section(_("told"), filled(Entry("", record.answer))),
            _course(course),
            *dealings(connection, record, today),
            hours_section(connection, task_id),
            _plan(connection, task_id),
            _job(record),
            Section(_("other times"), tuple(occurrence_entry(row) for row in record.occurrences)),
            Section(_("note"), filled(Entry("", record.note))),
            decisions_section(connection, task_id=task_id),
            story_section(journal.story(connection, [*_rows_of(task_id, course), *rows_of_task(connection, task_id)])),
        ),
    )


def _status(row: TaskRow, today: date) -> str:
    words = [status_text(row.status)]
    if row.overdue and row.due == today:
        words.insert(0, left(row))
    elif row.overdue and row.due:
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
            Entry(
                _("reported on"),
                moment_text(record.reported_at) if record.reported_at else long_date(task.reported_on),
            ),
            Entry(_("in time until"), long_date(task.due) if task.due else ""),
            Entry(_("planned for"), long_date(task.planned_on) if task.planned_on else ""),
            Entry(_("done on"), long_date(task.done_on) if task.done_on else ""),
            Entry(_("confirmed"), _confirmed(task)),
            Entry(_("for a work day"), _("yes") if record.for_volunteers else ""),
            Entry(_("contractor"), task.contractor),
            Entry(_("budget"), money(record.budget_cents)),
            Entry(_("cost"), money(record.cost_cents)),
        ),
    )


def _confirmed(task: TaskRow) -> str:
    """Say whether the resident said that it is right; nothing while it is not done."""
    if task.status != "done":
        return ""
    return long_date(task.confirmed_on) if task.confirmed_on else _("not by the resident yet")


def _standing(task: TaskRow) -> Section:
    """Say who must act, how much time is left, and how that was counted; of closed work nothing."""
    if task.status in CLOSED:
        return Section("", ())
    nobody = _("{count}×").format(count=task.nobody_home) if task.nobody_home else ""
    return Section(
        _("how it stands"),
        filled(
            Entry(_("next step"), step_text(task)),
            Entry(_("time"), left(task)),
            Entry(_("nobody home"), nobody),
            *(Entry("", told, style="$text-muted") for told in task.clock.told),
        ),
    )


def _codes(record: TaskRecord) -> Section:
    """Name what was found of it in the sector's lists."""
    return Section(_("codes"), tuple(Entry(code, vera.label(name, code)) for name, code in record.codes))


def _judged(one: JudgementRow) -> Entry:
    """Say whose it is and by which line of which list, and what the list said where that was otherwise."""
    words = [_(PARTIES[one.responsible])]
    if one.line:
        words.append(_("by “{line}”, list {version}").format(line=one.line, version=one.version))
    if one.letter:
        words.append(_("small repair {letter}").format(letter=one.letter))
    if one.responsible != one.routed:
        words.append(_("the list: {party}").format(party=_(PARTIES[one.routed])))
        words.append(one.reason)
    target = Ref("demarcation", one.line_id) if one.line_id is not None else None
    return Entry(short_date(one.judged_on), " · ".join(words), target)


def _course(course: Course) -> Section:
    """Tell what it waited for and who came, the newest first."""
    dated = [(one.from_at, _waited(one)) for one in course.waits]
    dated += [(one.starts_at, _came(one)) for one in course.appointments]
    dated.sort(key=lambda line: line[0], reverse=True)
    return Section(_("waits and appointments"), tuple(entry for _moment, entry in dated))


def _waited(one: WaitRow) -> Entry:
    until = moment_text(one.until_at) if one.until_at else _("now")
    words = _("waits: {reason}, until {until}").format(reason=_(WAITS[one.reason]), until=until)
    return Entry(short_date(one.from_at.date()), " · ".join(filter(None, (words, one.note))))


def _came(one: AppointmentRow) -> Entry:
    outcome = _(OUTCOMES[one.outcome]) if one.outcome else ""
    words = (f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}", one.who, one.access, outcome, one.note)
    return Entry(short_date(one.starts_at.date()), " · ".join(filter(None, words)))


def _rows_of(task_id: int, course: Course) -> list[tuple[str, int]]:
    """Name the rows whose changes are the story of a task."""
    return [
        ("maintenancetask", task_id),
        *(("taskjudgement", one.judgement_id) for one in course.judgements),
        *(("taskwait", one.wait_id) for one in course.waits),
        *(("taskappointment", one.appointment_id) for one in course.appointments),
    ]


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


def _plan(connection: Connection, task_id: int) -> Section:
    """Lead to the element of the maintenance plan that it was made of."""
    made_of = maintenance_plan_facts.origin_of(connection, task_id)
    if made_of is None:
        return Section("", ())
    words = f"{made_of.code} {made_of.name} · {made_of.what}"
    return Section(
        _("from the plan"), (Entry(str(made_of.plan_year), words, Ref("maintenance_plan", made_of.element_id)),)
    )


def _job(record: TaskRecord) -> Section:
    job = record.job
    if job is None:
        return Section("", ())
    return Section(
        _("comes round"),
        filled(
            Entry(_("how often"), job.returns, Ref("inspections", job.job_id)),
            Entry(_("last done"), long_date(job.last_done) if job.last_done else _("never done")),
            Entry(_("due again"), long_date(job.next_due) if job.next_due and not job.ended_on else ""),
            Entry(_("last day"), long_date(job.ended_on) if job.ended_on else ""),
        ),
    )
