"""How the made-up tenants pay their rent: most on time, some late, in parts, from elsewhere, twice or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.demo.association import made_up_iban
from coopadmin.demo.books import MONTHS, Books
from coopadmin.demo.contracts import payment_of
from coopadmin.demo.households import WITHOUT_RENT, Tenancy, tenancy_of
from coopadmin.demo.story import Story
from coopadmin.domain.periods import add_months
from coopadmin.services.matching_parts import Part
from db.queries.balances import balance_cents

BEHIND, WARNED, PLAN_KEPT, PLAN_MISSED = "T25", "4D", "4C", "H9"
"""Homes whose tenants are behind: lately, for months, with a plan that is kept and with one that is not."""

LEFT_OWING, SETTLED = "6B", "8C"
"""Homes whose tenants left with something open: still, and set off against the deposit."""

PAID_TWICE, PAID_BACK, SHORT_PAID, MISTYPED = "4A", "2D", "8B", "T16"

UNPAID = {BEHIND: (1, 0), WARNED: (2, 1, 0), PLAN_MISSED: (5, 4), SETTLED: (8,)}
"""The months, counted back from this one, of which a home's rent did not come."""

PLAN_TERM_KEPT, PLAN_TERMS_MISSED = 11_000, 6
SHORT_BY = 120

_LATE, _IN_PARTS, _FOR_TWO, _OTHER, _BY_MOTHER, _RETURNED = "T13", "H10", ("H8", "T21"), "H11", "T14", "H7"
_TOGETHER_SINCE = 5
_AHEAD, _BEFORE = "H2", "H4"
OPENINGS = (
    (PLAN_KEPT, 101, 82_400),
    (PLAN_KEPT, 71, 82_400),
    (PLAN_KEPT, 41, 82_400),
    (_BEFORE, 41, 8_999),
    (_AHEAD, 10, -12_000),
)
"""What was open when the money was first kept in the store: a home, how many days before, and cents."""

OWED_ON_LEAVING = (55, 61_075)

_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays the rent of a contract, from which account, and whether the co-operative collects it."""

    tenancy: Tenancy
    iban: str
    is_collected: bool

    @property
    def number(self) -> str:
        """The contract's number."""
        return self.tenancy.number

    @property
    def name(self) -> str:
        """The name on the account."""
        return self.tenancy.tenants[0]


def _payer(tenancy: Tenancy) -> Payer:
    _deposit, iban, method = payment_of(tenancy)
    return Payer(tenancy, iban or made_up_iban(3_000_000 + int(tenancy.number[2:])), method == "direct_debit")


def month_text(month: date) -> str:
    """Write a month as tenants do: `november 2026`."""
    return f"{_MONTHS[month.month - 1]} {month.year}"


