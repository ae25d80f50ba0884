"""The files of vacancies on the desk: their list, a file with its clock, cost and steps, and all that is done in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from coopadmin.domain.allocation import PERMIT_REGIMES
from coopadmin.domain.procedures import WHO, version_words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import allocation as queries
from db.queries import journal
from db.queries.allocation import FileRecord, FileRow
from db.queries.allocation_steps import stored_steps
from screens.allocation import doors, forms, opening
from screens.allocation.timeline import show_timeline
from screens.allocation.words import left_text, row_text, status_text
from screens.app import Ref
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    story_section,
)

if TYPE_CHECKING:
    from coopadmin.domain.allocation_steps import Step

_MUTED = "$text-muted"

_GROUPS = ("committee", "cluster")
"""Who screens or decides as a group that the file names."""


# -- the record ------------------------------------------------------------------------------------------------


def _card(connection: Connection, file_id: int, today: date) -> Card | None:
    record = queries.record(connection, file_id, today)
    if record is None:
        return None
    about = record.facts
    rows = [("allocationfile", file_id), *(("allocationstep", one) for one in stored_steps(connection, file_id))]
    return Card(
        title=f"{about.number} · {about.dwelling}",
        status=status_text(record),
        sections=(
            _clock(record),
            Section(_("time to get to know somebody"), tuple(Entry("", line) for line in record.choosing)),
            Section(_("steps"), tuple(entry for step in record.steps for entry in _step(step))),
            _candidates(connection, file_id),
            _choices(connection, file_id),
            _nominations(connection, file_id),
            _cost(record),
            _details(record),
            Section(_("profile"), tuple(Entry("", line) for line in about.profile.splitlines())),
            Section(_("note"), tuple(Entry("", line) for line in about.note.splitlines())),
            story_section(journal.story(connection, rows)),
        ),
    )


def _clock(record: FileRecord) -> Section:
    time = record.clock
    return Section(
        _("clock"),
        (
            *filled(
                Entry(_("notice of"), day(time.noticed_on)),
                Entry(_("earliest end"), day(time.earliest_end_on)),
                Entry(_("last day"), day(time.ends_on)),
                Entry(_("free from"), day(time.free_on)),
                Entry(_("nominate by"), " · ".join(filter(None, (day(time.due_on), left_text(time.days_left))))),
            ),
            *(Entry("", f"  {line}", style=_MUTED) for line in time.told),
        ),
    )


def _step(step: Step) -> Iterator[Entry]:
    when = ""
    if step.state == "done":
        when = day(step.on)
    elif step.due_on is not None and step.state != "not_asked":
        when = _("by {day}").format(day=day(step.due_on))
    said = " · ".join(part for part in (step.label, when) if part)
    style = _MUTED if step.state == "not_asked" else ""
    yield Entry("", f"{step.sign} {said}", style=style)
    if step.told and step.state != "not_asked":
        yield Entry("", f"    {step.told}", style=_MUTED)


def _candidates(connection: Connection, file_id: int) -> Section:
    from db.queries.screening import candidates
    from screens.allocation.candidate_words import candidacy_text

    return Section(
        _("candidates"),
        tuple(
            Entry(row.number, candidacy_text(row), Ref("candidates", row.candidate_id))
            for row in candidates(connection, file_id)
        ),
    )


def _choices(connection: Connection, file_id: int) -> Section:
    from db.queries.choosing import choices
    from screens.allocation.candidate_words import choice_entries

    return Section(_("votes"), tuple(entry for one in choices(connection, file_id) for entry in choice_entries(one)))


def _nominations(connection: Connection, file_id: int) -> Section:
    from db.queries.nominations import nominations
    from screens.allocation.candidate_words import nomination_entries

    found = nominations(connection, file_id)
    return Section(_("nominations"), tuple(entry for one in found for entry in nomination_entries(one)))


def _cost(record: FileRecord) -> Section:
    return Section(_("what it may cost"), tuple(Entry("", line) for line in record.cost.lines))


def _details(record: FileRecord) -> Section:
    about = record.facts
    screens, decides = _(WHO[about.procedure.screened_by]), _(WHO[about.procedure.decided_by])
    if about.procedure.decided_by in _GROUPS:
        group = about.group or (_("▲ no group named yet (A)") if about.closed_on is None else "")
        decides = " · ".join(part for part in (decides, group) if part)
    elif about.procedure.screened_by in _GROUPS and about.group:
        screens = f"{screens} · {about.group}"
    return Section(
        _("details"),
        filled(
            Entry(_("home"), about.dwelling, Ref("dwellings", about.dwelling_id)),
            Entry(_("old contract"), about.contract, _contract(about.contract_id)),
            Entry(_("procedure"), version_words(about.procedure), Ref("procedures", about.procedure.procedure_id)),
            Entry(_("screened by"), screens),
            Entry(_("decided by"), decides),
            Entry(_("housing permit"), _(PERMIT_REGIMES[about.permit_regime])),
            Entry(_("opened on"), day(about.opened_on)),
            Entry(_("profile published"), day(about.published_on)),
            Entry(_("order fixed on"), day(about.ranked_on)),
            Entry(_("closed on"), long_date(about.closed_on) if about.closed_on else ""),
        ),
    )


def _contract(contract_id: int | None) -> Ref | None:
    return None if contract_id is None else Ref("contracts", contract_id)


SUBJECT: Subject[FileRow] = Subject(
    name="allocation",
    title=N_("Vacancy files"),
    columns=(
        Column(N_("No."), lambda row: row.number, 10),
        Column(N_("Home"), lambda row: row.dwelling, 8),
        Column(N_("Next step"), row_text),
        Column(N_("Nomination"), lambda row: day(row.due_on), 12, value=lambda row: row.due_on, kind="date"),
        Column(
            N_("Left"),
            lambda row: left_text(row.days_left),
            7,
            True,
            value=lambda row: row.days_left,
            kind="int",
        ),
        Column(N_("Procedure"), lambda row: row.procedure, 18, wide=True),
        Column(
            N_("Free from"), lambda row: day(row.free_on), 11, wide=True, value=lambda row: row.free_on, kind="date"
        ),
        Column(
            N_("Opened"), lambda row: day(row.opened_on), 11, wide=True, value=lambda row: row.opened_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.file_id,
    card=_card,
    filters=(
        Choice("running", N_("running")),
        Choice("late", N_("with a late step")),
        Choice("let", N_("let")),
        Choice("ended", N_("ended otherwise")),
        Choice("all", N_("all files")),
    ),
    sorts=(
        Choice("due", N_("day of the nomination")),
        Choice("number", N_("number"), descending=True),
        Choice("dwelling", N_("home")),
        Choice("free", N_("free from")),
    ),
    counted=lambda total: ngettext("{count} file", "{count} files", total).format(count=total),
    empty=N_(
        "No vacancy file here yet. A file leads the choice of a new neighbour, from the notice to the keys. Press N to "
        "open one for a home that falls free: it says until when to nominate, what the home may cost, and which step "
        "comes next. It goes by your own procedure; F9, Procedures of self-allocation, has three to begin with."
    ),
    new=opening.open_new,
    edit=forms.correct,
    actions=(
        Action(N_("Candidates"), doors.show_candidates, N_("Enter, screen, invite, talk, interests: by number")),
        Action(N_("Tick off a step"), forms.tick, N_("Members asked, welcome, keys, mentor: what nothing else tells")),
        Action(N_("Profile"), forms.publish, N_("What is asked for this home, and when it was published")),
        Action(N_("Put it to the vote"), doors.call, N_("A vote per candidate, or the check of the procedure")),
        Action(N_("Open the room"), doors.open_meeting, N_("Of the meeting that decides")),
        Action(N_("Fix the order"), doors.rank, N_("Of those chosen, or of the waiting list")),
        Action(N_("Nominate"), doors.nominate, N_("With its checklist; the next in rank has the turn")),
        Action(N_("The corporation answered"), doors.answer, N_("Accepted or refused, with its words")),
        Action(N_("Fit check"), doors.fit, N_("Outcome, day and who checked; never the income")),
        Action(
            N_("Permit there"), doors.permit, N_("The day of the housing permit, where the municipality asks for one")
        ),
        Action(
            N_("Contract and membership"), doors.house, N_("Both out of the nomination, in one deed; closes the file")
        ),
        Action(N_("It came to nothing"), doors.end, N_("End a nomination; the next in rank has the turn")),
        Action(N_("Reasons"), doors.reasons, N_("Who was not chosen, the letters, and which are owed")),
        Action(N_("Timeline"), show_timeline, N_("All files that run against their clocks")),
        Action(N_("Proof"), doors.proof, N_("One page that answers a candidate, the corporation or a court")),
        Action(
            N_("Figures of the year"), doors.figures, N_("Vacancies, days empty, people waiting, allocations by fit")
        ),
        Action(N_("Second admission"), doors.second, N_("From aspirant to member, where the procedure asks for two")),
        Action(N_("Another day agreed"), forms.agree_due_day, N_("For the nomination, with where it was agreed")),
        Action(N_("Name the cluster"), forms.name_cluster, N_("A group of those who live in the home's cluster")),
        Action(N_("A step was not done"), forms.untick, N_("Take a tick off again")),
        Action(N_("What the law says"), forms.show_law, N_("Limits of the year; enter what is not known")),
        Action(N_("Close the file"), forms.close, N_("Withdrawn, nobody found, or the right lapsed")),
        Action(N_("Open it again"), forms.reopen, N_("A file that was closed, with a reason")),
    ),
    row_style=lambda row: "dim" if row.closed_on is not None else "",
    beside="waiting",
)
