"""What can be done in the queue of bank lines, and how its list looks."""

from __future__ import annotations

from coopadmin.domain.suggestions import MOST_SHOWN
from coopadmin.i18n import N_
from db.queries.matching import LineRow
from screens.commands import Command
from screens.matching.panel import sign_of
from screens.subject import Column, day, money

ACCEPT = Command("screen.take(1)", "enter", N_("take the first"), N_("Book the line as the first suggestion says"))
TAKE = tuple(
    Command(f"take({digit})", str(digit), N_("that one"), N_("Book the line as that suggestion says"), footer=False)
    for digit in range(1, MOST_SHOWN + 1)
)
ACCOUNT = Command("account", "c", N_("account"), N_("Choose the contract, member or deposit yourself"))
CATEGORY = Command("category", "g", N_("category"), N_("Book it as other income or expense, in a category"))
SPLIT = Command("split", "s", N_("split"), N_("Put parts of the line to several places"))
REMEMBER = Command("remember", "m", N_("remember"), N_("Remember the account for the contract that is taken next"))
ASIDE = Command("aside", "p", N_("aside"), N_("Put the line aside with a note; on one put aside: take it up again"))
JUDGE = Command("judge", "d", N_("double?"), N_("Show a line that may be here twice beside the other one"))
TRANSFER = Command("transfer", "t", N_("own accounts"), N_("Money between your own accounts"), footer=False)
DETAILS = Command("details", "i", N_("everything"), N_("Everything the bank said of this line"), footer=False)
INTAKE = Command("intake", "b", N_("bank file"), N_("Read in a file of the bank"), footer=False)

LABELS: dict[str, str] = {
    "waiting": N_("to place"),
    "aside": N_("put aside"),
    "suspects": N_("perhaps twice"),
}

COLUMNS: tuple[Column[LineRow], ...] = (
    Column("", sign_of, 1),
    Column(N_("Day"), lambda row: day(row.booked_on), 11),
    Column(N_("Waits"), lambda row: money(row.waits_cents), 12, right=True),
    Column(N_("Name"), lambda row: row.name or row.description),
    Column(N_("Description"), lambda row: row.description, 30, wide=True),
)
