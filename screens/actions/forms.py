"""The forms of actions: who does what by when, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coopadmin.i18n import N_, _
from coopadmin.services import actions as deeds
from db.queries import actions as queries
from db.queries.actions import ActionRecord
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask


def _fields(first: Mapping[str, Any], decision: Field) -> list[Field]:
    return [
        Field("what", N_("What"), required=True, initial=first.get("what")),
        Field(
            "owner_id",
            N_("Who"),
            "pick",
            initial=first.get("owner_id"),
            shown=first.get("owner", ""),
            find=("members",),
            help=N_("empty where nobody took it yet"),
        ),
        Field(
            "due_on", N_("At the latest"), "date", initial=first.get("due_on"), help=N_("the last day it is in time")
        ),
        decision,
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


def _any_decision(first: Mapping[str, Any]) -> Field:
    return Field(
        "decision_id",
        N_("Decision"),
        "pick",
        initial=first.get("decision_id"),
        shown=first.get("decision", ""),
        find=("decisions",),
        help=N_("the decision it carries out, if any"),
    )


def _decision_of_item(taken: Sequence[tuple[int, str, str]]) -> Field:
    """Offer the decisions taken under an item; the only one is meant."""
    return Field(
        "decision_id",
        N_("Decision"),
        "choice",
        initial=str(taken[0][0]) if len(taken) == 1 else None,
        choices=[(str(decision_id), f"{number} {subject}") for decision_id, number, subject in taken],
        help=N_("the decision it carries out, if any"),
    )


async def new(app: CoopApp) -> None:
    """Note an action of no meeting in particular."""
    await make(app)


async def make(app: CoopApp, item_id: int | None = None) -> None:
    """Note an action, of an agenda item where one is given."""
    taken = () if item_id is None else await app.read(queries.decisions_of_item, item_id)
    decision = _decision_of_item(taken) if taken else _any_decision({})
    fields = _fields({}, decision)
    if item_id is None:
        made = Field("made_on", N_("Agreed on"), "date", required=True, initial=app.today)
        fields.insert(3, made)

    async def save(values: dict[str, Any]) -> None:
        if values["decision_id"] is not None:
            values["decision_id"] = int(values["decision_id"])
        made_on = values.pop("made_on", app.today)
        done = await app.do(deeds.make_action, item_id=item_id, made_on=made_on, **values)
        app.say(_("Noted: {what}. U takes it back.").format(what=values["what"]))
        app.show_record("actions", done.result)

    key = "actions.new" if item_id is None else f"actions.item.{item_id}"
    await ask(app, _("New action"), fields, save, draft_key=key)


async def make_for_decision(app: CoopApp, decision_id: int, number: str) -> None:
    """Note an action that carries out a decision."""
    fields = _fields({}, _any_decision({"decision_id": decision_id, "decision": number}))

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.make_action, made_on=app.today, **values)
        app.say(_("Noted: {what}. U takes it back.").format(what=values["what"]))

    await ask(app, _("New action of {number}").format(number=number), fields, save, draft_key=f"actions.{number}")


async def correct(app: CoopApp, action_id: int) -> None:
    """Correct an action, or hand it to another or to a later day."""
    record = await app.read(queries.record, action_id, app.today)
    if record is None:
        return
    names = ("what", "owner_id", "owner", "due_on", "decision_id", "decision")
    first = {**{name: getattr(record.action, name) for name in names}, "note": record.note}
    made = Field("made_on", N_("Agreed on"), "date", required=True, initial=record.action.made_on)
    fields = [*_fields(first, _any_decision(first)), made]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_action, action_id=action_id, **values)
        message = _("Corrected: {what}. U takes it back.") if done.result else _("Nothing was different.")
        app.say(message.format(what=values["what"]))

    await ask(app, record.action.what, fields, save, draft_key=f"actions.{action_id}")


async def finish(app: CoopApp, action_id: int) -> None:
    """Note that an action is done today."""
    record = await app.read(queries.record, action_id, app.today)
    if record is None:
        return
    await app.do(deeds.finish_action, action_id=action_id, done_on=app.today)
    _say_done(app, record)


async def finish_earlier(app: CoopApp, action_id: int) -> None:
    """Note that an action was done on another day, or how."""
    record = await app.read(queries.record, action_id, app.today)
    if record is None:
        return
    fields = [
        Field("done_on", N_("Done on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), help=N_("it is added to what is noted already")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.finish_action, action_id=action_id, **values)
        _say_done(app, record)

    await ask(app, record.action.what, fields, save, draft_key=f"actions.done.{action_id}")


def _say_done(app: CoopApp, record: ActionRecord) -> None:
    app.say(_("Done: {what}. U takes it back.").format(what=record.action.what))


async def drop(app: CoopApp, action_id: int) -> None:
    """Note that an action will not be done."""
    record = await app.read(queries.record, action_id, app.today)
    if record is None:
        return
    fields = [
        Field("dropped_on", N_("Dropped on"), "date", required=True, initial=app.today),
        Field("reason", N_("Reason"), required=True, help=N_("it is added to the note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.drop_action, action_id=action_id, **values)
        app.say(_("Dropped: {what}. U takes it back.").format(what=record.action.what))

    await ask(app, record.action.what, fields, save, draft_key=f"actions.drop.{action_id}")


async def reopen(app: CoopApp, action_id: int) -> None:
    """Open an action again."""
    record = await app.read(queries.record, action_id, app.today)
    if record is None:
        return
    await app.do(deeds.reopen_action, action_id=action_id)
    app.say(_("Open again: {what}. U takes it back.").format(what=record.action.what))
