"""Setting up to which amount who may give an order, and holding an order against it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.limits import BODIES, Allowing, asked_of, check_limit, limits_on, needs_decision, short_of, told
from coopadmin.errors import Invalid, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.queries import limits as queries
from db.tables.limits import MandateLimit


def set_limit(transaction: Transaction, *, body: str, valid_from: date, amount_cents: int | None, source: str) -> int:
    """Set the amount up to which a body decides alone from a day on (None: no limit); gives its number.

    What held before that day stays; a limit of that day is corrected. Raises Invalid with a problem per field.
    """
    transaction.flush()
    known = queries.limits(transaction.connection)
    if problems := check_limit(body, valid_from, amount_cents, source, known):
        raise Invalid(problems)
    transaction.about = body
    same = next((one for one in known if (one.body, one.valid_from) == (body, valid_from)), None)
    if same is not None:
        transaction.change(MandateLimit, same.limit_id, amount_cents=amount_cents, source=tidy(source))
        return same.limit_id
    return transaction.add(
        MandateLimit(body=body, valid_from=valid_from, amount_cents=amount_cents, source=tidy(source))
    )


def remove_limit(transaction: Transaction, *, limit_id: int) -> None:
    """Take back a limit that was set by mistake; the journal keeps it. Raises Refused where it is gone."""
    body: str | None = transaction.scalar(select(col(MandateLimit.body)).where(col(MandateLimit.id) == limit_id))
    transaction.about = body or ""
    transaction.remove(MandateLimit, limit_id)


def allowed_by(
    transaction: Transaction, task_id: int, amount_cents: int | None, on: date, decision_id: int | None = None
) -> int | None:
    """Hold an amount against the mandate of a day; gives the decision that allows it, where one is named or asked.

    `amount_cents` is what the task's orders come to together. Above a limit the decision must be linked to the task,
    carried, of the right body, and grant that much: the one that is named, else any that is. Raises Refused with who
    decides, and why what is linked falls short.
    """
    transaction.flush()
    known = limits_on(queries.limits(transaction.connection), on)
    linked = queries.allowing(transaction.connection, task_id)
    named = [one for one in linked if one.decision_id == decision_id]
    if decision_id is not None and not named:
        raise Refused(_("That decision is not linked to this task; link it first, with the amount it granted."))
    asked = asked_of(amount_cents, known)
    if not needs_decision(asked) or amount_cents is None:
        return decision_id
    return _allowing(named or list(linked), asked, amount_cents, told(amount_cents, known))


def _allowing(decisions: list[Allowing], asked: str, amount_cents: int, why: str) -> int:
    short: list[str] = []
    for one in decisions:
        wrong = short_of(one, asked, amount_cents)
        if not wrong:
            return one.decision_id
        short.append(wrong)
    if not short:
        short.append(
            _("Link a decision that was carried ({body}) to the task, with the amount it granted.").format(
                body=_(BODIES[asked])
            )
        )
    raise Refused(" ".join([why, *short]))
