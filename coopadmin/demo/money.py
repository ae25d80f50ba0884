"""The money of the made-up co-operative: charged, received, put where it belongs, and closed month by month."""

from __future__ import annotations

from datetime import timedelta

from coopadmin.demo import collecting, payers, spending
from coopadmin.demo.association import made_up_iban
from coopadmin.demo.books import MONTHS, Books, Line
from coopadmin.demo.households import Tenancy, tenancy_of
from coopadmin.demo.maintenance import Task
from coopadmin.demo.story import Story
from coopadmin.services import charges, closing, ledger, matching

CLOSED_UNTIL = 2
"""How many months ago the last closed month is."""


def tell(story: Story, all_tenancies: tuple[Tenancy, ...], tasks: tuple[Task, ...]) -> None:
    """Tell a year and a month of money, up to the evening on which the treasurer's work of today waits."""
    books = Books(story)
    spending.tell_budgets(story, books, tasks)
    for ago in range(MONTHS, -1, -1):
        month = story.month(ago)
        day = month - timedelta(days=3)
        story.tell(
            day, story.treasurer(day), charges.charge_month, lambda do, month=month: books.learn(do(month=month))
        )
    payers.tell(story, books, all_tenancies)
    spending.tell(story, books, tasks)
    collecting.put_on_account(story, books, all_tenancies)
    aside = _put_on_account(story, books)
    books.tell()
    collecting.tell(story, books, all_tenancies)
    _tell_yesterday(story, books, all_tenancies, aside)
    for ago in range(MONTHS, CLOSED_UNTIL - 1, -1):
        month = story.month(ago)
        day = story.month(ago - 1) + timedelta(days=10)
        story.tell(day, story.treasurer(day), closing.close_month, lambda do, month=month: do(month=month))


def _put_on_account(story: Story, books: Books) -> Line | None:
    """Put on the account what came on the quiet day, and what nobody knows yet; gives the latter."""
    lettings = books.to_category("lettings")
    text = "Huur zaal, jaarvergadering buurtvereniging"
    books.on_quiet_day(6_000, "Jolanda Visser", made_up_iban(4_000_041), text, lettings)
    text = "Vergoeding adres Ververskade"
    return books.line(story.ago(15), 3_500, "Kabelnet Waterveen", made_up_iban(4_000_042), text)


def _tell_yesterday(story: Story, books: Books, all_tenancies: tuple[Tenancy, ...], aside: Line | None) -> None:
    """What was done last: a line put aside, a list fetched twice, and a credit that is to go back."""
    day = story.ago(1)
    treasurer = story.treasurer(day)
    if aside is not None:
        story.tell(
            day,
            treasurer,
            matching.put_aside,
            lambda do: do(line_id=books.line_id(aside), note="Gebeld: zij zoeken uit waarvoor dit is."),
        )
    books.tell_day_list(day)
    twice = tenancy_of(all_tenancies, payers.PAID_TWICE).number
    story.tell(
        day,
        treasurer,
        ledger.plan_refund,
        lambda do: do(
            contract_id=story.ids[twice],
            amount_cents=books.rent(twice, story.month(1)),
            note="huur dubbel betaald",
        ),
    )
