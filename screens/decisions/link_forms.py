"""The forms that tie a decision to what follows from it: a review, a task, a contract, money, a paper."""

from __future__ import annotations

from typing import Any

from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import decisions as deeds
from db.queries import budget, meetings
from db.queries import decisions as queries
from db.queries.decision_links import LinkRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.subject import money
from screens.text import one_line


async def review(app: CoopApp, decision_id: int) -> None:
    """Set the day a decision is looked at again."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    fields = [
        Field(
            "review_on",
            N_("To be reviewed on"),
            "date",
            initial=record.review_on,
            help=N_("from that day on it comes on the agenda; empty for never"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.set_review, decision_id=decision_id, **values)
        if not done.result:
            message = _("{number} was like that already; nothing changed.")
        elif values["review_on"] is None:
            message = _("{number} is not looked at again. U takes it back.")
        else:
            message = _("{number} is looked at again on {day}. U takes it back.")
        day = long_date(values["review_on"]) if values["review_on"] else ""
        app.say(message.format(number=record.number, day=day))

    title = _("When to look at {number} again").format(number=record.number)
    await ask(app, title, fields, save, draft_key=f"decisions.review.{decision_id}")


async def belongs_to_meeting(app: CoopApp, decision_id: int) -> None:
    """Say which meeting of its day took a decision that was entered by hand or imported."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    found = await app.read(meetings.on_day, record.decided_on)
    day = long_date(record.decided_on)
    if not found and record.meeting_id is None:
        message = _("There is no meeting of {day} in the store, the day of {number}. Plan it under F8 first.")
        app.say(message.format(day=day, number=record.number), "warning")
        return
    fields = [
        Field(
            "meeting_id",
            N_("Meeting"),
            "choice",
            initial=str(record.meeting_id) if record.meeting_id is not None else None,
            choices=[(str(row_id), named) for row_id, named in found],
            help=N_("those of the day of the decision; empty for none"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        meeting_id = None if values["meeting_id"] is None else int(values["meeting_id"])
        done = await app.do(deeds.belong_to_meeting, decision_id=decision_id, meeting_id=meeting_id)
        message = (
            _("{number} is put with its meeting. U takes it back.")
            if done.result
            else _("{number} was like that already; nothing changed.")
        )
        app.say(message.format(number=record.number))

    title = _("The meeting of {day} that took {number}").format(day=day, number=record.number)
    await ask(app, title, fields, save)


async def add_link(app: CoopApp, decision_id: int) -> None:
    """Link a decision to a task, a contract, money or a paper."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    categories = await app.read(budget.categories_in_use, app.today)
    fields = [
        Field("task_id", N_("Task"), "pick", find=("maintenance",), help=N_("work it brought about")),
        Field("contract_id", N_("Contract"), "pick", find=("tenancies",), help=N_("a contract it is about")),
        Field(
            "category_id",
            N_("Budget category"),
            "choice",
            choices=[(str(row_id), f"{code} {name}") for row_id, code, name, _direction in categories],
        ),
        Field("amount_cents", N_("Amount"), "cents", help=N_("what it may cost at most, or what was granted")),
        Field("note", N_("Paper"), help=N_("its name, or where it lies")),
    ]

    async def save(values: dict[str, Any]) -> None:
        if values["category_id"] is not None:
            values["category_id"] = int(values["category_id"])
        await app.do(deeds.link, decision_id=decision_id, **values)
        app.say(_("Linked: {number}. U takes it back.").format(number=record.number))

    await ask(
        app,
        _("What {number} belongs to").format(number=record.number),
        fields,
        save,
        draft_key=f"decisions.link.{decision_id}",
        intro=_("Fill in what there is; one is enough."),
    )


async def remove_link(app: CoopApp, decision_id: int) -> None:
    """Remove one of the links of a decision."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    if not record.links:
        app.say(_("{number} has no links.").format(number=record.number))
        return
    options = [link_text(link) for link in record.links]
    title = _("Which link of {number} goes?").format(number=record.number)
    chosen = await app.push_screen_wait(ChooseScreen(title, options))
    if chosen is None:
        return
    await app.do(deeds.unlink, link_id=record.links[chosen].link_id)
    app.say(_("Link removed: {number}. U takes it back.").format(number=record.number))


async def note_action(app: CoopApp, decision_id: int) -> None:
    """Note an action that carries a decision out."""
    from screens.actions.forms import make_for_decision

    record = await app.read(queries.record, decision_id)
    if record is not None:
        await make_for_decision(app, decision_id, record.number)


def link_text(link: LinkRow) -> str:
    """Say in a line what a link names."""
    parts = (
        f"{link.task} {link.task_what}",
        f"{link.contract} {link.contract_home}",
        f"{link.category} {link.category_name}",
        money(link.amount_cents),
        link.note,
    )
    return " · ".join(one_line(part.strip()) for part in parts if part.strip())
