"""Homes on the desk: their list, a home's record with all that is linked to it, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import Lease, Vacancy, given_up, vacancy_on
from coopadmin.domain.dwellings import STATUSES, kind_name
from coopadmin.domain.maintenance import STATUSES as TASK_STATUSES
from coopadmin.formats import decimal_text, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import dwellings as queries
from db.queries import journal
from db.queries.association import rule_number
from db.queries.dwellings import DwellingRecord, DwellingRow, LeaseRow, TaskRow
from db.queries.vacancies import turn_given_up
from screens.app import CoopApp, Ref
from screens.contracts.words import SIGNS as CONTRACT_SIGNS
from screens.decisions.subject import outcome_text
from screens.dwellings import forms
from screens.increases.actions import HOME_ACTIONS as INCREASE_ACTIONS
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
    period,
    story_section,
    whole,
)

SIGNS: dict[str, str] = {"let": "○", "ending": "●", "vacant": "●", "ended": "✓"}

TASKS_SHOWN = 15
"""Pieces of work a record shows; the list of maintenance has them all."""


def _status_text(row: DwellingRow) -> str:
    """Show what a home is that day, with its sign; one that becomes free with the contract's last day."""
    if row.status == "ending":
        return _("● until {day}").format(day=day(row.let_until))
    return f"{SIGNS[row.status]} {_(STATUSES[row.status])}"


def _area(area_dm2: int | None) -> str:
    return "" if area_dm2 is None else f"{decimal_text(area_dm2, 2)} m²"


def _card(connection: Connection, dwelling_id: int, today: date) -> Card | None:
    record = queries.record(connection, dwelling_id, today)
    if record is None:
        return None
    return Card(
        title=f"{record.code} · {record.address}" if record.address else record.code,
        status=_status(record, _vacancy(connection, record, today), today),
        sections=(
            _details(record),
            _maximum_section(connection, dwelling_id),
            Section(_("contracts"), tuple(entry for lease in record.contracts for entry in _lease(lease))),
            _files(connection, dwelling_id),
            _maintenance(record),
            Section(
                _("decisions"),
                tuple(
                    Entry(
                        one.number,
                        f"{outcome_text(one.outcome, flagged=False)} · {one.subject}",
                        Ref("decisions", one.decision_id),
                    )
                    for one in record.decisions
                ),
            ),
            story_section(
                journal.story(connection, [("dwelling", dwelling_id), *_maximum_rows(connection, dwelling_id)])
            ),
        ),
    )


def _maximum_section(connection: Connection, dwelling_id: int) -> Section:
    from screens.increases.section import home_section

    return home_section(connection, dwelling_id)


def _maximum_rows(connection: Connection, dwelling_id: int) -> list[tuple[str, int]]:
    from screens.increases.section import home_rows

    return home_rows(connection, dwelling_id)


def _vacancy(connection: Connection, record: DwellingRecord, today: date) -> Vacancy | None:
    """Tell how far the vacancy of a home is; without a day where its file was closed and nobody is nominated."""
    leases = [Lease(one.starts_on, one.ends_on) for one in record.contracts]
    vacancy = vacancy_on(leases, today, rule_number(connection, "accepted_vacancy_months", today))
    over = vacancy is not None and turn_given_up(connection, record.dwelling_id, today, leases)
    return given_up(vacancy) if vacancy is not None and over else vacancy


def _status(record: DwellingRecord, vacancy: Vacancy | None, today: date) -> str:
    """Say how the home stands: let to whom, or how far its vacancy is."""
    if record.status == "ended" and record.ended_on is not None:
        return _("✓ no longer managed, after {day}").format(day=long_date(record.ended_on))
    running = next((one for one in record.contracts if one.status in ("in_force", "ending")), None)
    sign = "○" if vacancy is None or vacancy.stage == "let_again" else "▲" if vacancy.stage == "overdue" else "●"
    said = [f"{sign} {_(STATUSES[record.status])}"]
    if running is not None:
        said.append(", ".join(running.tenants))
    if vacancy is not None:
        said.extend(_vacant(record, vacancy, today))
    return " · ".join(part for part in said if part)


def _vacant(record: DwellingRecord, vacancy: Vacancy, today: date) -> list[str]:
    """Say since or from when a home is free, and until when somebody may be nominated for it."""
    if vacancy.free_from is None:
        return [_("never let here")]
    said = [
        (_("free from {day}") if vacancy.free_from > today else _("free since {day}")).format(
            day=long_date(vacancy.free_from)
        )
    ]
    if vacancy.stage == "let_again":
        after = max(today, vacancy.free_from)
        again = min(one.starts_on for one in record.contracts if one.starts_on > after)
        said.append(_("let again from {day}").format(day=long_date(again)))
    elif vacancy.nomination_due is not None and vacancy.days_left is not None:
        due = long_date(vacancy.nomination_due)
        if vacancy.days_left < 0:
            said.append(_("nomination was due {day}").format(day=due))
        else:
            said.append(_("nomination by {day} ({left} d)").format(day=due, left=vacancy.days_left))
    return said


