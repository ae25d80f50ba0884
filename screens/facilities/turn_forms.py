"""Cleaning turns: one added, given, put on another day, done or dropped; and a roster for a while."""

from __future__ import annotations

from typing import Any

from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import cleaning as deeds
from db.queries import cleaning as queries
from db.queries.cleaning import TurnRow
from screens.app import CoopApp
from screens.facilities.common import facility_row
from screens.fields import Field
from screens.forms import ask

MOST_PEOPLE = 8
"""People who can take part in a roster made at once."""


def _facility_field(facility_id: int | None = None, name: str = "") -> Field:
    return Field(
        "facility_id",
        N_("Facility"),
        "pick",
        required=True,
        initial=facility_id,
        shown=name,
        find=("facilities",),
    )


def _person_field(name: str, label: str, row: TurnRow | None = None, told: str = "") -> Field:
    return Field(
        name,
        label,
        "pick",
        initial=row.person_id if row else None,
        shown=row.person if row else "",
        find=("members",),
        help=told,
    )


async def add(app: CoopApp) -> None:
    """Add a turn."""
    await _add(app, None, "")


async def add_for(app: CoopApp, facility_id: int) -> None:
    """Add a turn for the facility at hand."""
    row = await facility_row(app, facility_id)
    if row is not None:
        await _add(app, facility_id, row.name)


async def _add(app: CoopApp, facility_id: int | None, name: str) -> None:
    fields = [
        _facility_field(facility_id, name),
        Field("due_on", N_("By"), "date", required=True, initial=app.today),
        _person_field("person_id", N_("Whose turn"), told=N_("empty: nobody yet")),
        Field("note", N_("Note"), help=N_("what is to be done, where that is more than usual")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_turn, **values)
        app.say(_("Turn added for {day}. U takes it back.").format(day=long_date(values["due_on"])))
        app.show_record("turns", done.result)

    await ask(app, _("New cleaning turn"), fields, save, draft_key=f"turns.new.{facility_id or 0}")


async def plan(app: CoopApp, turn_id: int) -> None:
    """Make a roster, for the facility of the turn at hand."""
    turn = await app.read(queries.record, turn_id)
    await _plan(app, turn.facility_id if turn else None, turn.facility_name if turn else "")


async def plan_for(app: CoopApp, facility_id: int) -> None:
    """Make a roster for the facility at hand."""
    row = await facility_row(app, facility_id)
    if row is not None:
        await _plan(app, facility_id, row.name)


async def _plan(app: CoopApp, facility_id: int | None, name: str) -> None:
    numbers = range(1, MOST_PEOPLE + 1)
    fields = [
        _facility_field(facility_id, name),
        Field("first_on", N_("First turn"), "date", required=True, initial=app.today),
        Field("every_days", N_("Every … days"), "whole", required=True, initial=7, help=N_("7 is every week")),
        Field("until", N_("Last day"), "date", required=True),
        *(_person_field(f"person_{number}", _("Person {number}").format(number=number)) for number in numbers),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = [values.pop(f"person_{number}") for number in numbers]
        people = [person_id for person_id in chosen if person_id is not None]
        try:
            done = await app.do(deeds.plan_turns, person_ids=people, **values)
        except Invalid as invalid:
            # The form asks for them one by one.
            raise Invalid(
                [Problem("person_1", one.message) if one.field == "person_ids" else one for one in invalid.problems]
            ) from invalid
        told = ngettext("{count} turn made. U takes it back.", "{count} turns made. U takes them back.", done.result)
        app.say(told.format(count=done.result))

    intro = _("They take turns in this order; a day that has a turn already keeps it.")
    await ask(app, _("Cleaning roster"), fields, save, draft_key=f"turns.plan.{facility_id or 0}", intro=intro)


# -- one turn ------------------------------------------------------------------------------------------------------


def _title(turn: TurnRow) -> str:
    return f"{turn.facility_name} · {long_date(turn.due_on)}"


async def finish(app: CoopApp, turn_id: int) -> None:
    """Note that a turn was done."""
    turn = await app.read(queries.record, turn_id)
    if turn is None:
        return
    fields = [Field("done_on", N_("Done on"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.finish_turn, turn_id=turn_id, **values)
        app.say(_("Done: {what}. U takes it back.").format(what=_title(turn)))

    await ask(app, _title(turn), fields, save)


async def assign(app: CoopApp, turn_id: int) -> None:
    """Give a turn to somebody, or to nobody yet."""
    turn = await app.read(queries.record, turn_id)
    if turn is None:
        return
    fields = [_person_field("person_id", N_("Whose turn"), turn, N_("empty: nobody yet"))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.assign_turn, turn_id=turn_id, **values)
        told = _("Given: {what}. U takes it back.") if done.result else _("{what}: it was like that already.")
        app.say(told.format(what=_title(turn)))

    await ask(app, _title(turn), fields, save)


async def move(app: CoopApp, turn_id: int) -> None:
    """Put a turn on another day."""
    turn = await app.read(queries.record, turn_id)
    if turn is None:
        return
    fields = [Field("due_on", N_("By"), "date", required=True, initial=turn.due_on)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.move_turn, turn_id=turn_id, **values)
        told = _("Moved: {what}. U takes it back.") if done.result else _("{what}: it was like that already.")
        app.say(told.format(what=f"{turn.facility_name} · {long_date(values['due_on'])}"))

    await ask(app, _title(turn), fields, save)


async def drop(app: CoopApp, turn_id: int) -> None:
    """Take a turn away that was not done; it can be taken back, so it is not asked first."""
    turn = await app.read(queries.record, turn_id)
    if turn is None:
        return
    await app.do(deeds.drop_turn, turn_id=turn_id)
    app.say(_("Dropped: {what}. U takes it back.").format(what=_title(turn)))
