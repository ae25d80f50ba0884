"""The treasurer's page: how the month stands, a year of arrears, and every piece of work with money."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from coopadmin.domain.budget import percent
from coopadmin.domain.closing import month_text
from coopadmin.formats import euro, short_date
from coopadmin.i18n import _, ngettext
from screens.app import CoopApp
from screens.lines import Line, LinesScreen, heading
from screens.money.pages import call, open_page, there
from screens.money.reading import Money, read_money
from screens.text import joined
from screens.widgets.figures import bar, sparkline

BAR_WIDTH = 20
SIGNS = {"▲": "$error", "●": "$warning", "○": "", "✓": "$text-muted", "": ""}

Run = Callable[[CoopApp], Awaitable[object]]


class MoneyScreen(LinesScreen):
    """Expected, received, open; and what waits for the treasurer."""

    def compose_head(self) -> ComposeResult:
        """The figures above the lines."""
        yield Static("", id="money-figures", markup=False)

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Read how the money stands."""
        money = await self.app.read(read_money, self.app.today)
        self.query_one("#money-figures", Static).update(_figures(money))
        head = joined(" ", (_("Money"), "bold"), f"   {month_text(self.app.today)}")
        return head, [line for line in _lines(money) if line is not None]


def _figures(money: Money) -> Content:
    position = money.position
    part = percent(position.received_cents, position.expected_cents)
    received = f"{euro(position.received_cents):>14}"
    if part is not None:
        received += f"   {bar(part, BAR_WIDTH)} {part} %"
    contracts = ngettext("{count} contract", "{count} contracts", position.behind).format(count=position.behind)
    expected = f"{euro(position.expected_cents):>14}"
    if not position.charged:
        expected += "   " + _("not charged yet")
    year = _("12 months")
    owed = f"{euro(position.arrears_cents):>14}   {sparkline(position.line)} {year} · {contracts}"
    rows = (
        (_("expected"), expected),
        (_("received"), received),
        (_("still open"), f"{euro(position.open_cents):>14}"),
        (_("arrears in all"), owed),
    )
    return Content("\n").join(joined((f" {label:<18}", "$text-muted"), text) for label, text in rows)


# -- the lines -----------------------------------------------------------------------------------------------------


def _lines(money: Money) -> Iterator[Line | None]:
    yield heading(_("The bank"))
    yield _line(_("Read a bank file"), _bank_text(money), "", _form("screens.bank.forms", "read_file"))
    waits = ngettext("{count} line waits", "{count} lines wait", money.waiting).format(count=money.waiting)
    text = f"{waits} · {euro(money.waiting_cents)}" if money.waiting else _("every line has its place")
    yield _line(_("Clear the queue"), text, "●" if money.waiting else "✓", _page("matching", "screens.matching.screen"))
    yield _line(_("Bank lines"), _("every line and where it stands"), "", _page("bank"))
    yield heading(_("Rents and accounts"))
    yield _to_charge(money)
    yield _line(_("Charges"), _("what was put on accounts"), "", _page("charges"))
    steps = ngettext("{count} step is due", "{count} steps are due", money.steps).format(count=money.steps)
    yield _line(_("Arrears"), steps, "●" if money.steps else "✓", _page("arrears"))
    yield _refunds(money)
    yield _plans(money)
    yield _line(_("Deposits"), _("held, and to be given back"), "", _page("deposits"))
    yield _line(_("Rent increase"), _("the yearly round, its limits and letters"), "", _page("increases"))
    yield heading(_("The year"))
    yield _budget(money)
    yield _closing(money)


def _line(label: str, text: str, sign: str, run: Run | None) -> Line | None:
    """Make a line for what is there; None for a page this program does not have."""
    return None if run is None else Line(label, text, run, sign=sign, style=SIGNS[sign])


def _page(name: str, module: str = "") -> Run | None:
    if not there(module or f"screens.{name}.subject") and not there(f"screens.{name}.screen"):
        return None

    async def run(app: CoopApp) -> None:
        await open_page(app, name)

    return run


def _form(module: str, function: str) -> Run | None:
    if not there(module):
        return None

    async def run(app: CoopApp) -> None:
        await call(app, module, function)

    return run


def _bank_text(money: Money) -> str:
    if not money.bank:
        return _("no file was read in yet")
    parts = [
        _("{account} until {day}").format(account=row.number[-4:], day=short_date(row.closes_on))
        + ("" if row.closing_cents is None else f": {euro(row.closing_cents)}")
        for row in money.bank
    ]
    return " · ".join(parts)


def _to_charge(money: Money) -> Line | None:
    month = month_text(money.to_charge)
    sentence = ngettext("{month}: {count} contract to charge", "{month}: {count} contracts to charge", money.uncharged)
    text = sentence.format(month=month, count=money.uncharged) if money.uncharged else _("nothing to charge")
    sign = "●" if money.uncharged and not _is_ahead(money) else "✓"
    return _line(_("Charge the month"), text, sign, _form("screens.charges.months", "charge_a_month"))


def _is_ahead(money: Money) -> bool:
    """Whether the month to charge is still to come."""
    return money.to_charge > money.position.month


def _refunds(money: Money) -> Line | None:
    sentence = ngettext("{count} refund waits", "{count} refunds wait", money.refunds).format(count=money.refunds)
    text = f"{sentence} · {euro(money.refunds_cents)}" if money.refunds else _("who is ahead; none waits for the bank")
    return _line(
        _("Credits and refunds"), text, "●" if money.refunds else "", _page("credits", "screens.ledger.credits")
    )


def _plans(money: Money) -> Line | None:
    text = ngettext("{count} runs", "{count} run", money.plans).format(count=money.plans)
    text = text if money.plans else _("none runs")
    if money.lapsed:
        text += " · " + ngettext("{count} lapsed", "{count} lapsed", money.lapsed).format(count=money.lapsed)
    return _line(_("Payment plans"), text, "▲" if money.lapsed else "", _page("plans"))


def _budget(money: Money) -> Line | None:
    parts: list[str] = []
    if money.over:
        parts.append(
            ngettext("{count} over its budget", "{count} over their budget", money.over).format(count=money.over)
        )
    if money.near:
        parts.append(ngettext("{count} nearly used up", "{count} nearly used up", money.near).format(count=money.near))
    sign = "▲" if money.over else "●" if money.near else ""
    return _line(_("Budget of a year"), " · ".join(parts) or _("what a year costs and brings"), sign, _page("budget"))


def _closing(money: Money) -> Line | None:
    todo = money.closing
    if todo is None:
        text, sign = _("no month is over that is not closed"), "✓"
    elif todo.blocking:
        sentence = ngettext(
            "{month}: {count} thing keeps it open", "{month}: {count} things keep it open", len(todo.blocking)
        )
        text, sign = sentence.format(month=month_text(todo.month), count=len(todo.blocking)), "●"
    else:
        text, sign = _("{month} can be closed").format(month=month_text(todo.month)), "●"
    return _line(_("Close the month"), text, sign, _page("closing"))
