"""The forms of keys: a new one with its copies, more copies, and what it opens."""

from __future__ import annotations

from typing import Any

from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import keys as deeds
from coopadmin.services.keys import Added
from db.queries import keys as queries
from db.queries.key_rows import CopyRecord, KindRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.facilities.common import warn
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line


def _fields(kind: KindRow | None) -> list[Field]:
    def now(name: str) -> Any:
        return getattr(kind, name) if kind else None

    return [
        Field("code", N_("Code"), required=True, initial=now("code"), help=N_("short, as it stands on the tag: GZ")),
        Field("name", N_("Name"), required=True, initial=now("name"), help=N_("what it is the key of")),
        Field("opens", N_("Opens"), initial=now("opens"), help=N_("which doors")),
        Field(
            "facility_id",
            N_("Facility"),
            "pick",
            initial=now("facility_id"),
            shown=kind.facility if kind else "",
            find=("facilities",),
            help=N_("where its rules may say: no booking while a key is not back"),
        ),
        Field(
            "dwelling_id",
            N_("Home"),
            "pick",
            initial=now("dwelling_id"),
            shown=kind.dwelling if kind else "",
            find=("dwellings",),
        ),
        Field("deposit_cents", N_("Deposit"), "cents", initial=now("deposit_cents")),
        Field(
            "certificate",
            N_("Certificate"),
            initial=now("certificate"),
            help=N_("the number of the card without which no copy is cut"),
        ),
        Field("certificate_until", N_("Certificate until"), "date", initial=now("certificate_until")),
        Field("note", N_("Note"), "long", initial=now("note")),
    ]


def _copy_fields(count: int | None) -> list[Field]:
    return [
        Field("count", N_("How many copies"), "whole", initial=count, help=N_("marked on from the last")),
        Field("marks", N_("Or their marks"), help=N_("as they stand on the keys: 1-12, or A1, A2, spare")),
    ]


async def add(app: CoopApp) -> None:
    """Enter a key with its copies, or more copies of one that is there."""
    known = [kind for kind in await app.read(queries.kinds) if kind.ended_on is None]
    if not known:
        await _add_kind(app)
        return
    options = [_("A key that is not here yet"), *(f"{kind.code} {one_line(kind.name)}" for kind in known)]
    chosen = await app.push_screen_wait(ChooseScreen(_("Copies of which key?"), options))
    if chosen == 0:
        await _add_kind(app)
    elif chosen is not None:
        await _add_copies(app, known[chosen - 1])


async def _add_kind(app: CoopApp) -> None:
    fields = _fields(None)

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_kind, **filled(values))
        _tell(app, done.result)

    # The copies stand behind what every key has, before what few have.
    await ask(app, _("New key"), [*fields[:3], *_copy_fields(1), *fields[3:]], save, draft_key="keys.new")


async def copies(app: CoopApp, copy_id: int) -> None:
    """Enter more copies of the key of a copy."""
    record = await read(app, copy_id)
    if record is not None:
        await _add_copies(app, record.kind)


async def _add_copies(app: CoopApp, kind: KindRow) -> None:
    fields = [*_copy_fields(1), Field("made_on", N_("Made on"), "date"), Field("note", N_("Note"))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_copies, kind_id=kind.kind_id, **filled(values))
        _tell(app, done.result)

    title = _("Copies of {key}").format(key=f"{kind.code} {one_line(kind.name)}")
    await ask(app, title, fields, save, draft_key=f"keys.copies.{kind.kind_id}")


async def correct(app: CoopApp, copy_id: int) -> None:
    """Correct what a key opens, its deposit and its certificate."""
    record = await read(app, copy_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_kind, kind_id=record.kind.kind_id, **filled(values))
        app.say(_("Saved. U takes it back.") if done.batch is not None else _("Nothing was different."))

    intro = _("This is about all copies of the key; A, “This copy” is about one.")
    await ask(app, f"{record.kind.code} {one_line(record.kind.name)}", _fields(record.kind), save, intro=intro)


# -- what all forms of keys use ------------------------------------------------------------------------------------


async def read(app: CoopApp, copy_id: int) -> CopyRecord | None:
    """Read a copy as it stands today."""
    return await app.read(queries.record, copy_id, app.today)


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Give what a form says; who writes marks means these instead of the one copy that is proposed."""
    if "count" not in values:
        return values
    count = values["count"] or 0
    return {**values, "count": 0 if values["marks"].strip() and count == 1 else count}


def _tell(app: CoopApp, added: Added) -> None:
    told = ngettext(
        "Entered with {count} copy. U takes it back.",
        "Entered with {count} copies. U takes it back.",
        len(added.copy_ids),
    )
    app.say(told.format(count=len(added.copy_ids)))
    warn(app, added.warnings)
    if added.copy_ids:
        app.show_record("keys", added.copy_ids[0])
