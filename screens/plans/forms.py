"""Agreeing a payment plan, with its terms worked out before it is saved, and ending one."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.payment_plans import LONGEST, Terms, count_of_terms, term_for, terms_of
from coopadmin.domain.periods import add_months
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import payment_plans as deeds
from db.queries import ledger
from db.queries import payment_plans as queries
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask


async def new(app: CoopApp) -> None:
    """Agree a plan on a contract that is still to be chosen."""
    await _agree(app, None)


async def agree(app: CoopApp, contract_id: int) -> None:
    """Agree a plan on a contract; what is open is filled in."""
    await _agree(app, contract_id)


async def agree_again(app: CoopApp, plan_id: int) -> None:
    """Agree a plan on the contract of an earlier one."""
    row = await app.read(queries.record, plan_id, app.today)
    if row is not None:
        await _agree(app, row.contract_id)


async def show_account(app: CoopApp, plan_id: int) -> None:
    """Show the account that a plan is about."""
    from screens.ledger.forms import show_account as show

    row = await app.read(queries.record, plan_id, app.today)
    if row is not None:
        await show(app, row.contract_id)


async def _agree(app: CoopApp, contract_id: int | None) -> None:
    head, owed = None, None
    if contract_id is not None:
        head = await app.read(ledger.head_of, contract_id, app.today)
        owed = await app.read(ledger.balance_cents, contract_id, app.today)
        if head is not None and owed <= 0:
            app.say(_("Nothing is open on {contract}.").format(contract=head.title), "warning")
            return
    fields = [
        Field(
            "contract_id",
            N_("Contract"),
            "pick",
            required=True,
            find=("tenancies",),
            initial=contract_id,
            shown=head.title if head else "",
        ),
        Field(
            "total_cents",
            N_("In all"),
            "cents",
            initial=owed,
            help=N_("leave it empty for all that is open; what is left out stays due at once"),
        ),
        Field("count", N_("Number of terms"), "whole", help=N_("give this, or the amount of a term")),
        Field("term_cents", N_("Or per term"), "cents", help=N_("the last term is what is left")),
        Field(
            "first_due_on",
            N_("First term due"),
            "date",
            required=True,
            initial=add_months(app.today.replace(day=1), 1),
        ),
        Field("every_months", N_("Every months"), "whole", required=True, initial=1),
        Field("agreed_on", N_("Agreed on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), "long", help=N_("what else was agreed, and with whom")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await _save(app, values)

    intro = _("The terms come on top of the rent, which goes on falling due.")
    key = f"plans.agree.{contract_id or 'new'}"
    await ask(app, _("Agree a payment plan"), fields, save, draft_key=key, intro=intro)


async def _save(app: CoopApp, values: dict[str, Any]) -> None:
    """Work the terms out, show them, and save the plan once they are agreed to."""
    owed = await app.read(ledger.balance_cents, values["contract_id"], values["agreed_on"])
    total = max(0, owed) if values["total_cents"] is None else values["total_cents"]
    if total <= 0:
        raise Invalid([Problem("total_cents", _("nothing is open on that day; there is nothing to agree on"))])
    term = term_of(total, values["count"], values["term_cents"])
    plan = Terms(total, term, values["first_due_on"], values["every_months"])
    if 0 < count_of_terms(total, term) <= LONGEST and 1 <= plan.every_months <= 12:
        question = _("Agree this plan for {amount}?").format(amount=euro(total))
        if not await app.push_screen_wait(ConfirmScreen(question, preview(plan, owed))):
            raise Refused(_("Nothing was saved. Change the plan, or leave it with Escape."))
    done = await app.do(
        deeds.agree_plan,
        contract_id=values["contract_id"],
        agreed_on=values["agreed_on"],
        total_cents=total,
        term_cents=term,
        first_due_on=values["first_due_on"],
        every_months=values["every_months"],
        note=values["note"],
    )
    app.say(_("Agreed: {amount} in all. U takes it back.").format(amount=euro(total)))
    app.show_record("plans", done.result)


def term_of(total_cents: int, count: int | None, term_cents: int | None) -> int:
    """Give the amount of a term, from the number of terms or as it was given; raises Invalid for both or neither."""
    if (count is None) == (term_cents is None):
        raise Invalid([Problem("count", _("give the number of terms, or the amount of one"))])
    if term_cents is not None:
        if term_cents <= 0:
            raise Invalid([Problem("term_cents", _("give an amount above zero"))])
        return term_cents
    if count is None or not 1 <= count <= LONGEST:
        raise Invalid([Problem("count", _("give a number from 1 to {most}").format(most=LONGEST))])
    return term_for(total_cents, count)


def preview(plan: Terms, owed_cents: int) -> str:
    """Say what a plan comes to: how many terms of how much, the last one, and what stays outside it."""
    terms = terms_of(plan)
    last = terms[-1]
    lines: list[str] = []
    if last.amount_cents == plan.term_cents:
        said = ngettext("{count} term of {amount}.", "{count} terms of {amount}.", len(terms))
        lines.append(said.format(count=len(terms), amount=euro(plan.term_cents)))
    else:
        said = ngettext(
            "{count} term of {amount} and a last one of {rest}.",
            "{count} terms of {amount} and a last one of {rest}.",
            len(terms) - 1,
        )
        lines.append(said.format(count=len(terms) - 1, amount=euro(plan.term_cents), rest=euro(last.amount_cents)))
    lines.append(
        _("The first is due on {first}, the last on {last}.").format(
            first=long_date(terms[0].due_on), last=long_date(last.due_on)
        )
    )
    if owed_cents > plan.total_cents:
        lines.append(
            _("Outside the plan stays {amount}, which is due at once.").format(
                amount=euro(owed_cents - plan.total_cents)
            )
        )
    return "\n".join(lines)


async def end(app: CoopApp, plan_id: int) -> None:
    """End a plan before its time."""
    row = await app.read(queries.record, plan_id, app.today)
    if row is None:
        return
    fields = [
        Field("ended_on", N_("Ended on"), "date", required=True, initial=app.today),
        Field("note", N_("Why"), help=N_("terms were not kept, or another plan comes in its place")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_plan, plan_id=plan_id, **values)
        app.say(_("The plan of {number} has ended. U takes it back.").format(number=row.contract))

    await ask(app, _("End the plan of {number}").format(number=row.contract), fields, save)
