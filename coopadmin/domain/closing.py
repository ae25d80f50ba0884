"""Closing a month: which months are closed, and what keeps one from being closed.

A closing covers its month and every day before it: a co-operative that begins in September closes September first,
and what is older stays as it was taken over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coopadmin.domain.periods import add_months, last_of_month
from coopadmin.domain.reconciliation import AccountEnd, StatementFault
from coopadmin.formats import euro, long_date, month_name
from coopadmin.i18n import _, ngettext


def month_text(day: date) -> str:
    """Write the month that a day lies in: `September 2026`."""
    return _("{month} {year}").format(month=month_name(day.month), year=day.year)


def is_closed(closed_through: date | None, on: date) -> bool:
    """Tell whether a day lies in a closed month; `closed_through` is the last day of the last one, or None."""
    return closed_through is not None and on <= closed_through


def first_open_day(closed_through: date | None, on: date) -> date:
    """Give the day itself where its month is open, else the first day after the last closed month."""
    if closed_through is None or on > closed_through:
        return on
    return add_months(closed_through.replace(day=1), 1)


def month_to_close(closed_through: date | None, first: date | None, today: date) -> date | None:
    """Give the first day of the month whose closing is next: over, and following the last closed one.

    `first` is any day of the first month with money in it; None where there is none, or no such month is over.
    """
    if closed_through is not None:
        month = add_months(closed_through.replace(day=1), 1)
    elif first is not None:
        month = first.replace(day=1)
    else:
        return None
    return month if last_of_month(month) < today else None


# -- what is left to do --------------------------------------------------------------------------------------------

BLOCKS, LOOK, DONE = "blocks", "look", "done"
"""How much a point weighs: the month cannot be closed, a person should look, all is well."""

SIGNS: dict[str, str] = {BLOCKS: "▲", LOOK: "●", DONE: "✓"}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the closing of a month looks at: how much it weighs, what it says, and where to see to it.

    `target` is a page, or a record of a subject; empty where there is nowhere to go.
    """

    kind: str
    weight: str
    text: str
    target: tuple[str, int] | str = ""

    @property
    def sign(self) -> str:
        """The sign that goes with the weight."""
        return SIGNS[self.weight]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A bank line that waits: its number, its day, how many cents of it wait, and why a person put it aside."""

    line_id: int
    booked_on: date
    waits_cents: int
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """All that the closing of a month looks at, as the books stand.

    `own_lines_cents` is the sum of the own accounts' lines since the last closed month, `before_cents` what the bank
    held at its end (None where none was closed). `uncharged` counts contracts without this month's rent, `corrections`
    those whose charges are to be put right; `steps` counts collection steps due and `duplicates` lines that look like
    another. `pass_on_cents` is what is still to be passed on to the corporation, None where nothing is.
    """

    month: date
    today: date
    closed_through: date | None
    accounts: tuple[AccountEnd, ...] = ()
    faults: tuple[tuple[str, StatementFault], ...] = ()
    uncovered: tuple[tuple[str, date, date], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    own_lines_cents: int = 0
    before_cents: int | None = None
    uncharged: int = 0
    corrections: int = 0
    steps: int = 0
    duplicates: int = 0
    pass_on_cents: int | None = None

    @property
    def balance_cents(self) -> int | None:
        """What the own accounts held at the end of the month by the books; None where no file gave a balance."""
        known = [one.balance_cents for one in self.accounts]
        if any(cents is None for cents in known):
            return None if self.before_cents is None else self.before_cents + self.own_lines_cents
        return sum(cents or 0 for cents in known)

    @property
    def needs_balance(self) -> bool:
        """Tell whether a person must say what the bank held, because no statement reaches the month's end."""
        return any(one.balance_cents is None or not one.covered for one in self.accounts)


MOST_NAMED = 20
"""Lines put aside that are named one by one."""


def points(found: Found, given_cents: int | None = None) -> tuple[Point, ...]:
    """Say what is left to do before a month is closed, what blocks it first.

    `given_cents` is what the bank held at the end of the month by a person's word, where no statement says so.
    """
    made = [
        *_order(found),
        *_bank(found, given_cents),
        *_waiting(found.waiting),
        *_statements(found),
        *_charges(found),
        *_others(found),
    ]
    return tuple(sorted(made, key=lambda point: list(SIGNS).index(point.weight)))


def _order(found: Found) -> Iterator[Point]:
    last = last_of_month(found.month)
    if is_closed(found.closed_through, found.month):
        yield Point("order", BLOCKS, _("{month} is closed already.").format(month=month_text(found.month)))
    elif found.closed_through is not None and found.month != first_open_day(found.closed_through, date.min):
        following = first_open_day(found.closed_through, date.min)
        yield Point("order", BLOCKS, _("Months close in order: {month} is next.").format(month=month_text(following)))
    if last >= found.today:
        yield Point("order", BLOCKS, _("{month} is not over yet.").format(month=month_text(found.month)))


