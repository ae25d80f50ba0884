"""The forms of categories and budgets."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.budget import DIRECTIONS, PURPOSES
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import budget as deeds
from db.queries import budget as queries
from db.queries.budget import CategoryRow
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


def _fields(row: CategoryRow | None = None) -> list[Field]:
    return [
        Field(
            "code",
            N_("Code"),
            required=True,
            initial=row.code if row else None,
            help=N_("a short word you will know it by"),
        ),
        Field("name", N_("Name"), required=True, initial=row.name if row else None),
        Field(
            "direction",
            N_("Direction"),
            "choice",
            required=True,
            initial=row.direction if row else "expense",
            choices=list(DIRECTIONS.items()),
        ),
        Field(
            "purpose",
            N_("Purpose"),
            "choice",
            required=True,
            initial=row.purpose if row else "ordinary",
            choices=list(PURPOSES.items()),
            help=N_("the stream of the management agreement it belongs to"),
        ),
    ]


async def add(app: CoopApp) -> None:
    """Add a category; where there is none yet, the usual ones are offered first."""
    if await offer_usual(app):
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.save_category, **values)
        app.say(_("Added: {code}. U takes it back.").format(code=values["code"]))
        app.show_record("budget", done.result)

    await ask(app, _("New category"), _fields(), save, draft_key="budget.new")


async def offer_usual(app: CoopApp) -> bool:
    """Offer to begin with the usual categories where there is none; tells whether they were added."""
    there = await app.read(queries.categories_in_use, app.today)
    if there or not await app.push_screen_wait(
        ConfirmScreen(
            _("Begin with the categories most groups have?"),
            _("Management fee, maintenance, insurance, bank costs and so on; you can rename or end each of them."),
        )
    ):
        return False
    await add_usual(app)
    return True


async def add_usual(app: CoopApp, _category_id: int = 0) -> None:
    """Add the categories most groups have."""
    added = (await app.do(deeds.add_usual_categories)).result
    sentence = ngettext(
        "{count} category added. U takes it back.", "{count} categories added. U takes them back.", added
    )
    app.say(sentence.format(count=added) if added else _("The usual categories are all here already."))


async def correct(app: CoopApp, category_id: int) -> None:
    """Correct a category."""
    record = await app.read(queries.record, category_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.save_category, category_id=category_id, **values)

    await ask(app, record.row.name, _fields(record.row), save, draft_key=f"budget.{category_id}")


async def set_budget(app: CoopApp, category_id: int) -> None:
    """Say what a category may cost, or should bring, in a year."""
    record = await app.read(queries.record, category_id, app.today)
    if record is None:
        return
    fields = [
        Field("year", N_("Year"), "whole", required=True, initial=app.today.year),
        Field(
            "amount_cents",
            N_("Budget"),
            "cents",
            initial=record.row.use.budget_cents if record.row.year == app.today.year else None,
            help=N_("for the whole year; empty takes the budget away"),
        ),
        Field("note", N_("Note"), initial=record.row.note, help=N_("the meeting that decided it, for example")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_budget, category_id=category_id, **values)
        app.say(_("The budget of {code} is set. U takes it back.").format(code=record.row.code))

    await ask(app, f"{record.row.name} · {_('Budget')}", fields, save)


async def take_over(app: CoopApp, _category_id: int = 0) -> None:
    """Give a year the budget of another, where it has none."""
    fields = [
        Field("from_year", N_("From the year"), "whole", required=True, initial=app.today.year),
        Field("year", N_("To the year"), "whole", required=True, initial=app.today.year + 1),
    ]

    async def save(values: dict[str, Any]) -> None:
        count = (await app.do(deeds.take_over_budget, **values)).result
        sentence = ngettext("{count} category got a budget.", "{count} categories got a budget.", count)
        app.say(sentence.format(count=count))

    intro = _("Every category in use that has no budget in that year gets the one of the other year.")
    await ask(app, _("Take a budget over"), fields, save, intro=intro)


async def end(app: CoopApp, category_id: int) -> None:
    """Use a category no more."""
    fields = [Field("ended_on", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_category, category_id=category_id, **values)
        app.say(_("Ended. What was booked on it stays."))

    await ask(app, _("Use no more"), fields, save)


async def resume(app: CoopApp, category_id: int) -> None:
    """Use a category again."""
    await app.do(deeds.resume_category, category_id=category_id)
    app.say(_("In use again."))
