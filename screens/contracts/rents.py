"""What a contract costs, as its record shows it: the rent lines, what this month comes to and why, the beginning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coopadmin.domain.charges import oddities, oddities_text
from coopadmin.domain.rents import RentTerms, month_charge
from coopadmin.formats import long_date, month_name, plain_amount, short_date
from coopadmin.i18n import _
from db.queries.contracts import ContractRecord
from db.queries.rents import RentLineRow
from screens.subject import Entry, Section, money

ROOM = 40
"""Signs on a line of a record beside its list."""

IN_FORCE = "▸"


# -- the rent lines --------------------------------------------------------------------------------------------


def rent_section(record: ContractRecord) -> Section:
    """Show the rent lines, newest first, amounts lined up; a sign stands before the one in force.

    Where the amounts are too long to stand beside the day, they stand below it.
    """
    if not record.rent_lines:
        return Section(_("rent per month"), (Entry("", _("▲ no rent is known; A (actions) sets one")),))
    runs = record.status in ("in_force", "ending")
    amounts = _amounts(record.rent_lines)
    widths = [max(len(text) for text in column) + 1 for column in zip(*amounts, strict=True)]
    signs = [IN_FORCE if runs and line.in_force else " " for line in record.rent_lines]
    days = [_short_year(line.valid_from) for line in record.rent_lines]
    heads = [f"  {_('from')}", *(f"{sign} {day}" for sign, day in zip(signs, days, strict=True))]
    room = max(len(head) for head in heads)
    rows = ["".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in amounts]
    styles = ["$text-muted", *("" if sign == IN_FORCE else "$text-muted" for sign in signs)]
    entries: list[Entry] = []
    for head, row, style in zip(heads, rows, styles, strict=True):
        if room + sum(widths) <= ROOM:
            entries.append(Entry("", f"{head:<{room}}{row}", style=style))
        else:
            entries.extend((Entry("", head, style=style), Entry("", row.rjust(ROOM), style=style)))
    title = _("rent per month ({sign} in force)").format(sign=IN_FORCE) if IN_FORCE in signs else _("rent per month")
    return Section(title, tuple(entries))


def _short_year(value: date) -> str:
    """Write a day with two digits of its year, to leave room for the amounts beside it."""
    text = short_date(value)
    return f"{text[:-4]}{text[-2:]}"


def _amounts(lines: Sequence[RentLineRow]) -> list[list[str]]:
    """Write the amounts under their headings; a component no line has is left out."""
    columns = [
        (_("basic"), [line.basic_rent_cents for line in lines]),
        (_("service"), [line.service_charge_cents for line in lines]),
        (_("energy"), [line.energy_cents for line in lines]),
        (_("total"), [line.total_cents for line in lines]),
    ]
    kept = [(head, cents) for place, (head, cents) in enumerate(columns) if place in (0, 3) or any(cents)]
    rows = [[plain_amount(cents[number]) for _head, cents in kept] for number in range(len(lines))]
    return [[head for head, _cents in kept], *rows]


# -- this month ------------------------------------------------------------------------------------------------


def month_section(record: ContractRecord, today: date) -> Section:
    """Show what the month of `today` comes to, by component, and why where it is not the whole of one line."""
    terms = [
        RentTerms(line.valid_from, line.basic_rent_cents, line.service_charge_cents, line.energy_cents)
        for line in record.rent_lines
    ]
    title = _("due for {month} {year}").format(month=month_name(today.month), year=today.year)
    charge = month_charge(today, record.starts_on, record.ends_on, terms)
    if charge is None or not terms:
        return Section(title, ())
    parts = [
        (_("basic rent"), charge.basic_rent_cents),
        (_("service charge"), charge.service_charge_cents),
        (_("energy"), charge.energy_cents),
        (_("total"), charge.total_cents),
    ]
    width = max(len(money(cents)) for _label, cents in parts)
    entries = [Entry(label, money(cents).rjust(width)) for label, cents in parts if cents or label == parts[-1][0]]
    reasons = oddities_text(oddities(today, record.starts_on, record.ends_on, terms))
    if reasons:
        entries.append(Entry("", reasons))
    entries.append(Entry(_("due on"), long_date(charge.due_on)))
    return Section(title, tuple(entries))


# -- the beginning ---------------------------------------------------------------------------------------------


def opening_section(record: ContractRecord) -> Section:
    """Show what was owed when this administration began, by the day it fell due."""
    shown = [money(one.amount_cents) for one in record.openings]
    width = max((len(text) for text in shown), default=0)
    return Section(
        _("owed at the beginning"),
        tuple(
            Entry(short_date(one.due_on), " · ".join(part for part in (text.rjust(width), one.note) if part))
            for one, text in zip(record.openings, shown, strict=True)
        ),
    )