def _bank(found: Found, given_cents: int | None) -> Iterator[Point]:
    if not found.accounts:
        yield Point("bank", LOOK, _("No bank file was read in yet; there is no balance to hold the month against."))
    for one in found.accounts:
        if one.bank_cents is not None and one.said_on is not None and not one.agrees:
            yield Point(
                "bank",
                BLOCKS,
                _(
                    "{account}: on {day} the bank held {bank}, the lines come to {counted}: {off} apart. "
                    "A file may be missing, or lines came twice."
                ).format(
                    account=one.number,
                    day=long_date(one.said_on),
                    bank=euro(one.bank_cents),
                    counted=euro(one.counted_cents or 0),
                    off=euro(abs(one.bank_cents - (one.counted_cents or 0))),
                ),
                "bank",
            )
        elif one.covered and one.balance_cents is not None:
            sentence = _("{account}: the bank and the books agree on {balance}.")
            yield Point("bank", DONE, sentence.format(account=one.number, balance=euro(one.balance_cents)), "bank")
    if found.needs_balance:
        yield _without_statement(found, given_cents)


def _without_statement(found: Found, given_cents: int | None) -> Point:
    """Hold what a person says the bank held against the books, or ask for it."""
    last = long_date(last_of_month(found.month))
    if given_cents is None:
        sentence = _(
            "No statement reaches {day}. Read in the bank's next file, or give the balance the bank shows for that day "
            "when you close the month."
        )
        return Point("balance", BLOCKS, sentence.format(day=last), "bank")
    if found.balance_cents is None or found.balance_cents == given_cents:
        return Point("balance", DONE, _("On {day} the bank held {given}.").format(day=last, given=euro(given_cents)))
    sentence = _("On {day} the bank held {given}, the books come to {counted}: {off} apart.")
    return Point(
        "balance",
        BLOCKS,
        sentence.format(
            day=last,
            given=euro(given_cents),
            counted=euro(found.balance_cents),
            off=euro(abs(given_cents - found.balance_cents)),
        ),
        "bank",
    )


def _waiting(lines: tuple[Waiting, ...]) -> Iterator[Point]:
    bare = [one for one in lines if not one.aside]
    aside = [one for one in lines if one.aside]
    if bare:
        sentence = ngettext(
            "{count} bank line waits to be matched.", "{count} bank lines wait to be matched.", len(bare)
        )
        yield Point("waiting", BLOCKS, sentence.format(count=len(bare)), "matching")
    elif not aside:
        yield Point("waiting", DONE, _("Every bank line stands where it belongs."), "matching")
    for one in aside[:MOST_NAMED]:
        text = _("Put aside: {amount} of {day}: {note}").format(
            amount=euro(one.waits_cents), day=long_date(one.booked_on), note=one.aside
        )
        yield Point("aside", LOOK, text, ("bank", one.line_id))
    if (more := len(aside) - MOST_NAMED) > 0:
        sentence = ngettext("{count} more line is put aside.", "{count} more lines are put aside.", more)
        yield Point("aside", LOOK, sentence.format(count=more), "matching")


def _statements(found: Found) -> Iterator[Point]:
    for account, fault in found.faults:
        if fault.kind == "tie":
            sentence = _("{account}: the statement until {day} does not tie: its lines are {off} off its balances.")
        else:
            sentence = _("{account}: the statement until {day} begins {off} off the balance before it.")
        day = fault.statement.closes_on
        text = sentence.format(account=account, day=long_date(day) if day else "", off=euro(fault.off_cents))
        yield Point("statement", LOOK, text, "bank")
    for account, first, last in found.uncovered:
        text = _("{account}: no statement covers {first} to {last}.")
        yield Point(
            "uncovered", LOOK, text.format(account=account, first=long_date(first), last=long_date(last)), "bank"
        )


def _charges(found: Found) -> Iterator[Point]:
    if found.uncharged:
        sentence = ngettext(
            "{count} contract has no rent charged for {month}.",
            "{count} contracts have no rent charged for {month}.",
            found.uncharged,
        )
        text = sentence.format(count=found.uncharged, month=month_text(found.month))
        yield Point("charges", LOOK, text, "charges")
    else:
        yield Point("charges", DONE, _("The rents of {month} are charged.").format(month=month_text(found.month)))
    if found.corrections:
        sentence = ngettext(
            "{count} charge is to be put right: a rent changed afterwards.",
            "{count} charges are to be put right: rents changed afterwards.",
            found.corrections,
        )
        yield Point("corrections", LOOK, sentence.format(count=found.corrections), "charges")


def _others(found: Found) -> Iterator[Point]:
    if found.steps:
        sentence = ngettext("{count} collection step is due.", "{count} collection steps are due.", found.steps)
        yield Point("steps", LOOK, sentence.format(count=found.steps), "arrears")
    if found.duplicates:
        sentence = ngettext(
            "{count} bank line looks like another and waits for your word.",
            "{count} bank lines look like others and wait for your word.",
            found.duplicates,
        )
        yield Point("duplicates", LOOK, sentence.format(count=found.duplicates), "matching")
    if found.pass_on_cents:
        sentence = _("{amount} of the rents is still to be passed on to the corporation.")
        yield Point("pass_on", LOOK, sentence.format(amount=euro(found.pass_on_cents)), "budget")
    elif found.pass_on_cents == 0:
        yield Point("pass_on", DONE, _("What was due to the corporation has been passed on."), "budget")
