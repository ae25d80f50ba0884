"""The forms of offices: appoint, elect again, end, plan who retires when."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.deadlines_board import vacancy_text
from coopadmin.domain.members import OFFICES, office_name
from coopadmin.domain.offices import AUDIT_COMMITTEE
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import members as member_deeds
from coopadmin.services import offices as deeds
from coopadmin.services.offices import Appointment
from db.queries import offices as queries
from db.queries.offices import OfficeRow
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask


async def appoint(app: CoopApp) -> None:
    """Appoint somebody to an office."""
    await _appoint(app)


async def fill(app: CoopApp, key: int) -> None:
    """Appoint somebody to the office of the chosen line: a successor, or somebody for a vacant seat."""
    if key >= 0:
        row = await app.read(queries.record, key, app.today)
        await _appoint(app, office=row.office if row else "")
        return
    found = await app.read(queries.vacancies, app.today)
    office = found[-key - 1].office if -key <= len(found) else ""
    if office == AUDIT_COMMITTEE:
        await audit_committee(app, key)
    else:
        await _appoint(app, office="" if office == "board" else office)


async def elect_again(app: CoopApp, key: int) -> None:
    """Elect who holds the office for another term."""
    row = await _term(app, key)
    if row is None:
        return
    if not row.running:
        app.say(_("This term has ended. Press N to appoint somebody."), "warning")
        return
    await _appoint(app, office=row.office, person_id=row.person_id, shown=row.name)


async def appoint_person(app: CoopApp, person_id: int, name: str) -> None:
    """Appoint somebody out of the register."""
    await _appoint(app, person_id=person_id, shown=name)


async def _appoint(app: CoopApp, *, office: str = "", person_id: int | None = None, shown: str = "") -> None:
    schedule = await app.read(queries.schedule, app.today)
    years = schedule.rules.term_years.number
    usual = (
        ngettext("empty: {count} year after the first day", "empty: {count} years after the first day", years).format(
            count=years
        )
        if years
        else _("empty: no term of office")
    )
    fields = [
        Field(
            "person_id",
            N_("Who"),
            "pick",
            required=True,
            find=("members",),
            initial=person_id,
            shown=shown,
        ),
        Field(
            "office",
            N_("Office"),
            required=True,
            initial=office_name(office) if office else None,
            help=", ".join(_(label) for label in OFFICES.values()),
        ),
        Field("starts_on", N_("From the day"), "date", required=True, initial=app.today),
        Field("retires_on", N_("Retires on"), "date", help=usual),
        Field("decision_id", N_("Decision"), "pick", find=("decisions",), help=N_("the decision that appointed them")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.appoint, **values)
        _tell(app, done.result)

    title = _("Elect again") if office and person_id else _("Appoint to an office")
    intro = _("Who holds this office already is elected again: the old term ends the day before.")
    await ask(app, title, fields, save, draft_key="" if person_id or office else "offices.new", intro=intro)


def _tell(app: CoopApp, made: Appointment) -> None:
    app.say(_("Appointed. Who must be told of it stands under Deadlines. U takes it back."))
    for warning in made.warnings:
        app.say(warning, "warning")
    app.show_record("offices", made.term_ids[0])


async def audit_committee(app: CoopApp, _key: int) -> None:
    """Appoint the audit committee of a year."""
    who = [
        Field(name, label, "pick", required=required, find=("members",))
        for name, label, required in (
            ("first_id", N_("First"), True),
            ("second_id", N_("Second"), True),
            ("third_id", N_("Third"), False),
        )
    ]
    fields = [
        *who,
        Field("starts_on", N_("From the day"), "date", required=True, initial=app.today),
        Field("decision_id", N_("Decision"), "pick", find=("decisions",), help=N_("the decision that appointed them")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.appoint_audit_committee, **values)
        _tell(app, done.result)

    intro = _("Two members at least, none of them on the board, every year (BW 2:48(2)). Who is not named leaves.")
    await ask(app, _("Audit committee of the year"), fields, save, draft_key="offices.audit", intro=intro)


async def end(app: CoopApp, key: int) -> None:
    """End a term of office."""
    row = await _term(app, key)
    if row is None:
        return
    fields = [Field("ends_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(member_deeds.end_office, term_id=row.term_id, **values)
        app.say(_("The term ends on {day}. U takes it back.").format(day=long_date(values["ends_on"])))

    await ask(app, _title(row), fields, save)


async def plan(app: CoopApp, key: int) -> None:
    """Give a term a day of its own in the retirement schedule."""
    row = await _term(app, key)
    if row is None:
        return
    fields = [
        Field(
            "retires_on",
            N_("Retires on"),
            "date",
            initial=row.retires_on if row.planned else None,
            help=N_("empty: the usual term after the first day"),
        )
    ]
    intro = "" if row.retires_on is None else _("By the schedule so far: {day}.").format(day=long_date(row.retires_on))

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.plan_retirement, term_id=row.term_id, **values)

    await ask(app, _title(row), fields, save, intro=intro)


async def correct(app: CoopApp, key: int) -> None:
    """Correct a term that was entered wrongly."""
    row = await _term(app, key)
    if row is None:
        return
    fields = [
        Field("office", N_("Office"), required=True, initial=office_name(row.office)),
        Field("starts_on", N_("From the day"), "date", required=True, initial=row.starts_on),
        Field("ends_on", N_("Last day"), "date", initial=row.ends_on),
        Field(
            "retires_on",
            N_("Retires on"),
            "date",
            initial=row.retires_on if row.planned else None,
            help=N_("empty: the usual term after the first day"),
        ),
        Field(
            "decision_id",
            N_("Decision"),
            "pick",
            find=("decisions",),
            initial=row.decision_id,
            shown=row.decision,
            help=N_("the decision that appointed them"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_term, term_id=row.term_id, **values)
        app.say(_("Corrected.") if done.result else _("nothing changed"))

    await ask(app, _title(row), fields, save, draft_key=f"offices.{row.term_id}")


def _title(row: OfficeRow) -> str:
    return f"{office_name(row.office)} · {row.name}"


async def _term(app: CoopApp, key: int) -> OfficeRow | None:
    """Read the chosen term; on a vacant seat there is none, and that is said."""
    if key < 0:
        found = await app.read(queries.vacancies, app.today)
        seat = vacancy_text(found[-key - 1]) if -key <= len(found) else ""
        app.say(_("{seat}. Press N to appoint somebody.").format(seat=seat), "warning")
        return None
    return await app.read(queries.record, key, app.today)
