"""The letters to a tenant who is behind, as plain text in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from coopadmin.domain import ledger
from coopadmin.domain.charges import KINDS
from coopadmin.domain.closing import month_text
from coopadmin.domain.collection import Cost, cost_line_text
from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.ledger import OpenDebt
from coopadmin.formats import euro, long_date
from coopadmin.i18n import _, ngettext

_WIDTH = 44
"""Signs before an amount."""

_LINE = 76
"""Signs on a line of text."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says: from whom, to whom, about which debts, and the cost it announces; amounts in cents."""

    level: str
    on: date
    sender: str
    iban: str
    tenants: Sequence[str]
    address: str
    contract: str
    debts: Sequence[OpenDebt]
    open_cents: int
    """What was open of these debts when the step was taken."""
    cost_cents: int | None
    cost: Cost | None
    """How the cost came about."""
    answer_days: int
    """The days a final notice leaves."""


def letter_text(letter: Letter) -> str:
    """Write a reminder, a fourteen-day letter or a final notice."""
    parts = [*_head(letter), "", *_opening(letter), "", *_debts(letter), ""]
    if letter.level == "fourteen_day_letter":
        parts += [*_term(letter), ""]
    parts += [*_closing(letter), "", letter.sender]
    return "\n".join(_wrapped(line) for line in parts) + "\n"


def _wrapped(line: str) -> str:
    return line if line.startswith(" ") else fill(line, _LINE, break_long_words=False, break_on_hyphens=False)


def debt_text(one: OpenDebt) -> str:
    """Call a debt by what it is for: `rent September 2026`."""
    words = {**ledger.WORDS, **KINDS}
    kind = _(words.get(one.debt.kind, one.debt.kind))
    return f"{kind} {month_text(one.debt.month)}" if one.debt.month else kind


def _head(letter: Letter) -> Iterator[str]:
    yield letter.sender
    yield ""
    yield from letter.tenants
    if letter.address:
        yield letter.address
    yield ""
    yield long_date(letter.on)
    yield ""
    subjects = {
        "reminder": _("Reminder: open amount on contract {contract}"),
        "fourteen_day_letter": _("Notice of default: open amount on contract {contract}"),
        "final_notice": _("Final notice: open amount on contract {contract}"),
    }
    yield subjects[letter.level].format(contract=letter.contract)


def _opening(letter: Letter) -> Iterator[str]:
    yield _("Dear {names},").format(names=", ".join(letter.tenants) or _("tenant"))
    yield ""
    sentences = {
        "reminder": _("We have not yet received the whole of what was due. Perhaps it escaped your attention."),
        "fourteen_day_letter": _("The following was not paid although it was due."),
        "final_notice": _("In spite of our earlier letters the following was not paid."),
    }
    yield sentences[letter.level]


def _debts(letter: Letter) -> Iterator[str]:
    for one in letter.debts:
        label = _("{what}, due {day}").format(what=debt_text(one), day=long_date(one.debt.due_on))
        yield _amount(label, one.open_cents)
    found = sum(one.open_cents for one in letter.debts)
    if found != letter.open_cents:
        yield _amount(_("settled on these since"), letter.open_cents - found)
    yield _amount(_("together"), letter.open_cents)


def _term(letter: Letter) -> Iterator[str]:
    # The words of the term are the law's; with others the letter is void (Supreme Court, 25 November 2016).
    yield _(
        "You have the opportunity to pay {amount} without further cost within fourteen days from the day after this "
        "letter was delivered to you (“binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd”)."
    ).format(amount=euro(letter.open_cents))
    if not letter.cost_cents or letter.cost is None:
        return
    yield ""
    yield _(
        "If the whole amount is not paid within that time, you owe collection cost of {cost} on top of it, by the "
        "Decree on compensation for extrajudicial collection costs, over a principal of {principal}:"
    ).format(cost=euro(letter.cost_cents), principal=euro(letter.cost.principal_cents))
    for line in letter.cost.lines:
        yield _amount(cost_line_text(line), line.amount_cents)
    yield _amount(_("collection cost"), letter.cost_cents)
    if any(line.kind == "vat" for line in letter.cost.lines):
        yield _("We cannot reclaim VAT, which is why it comes on top of the cost.")
    yield _("What you pay in time lowers the amount the cost is counted over.")


def _closing(letter: Letter) -> Iterator[str]:
    if letter.iban:
        yield _("Please pay to {iban} in the name of {name}, mentioning {contract}.").format(
            iban=group_iban(letter.iban), name=letter.sender, contract=letter.contract
        )
    if letter.level == "final_notice":
        yield ngettext(
            "If nothing is paid or agreed within {count} day, we shall have to hand the claim over. Talk to us: a "
            "payment plan may be possible.",
            "If nothing is paid or agreed within {count} days, we shall have to hand the claim over. Talk to us: a "
            "payment plan may be possible.",
            letter.answer_days,
        ).format(count=letter.answer_days)
    else:
        yield _("If you cannot pay at once, please tell us soon: a payment plan may be possible.")
    yield _("Free help with debts is given by your municipality.")
    yield _("If you have paid in the meantime, you may take this letter as settled.")


def _amount(label: str, cents: int) -> str:
    """Write a line with its amount; a long label stands on a line of its own."""
    amount = f"{euro(cents):>14}"
    if len(label) <= _WIDTH:
        return f"  {label:<{_WIDTH}}{amount}"
    return f"  {label}\n  {'':<{_WIDTH}}{amount}"
