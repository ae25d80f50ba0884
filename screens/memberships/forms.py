"""Letting people join: applications and what was decided, another kind, suspension, and who is called by e-mail."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.members import KINDS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import members as member_deeds
from coopadmin.services import memberships as deeds
from db.queries import members, memberships
from db.queries.members import PersonRecord
from screens.app import CoopApp
from screens.contracts.tenant_forms import ask_newcomer, name_field
from screens.fields import Field
from screens.forms import ask
from screens.memberships.letters import application_letter


def decision_field(help_text: str = N_("where one was taken and is in the register")) -> Field:
    """Ask for a decision in the register."""
    return Field("decision_id", N_("Decision"), "pick", find=("decisions",), help=help_text)


# -- applications --------------------------------------------------------------------------------------------------


async def take_application(app: CoopApp) -> None:
    """Enter that somebody asks to become a member."""
    await _take(app, None)


async def apply_for(app: CoopApp, person_id: int) -> None:
    """Enter that this person asks to become a member, or one of another kind."""
    await _take(app, await app.read(members.record, person_id))


async def _take(app: CoopApp, record: PersonRecord | None) -> None:
    fields = [
        Field(
            "person_id",
            N_("Who"),
            "pick",
            find=("members",),
            initial=record.person_id if record else None,
            shown=record.name if record else "",
            help=N_("who is in the store already: a tenant, a former member, an aspirant"),
        ),
        name_field(),
        Field("kind", N_("As"), "choice", required=True, initial="member", choices=list(KINDS.items())),
        Field("applied_on", N_("Applied on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), "long", help=N_("No health, belief or income: it is not needed here")),
    ]

    async def save(values: dict[str, Any]) -> None:
        newcomer = await ask_newcomer(app, values.pop("tenant_name"))
        if newcomer is not None and values["person_id"] is not None:
            raise Invalid([Problem("person_id", _("one at a time: empty this, or the name below"))])
        done = await app.do(deeds.apply, person=newcomer, **values)
        app.say(_("Entered. A (actions) admits or refuses; U takes it back."))
        app.show_record("applications", done.result)

    await ask(app, _("Application for membership"), fields, save, draft_key=f"apply.{record.number if record else ''}")


async def admit(app: CoopApp, application_id: int) -> None:
    """Admit who applied."""
    row = await app.read(memberships.application, application_id)
    if row is None:
        return
    fields = [
        Field("decided_on", N_("Decided on"), "date", required=True, initial=app.today),
        Field("starts_on", N_("Member from"), "date", required=True, initial=app.today),
    ]
    if not row.number:
        number = await app.read(members.next_number)
        fields.append(Field("number", N_("Member number"), required=True, initial=number))
    fields += [decision_field(), Field("note", N_("Note"), "long")]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.admit, application_id=application_id, **values)
        day = long_date(values["starts_on"])
        app.say(_("Admitted as {kind} from {day}. U takes it back.").format(kind=_(KINDS[row.kind]), day=day))

    intro = _(
        "Asked to become {kind} on {day}. Unless the statutes differ the board admits, and the general meeting can "
        "still do so after a refusal (BW 2:33)."
    ).format(kind=_(KINDS[row.kind]), day=long_date(row.applied_on))
    await ask(app, _("Admit {name}").format(name=row.letter_name), fields, save, intro=intro)


async def refuse(app: CoopApp, application_id: int) -> None:
    """Refuse who applied, and show the letter."""
    row = await app.read(memberships.application, application_id)
    if row is None:
        return
    fields = [
        Field("decided_on", N_("Decided on"), "date", required=True, initial=app.today),
        Field("reason", N_("Reason"), help=N_("it goes into the letter; a refusal without one may be unlawful")),
        decision_field(),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.refuse_application, application_id=application_id, **values)
        app.say(_("Refused. U takes it back."))

    intro = _("The general meeting can still admit, unless the statutes differ (BW 2:33).")
    if await ask(app, _("Refuse {name}").format(name=row.letter_name), fields, save, intro=intro):
        await application_letter(app, application_id)


async def withdraw(app: CoopApp, application_id: int) -> None:
    """Let somebody who applied take it back."""
    fields = [
        Field("decided_on", N_("Withdrawn on"), "date", required=True, initial=app.today),
        Field("reason", N_("Reason")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_application, application_id=application_id, **values)
        app.say(_("Withdrawn. U takes it back."))

    await ask(app, _("The application is withdrawn"), fields, save)


# -- another kind --------------------------------------------------------------------------------------------------


async def begin(app: CoopApp, person_id: int) -> None:
    """Let a member go on as another kind, or a former one join again."""
    record = await app.read(members.record, person_id)
    if record is None:
        return
    if not record.number:
        app.say(_("This person never was a member: “Apply for membership” under A (actions) comes first."), "warning")
        return
    newest = record.memberships[0] if record.memberships else None
    runs = newest is not None and (newest.ends_on is None or newest.ends_on >= app.today)
    kinds = [(code, label) for code, label in KINDS.items() if newest is None or not runs or code != newest.kind]
    fields = [
        Field("kind", N_("Kind"), "choice", required=True, choices=kinds),
        Field("starts_on", N_("From the day"), "date", required=True, initial=app.today),
    ]
    if runs:
        fields.append(decision_field())

    async def save(values: dict[str, Any]) -> None:
        if runs:
            await app.do(deeds.change_kind, person_id=person_id, **values)
        else:
            await app.do(member_deeds.start_membership, person_id=person_id, **values)
        day = long_date(values["starts_on"])
        app.say(_("{kind} from {day}. U takes it back.").format(kind=_(KINDS[values["kind"]]), day=day))

    title = _("Another kind of membership") if runs else _("Join again")
    intro = _("The kind there is ends the day before; offices and working groups run on.") if runs else ""
    await ask(app, title, fields, save, intro=intro)


# -- suspension ----------------------------------------------------------------------------------------------------


async def suspend(app: CoopApp, person_id: int) -> None:
    """Suspend a member, or end the suspension that runs."""
    running = [
        row
        for row in await app.read(memberships.suspensions_of, person_id)
        if row.ends_on is None or row.ends_on > app.today
    ]
    if running:
        await _lift(app, running[0].time_id, running[0].reason)
        return
    fields = [
        Field("starts_on", N_("From the day"), "date", required=True, initial=app.today),
        Field("reason", N_("Reason"), required=True, help=N_("the article of the statutes, and what happened")),
        Field(
            "ends_on", N_("Until"), "date", help=N_("the last day, where it was set; else it runs until it is lifted")
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.suspend, person_id=person_id, **values)
        app.say(_("Suspended: no vote in that time. U takes it back."))

    intro = _("Who is suspended has no vote, but may come and speak where the suspension is treated (BW 2:38(1)).")
    await ask(app, _("Suspend"), fields, save, intro=intro)


async def _lift(app: CoopApp, suspension_id: int, reason: str) -> None:
    fields = [Field("ends_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.lift_suspension, suspension_id=suspension_id, **values)
        app.say(_("The suspension ends on {day}. U takes it back.").format(day=long_date(values["ends_on"])))

    await ask(app, _("Lift the suspension"), fields, save, intro=reason)


# -- e-mail --------------------------------------------------------------------------------------------------------


async def email(app: CoopApp, person_id: int) -> None:
    """Note that somebody agreed to be called by e-mail, or wants letters by post again."""
    agreed = any(row.ends_on is None for row in await app.read(memberships.consents_of, person_id))
    if agreed:
        fields = [Field("ends_on", N_("Last day"), "date", required=True, initial=app.today)]
        title, said = _("Called by post again"), _("From then on by post. U takes it back.")
    else:
        fields = [Field("starts_on", N_("Agreed on"), "date", required=True, initial=app.today)]
        title, said = _("Agreed to be called by e-mail"), _("From then on by e-mail. U takes it back.")

    async def save(values: dict[str, Any]) -> None:
        if agreed:
            await app.do(deeds.withdraw_email, person_id=person_id, **values)
        else:
            await app.do(deeds.agree_to_email, person_id=person_id, **values)
        app.say(said)

    intro = _(
        "A member is only called to meetings by e-mail who agreed to it, unless the statutes differ (BW 2:41(5))."
    )
    await ask(app, title, fields, save, intro=intro)
