"""The forms of work that lies with the corporation: handing it over, reminding, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from coopadmin.domain.handovers import OUTCOMES, WAYS
from coopadmin.domain.maintenance import PARTIES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import handovers as deeds
from db.queries import handovers as queries
from db.queries.handovers import HandoverRow
from db.queries.maintenance import TaskRecord
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.maintenance.forms import open_task
from screens.text import one_line


async def corporation(app: CoopApp, task_id: int) -> None:
    """Hand a task over to the corporation; of one that lies with it, remind it or say what came of it."""
    record = await open_task(app, task_id)
    if record is None:
        return
    handed = await app.read(queries.open_of_task, task_id, app.today)
    if handed is None:
        await _hand_over(app, record)
        return
    options: list[tuple[str, Callable[[CoopApp, TaskRecord, HandoverRow], Awaitable[None]]]] = [
        (_("Reminded, or what it said"), _remind),
        (_("The corporation has done it"), _done),
        (_("It comes back to us"), _comes_back),
        (_("Correct the handover"), _correct),
    ]
    title = _("{number} lies with the corporation").format(number=record.task.number)
    chosen = await app.push_screen_wait(ChooseScreen(title, [words for words, _run in options]))
    if chosen is not None:
        await options[chosen][1](app, record, handed)


async def _hand_over(app: CoopApp, record: TaskRecord) -> None:
    task = record.task
    owners = await app.read(queries.owners)
    fields = [
        *_told_fields("portal"),
        Field("handed_on", N_("Handed over on"), "date", required=True, initial=app.today),
        _promised(None),
        *_owner(owners, None),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.hand_over, task_id=task.task_id, **_with_owner(values))
        await _say_next(app, task.task_id, _("Handed over: {number}.").format(number=task.number))

    intro = [one_line(task.what)]
    if task.responsible not in ("corporation", "unknown"):
        words = _("It was judged to be for: {party}. Judge it anew where it is the corporation's.")
        intro.append(words.format(party=_(PARTIES[task.responsible])))
    title = _("Hand {number} over to the corporation").format(number=task.number)
    await ask(app, title, fields, save, draft_key=f"maintenance.handover.{task.task_id}", intro="\n".join(intro))


async def _remind(app: CoopApp, record: TaskRecord, handed: HandoverRow) -> None:
    number = record.task.number
    fields = [
        Field("sent_on", N_("On"), "date", required=True, initial=app.today),
        Field("way", N_("How"), "choice", required=True, initial="e-mail", choices=list(WAYS.items())),
        _promised(None, N_("a new day, where it named one; empty: what it promised before stays")),
        Field("reference", N_("Its number"), initial=handed.reference, help=N_("the corporation's own")),
        Field("note", N_("What was said")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.remind, handover_id=handed.handover_id, **values)
        await _say_next(app, record.task.task_id, _("Noted: {number}.").format(number=number))

    title = _("The corporation reminded of {number}").format(number=number)
    await ask(app, title, fields, save, draft_key=f"maintenance.remind.{record.task.task_id}", intro=told(handed))


async def _done(app: CoopApp, record: TaskRecord, handed: HandoverRow) -> None:
    fields = [
        Field("ended_on", N_("Done on"), "date", required=True, initial=app.today),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_handover, handover_id=handed.handover_id, outcome="done", **values)
        words = _("Done by the corporation: {number}. Ask the resident whether it is right. U takes it back.")
        app.say(words.format(number=record.task.number))

    title = _("The corporation has done {number}").format(number=record.task.number)
    await ask(app, title, fields, save, intro=told(handed))


async def _comes_back(app: CoopApp, record: TaskRecord, handed: HandoverRow) -> None:
    outcomes = [(code, words) for code, words in OUTCOMES.items() if code != "done"]
    fields = [
        Field("outcome", N_("Why"), "choice", required=True, initial="refused", choices=outcomes),
        Field("note", N_("In words"), required=True, help=N_("what the corporation said, or why we see to it")),
        Field("ended_on", N_("On"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_handover, handover_id=handed.handover_id, **values)
        words = _("Back with us: {number}. Judge anew whose it is, under A (actions). U takes it back.")
        app.say(words.format(number=record.task.number))

    title = _("{number} comes back to us").format(number=record.task.number)
    await ask(app, title, fields, save, intro=told(handed))


async def _correct(app: CoopApp, record: TaskRecord, handed: HandoverRow) -> None:
    owners = await app.read(queries.owners)
    fields = [
        *_told_fields(handed.way, handed.reference),
        Field("handed_on", N_("Handed over on"), "date", required=True, initial=handed.handed_on),
        _promised(handed),
        *_owner(owners, handed.owner_id),
        Field("note", N_("Note"), initial=handed.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_handover, handover_id=handed.handover_id, **_with_owner(values))
        message = (
            _("Corrected: {number}. U takes it back.")
            if done.result
            else _("{number} was like that already; nothing changed.")
        )
        app.say(message.format(number=record.task.number))

    title = _("How {number} was handed over").format(number=record.task.number)
    await ask(app, title, fields, save)


# -- what the forms share --------------------------------------------------------------------------------------


def told(handed: HandoverRow) -> str:
    """Say since when work lies with the corporation, and what it promised."""
    parts = [_("With the corporation since {day}.").format(day=long_date(handed.handed_on))]
    if handed.reference:
        parts.append(_("Its number: {reference}.").format(reference=handed.reference))
    if handed.promised_on:
        parts.append(_("Promised for {day}.").format(day=long_date(handed.promised_on)))
    return " ".join(parts)


def _told_fields(way: str, reference: str = "") -> list[Field]:
    return [
        Field("way", N_("How"), "choice", required=True, initial=way, choices=list(WAYS.items())),
        Field(
            "reference",
            N_("Its number"),
            initial=reference,
            help=N_("the corporation's own; it may come later"),
        ),
    ]


def _promised(
    handed: HandoverRow | None, help_text: str = N_("the day it is done by; empty while it named none")
) -> Field:
    return Field(
        "promised_on", N_("Promised for"), "date", initial=handed.promised_on if handed else None, help=help_text
    )


def _owner(owners: tuple[tuple[int, str], ...], chosen: int | None) -> list[Field]:
    """Ask which corporation, where there are several."""
    if len(owners) < 2:
        return []
    return [
        Field(
            "owner_id",
            N_("Corporation"),
            "choice",
            initial=str(chosen) if chosen is not None else None,
            choices=[(str(row_id), name) for row_id, name in owners],
            help=N_("empty: the owner of the home"),
        )
    ]


def _with_owner(values: dict[str, Any]) -> dict[str, Any]:
    owner = values.get("owner_id")
    return {**values, "owner_id": int(owner) if owner else None}


async def _say_next(app: CoopApp, task_id: int, first: str) -> None:
    """Say what was noted, and when the corporation is reminded next."""
    handed = await app.read(queries.open_of_task, task_id, app.today)
    said = [first]
    if handed is not None and handed.reminder is not None:
        due = long_date(handed.reminder.due_on)
        said.append(_("After {day} you are asked to remind the corporation.").format(day=due))
    app.say(" ".join([*said, _("U takes it back.")]))
