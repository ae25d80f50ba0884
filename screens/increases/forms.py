"""What limits a rent, and objections: the forms that other pages open too."""

from __future__ import annotations

from datetime import date
from typing import Any

from coopadmin.domain.increases import OUTCOMES, is_late, next_usual_day
from coopadmin.domain.rent_limits import REGIMES
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _
from coopadmin.services import increases as deeds
from db.queries import contracts as contract_queries
from db.queries import dwellings, objections, rent_limits
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask

SOURCE_HELP = N_("the contract, a letter, the points count and its date")


async def set_maximum(app: CoopApp, dwelling_id: int) -> None:
    """Enter the maximum rent of a home from a day on."""
    home = await app.read(dwellings.record, dwelling_id, app.today)
    if home is None:
        return
    known = await app.read(rent_limits.maxima_of, dwelling_id)
    fields = [
        Field(
            "max_rent_cents",
            N_("Maximum rent"),
            "cents",
            required=True,
            initial=known[0].max_rent_cents if known else None,
            help=N_("basic rent per month by the points of the home"),
        ),
        Field(
            "valid_from",
            N_("From"),
            "date",
            required=True,
            initial=date(app.today.year, 1, 1),
            help=N_("the table of points changes every 1 January"),
        ),
        Field("source", N_("Source"), required=True, help=SOURCE_HELP),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_maximum_rent, dwelling_id=dwelling_id, **values)
        said = _("The maximum rent of {home} is {amount} from {day}. U takes it back.")
        amount = euro(values["max_rent_cents"])
        app.say(said.format(home=home.code, amount=amount, day=long_date(values["valid_from"])))

    title = _("Maximum rent of {home}").format(home=home.code)
    await ask(app, title, fields, save, draft_key=f"increases.maximum.{dwelling_id}")


async def set_regime(app: CoopApp, contract_id: int) -> None:
    """Say under which rules the rent of a contract rises."""
    record = await app.read(contract_queries.record, contract_id, app.today)
    if record is None:
        return
    known = await app.read(rent_limits.regimes_of, contract_id)
    fields = [
        Field(
            "regime",
            N_("Rules"),
            "choice",
            required=True,
            initial=known[0].regime if known else "social",
            choices=tuple(REGIMES.items()),
            help=N_("what the first rent was in the year the contract began says which"),
        ),
        Field("valid_from", N_("From"), "date", required=True, initial=record.starts_on),
        Field("source", N_("Source"), required=True, help=SOURCE_HELP),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_regime, contract_id=contract_id, **values)
        said = _("The rent of {contract} rises by the rules for: {regime}. U takes it back.")
        app.say(said.format(contract=record.number, regime=_(REGIMES[values["regime"]])))

    title = _("How the rent of {contract} rises").format(contract=record.number)
    await ask(app, title, fields, save, draft_key=f"increases.regime.{contract_id}")


# -- objections ----------------------------------------------------------------------------------------------------


async def object_to(app: CoopApp, contract_id: int | None = None) -> None:
    """Note an objection, of a contract or of one that is still to be chosen."""
    shown = ""
    if contract_id is not None:
        record = await app.read(contract_queries.record, contract_id, app.today)
        shown = f"{record.number} · {record.dwelling}" if record else ""
    upcoming = next_usual_day(app.today)
    last = upcoming.replace(year=upcoming.year - 1)
    fields = [
        Field(
            "contract_id",
            N_("Contract"),
            "pick",
            required=True,
            find=("contracts",),
            initial=contract_id,
            shown=shown,
        ),
        Field(
            "valid_from",
            N_("Against the rise of"),
            "date",
            required=True,
            initial=last if (app.today - last).days < (upcoming - app.today).days else upcoming,
            help=N_("the day the new rent begins"),
        ),
        Field(
            "received_on",
            N_("Received on"),
            "date",
            required=True,
            initial=app.today,
            help=N_("it counts when it is there before the new rent begins"),
        ),
        Field("reason", N_("Reason"), "long", help=N_("what the tenant says is wrong with it")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.record_objection, **values)
        app.show_record("objections", done.result)
        app.say(_("Objection noted. The landlord may not decide it: the Huurcommissie does. U takes it back."))
        if is_late(values["received_on"], values["valid_from"]):
            app.say(_("It came on the day of the new rent or later: the term had passed."), "warning")

    await ask(app, _("An objection against a rent increase"), fields, save, draft_key="increases.objection")


async def new_objection(app: CoopApp) -> None:
    """Note an objection of a contract that is still to be chosen."""
    await object_to(app)


async def decide(app: CoopApp, objection_id: int) -> None:
    """Note what became of an objection; one that is upheld offers to set the old rent again."""
    record = await app.read(objections.record, objection_id, app.today)
    if record is None:
        return
    row = record.row
    fields = [
        Field(
            "outcome",
            N_("Outcome"),
            "choice",
            required=True,
            initial=None if row.outcome == "open" else row.outcome,
            choices=tuple(one for one in OUTCOMES.items() if row.outcome != "open" or one[0] != "open"),
            help=N_("withdrawn by the tenant, or what the Huurcommissie or the court said"),
        ),
        Field("decided_on", N_("On"), "date", initial=row.decided_on or app.today),
    ]
    restores: list[bool] = []

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.decide_objection, objection_id=objection_id, **values)
        restores.append(done.result)
        app.say(
            _("{contract}: {outcome}. U takes it back.").format(
                contract=row.contract, outcome=_(OUTCOMES[values["outcome"]])
            )
        )

    title = _("Objection of {contract}").format(contract=f"{row.contract} · {row.dwelling}")
    if await ask(app, title, fields, save) and any(restores):
        await restore(app, objection_id)


async def restore(app: CoopApp, objection_id: int) -> None:
    """Set the old basic rent again from the day of the increase, once that was confirmed."""
    record = await app.read(objections.record, objection_id, app.today)
    if record is None:
        return
    row = record.row
    old = euro(record.before.basic_rent_cents) if record.before else ""
    question = _("Set the old basic rent of {contract} again: {amount} from {day}?").format(
        contract=row.contract, amount=old, day=long_date(row.valid_from)
    )
    detail = _("What was charged meanwhile stays; the corrections of charges put the difference on the account.")
    if await app.push_screen_wait(ConfirmScreen(question, detail)):
        done = await app.do(deeds.restore_rent, objection_id=objection_id)
        said = _("The basic rent of {contract} is {amount} again from {day}. U takes it back.")
        app.say(said.format(contract=row.contract, amount=euro(done.result), day=long_date(row.valid_from)))
