"""The forms of contractors: entering one, ending, matching the words of a register."""

from __future__ import annotations

from typing import Any

from coopadmin.domain import vera
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import contractors as deeds
from db.queries import contractors as queries
from db.queries.base import Listing
from db.queries.contractors import ContractorRecord, Words
from screens.app import CoopApp
from screens.common_fields import flag
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line


def _fields(record: ContractorRecord | None, name: str = "") -> list[Field]:
    def now(field: str) -> Any:
        return getattr(record.row, field) if record else None

    return [
        Field("name", N_("Name"), required=True, initial=record.row.name if record else name),
        Field(
            "trade",
            N_("Trade"),
            "choice",
            initial=now("trade"),
            choices=[(one.code, one.label) for one in vera.codes(vera.TRADES)],
        ),
        Field("contact", N_("Contact"), initial=now("contact")),
        Field("phone", N_("Phone"), initial=now("phone")),
        Field("email", N_("E-mail"), initial=now("email")),
        flag("emergencies", N_("Emergencies"), record.row.emergencies if record else False, _EMERGENCIES),
        Field("kvk_number", N_("KvK number"), initial=record.kvk_number if record else None),
        Field("note", N_("Note"), "long", initial=record.note if record else None),
    ]


_EMERGENCIES = N_("whether they come outside office hours")


async def add(app: CoopApp) -> None:
    """Enter a contractor."""
    await _enter(app)


async def ask_first(app: CoopApp) -> bool:
    """Enter the first contractor, because a form needs one; tells whether one was."""
    return await _enter(app, intro=_("There is no contractor yet; enter the one you mean."), show=False)


async def _enter(app: CoopApp, name: str = "", intro: str = "", *, show: bool = True) -> bool:
    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.save_contractor, **_filled(values))
        app.say(_("Entered. U takes it back."))
        if show:
            app.show_record("contractors", done.result)

    return await ask(app, _("New contractor"), _fields(None, name), save, draft_key="contractors.new", intro=intro)


async def correct(app: CoopApp, contractor_id: int) -> None:
    """Correct a contractor."""
    record = await app.read(queries.record, contractor_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.save_contractor, contractor_id=contractor_id, **_filled(values))
        app.say(_("Saved. U takes it back.") if done.batch is not None else _("Nothing was different."))

    await ask(app, one_line(record.row.name), _fields(record), save, draft_key=f"contractors.{contractor_id}")


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "trade": values["trade"] or ""}


async def end(app: CoopApp, contractor_id: int) -> None:
    """Give a contractor no more work, or work again."""
    record = await app.read(queries.record, contractor_id, app.today)
    if record is None:
        return
    if record.row.ended_on is not None:
        await app.do(deeds.resume_contractor, contractor_id=contractor_id)
        app.say(_("{name} gets work again. U takes it back.").format(name=one_line(record.row.name)))
        return
    fields = [Field("ended_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_contractor, contractor_id=contractor_id, **values)
        words = _("No more work for {name} after {day}. U takes it back.")
        app.say(words.format(name=one_line(record.row.name), day=long_date(values["ended_on"])))

    intro = ""
    if record.row.orders:
        intro = ngettext("{count} order still stands.", "{count} orders still stand.", record.row.orders).format(
            count=record.row.orders
        )
    await ask(app, _("No more work for {name}").format(name=one_line(record.row.name)), fields, save, intro=intro)


# -- the words of a register ---------------------------------------------------------------------------------------


async def match(app: CoopApp, _contractor_id: int = 0) -> None:
    """Say which contractor the words of a register mean, or make them one."""
    found = await app.read(queries.unmatched)
    if not found:
        app.say(_("Every contractor that a task names is in the list."))
        return
    options = [
        ngettext("{words} · {count} task", "{words} · {count} tasks", one.tasks).format(
            words=one_line(one.words), count=one.tasks
        )
        for one in found
    ]
    chosen = await app.push_screen_wait(ChooseScreen(_("Named in the register, not in the list"), options))
    if chosen is not None:
        await _match_words(app, found[chosen])


async def _match_words(app: CoopApp, one: Words) -> None:
    known = await app.read(queries.page, Listing(filter="all"), app.today)
    options = [_("Enter a new contractor of this name"), *(one_line(row.name) for row in known.rows)]
    title = _("Who is “{words}”?").format(words=one_line(one.words))
    chosen = await app.push_screen_wait(ChooseScreen(title, options))
    if chosen is None:
        return
    if chosen == 0:
        await _enter(app, one.words)
        return
    row = known.rows[chosen - 1]
    done = await app.do(deeds.match_contractor, words=one.words, contractor_id=row.contractor_id)
    words = ngettext(
        "{count} task is of {name} now. U takes it back.",
        "{count} tasks are of {name} now. U takes it back.",
        done.result,
    )
    app.say(words.format(count=done.result, name=one_line(row.name)))
