"""Asking the corporation for hours, and what it answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.hours import hours_said
from coopadmin.errors import Invalid, Problem
from coopadmin.exchange import self_work_claim
from coopadmin.formats import euro
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import self_work as deeds
from db.queries import hours as hours_queries
from db.queries import self_work as queries
from db.queries.association import cooperative
from db.queries.hours import HoursRow
from db.queries.self_work import ClaimRecord
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask
from screens.work_days.saving import SHOWN_WIDTH, Document, show_document


async def make(app: CoopApp) -> None:
    """Make a claim of what was done for a fee and was not asked yet."""
    owners, theirs, every = await app.read(_what_there_is)
    if not owners:
        app.say(_("No corporation is known here yet; enter it under F9."), "warning")
        return
    if not every:
        app.say(_("No hours were done for a fee that were not claimed yet."), "warning")
        return
    fields = [
        Field(
            "owner_id",
            N_("Corporation"),
            "choice",
            required=True,
            initial=str(owners[0][0]),
            choices=[(str(owner_id), name) for owner_id, name in owners],
        ),
        Field("since", N_("Work from"), "date", initial=every[0].worked_on, help=N_("empty: from the beginning")),
        Field("until", N_("Work until"), "date", initial=app.today, help=N_("empty: all of it")),
        Field("claimed_on", N_("Asked on"), "date", required=True, initial=app.today),
        Field(
            "theirs",
            N_("Only its own tasks"),
            "flag",
            required=True,
            initial=bool(theirs),
            help=N_("only work for tasks that are the corporation's"),
        ),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        rows = await app.read(
            hours_queries.claimable, values.pop("since"), values.pop("until"), theirs=values.pop("theirs")
        )
        if not rows:
            raise Invalid([Problem("until", _("no hours of these days wait to be claimed"))])
        values["owner_id"] = int(values["owner_id"])
        done = await app.do(deeds.make_claim, entry_ids=[row.entry_id for row in rows], **values)
        claim_id, doubts = done.result
        _minutes, cents = hours_queries.totals(rows)
        app.say(_("Claimed: {amount}. U takes it back.").format(amount=euro(cents)))
        for doubt in doubts:
            app.say(doubt, "warning")
        app.show_record("claims", claim_id)

    await ask(app, _("Claim hours from the corporation"), fields, save, intro=_intro(theirs, every))


async def make_here(app: CoopApp, entry_id: int) -> None:
    """Make a claim from the list of hours."""
    del entry_id
    await make(app)


def _what_there_is(
    connection: Connection,
) -> tuple[tuple[tuple[int, str], ...], tuple[HoursRow, ...], tuple[HoursRow, ...]]:
    """Give the corporations, and the hours that may be claimed: for their own tasks, and all."""
    theirs = hours_queries.claimable(connection, theirs=True)
    return queries.owners(connection), theirs, hours_queries.claimable(connection)


def _intro(theirs: Sequence[HoursRow], every: Sequence[HoursRow]) -> str:
    return "\n".join(
        (
            _sum(_("For tasks of the corporation: {sum}."), theirs),
            _sum(_("For a fee in all: {sum}."), every),
        )
    )


def _sum(told: str, rows: Sequence[HoursRow]) -> str:
    minutes, cents = hours_queries.totals(rows)
    lines = ngettext("{count} entry, {hours} hours, {amount}", "{count} entries, {hours} hours, {amount}", len(rows))
    return told.format(sum=lines.format(count=len(rows), hours=hours_said(minutes), amount=euro(cents)))


async def answer(app: CoopApp, claim_id: int) -> None:
    """Note what the corporation answered."""
    record = await app.read(queries.record, claim_id)
    if record is None:
        return
    claim = record.claim
    fields = [
        Field(
            "granted_cents",
            N_("Awarded"),
            "cents",
            required=True,
            initial=claim.amount_cents if claim.granted_cents is None else claim.granted_cents,
            help=_("asked was {amount}; 0 where it was refused").format(amount=euro(claim.amount_cents)),
        ),
        Field("answered_on", N_("Answered on"), "date", required=True, initial=claim.answered_on or app.today),
        Field("note", N_("What it said"), help=N_("it is added to the note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.answer_claim, claim_id=claim_id, **values)
        app.say(_("Noted. U takes it back."))

    await ask(app, _("Answer to claim {number}").format(number=claim.number), fields, save)


async def withdraw(app: CoopApp, claim_id: int) -> None:
    """Withdraw a claim; its hours can be claimed anew."""
    record = await app.read(queries.record, claim_id)
    if record is None:
        return
    fields = [
        Field("reason", N_("Reason"), required=True, help=N_("it is added to the note")),
        Field("withdrawn_on", N_("Withdrawn on"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_claim, claim_id=claim_id, **values)
        app.say(_("Withdrawn; its hours can be claimed anew. U takes it back."))

    await ask(app, _("Withdraw claim {number}").format(number=record.claim.number), fields, save)


async def letter(app: CoopApp, claim_id: int) -> None:
    """Show a claim with its lines, and save it to print."""
    record, name = await app.read(_with_name, claim_id)
    if record is None:
        return
    await show_document(
        app,
        Document(
            stem=self_work_claim.stem(record),
            text=self_work_claim.text(record, name, SHOWN_WIDTH),
            page=lambda: self_work_claim.page(record, name),
            markdown=lambda: self_work_claim.markdown(record, name),
        ),
    )


def _with_name(connection: Connection, claim_id: int) -> tuple[ClaimRecord | None, str]:
    return queries.record(connection, claim_id), cooperative(connection).name
