"""Work days on the desk: the list, one of them with its tasks and people, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.hours import hours_said, hours_text, words_of
from coopadmin.domain.work_days import SAID, SAID_SIGNS, SIGNS, STATES, TASK_OUTCOMES
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import work_days as queries
from db.queries.work_days import ChosenTask, Helper, WorkDayRecord, WorkDayRow
from screens.app import Ref
from screens.hours import forms as hours_forms
from screens.hours.words import hours_entry
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section
from screens.work_days import close_form, forms, task_forms


def state_text(row: WorkDayRow) -> str:
    """Show how a work day stands, with its sign."""
    return words_of(row.state, STATES, SIGNS)


def _taken(row: WorkDayRow) -> str:
    """Show how many of the tasks have somebody."""
    return f"{row.taken}/{row.tasks}" if row.tasks else "–"


def _time(row: WorkDayRow) -> str:
    return _("{start}–{end}").format(start=f"{row.starts_at:%H:%M}", end=f"{row.ends_at:%H:%M}")


def _card(connection: Connection, work_day_id: int, today: date) -> Card | None:
    record = queries.record(connection, work_day_id, today)
    if record is None:
        return None
    return Card(
        title=record.day.title,
        status=" · ".join((state_text(record.day), f"{day_name(record.day.on)} {long_date(record.day.on)}")),
        sections=(
            _details(record),
            Section(_("what is needed"), tuple(Entry("", line) for line in record.needs.splitlines())),
            Section(_("tasks"), tuple(map(_task_entry, record.tasks))),
            Section(_people_title(record), tuple(map(_helper_entry, record.helpers))),
            _hours(record),
            Section(_("note"), tuple(Entry("", line) for line in record.note.splitlines())),
            story_section(journal.story(connection, [("workday", work_day_id)])),
        ),
    )


def _details(record: WorkDayRecord) -> Section:
    row = record.day
    leader = Ref("members", record.leader_id) if record.leader_id is not None else None
    reserve = row.reserve_on
    minutes = sum(one.minutes_expected or 0 for one in record.tasks)
    return Section(
        _("details"),
        filled(
            Entry(_("time"), _time(row)),
            Entry(_("in bad weather"), f"{day_name(reserve)} {long_date(reserve)}" if reserve else ""),
            Entry(_("where"), row.place),
            Entry(_("who leads"), record.leader, leader),
            Entry(_("work"), _("about {time} hours").format(time=hours_said(minutes)) if minutes else ""),
            Entry(_("closed on"), long_date(row.closed_on) if row.closed_on else ""),
            Entry(_("called off on"), long_date(row.cancelled_on) if row.cancelled_on else ""),
        ),
    )


def _task_entry(one: ChosenTask) -> Entry:
    people = ngettext("{count} person", "{count} people", one.people).format(count=one.people) if one.people else ""
    outcome = f"→ {_(TASK_OUTCOMES[one.outcome])}" if one.outcome else ""
    who = ", ".join(one.taken_by) or ("" if one.outcome else _("nobody yet"))
    parts = (one.what, one.where, people, one.needs, who, outcome)
    return Entry(one.number, " · ".join(part for part in parts if part), Ref("maintenance", one.task_id))


def _people_title(record: WorkDayRecord) -> str:
    told = ngettext("who comes: {count}", "who come: {count}", record.day.coming)
    return told.format(count=record.day.coming)


def _helper_entry(one: Helper) -> Entry:
    came = "" if one.came is None else _("came") if one.came else _("did not come")
    text = " · ".join(
        part for part in (words_of(one.said, SAID, SAID_SIGNS), one.name, one.task, one.note, came) if part
    )
    return Entry("", text, Ref("members", one.person_id))


def _hours(record: WorkDayRecord) -> Section:
    minutes = sum(row.minutes for row in record.hours)
    return Section(
        _("hours: {hours}").format(hours=hours_text(minutes)), tuple(hours_entry(row) for row in record.hours)
    )


SUBJECT: Subject[WorkDayRow] = Subject(
    name="work_days",
    title=N_("Work days"),
    columns=(
        Column(N_("Day"), lambda row: day(row.on), 11, value=lambda row: row.on, kind="date"),
        Column(N_("Title"), lambda row: row.title),
        Column(N_("Time"), _time, 12),
        Column(N_("Tasks"), _taken, 6, right=True, value=lambda row: row.tasks, kind="int"),
        Column(N_("Come"), lambda row: str(row.coming), 5, right=True, value=lambda row: row.coming, kind="int"),
        Column(N_("Status"), state_text, 15, value=lambda row: _(STATES[row.state])),
        Column(N_("Where"), lambda row: row.place, 16, wide=True),
        Column(
            N_("Bad weather"),
            lambda row: day(row.reserve_on),
            12,
            wide=True,
            value=lambda row: row.reserve_on,
            kind="date",
        ),
    ),
    page=queries.page,
    key=lambda row: row.work_day_id,
    card=_card,
    filters=(
        Choice("open", N_("to be held or closed")),
        Choice("to_close", N_("to be closed")),
        Choice("closed", N_("closed")),
        Choice("cancelled", N_("called off")),
        Choice("all", N_("all")),
    ),
    sorts=(Choice("date", N_("day")), Choice("title", N_("title"))),
    counted=lambda total: ngettext("{count} work day", "{count} work days", total).format(count=total),
    empty=N_(
        "No work day is planned. Press N to plan one; then A chooses tasks that residents can do, notes who comes, and "
        "makes the sheet to print. Afterwards one form closes it, with everybody's hours."
    ),
    new=forms.plan,
    edit=close_form.close_or_correct,
    actions=(
        Action(N_("Choose tasks"), task_forms.choose, N_("From what residents can do; one by one, Escape ends it")),
        Action(N_("Who comes"), task_forms.note_answer, N_("What somebody says, and the task they take")),
        Action(N_("Sheet to print"), forms.sheet, N_("What is done, who takes it, and room to sign for hours")),
        Action(N_("Close the day"), close_form.close, N_("What came of each task, and everybody's hours, in one form")),
        Action(N_("Put off for the weather"), forms.put_off, N_("To its day for bad weather, tasks and all")),
        Action(N_("Arrange a task"), task_forms.arrange, N_("How many people, what it needs, its place on the sheet")),
        Action(N_("Take a task off"), task_forms.take_off, N_("It waits to be planned again")),
        Action(N_("Ask everybody"), task_forms.ask_everybody, N_("Puts every resident and member on the list")),
        Action(N_("Take somebody off the list"), task_forms.strike_off, N_("Who was put on it by mistake")),
        Action(N_("Note hours"), hours_forms.note_for_day, N_("Of somebody who was forgotten when it was closed")),
        Action(N_("Call off"), forms.cancel, N_("Its tasks wait to be planned again; say why")),
    ),
    row_style=lambda row: "dim" if row.state in ("closed", "cancelled") else "",
    beside="hours",
)
