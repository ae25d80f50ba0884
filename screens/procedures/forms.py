"""The forms of procedures: beginning with a ready-made one or by hand, the next version, correcting and ending."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopadmin.domain.procedures import READY_MADE, Procedure, ReadyMade, describe, version_words
from coopadmin.domain.voting import Rule
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import procedures as deeds
from db.queries import procedures as queries
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.letters import show_letter
from screens.procedures.fields import all_fields, day_field, deed_values, group_fields, name_field, source_field

_KEPT = N_("Files that began before that day keep the version they began with.")


async def add(app: CoopApp) -> None:
    """Begin with one of the ready-made procedures, or enter one by hand."""
    place = await app.push_screen_wait(
        ChooseScreen(
            _("How does the group choose its neighbours?"),
            [*(_(one.procedure.name) for one in READY_MADE), _("Otherwise: enter it by hand")],
            helps=[*(_(one.told) for one in READY_MADE), _("Every rule on its own; what is left empty is not asked")],
        )
    )
    if place is None:
        return
    if place < len(READY_MADE):
        await _take_up(app, READY_MADE[place])
    else:
        await _by_hand(app)


async def _take_up(app: CoopApp, ready: ReadyMade) -> None:
    fields = [
        name_field(_(ready.procedure.name)),
        day_field(app.today),
        source_field(_(ready.procedure.source)),
        *(group_fields(await app.read(queries.groups)) if ready.procedure.takes_committee else []),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.adopt_ready_made, code=ready.code, **deed_values(values))
        _made(app, done.result)

    intro = "\n".join((f"{_(ready.told)}.", _("All it asks is on its record, to be read and changed.")))
    await ask(app, _(ready.procedure.name), fields, save, draft_key=f"procedures.{ready.code}", intro=intro)


async def _by_hand(app: CoopApp) -> None:
    plain = Procedure(0, "", app.today, screened_by="committee", decided_by="committee", rule=Rule("simple"))
    groups = await app.read(queries.groups)
    fields = [name_field(""), day_field(app.today), *all_fields(plain, groups)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.make_procedure, **deed_values(values))
        _made(app, done.result)

    intro = _("What is left empty is not asked.")
    await ask(app, _("A procedure by hand"), fields, save, draft_key="procedures.new", intro=intro)


def _made(app: CoopApp, procedure_id: int) -> None:
    app.say(_("The procedure is entered: files may begin with it. U takes it back."))
    app.show_record("procedures", procedure_id)


async def change(app: CoopApp, procedure_id: int) -> None:
    """Change a procedure: from a day on, or because it was entered wrongly, where no file began with it."""
    record = await app.read(queries.record, procedure_id, app.today)
    if record is None:
        return
    if record.files:
        await next_version(app, procedure_id)
        return
    place = await app.push_screen_wait(
        ChooseScreen(
            version_words(record.procedure),
            [_("It holds otherwise from a day on"), _("It was entered wrongly")],
            helps=[_("What held before that day stays as it was"), _("No file began with it, so it can be corrected")],
        )
    )
    if place == 0:
        await next_version(app, procedure_id)
    elif place == 1:
        await correct(app, procedure_id)


async def next_version(app: CoopApp, procedure_id: int) -> None:
    """Let a procedure hold otherwise from a day on, beginning with what it asks now."""
    record = await app.read(queries.record, procedure_id, app.today)
    if record is None:
        return
    now = record.procedure
    fields = [day_field(app.today), *all_fields(now, await app.read(queries.groups))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.next_version, procedure_id=procedure_id, **deed_values(values))
        app.say(_("The next version holds from {day}. U takes it back.").format(day=long_date(values["valid_from"])))
        app.show_record("procedures", done.result)

    title = _("{name}: the next version").format(name=now.name)
    intro = "\n".join((_("So far: {version}.").format(version=version_words(now)), _(_KEPT)))
    await ask(app, title, fields, save, draft_key=f"procedures.next.{procedure_id}", intro=intro)


async def correct(app: CoopApp, procedure_id: int) -> None:
    """Correct a version no file began with."""
    record = await app.read(queries.record, procedure_id, app.today)
    if record is None:
        return
    now = record.procedure
    if record.files:
        app.say(_("A file began with this version and keeps it. Make the next version, from a day on."), "warning")
        return
    fields = [name_field(now.name), day_field(now.valid_from), *all_fields(now, await app.read(queries.groups))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_procedure, procedure_id=procedure_id, **deed_values(values))
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    await ask(app, version_words(now), fields, save, draft_key=f"procedures.{procedure_id}")


async def end(app: CoopApp, procedure_id: int) -> None:
    """Let no file begin with a procedure after a day."""
    record = await app.read(queries.record, procedure_id, app.today)
    if record is None:
        return
    now = record.procedure
    fields = [
        Field(
            "ended_on",
            N_("Last day"),
            "date",
            initial=now.ended_on or app.today,
            help=N_("the last day a file may begin with it; empty: it stays in use"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.end_procedure, procedure_id=procedure_id, **values)
        app.say(_ended(values["ended_on"]) if done.result else _("Nothing was different."))

    await ask(app, version_words(now), fields, save, intro=_("Files that run go on with it."))


def _ended(ended_on: date | None) -> str:
    if ended_on is None:
        return _("It is in use again. U takes it back.")
    return _("No file begins with it after {day}. U takes it back.").format(day=long_date(ended_on))


async def show_text(app: CoopApp, procedure_id: int) -> None:
    """Show a version as a text to publish, and save it where the answer is yes."""
    record = await app.read(queries.record, procedure_id, app.today)
    if record is None:
        return
    now = record.procedure
    source = _("Where it comes from: {source}").format(source=now.source)
    text = "\n".join((version_words(now), "", *(f"- {line}" for line in describe(now)), "", source))
    await show_letter(app, f"{text}\n", f"{_('procedure')}-{now.valid_from.isoformat()}")