def tell(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Put every rent that was paid on the account, month by month."""
    habits = _habits(story, books, all_tenancies)
    for ago in range(MONTHS, -1, -1):
        month = story.month(ago)
        for tenancy in all_tenancies:
            begins_by = tenancy.starts_on <= month and (tenancy.ends_on is None or tenancy.ends_on >= month)
            if begins_by and tenancy.home != WITHOUT_RENT and ago not in UNPAID.get(tenancy.home, ()):
                _pay(books, _payer(tenancy), month, ago, habits)
    former = next(one for one in all_tenancies if one.home == SETTLED and one.ends_on is not None)
    _tell_rest(story, books, _payer(former))
    _tell_terms(story, books, next(one for one in all_tenancies if one.home == PLAN_MISSED))


@dataclass(frozen=True, slots=True)
class _Habits:
    """What hangs on the day the demo is opened: the last month of which a rent of the fourth came, which still waits,
    and the numbers of the two contracts that one tenant pays.
    """

    newest: int
    pair: tuple[str, str]


def _habits(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> _Habits:
    newest = 0 if books.working_day(story.month(0) + timedelta(days=3)) <= books.reaches else 1
    first, second = (tenancy_of(all_tenancies, home).number for home in _FOR_TWO)
    return _Habits(newest, (first, second))


def _pay(books: Books, payer: Payer, month: date, ago: int, habits: _Habits) -> None:
    special = _SPECIAL.get(payer.tenancy.home)
    if special is not None:
        special(books, payer, month, ago, habits)
    elif payer.is_collected:
        _collect(books, payer, month)
    else:
        day = month + timedelta(days=int(payer.number[2:]) % 3)
        books.line(day, _rent(books, payer, month), payer.name, payer.iban, _text(payer, month))


def _rent(books: Books, payer: Payer, month: date, more: int = 0) -> Callable[[], int]:
    def cents() -> int:
        charged = books.rent(payer.number, month)
        return charged + more if charged else 0

    return cents


def _text(payer: Payer, month: date) -> str:
    """Write what a payer writes: the number in one way or another, or none where the account tells."""
    number, chance = payer.number, int(payer.number[2:])
    if chance % 4 == 1 and chance % 6:
        return f"huur {month_text(month)}"
    written = (number, number.replace("-", " "), number.replace("-", "").lower())[chance % 3]
    return f"{'Huur' if chance % 2 else 'Huur woning'} {month_text(month)} {written}"


def _ahead(month: date) -> date:
    """Give the day on which rents come that are paid before the month begins."""
    return add_months(month, -1) + timedelta(days=24)


def _collect(books: Books, payer: Payer, month: date) -> None:
    text = f"Huur {month_text(month)} {payer.number}"
    books.line(month, _rent(books, payer, month), payer.name, payer.iban, text, batch="INC")


# -- who pays in another way -------------------------------------------------------------------------------------------


def _late(books: Books, payer: Payer, month: date, _ago: int, _habits: _Habits) -> None:
    day = month + timedelta(days=20)
    books.line(day, _rent(books, payer, month), payer.name, payer.iban, f"huur {payer.number}")


def _in_parts(books: Books, payer: Payer, month: date, _ago: int, _habits: _Habits) -> None:
    """Both tenants pay a half, the second one two weeks later."""
    text = f"helft huur {month_text(month)} {payer.number}"
    books.line(month + timedelta(days=2), lambda: books.rent(payer.number, month) // 2, payer.name, payer.iban, text)
    other = made_up_iban(3_100_000 + int(payer.number[2:]))
    rest: Callable[[], int] = lambda: books.rent(payer.number, month) - books.rent(payer.number, month) // 2  # noqa: E731
    books.line(month + timedelta(days=16), rest, payer.tenancy.tenants[1], other, text)


def _for_two(books: Books, payer: Payer, month: date, ago: int, habits: _Habits) -> None:
    """Lately a tenant pays for a neighbour too; the number of both stands in the text, so a person parts it."""
    first, second = habits.pair
    if ago > _TOGETHER_SINCE:
        books.line(month, _rent(books, payer, month), payer.name, payer.iban, _text(payer, month))
        return
    if payer.number != first:
        return

    def together() -> int:
        return books.rent(first, month) + books.rent(second, month)

    def parts(cents: int) -> Sequence[Part]:
        own = books.rent(first, month)
        return [
            Part(own, "contract", contract_id=books.story.ids[first]),
            Part(cents - own, "contract", contract_id=books.story.ids[second]),
        ]

    text = f"Huur {month_text(month)} {first} en {second}"
    day = month + timedelta(days=3)
    books.line(day, together, payer.name, payer.iban, text, None if ago == habits.newest else parts)


def _from_a_cousin(books: Books, payer: Payer, month: date, ago: int, habits: _Habits) -> None:
    """Twice the rent came from an account nobody knows; the last time it still waits."""
    day, cents = month + timedelta(days=3), _rent(books, payer, month)
    if ago not in (6, habits.newest):
        books.line(day, cents, payer.name, payer.iban, f"huur {month_text(month)}")
        return
    family = payer.name.split()[-1]
    parts = None if ago == habits.newest else books.to_contract(payer.number)
    books.line(day, cents, f"M. {family}", made_up_iban(4_000_011), f"huur {month_text(month)}", parts)


def _by_mother(books: Books, payer: Payer, month: date, ago: int, _habits: _Habits) -> None:
    """From the second month on a mother pays; the treasurer had her account remembered."""
    text, cents = f"huur {month_text(month)}", _rent(books, payer, month)
    if ago == MONTHS:
        books.line(month, cents, payer.name, payer.iban, text)
        return
    parts = books.to_contract(payer.number) if ago == MONTHS - 1 else None
    mother = f"A. {payer.name.split()[-1]}-Bos"
    books.line(month + timedelta(days=1), cents, mother, made_up_iban(4_000_014), text, parts, remember=bool(parts))


def _returned(books: Books, payer: Payer, month: date, ago: int, _habits: _Habits) -> None:
    """Once there was not enough on the account: the bank took the money back, and it came two weeks later."""
    _collect(books, payer, month)
    if ago != 3:
        return
    text = f"Storno huur {month_text(month)} {payer.number}"
    back: Callable[[], int] = lambda: -books.rent(payer.number, month)  # noqa: E731
    books.line(month + timedelta(days=5), back, payer.name, payer.iban, text, return_reason="AM04")
    later = month + timedelta(days=16)
    books.line(later, _rent(books, payer, month), payer.name, payer.iban, f"alsnog huur {payer.number}")


def _plan_kept(books: Books, payer: Payer, month: date, ago: int, _habits: _Habits) -> None:
    """Since the plan the rent comes with its term, a week before the month begins."""
    if ago >= MONTHS - 2:
        books.line(month + timedelta(days=1), _rent(books, payer, month), payer.name, payer.iban, _text(payer, month))
        return
    text = f"huur en termijn regeling {payer.number}"
    books.line(_ahead(month), _rent(books, payer, month, PLAN_TERM_KEPT), payer.name, payer.iban, text)


def _twice(books: Books, payer: Payer, month: date, ago: int, _habits: _Habits) -> None:
    """Who pays before the month begins did so twice once: that is a credit, or it was given back."""
    day, text, cents = _ahead(month), _text(payer, month), _rent(books, payer, month)
    books.line(month if ago == MONTHS else day, cents, payer.name, payer.iban, text)
    if (payer.tenancy.home, ago) in ((PAID_TWICE, 1), (PAID_BACK, 7)):
        books.line(day + timedelta(days=1), cents, payer.name, payer.iban, text)
    if (payer.tenancy.home, ago) == (PAID_BACK, 7):
        back: Callable[[], int] = lambda: -books.rent(payer.number, month)  # noqa: E731
        text = f"Terug: dubbele huur {month_text(month)} {payer.number}"
        books.line(month + timedelta(days=8), back, payer.name, payer.iban, text)


def _odd_amount(books: Books, payer: Payer, month: date, ago: int, _habits: _Habits) -> None:
    """An amount in another way once: too little by a slip, with what was open before, or less what was ahead."""
    more = {(SHORT_PAID, 6): -SHORT_BY, (_AHEAD, MONTHS): -12_000, (_BEFORE, MONTHS): 8_999}
    cents = _rent(books, payer, month, more.get((payer.tenancy.home, ago), 0))
    books.line(month + timedelta(days=2), cents, payer.name, payer.iban, f"huur {month_text(month)} {payer.number}")


_SPECIAL: dict[str, Callable[[Books, Payer, date, int, _Habits], None]] = {
    _LATE: _late,
    _IN_PARTS: _in_parts,
    _FOR_TWO[0]: _for_two,
    _FOR_TWO[1]: _for_two,
    _OTHER: _from_a_cousin,
    _BY_MOTHER: _by_mother,
    _RETURNED: _returned,
    PLAN_KEPT: _plan_kept,
    PAID_TWICE: _twice,
    PAID_BACK: _twice,
    SHORT_PAID: _odd_amount,
    _AHEAD: _odd_amount,
    _BEFORE: _odd_amount,
}


def _tell_rest(story: Story, books: Books, payer: Payer) -> None:
    """What was left after the deposit came two months after the contract's end."""
    day = story.month(6) + timedelta(days=11)

    def rest() -> int:
        return balance_cents(story.connection, story.ids[payer.number], day)

    books.line(day, rest, payer.name, payer.iban, f"restant {payer.number}")


def plan_begins(story: Story) -> date:
    """Give the day the first term of the missed plan was due: the fourth one fell due last week."""
    lately = story.ago(6)
    return add_months(lately.replace(day=min(lately.day, 28)), -3)


def plan_total(story: Story, books: Books, number: str) -> int:
    """Give what the missed plan is about, in cents; only while the story is played."""
    return sum(books.rent(number, story.month(ago)) for ago in UNPAID[PLAN_MISSED])


def plan_term(total_cents: int) -> int:
    """Give a term of the missed plan in cents, in whole euros."""
    return -(-total_cents // (100 * PLAN_TERMS_MISSED)) * 100


def _tell_terms(story: Story, books: Books, tenancy: Tenancy) -> None:
    """Three terms came, and the fourth did not."""
    payer = _payer(tenancy)

    def term() -> int:
        return plan_term(plan_total(story, books, payer.number))

    for place in range(3):
        day = add_months(plan_begins(story), place) - timedelta(days=4)
        books.line(day, term, payer.name, payer.iban, f"termijn {place + 1} regeling {payer.number}")
