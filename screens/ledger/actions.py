"""What can be done with the account of a contract; the forms are read when one is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module

from coopadmin.i18n import N_
from screens.app import CoopApp
from screens.subject import Action


def _later(module: str, name: str) -> Callable[[CoopApp, int], Awaitable[None]]:
    async def run(app: CoopApp, contract_id: int) -> None:
        await getattr(import_module(module), name)(app, contract_id)

    return run


ACTIONS: tuple[Action, ...] = (
    Action(
        N_("The account"),
        _later("screens.ledger.forms", "show_account"),
        N_("Every charge and payment, with what was owed after it; to print or to save"),
    ),
    Action(
        N_("Payment plan"),
        _later("screens.plans.forms", "agree"),
        N_("What is open, to be paid in terms beside the rent"),
    ),
    Action(
        N_("Write off"), _later("screens.ledger.forms", "write_off"), N_("A small difference, or what will never come")
    ),
    Action(
        N_("Give money back"),
        _later("screens.ledger.forms", "plan_refund"),
        N_("A credit that is to go back; the bank shows when it did"),
    ),
    Action(
        N_("Call a refund off"),
        _later("screens.ledger.forms", "cancel_refund"),
        N_("One that was planned and not paid yet"),
    ),
    Action(
        N_("Move to another contract"),
        _later("screens.ledger.forms", "move_amount"),
        N_("Money that was put on this contract and belongs to another, also in a closed month"),
    ),
)
"""The account itself comes first."""