def _details(record: DwellingRecord) -> Section:
    points = record.points_hundredths
    return Section(
        _("details"),
        filled(
            Entry(_("kind"), kind_name(record.kind)),
            Entry(_("floor area"), _area(record.area_dm2)),
            Entry(_("rooms"), whole(record.rooms)),
            Entry(_("energy label"), record.energy_label),
            Entry(_("rent points"), "" if points is None else decimal_text(points, 2)),
            Entry(_("cluster"), record.cluster),
            Entry(_("BAG number"), record.bag_id or ""),
            Entry(_("owner"), record.owner),
            Entry(_("last day"), day(record.ended_on)),
            Entry(_("note"), record.note),
        ),
    )


def _files(connection: Connection, dwelling_id: int) -> Section:
    from screens.allocation.section import files_section

    return files_section(connection, dwelling_id=dwelling_id)


def _lease(lease: LeaseRow) -> tuple[Entry, Entry]:
    """Show a contract on two lines: who, and from when until when."""
    return (
        Entry(
            f"{CONTRACT_SIGNS[lease.status]} {lease.number}",
            ", ".join(lease.tenants) or _("open"),
            Ref("contracts", lease.contract_id),
        ),
        Entry("", f"  {period(lease.starts_on, lease.ends_on)}", style="$text-muted"),
    )


def _maintenance(record: DwellingRecord) -> Section:
    entries = [_task(task) for task in record.tasks[:TASKS_SHOWN]]
    if len(record.tasks) > TASKS_SHOWN:
        entries.append(Entry("", _("… and more; F6 has them all"), style="$text-muted"))
    return Section(_("maintenance"), tuple(entries))


def _task(task: TaskRow) -> Entry:
    sign = {"done": "✓", "cancelled": "✗"}.get(task.status, "▲" if task.urgency == "emergency" else "●")
    return Entry(task.number, f"{sign} {_(TASK_STATUSES[task.status])} · {task.what}", Ref("maintenance", task.task_id))


async def _open_file(app: CoopApp, dwelling_id: int) -> None:
    from screens.allocation.opening import open_for_dwelling

    await open_for_dwelling(app, dwelling_id)


SUBJECT: Subject[DwellingRow] = Subject(
    name="dwellings",
    title=N_("Homes"),
    columns=(
        Column(N_("Code"), lambda row: row.code, 8),
        Column(N_("Address"), lambda row: row.address, 18),
        Column(N_("Status"), _status_text, 20, value=lambda row: _(STATUSES[row.status])),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(N_("Rooms"), lambda row: whole(row.rooms), 6, True, True, value=lambda row: row.rooms, kind="int"),
        Column(N_("Cluster"), lambda row: row.cluster, 12, wide=True),
        Column(N_("Kind"), lambda row: kind_name(row.kind), 17, wide=True),
        Column(N_("Contract"), lambda row: row.contract, 10, wide=True),
        Column(
            N_("Until"), lambda row: day(row.let_until), 11, wide=True, value=lambda row: row.let_until, kind="date"
        ),
        Column(N_("Area"), lambda row: _area(row.area_dm2), 10, True, True),
    ),
    page=queries.page,
    key=lambda row: row.dwelling_id,
    card=_card,
    filters=(
        Choice("all", N_("all homes")),
        Choice("let", N_("let")),
        Choice("ending", N_("becoming free")),
        Choice("vacant", N_("vacant")),
        Choice("ended", N_("no longer managed")),
    ),
    sorts=(
        Choice("code", N_("code")),
        Choice("address", N_("address")),
        Choice("cluster", N_("cluster")),
        Choice("kind", N_("kind")),
        Choice("area", N_("area"), descending=True),
        Choice("until", N_("until")),
    ),
    counted=lambda total: ngettext("{count} home", "{count} homes", total).format(count=total),
    empty=N_(
        "The homes the co-operative manages stand here. Press N to add one, or F9 to import the list you have (a CSV "
        "file or a workbook)."
    ),
    beside="allocation",
    new=forms.add,
    edit=forms.correct,
    actions=(
        Action(
            N_("New contract for this home"), forms.let, N_("Opens the form of a new contract with the home filled in")
        ),
        Action(N_("End the management"), forms.end, N_("Give the last day; its contracts must have ended by then")),
        Action(N_("Manage it again"), forms.resume, N_("For a home that was no longer managed")),
        *INCREASE_ACTIONS,
        Action(
            N_("Open the vacancy file"),
            _open_file,
            N_("The clock, the steps and the candidates; or goes to the one there is"),
        ),
    ),
    row_style=lambda row: "dim" if row.status == "ended" else "",
)
