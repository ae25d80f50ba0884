"""Putting a bank line where a person says: an account, a category, several places; or aside for later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coopadmin.domain.suggestions import BY_HAND, Share
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import euro
from coopadmin.i18n import N_, _
from coopadmin.services import matching as deeds
from coopadmin.services.matching import Part
from coopadmin.services.matching_parts import amount_problems
from db.queries.matching import LineRow
from db.queries.places import place_of
from db.queries.postings import is_known
from screens.app import CoopApp
from screens.budget.forms import offer_usual
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.matching.split import SplitScreen
from screens.text import one_line

_PLACE_FIELDS = ("contract_id", "member_id", "category_id", "kind")


def heading(row: LineRow) -> str:
    """Call a line by its counterparty and what waits of it."""
    return one_line(f"{row.name or _('no name given')} · {euro(row.waits_cents)}")


def part_of_share(share: Share) -> Part:
    """Make the part that a suggestion means."""
    place = share.place
    return Part(
        share.amount_cents,
        place.kind,
        contract_id=place.record_id if BY_HAND[place.kind] == "contract_id" else None,
        member_id=place.record_id if place.kind == "member" else None,
        category_id=place.record_id if place.kind == "category" else None,
    )


def part_of(row: LineRow, code: int, cents: int | None, note: str = "", task_id: int | None = None) -> Part:
    """Make a part of a line out of what a form gave; amounts are typed without a sign. Raises Invalid."""
    place = place_of(code)
    if cents is not None and cents <= 0:
        raise Invalid([Problem("amount_cents", _("write the amount without a sign, above zero"))])
    amount = abs(row.waits_cents) if cents is None else cents
    part = part_of_share(Share(place, amount if row.waits_cents > 0 else -amount))
    return replace(part, task_id=task_id, note=note)


async def book(app: CoopApp, row: LineRow, parts: list[Part], *, remember: bool = False) -> None:
    """Carry the booking out; what is wrong with a place is said under the field where one is chosen."""
    try:
        await app.do(deeds.post_line, line_id=row.line_id, parts=parts, remember=remember)
    except Invalid as invalid:
        raise Invalid(
            [Problem("place", one.message) if one.field in _PLACE_FIELDS else one for one in invalid.problems]
        ) from None


def _amount_field(row: LineRow) -> Field:
    return Field(
        "amount_cents",
        N_("Amount"),
        "cents",
        initial=abs(row.waits_cents),
        help=N_("less than all of it leaves the rest waiting"),
    )


async def to_account(app: CoopApp, row: LineRow, remember: bool) -> bool:
    """Put a line on the account of a contract or a member, or to a deposit; tells whether it was."""
    fields = [
        Field(
            "place",
            N_("Contract or member"),
            "pick",
            required=True,
            find=("accounts",),
            help=N_("a number, a home or a name; with the word deposit it goes to the deposit"),
        ),
        _amount_field(row),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        part = part_of(row, values["place"], values["amount_cents"], values["note"])
        if problems := amount_problems([part], row.waits_cents):
            raise Invalid(problems)  # before the account is asked about
        keep = part.kind == "contract" and await _keeps_account(app, row, remember)
        await book(app, row, [part], remember=keep)

    return await ask(app, _("On an account: {line}").format(line=heading(row)), fields, save)


async def _keeps_account(app: CoopApp, row: LineRow, remember: bool) -> bool:
    """Ask whether an account not seen on any contract is to be remembered, unless that was said already."""
    if remember or not row.iban or row.waits_cents < 0 or await app.read(is_known, row.iban):
        return remember and bool(row.iban)
    return await app.push_screen_wait(
        ConfirmScreen(
            _("Remember this account for the contract?"),
            _("What comes from {iban} then goes there by itself from now on.").format(iban=row.iban),
        )
    )


async def to_category(app: CoopApp, row: LineRow) -> bool:
    """Book a line as other income or expense; tells whether it was.

    Where there is no category yet, the usual ones are offered first.
    """
    await offer_usual(app)
    fields = [
        Field(
            "place",
            N_("Category"),
            "pick",
            required=True,
            find=("categories",),
            help=N_("a part of its name, or ↓ for all; new ones are made on the budget's page (F12)"),
        ),
        _amount_field(row),
        Field("task_id", N_("Maintenance task"), "pick", find=("maintenance",), help=N_("where it is the cost of one")),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        part = part_of(row, values["place"], values["amount_cents"], values["note"], values["task_id"])
        await book(app, row, [part])

    return await ask(app, _("In a category: {line}").format(line=heading(row)), fields, save)


async def split(app: CoopApp, row: LineRow) -> bool:
    """Put a line to several places at once; tells whether it was."""

    async def save(values: dict[str, Any]) -> None:
        await book(app, row, _parts(row, values))

    return await app.push_screen_wait(SplitScreen(_("Split: {line}").format(line=heading(row)), row.waits_cents, save))


def _parts(row: LineRow, values: dict[str, Any]) -> list[Part]:
    """Make the parts of a split; one place without an amount takes the rest. Raises Invalid under the field."""
    rest = abs(row.waits_cents) - sum(values[f"amount_{number}"] or 0 for number in SplitScreen.NUMBERS)
    parts: list[Part] = []
    for number in SplitScreen.NUMBERS:
        code, cents = values[f"place_{number}"], values[f"amount_{number}"]
        if code is None and cents is None:
            continue
        if code is None:
            raise Invalid([Problem(f"place_{number}", _("choose where this part belongs"))])
        if cents is None:
            cents, rest = rest, 0
        if cents <= 0:
            raise Invalid([Problem(f"amount_{number}", _("write how much of it belongs there, above zero"))])
        parts.append(part_of(row, code, cents))
    return parts


async def between_own(app: CoopApp, row: LineRow) -> bool:
    """Book a line as money that went between own accounts, asked first; tells whether it was."""
    detail = _("It is neither income nor expense; the other account shows the same amount.")
    if not await app.push_screen_wait(ConfirmScreen(_("Is this money between your own accounts?"), detail)):
        return False
    await book(app, row, [Part(row.waits_cents, "transfer")])
    return True


async def aside(app: CoopApp, row: LineRow) -> bool:
    """Put a line aside with the reason; tells whether it was."""
    fields = [
        Field(
            "note",
            N_("Why it waits"),
            required=True,
            initial=row.aside or None,
            help=N_("for whoever looks next: what was asked, and whom"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.put_aside, line_id=row.line_id, note=values["note"])

    return await ask(app, _("Aside: {line}").format(line=heading(row)), fields, save)
