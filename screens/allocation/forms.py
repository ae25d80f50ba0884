"""The forms of a vacancy's file: correct it, its profile, its steps, its day, its end."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.allocation import CLOSING_OUTCOMES, OUTCOMES, TICKED, Clock, clock
from coopadmin.domain.allocation_steps import AFTER_CLOSING
from coopadmin.i18n import N_, _
from coopadmin.services import allocation as deeds
from db.queries import allocation as queries
from db.queries import procedures
from db.queries.allocation import FileFacts
from screens.allocation.common import day_fields, group_field, numbers, rent_and_permit
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask

BY_HAND = ("income_papers", "permit")
"""Steps that are noted with a nomination, and so are not offered for ticking."""


_KEPT = ("contract_id", "noticed_on", "free_on", "group_id")
"""What a file keeps where its form does not ask for it."""


# -- correcting ------------------------------------------------------------------------------------------------


async def correct(app: CoopApp, file_id: int) -> None:
    """Correct what is known of a vacancy."""
    about = await _running(app, file_id)
    if about is None:
        return
    groups = await app.read(procedures.groups)
    fields = [
        *(day_fields(about.noticed_on, about.free_on) if about.contract_id is None else ()),
        *group_field(groups, about.group_id),
        *rent_and_permit(about.asked_rent_cents, about.permit_regime),
        Field("note", N_("Note"), "long", initial=about.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        given: dict[str, Any] = {name: getattr(about, name) for name in _KEPT}
        given |= numbers(values)
        done = await app.do(deeds.correct_file, file_id=file_id, **given)
        if done.result:
            app.say(_("Corrected: {number}. U takes it back.").format(number=about.number))
        else:
            app.say(_("{number} was like that already; nothing changed.").format(number=about.number))

    await ask(app, _heading(about), fields, save)


async def publish(app: CoopApp, file_id: int) -> None:
    """Write the profile of the home, and the day it was published."""
    about = await _running(app, file_id)
    if about is None:
        return
    fields = [
        Field(
            "profile",
            N_("Profile"),
            "long",
            initial=about.profile,
            help=N_("size, type, rent, what the group does together; nothing about origin, religion or health"),
        ),
        Field(
            "published_on",
            N_("Published on"),
            "date",
            initial=about.published_on or app.today,
            help=N_("empty: not published yet"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.publish_profile, file_id=file_id, **values)
        app.say(_("Noted. U takes it back."))

    await ask(app, _("Profile of {number}").format(number=_heading(about)), fields, save)


async def agree_due_day(app: CoopApp, file_id: int) -> None:
    """Note another day for the nomination, agreed with the corporation."""
    about = await _running(app, file_id)
    if about is None:
        return
    fields = [
        Field("due_on", N_("Due on"), "date", initial=about.timing.agreed_due_on, help=N_("empty: the rule holds")),
        Field(
            "due_source",
            N_("Agreed where"),
            initial=about.timing.due_source,
            help=N_("like: e-mail of the corporation, 3 November"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.agree_due_day, file_id=file_id, **values)
        app.say(_("Noted. U takes it back."))

    now: Clock = clock(about.timing, app.today)
    await ask(
        app,
        _("Day of the nomination of {number}").format(number=_heading(about)),
        fields,
        save,
        intro="\n".join(now.told),
    )


# -- steps -----------------------------------------------------------------------------------------------------


async def tick(app: CoopApp, file_id: int) -> None:
    """Tick off a step that nothing else tells."""
    about = await app.read(queries.facts, file_id)
    allowed = [
        step
        for step in TICKED
        if step not in BY_HAND
        and step != "profile_published"
        and step not in about.ticked
        and (about.closed_on is None or (about.outcome == "let" and step in AFTER_CLOSING))
    ]
    if not allowed:
        app.say(_("There is no step to tick off here."))
        return
    fields = [
        Field(
            "step",
            N_("Step"),
            "choice",
            required=True,
            initial=allowed[0],
            choices=[(step, TICKED[step]) for step in allowed],
        ),
        Field("done_on", N_("Done on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), help=N_("without a name")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.tick_step, file_id=file_id, **values)
        app.say(_("Ticked off: {step}. U takes it back.").format(step=_(TICKED[values["step"]])))

    await ask(app, _("Tick off a step of {number}").format(number=_heading(about)), fields, save)


async def untick(app: CoopApp, file_id: int) -> None:
    """Note that a step was not done after all."""
    about = await app.read(queries.facts, file_id)
    ticked = [step for step in TICKED if step in about.ticked]
    if not ticked:
        app.say(_("No step was ticked off here."))
        return
    place = await app.push_screen_wait(ChooseScreen(_("Which step?"), [_(TICKED[step]) for step in ticked]))
    if place is not None:
        await app.do(deeds.untick_step, file_id=file_id, step=ticked[place])
        app.say(_("No longer ticked off: {step}. U takes it back.").format(step=_(TICKED[ticked[place]])))


async def name_cluster(app: CoopApp, file_id: int) -> None:
    """Make a group of those who live in the home's cluster: they decide."""
    await app.do(deeds.form_cluster_group, file_id=file_id, on=app.today)
    about = await app.read(queries.facts, file_id)
    app.say(_("Made: {group}. F3 says who is in it; U takes it back.").format(group=about.group))


# -- the end ---------------------------------------------------------------------------------------------------


async def close(app: CoopApp, file_id: int) -> None:
    """Close a file in which nobody came to live."""
    about = await _running(app, file_id)
    if about is None:
        return
    fields = [
        Field(
            "outcome",
            N_("How it ended"),
            "choice",
            required=True,
            choices=[(code, OUTCOMES[code]) for code in CLOSING_OUTCOMES],
        ),
        Field("closed_on", N_("Closed on"), "date", required=True, initial=app.today),
        Field(
            "reason",
            N_("Reason"),
            "long",
            required=True,
            help=N_("it stands in the file, not in the proof; without a name"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.close_file, file_id=file_id, **values)
        app.say(_("Closed: {number}. U takes it back.").format(number=about.number))

    intro = _("A home that was let closes its file with the contract. Who was not chosen is still owed the reasons.")
    await ask(app, _("Close {number}").format(number=_heading(about)), fields, save, intro=intro)


async def reopen(app: CoopApp, file_id: int) -> None:
    """Open a file again that was closed."""
    about = await app.read(queries.facts, file_id)
    if about.closed_on is None:
        app.say(_("File {number} was not closed.").format(number=about.number))
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.reopen_file, file_id=file_id, **values)
        app.say(_("Open again: {number}. U takes it back.").format(number=about.number))

    fields = [Field("reason", N_("Reason"), "long", required=True, help=N_("it stands in the note; without a name"))]
    await ask(app, _("Open {number} again").format(number=_heading(about)), fields, save)


async def show_law(app: CoopApp, file_id: int) -> None:
    """Show what the law says on the day the home is free, and enter what is not known."""
    from screens.increases.legal import LegalScreen

    about = await app.read(queries.facts, file_id)
    await app.push_screen(LegalScreen(clock(about.timing, app.today).free_on or app.today))


async def _running(app: CoopApp, file_id: int) -> FileFacts | None:
    """Give a file that runs; of a closed one it says what to do first."""
    about = await app.read(queries.facts, file_id)
    if about.closed_on is None:
        return about
    message = _("File {number} is closed; open it again first, with a reason (A).").format(number=about.number)
    app.say(message, "warning")
    return None


def _heading(about: FileFacts) -> str:
    return f"{about.number} · {about.dwelling}"
