"""What the made-up board did about rents that did not come, and what became of deposits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from coopadmin.demo import payers
from coopadmin.demo.association import made_up_iban
from coopadmin.demo.books import MONTHS, Books
from coopadmin.demo.contracts import payment_of
from coopadmin.demo.households import Tenancy, tenancy_of
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import arrears, charges, deposits, ledger, payment_plans
from coopadmin.services.rents import set_opening
from db.journal import Transaction
from db.queries.balances import balance_cents

_MOVED_IN, _IN_CASH = "H13", "8C"
_GONE, _PAID_BACK, _DAMAGED = "H3", "T15", "4B"


def tell(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Tell what was open at first, every step and plan since, and the deposits."""
    _tell_openings(story, all_tenancies)
    _tell_steps(story, books, all_tenancies)
    _tell_plans(story, books, all_tenancies)
    _tell_put_right(story, books, all_tenancies)
    _tell_deposits(story, books, all_tenancies)


def former(all_tenancies: tuple[Tenancy, ...], home: str) -> Tenancy:
    """Find the last contract of a home that ended, or will."""
    return next(one for one in reversed(all_tenancies) if one.home == home and one.ends_on is not None)


def _tell_openings(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    begun_on = story.month(MONTHS)
    owed = [(tenancy_of(all_tenancies, home, begun_on), days, cents) for home, days, cents in payers.OPENINGS]
    owed.append((former(all_tenancies, payers.LEFT_OWING), *payers.OWED_ON_LEAVING))

    def enter(transaction: Transaction) -> None:
        for tenancy, days, cents in owed:
            set_opening(
                transaction,
                contract_id=story.ids[tenancy.number],
                due_on=begun_on - timedelta(days=days),
                amount_cents=cents,
                note="vooruitbetaald" if cents < 0 else "uit de oude administratie",
            )

    about = " ".join(sorted({tenancy.number for tenancy, _days, _cents in owed}))
    story.tell(begun_on, story.treasurer(begun_on), take_over_records, lambda do: do(enter=enter, about=about))


# -- arrears -----------------------------------------------------------------------------------------------------------


def _tell_steps(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    gone = former(all_tenancies, payers.LEFT_OWING).number
    _tell_step(story, books, gone, MONTHS, "reminder")
    _tell_step(story, books, gone, MONTHS - 1, "fourteen_day_letter")
    day = books.evening(MONTHS - 2)
    story.tell(day, story.treasurer(day), arrears.charge_cost, lambda do: do(contract_id=story.ids[gone], on=day))
    _tell_step(story, books, gone, MONTHS - 5, "final_notice")
    _tell_step(story, books, gone, MONTHS - 7, "handed_over", "Overgedragen aan het incassobureau van de corporatie.")
    behind = tenancy_of(all_tenancies, payers.BEHIND).number
    _tell_step(story, books, behind, 1, "reminder")
    warned = tenancy_of(all_tenancies, payers.WARNED).number
    _tell_lock(story, warned)
    _tell_step(story, books, warned, 2, "reminder")
    _tell_step(story, books, warned, 1, "fourteen_day_letter", "Per post en per e-mail verstuurd.", key="letter")
    _tell_delivered(story, books.evening(1) + timedelta(days=2))


def _tell_lock(story: Story, number: str) -> None:
    """Who is behind with the rent has a new lock to pay too."""
    day = story.ago(70)
    story.tell(
        day,
        story.treasurer(day),
        charges.add_charge,
        lambda do: do(
            contract_id=story.ids[number],
            kind="damage",
            amount_cents=8_450,
            due_on=day,
            note="nieuw slot na verlies van de sleutels",
        ),
    )


def _tell_step(story: Story, books: Books, number: str, ago: int, level: str, note: str = "", key: str = "") -> None:
    """Tell a step that was taken on the evening the file of a month came in."""
    day = books.evening(ago)
    story.tell(
        day,
        story.treasurer(day),
        arrears.take_step,
        lambda do: do(contract_id=story.ids[number], level=level, taken_on=day, note=note),
        key=key,
    )


def _tell_delivered(story: Story, day: date) -> None:
    """The tenant said on what day the letter came, where that was before today."""
    if day < story.today:
        story.tell(
            day, story.treasurer(day), arrears.set_received, lambda do: do(step_id=story.ids["letter"], received_on=day)
        )


def _tell_plans(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    kept, missed = (tenancy_of(all_tenancies, home).number for home in (payers.PLAN_KEPT, payers.PLAN_MISSED))
    day = books.evening(MONTHS - 1)
    total = sum(cents for home, _days, cents in payers.OPENINGS if home == payers.PLAN_KEPT)
    story.tell(
        day,
        story.treasurer(day),
        payment_plans.agree_plan,
        lambda do: do(
            contract_id=story.ids[kept],
            agreed_on=day,
            total_cents=total,
            term_cents=payers.PLAN_TERM_KEPT,
            first_due_on=story.month(MONTHS - 3),
            note="Afgesproken aan de keukentafel; betaalt het met de huur mee.",
        ),
    )
    _tell_step(story, books, missed, 5, "reminder")
    agreed_on = payers.plan_begins(story) - timedelta(days=5)

    def agree(do: Callable[..., int]) -> int:
        total = payers.plan_total(story, books, missed)
        return do(
            contract_id=story.ids[missed],
            agreed_on=agreed_on,
            total_cents=total,
            term_cents=payers.plan_term(total),
            first_due_on=payers.plan_begins(story),
            note="Tijdelijk minder werk; nieuwe baan vanaf volgende maand.",
        )

    story.tell(agreed_on, story.treasurer(agreed_on), payment_plans.agree_plan, lambda do: agree(do))


def _tell_put_right(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    """A mistyped rent became a correction, a slip of the payer was written off, and a double payment given back."""
    day = books.evening(10)
    story.tell(
        day,
        story.treasurer(day),
        charges.correct_months,
        lambda do: do(until=story.month(10), note="verkeerd ingetikt bij het begin"),
    )
    short = tenancy_of(all_tenancies, payers.SHORT_PAID).number
    day = books.evening(6)
    story.tell(
        day,
        story.treasurer(day),
        ledger.write_off,
        lambda do: do(
            contract_id=story.ids[short], amount_cents=payers.SHORT_BY, reason="verschrijving van de huurder"
        ),
    )
    twice = tenancy_of(all_tenancies, payers.PAID_BACK).number
    day = books.evening(8)
    story.tell(
        day,
        story.treasurer(day),
        ledger.plan_refund,
        lambda do: do(
            contract_id=story.ids[twice],
            amount_cents=books.rent(twice, story.month(7)),
            note="huur dubbel betaald",
        ),
    )
    # A notice that was taken back, or told too late, leaves a difference behind.
    day = story.month(1) + timedelta(days=8)
    story.tell(day, story.treasurer(day), charges.correct_months, lambda do: do(until=story.month(2)))


# -- deposits ----------------------------------------------------------------------------------------------------------


def _tell_deposits(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    day = story.month(MONTHS) + timedelta(days=3)
    story.tell(day, story.treasurer(day), deposits.hold_agreed, lambda do: do(moved_on=day))
    cash = tenancy_of(all_tenancies, _IN_CASH)
    _tell_move(story, deposits.receive_cash, cash, cash.starts_on, note="contant bij de sleutel, kwitantie 31")
    _tell_set_off(story, books, former(all_tenancies, payers.SETTLED))
    damaged = former(all_tenancies, _DAMAGED)
    story.tell(
        story.ago(12),
        story.treasurer(story.ago(12)),
        deposits.deduct,
        lambda do: do(
            contract_id=story.ids[damaged.number],
            moved_on=story.ago(12),
            kind="damage",
            amount_cents=14_500,
            note="gat in de deur van de woonkamer",
        ),
    )


def put_on_account(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Put the deposits that came or went by bank on the account."""
    new = tenancy_of(all_tenancies, _MOVED_IN)
    savings = made_up_iban(4_000_021)
    to = books.to_contract(new.number, "deposit")
    books.line(
        new.starts_on - timedelta(days=4),
        payment_of(new)[0] or 0,
        f"{new.tenants[0]} sparen",
        savings,
        f"waarborgsom {new.home}",
        to,
    )
    for place, (home, days) in enumerate(((_GONE, 93), (_PAID_BACK, 8))):
        gone = former(all_tenancies, home)
        to = books.to_contract(gone.number, "deposit", "terug na het einde")
        text = f"Terugbetaling waarborgsom {home}"
        books.line(
            story.ago(days), -(payment_of(gone)[0] or 0), gone.tenants[0], made_up_iban(4_000_031 + place), text, to
        )


def _tell_set_off(story: Story, books: Books, tenancy: Tenancy) -> None:
    """The last rent did not come, so the deposit was set off against it."""
    day = books.evening(8)

    def settle(do: Callable[..., int]) -> int:
        owed = balance_cents(story.connection, story.ids[tenancy.number], day)
        return do(
            contract_id=story.ids[tenancy.number],
            moved_on=day,
            kind="unpaid_rent",
            amount_cents=min(owed, payment_of(tenancy)[0] or 0),
            note="laatste maand",
        )

    story.tell(day, story.treasurer(day), deposits.deduct, lambda do: settle(do))


def _tell_move(story: Story, deed: Callable[..., int], tenancy: Tenancy, on: date, note: str) -> None:
    story.tell(
        on,
        story.treasurer(on),
        deed,
        lambda do: do(
            contract_id=story.ids[tenancy.number],
            moved_on=on,
            amount_cents=payment_of(tenancy)[0],
            note=note,
        ),
    )
