"""Beginning a store, and what is set for the co-operative as a whole."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.association import DEFAULT_RULES, SHAPES
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.association import Cooperative, Setting


def start_cooperative(transaction: Transaction, *, name: str, shape: str = "individual") -> None:
    """Begin a store: the co-operative's name and legal shape, and the rules every group starts from."""
    problems: list[Problem] = []
    if not tidy(name):
        problems.append(Problem("name", _("give the co-operative a name")))
    if shape not in SHAPES:
        problems.append(Problem("shape", _("choose one of: {known}").format(known=", ".join(SHAPES))))
    if transaction.scalar(select(col(Cooperative.id))) is not None:
        problems.append(Problem("name", _("this store has a co-operative already")))
    if problems:
        raise Invalid(problems)
    transaction.add(Cooperative(name=tidy(name), shape=shape, started_on=transaction.today))
    for rule in DEFAULT_RULES:
        transaction.add(Setting(name=rule.name, value=rule.default, valid_from=rule.valid_from, source=_(rule.source)))
