"""The forms of one copy that is here: its mark, writing it off, finding it again; and a key whose lock was changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from coopadmin.domain.keys import END_REASONS
from coopadmin.i18n import N_, _
from coopadmin.services import keys as deeds
from db.queries.key_rows import CopyRecord
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.facilities.common import warn
from screens.fields import Field
from screens.forms import ask
from screens.keys.forms import read


async def this_copy(app: CoopApp, copy_id: int) -> None:
    """Correct a copy's mark, write it off, or find it again."""
    record = await read(app, copy_id)
    if record is None:
        return
    options: list[tuple[str, Callable[[CoopApp, CopyRecord], Awaitable[None]]]] = [
        (_("Its mark, the day it was made, a note"), _correct)
    ]
    if record.ended_on is not None:
        options.append((_("It was found again"), _found))
    elif record.row.loan_id is None:
        options.append((_("It is there no longer: broken, destroyed, gone from the box"), _write_off))
    title = record.row.key
    chosen = await app.push_screen_wait(ChooseScreen(title, [words for words, _run in options]))
    if chosen is not None:
        await options[chosen][1](app, record)


async def _correct(app: CoopApp, record: CopyRecord) -> None:
    fields = [
        Field("mark", N_("Mark"), required=True, initial=record.row.mark),
        Field("made_on", N_("Made on"), "date", initial=record.made_on),
        Field("note", N_("Note"), initial=record.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_copy, copy_id=record.row.copy_id, **values)
        app.say(_("Saved. U takes it back.") if done.batch is not None else _("Nothing was different."))

    await ask(app, record.row.key, fields, save)


async def _write_off(app: CoopApp, record: CopyRecord) -> None:
    fields = [
        Field("ended_on", N_("On"), "date", required=True, initial=app.today),
        Field("end_reason", N_("Why"), "choice", required=True, choices=list(END_REASONS.items())),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_copy, copy_id=record.row.copy_id, **values)
        app.say(_("Written off: {key}. U takes it back.").format(key=record.row.key))

    await ask(app, _("Write off {key}").format(key=record.row.key), fields, save)


async def _found(app: CoopApp, record: CopyRecord) -> None:
    await app.do(deeds.find_again, copy_id=record.row.copy_id)
    app.say(_("{key} is here again. U takes it back.").format(key=record.row.key))
    if record.row.deposit == "kept":
        warn(app, [_("the deposit that was kept for it is to be given back")])


async def end_kind(app: CoopApp, copy_id: int) -> None:
    """Use a key no longer, or again."""
    record = await read(app, copy_id)
    if record is None:
        return
    kind = record.kind
    if kind.ended_on is not None:
        await app.do(deeds.resume_kind, kind_id=kind.kind_id)
        app.say(_("{key} is used again. U takes it back.").format(key=kind.code))
        return
    fields = [Field("ended_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_kind, kind_id=kind.kind_id, **values)
        app.say(_("{key} is used no longer. U takes it back.").format(key=kind.code))

    intro = _("No copy of it can be handed out or cut after that day.")
    await ask(app, _("The lock of {key} was changed").format(key=kind.code), fields, save, intro=intro)
