"""The letters about joining and leaving: put together, shown, and saved where one says so."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.membership_letters import Head, Parting, parting_letter, refusal_letter
from coopadmin.domain.memberships import contribution_text
from coopadmin.i18n import _
from db.queries import memberships as queries
from db.queries.association import cooperative
from screens.app import CoopApp
from screens.letters import show_letter
from screens.memberships.words import due_lines, hand_back_lines

LETTERS = ("resignation", "immediate", "by_association", "expulsion", "death")
"""The endings that a letter goes with."""


async def ending_letter(app: CoopApp, ending_id: int) -> None:
    """Show the letter that goes with an ending."""
    row = await app.read(queries.ending, ending_id)
    if row is None:
        return
    if row.kind not in LETTERS:
        app.say(_("No letter goes with a change of kind."))
        return
    rules = await app.read(queries.ending_rules, row.received_on or row.noticed_on)
    leaving = await app.read(queries.leaving, row.person_id, app.today)
    parting = Parting(
        kind=row.kind,
        noticed_on=row.noticed_on,
        ends_on=row.ends_on,
        rule=row.rule,
        reason=row.reason,
        contribution=contribution_text(row.ends_on or row.computed_on, rules),
        tenancy_kept=row.tenancy_kept,
        due=due_lines(leaving),
        hand_back=hand_back_lines(leaving),
    )
    head = Head(await app.read(_sender), row.letter_name, row.address, app.today)
    await show_letter(app, parting_letter(head, parting, rules), f"{row.number}-{row.kind}-{app.today.isoformat()}")


async def application_letter(app: CoopApp, application_id: int) -> None:
    """Show the letter to who was not admitted."""
    row = await app.read(queries.application, application_id)
    if row is None:
        return
    if row.outcome != "refused" or row.decided_on is None:
        app.say(_("A letter goes with a refusal; this application was not refused."))
        return
    head = Head(await app.read(_sender), row.letter_name, row.address, app.today)
    text = refusal_letter(head, row.kind, row.applied_on, row.decided_on, row.reason)
    await show_letter(app, text, f"P{row.person_id}-{app.today.isoformat()}")


def _sender(connection: Connection) -> str:
    return cooperative(connection).name
