"""The made-up money that is not rent: what the corporation pays and is paid, invoices, and the yearly budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from zlib import crc32

from coopadmin.demo.association import OWNER, made_up_iban
from coopadmin.demo.books import MONTHS, Books
from coopadmin.demo.maintenance import Task
from coopadmin.demo.maintenance_calls import PROMISED_CENTS
from coopadmin.demo.payers import month_text
from coopadmin.demo.story import Story
from coopadmin.demo.work import NOT_PAID_YET
from coopadmin.services import budget
from db.queries.pass_on import passing_on

_CLEANING, _PASS_ON = "schoonmaak", "pass-on"

_EVERY_MONTH, _EVERY_QUARTER = tuple(range(1, 13)), (1, 4, 7, 10)

_REGULAR: tuple[tuple[tuple[int, ...], int, int, str, str, str], ...] = (
    # months, day from 0, cents, with whom, what for, category
    (_EVERY_MONTH, 27, -1_285, "", "Kosten zakelijk pakket", "bank"),
    (_EVERY_QUARTER, 13, -354_000, "Energiebedrijf Waterveen", "Gas en stroom toren en zaal", "energy"),
    (_EVERY_QUARTER, 17, -253_500, "Schoonmaakbedrijf Helder", "Schoonmaak trappenhuizen", _CLEANING),
    (_EVERY_QUARTER, 14, 187_500, OWNER, "Beheervergoeding kwartaal", "fee"),
    (_EVERY_QUARTER, 14, 120_000, OWNER, "Onderhoudsbudget kwartaal", "maintenance-in"),
    ((2,), 9, -27_500, "Landelijk Bewonerspunt", "Contributie", "fees-paid"),
    ((3,), 19, -143_620, "Verzekeringen Waterveen", "Premie opstal en aansprakelijkheid", "insurance"),
    ((5, 11), 24, -18_435, "Buurtwinkel de Kade", "Koffie en broodjes ledenavond", "association"),
    ((2, 4, 6, 9, 12), 6, 6_000, "Jolanda Visser", "Huur zaal buurtvereniging", "lettings"),
)

_BUDGETS: dict[str, int] = {
    "fee": 750_000,
    "maintenance-in": 480_000,
    "lettings": 36_000,
    "insurance": 180_000,
    "bank": 20_000,
    "association": 50_000,
    "energy": 1_800_000,
    "fees-paid": 35_000,
    _CLEANING: 1_290_000,
}
"""What a year was thought to bring or cost, in cents, by category."""

_MAINTENANCE_LAST_YEAR = 520_000
_USED_PERCENT = 88
_FIFTY_EUROS = 5_000


def tell(story: Story, books: Books, tasks: tuple[Task, ...]) -> None:
    """Put everything that is not rent on the account."""
    for ago in range(MONTHS, -1, -1):
        month = story.month(ago)
        for months, days, cents, name, text, code in _REGULAR:
            if month.month in months:
                said = f"{text} {month_text(month)}"
                iban = _iban(name) if name else ""
                books.line(month + timedelta(days=days), cents, name, iban, said, books.to_category(code))
        _pass_on(story, books, month)
    _pay_invoices(story, books, tasks)


def _iban(name: str) -> str:
    return made_up_iban(5_000_000 + crc32(name.encode()) % 900_000)


def _pass_on(story: Story, books: Books, month: date) -> None:
    """Of every month the basic rents go to the corporation, whatever came in of them."""

    def due() -> int:
        return -passing_on(story.connection, month, months=1)[0].open_cents

    text = f"Afdracht kale huren {month_text(month)}"
    books.line(month + timedelta(days=21), due, OWNER, _iban(OWNER), text, books.to_category(_PASS_ON))


# -- maintenance -------------------------------------------------------------------------------------------------------


def _pay_invoices(story: Story, books: Books, tasks: tuple[Task, ...]) -> None:
    """Pay what the co-operative had done: one by one, and what was older in one sum."""
    since = date(story.today.year - 1, 1, 1)
    old: list[tuple[Task, int]] = []
    for task, done_on, cents in _done(story, tasks):
        paid_on = done_on + timedelta(days=12)
        if task.work.what == NOT_PAID_YET:
            text = f"Factuur {task.work.what.lower()}"
            books.line(story.ago(16), -cents, "Fietsenmaker Trapkracht", _iban("Trapkracht"), text)
        elif paid_on >= books.begun_on:
            name = task.work.contractor or "Kas klusploeg"
            text = f"Factuur {done_on:%y%m}-{int(task.number[2:]):03d} {task.work.what.lower()}"
            to = books.to_category("maintenance", task.number)
            books.line(paid_on, -cents, name, _iban(name), text, to)
        elif done_on >= since:
            old.append((task, cents))
    if old:
        _pay_together(books, old)


def _pay_together(books: Books, old: list[tuple[Task, int]]) -> None:
    total = -sum(cents for _task, cents in old)
    text = "Verrekening onderhoud eerder dit jaar, zie specificatie"
    places = [(books.to_category("maintenance", task.number), -cents) for task, cents in old]
    day = books.begun_on + timedelta(days=8)
    books.line(
        day,
        total,
        "Kas klusploeg",
        _iban("Kas klusploeg"),
        text,
        lambda _cents: [part for parts, cents in places for part in parts(cents)],
    )


def _done(story: Story, tasks: Iterable[Task]) -> Iterable[tuple[Task, date, int]]:
    """Give the work the co-operative paid for, with its day and cost in cents; nothing that was taken up again."""
    for task in tasks:
        steps = task.work.steps
        if task.work.responsible in ("cooperative", "unknown") and steps:
            done = next((step for step in reversed(steps) if step.deed == "done"), None)
            if done and done.cents and all(step.deed != "reopen" for step in steps):
                yield task, story.ago(done.ago), done.cents


# -- the budget --------------------------------------------------------------------------------------------------------


def _tell_categories(story: Story) -> None:
    day = story.month(MONTHS)
    story.tell(day, story.treasurer(day), budget.add_usual_categories, lambda do: do())
    story.tell(
        day,
        story.treasurer(day),
        budget.save_category,
        lambda do: do(code=_CLEANING, name="Schoonmaak trappenhuizen", direction="expense"),
        key=f"category {_CLEANING}",
    )


def tell_budgets(story: Story, books: Books, tasks: tuple[Task, ...]) -> None:
    """Begin the categories; tell last year's budget, that it was taken over, and what was made of maintenance."""
    _tell_categories(story)
    year = story.today.year
    first = story.month(MONTHS) + timedelta(days=1)
    for code, cents in (*_BUDGETS.items(), ("maintenance", _MAINTENANCE_LAST_YEAR)):
        _tell_budget(story, books, first, code, year - 1, cents)
    decided = max(first, date(year - 1, 12, 12))
    take_over: Callable[..., int] = budget.take_over_budget
    story.tell(decided, story.treasurer(decided), take_over, lambda do: do(from_year=year - 1, year=year))
    note = "Bijgesteld door de ledenvergadering, na de ronde langs de gebouwen."
    _tell_budget(story, books, decided, "maintenance", year, _maintenance(story, tasks), note)


def _tell_budget(story: Story, books: Books, day: date, code: str, year: int, cents: int, note: str = "") -> None:
    story.tell(
        day,
        story.treasurer(day),
        budget.set_budget,
        lambda do: do(category_id=books.category_id(code), year=year, amount_cents=cents, note=note),
    )


def _maintenance(story: Story, tasks: tuple[Task, ...]) -> int:
    """Give a budget for maintenance of which nearly all is spent or promised by now, in whole fifties."""
    first = date(story.today.year, 1, 1)
    spent = sum(cents for _task, done_on, cents in _done(story, tasks) if done_on + timedelta(days=12) >= first)
    promised = 0
    for task in tasks:
        steps = task.work.steps
        closed = any(step.deed in ("done", "cancel") for step in steps) and steps[-1].deed != "reopen"
        if task.work.responsible in ("cooperative", "unknown") and not closed:
            promised += max((step.cents or 0 for step in steps), default=0)
    used = spent + promised + PROMISED_CENTS
    return -(-used * 100 // (_USED_PERCENT * _FIFTY_EUROS)) * _FIFTY_EUROS
