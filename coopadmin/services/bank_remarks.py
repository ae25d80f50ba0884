"""What is said of a bank file taken in: balances that do not tie, gaps, other accounts, lines perhaps twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coopadmin.domain.bank import CURRENCY
from coopadmin.domain.identifiers import group_iban
from coopadmin.formats import long_date, plain_amount
from coopadmin.i18n import _, ngettext
from db.queries.bank import StatementRow


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to say: the statements that were written, new lines of accounts that are not (yet) ours by
    number and currency, how many lines may be here twice, and how many new lines are a batch whose details
    do not come to it.
    """

    statements: Sequence[StatementRow]
    elsewhere: Mapping[tuple[str, str], int]
    suspects: int
    undivided: int = 0


def remarks(found: Found) -> tuple[str, ...]:
    """Say what a person should look at; nothing of it kept the file out."""
    return tuple(_sentences(found))


def _sentences(found: Found) -> Iterator[str]:
    for (number, currency), lines in found.elsewhere.items():
        yield _elsewhere(number, currency, lines)
    for statement in found.statements:
        if statement.balance_ok is False:
            yield _misses(statement)
        if statement.gap_cents:
            yield _gap(statement)
    if found.undivided:
        yield ngettext(
            "{count} batch is one line without names: the bank's amounts within do not come to the batch.",
            "{count} batches are one line each, without names: the bank's amounts within do not come to the batch.",
            found.undivided,
        ).format(count=found.undivided)
    if found.suspects:
        yield ngettext(
            "{count} line looks like one that another file brought; it waits until you say whether it is.",
            "{count} lines look like ones that another file brought; they wait until you say whether they are.",
            found.suspects,
        ).format(count=found.suspects)


def _elsewhere(number: str, currency: str, lines: int) -> str:
    if currency != CURRENCY:
        sentence = ngettext(
            "Account {account} is kept in {currency}, and the books are in euros: its {count} line is kept and waits.",
            "Account {account} is kept in {currency}, and the books are in euros: its {count} lines are kept and wait.",
            lines,
        )
        return sentence.format(account=group_iban(number), currency=currency, count=lines)
    sentence = ngettext(
        "Account {account} is not known as your own: its {count} line is kept and waits until you confirm it.",
        "Account {account} is not known as your own: its {count} lines are kept and wait until you confirm it.",
        lines,
    )
    return sentence.format(account=group_iban(number), count=lines)


def _misses(one: StatementRow) -> str:
    opening, closing, lines = one.opening_cents or 0, one.closing_cents or 0, one.lines_cents
    return _(
        "{statement}: it opens with {opening} and its lines come to {lines}, so it should close with {sum}; "
        "the bank says {closing}, which is {difference} off."
    ).format(
        statement=_named(one),
        opening=_amount(opening, one.currency),
        lines=_amount(lines, one.currency),
        sum=_amount(opening + lines, one.currency),
        closing=_amount(closing, one.currency),
        difference=_amount(abs(one.misses_cents or 0), one.currency),
    )


def _gap(one: StatementRow) -> str:
    opening, gap = one.opening_cents or 0, one.gap_cents or 0
    return _(
        "{statement}: it opens with {opening}, but by what was taken in until {day} the account stood at {stood}; "
        "a file between them is missing."
    ).format(
        statement=_named(one),
        opening=_amount(opening, one.currency),
        stood=_amount(opening - gap, one.currency),
        day=long_date(one.previous_on) if one.previous_on else "",
    )


def _named(one: StatementRow) -> str:
    day = one.opens_on or one.closes_on
    if one.reference:
        return _("Statement {reference} of {account}").format(reference=one.reference, account=group_iban(one.account))
    if day:
        return _("Statement from {day} of {account}").format(day=long_date(day), account=group_iban(one.account))
    return _("Statement of {account}").format(account=group_iban(one.account))


def _amount(cents: int, currency: str) -> str:
    return f"{currency} {plain_amount(cents)}"
