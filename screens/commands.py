"""What can be done, declared once: a command feeds the key, the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from coopadmin.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: `action` as Textual names it, its key, a word for the footer and a sentence for the help."""

    action: str
    key: str
    label: str
    help: str
    footer: bool = True
    short: str = ""
    """A shorter word, where the terminal has no room for the first."""

    def binding(self, *, at_once: bool = False) -> Binding:
        """Make the key; its description stays untranslated until it is shown.

        What is done `at_once` begins before the next key is looked at, whatever has the focus.
        """
        return Binding(
            self.key,
            self.action,
            self.label,
            tooltip=self.help,
            show=self.footer,
            id=self.action,
            priority=at_once,
        )


HELP = Command("help", "f1", N_("help"), N_("Show all keys of this page and what they do"))
FIND = Command("find", "ctrl+p", N_("find anything"), N_("Find a person, home, contract, task, decision or command"))
QUIT = Command("quit", "f10", N_("stop"), N_("Close the desk; everything is saved already"))
QUIT_TOO = Command("quit", "ctrl+q", N_("stop"), N_("Close the desk; everything is saved already"), footer=False)
UNDO = Command("undo", "u", N_("undo"), N_("Take back the last action; it is asked first"))
BACK = Command("back", "escape", N_("back"), N_("Go back to where you came from"))

SEARCH = Command("search", "slash", N_("search"), N_("Search in this list by any part of a name or number"))
NEW = Command("new", "n", N_("new"), N_("Add a record to this list"))
EDIT = Command("edit", "e", N_("edit"), N_("Change the chosen record"))
ACTIONS = Command("actions", "a", N_("actions"), N_("Everything that can be done with the chosen record"))
FILTER = Command("filter", "f", N_("filter"), N_("Choose which records the list shows"))
SORT = Command("sort", "s", N_("sort"), N_("Choose the order of the list"), footer=False)
DAY = Command("day", "d", N_("another day"), N_("Show this list as it stood on another day"), footer=False)
EXPORT = Command("export", "x", N_("export"), N_("Save this list as a CSV file or a workbook"), footer=False)
BESIDE = Command(
    "beside", "b", N_("list beside"), N_("The list that goes with this one: bookings, inspections, decisions")
)
SAVE = Command("save", "ctrl+s", N_("save"), N_("Save what is filled in"))
LEAVE = Command("leave", "escape", N_("back"), N_("Leave the form; what you typed is kept for next time"))

UNDO_THIS = Command("undo_this", "u", N_("take back"), N_("Take back the batch under the cursor, whole"))
ROLE = Command("role", "r", N_("role"), N_("Choose whose work comes first on this page"))
JOURNAL = Command("journal", "j", N_("journal"), N_("Everything that was done, by whom and when; take a batch back"))

SECTIONS: dict[str, Command] = {
    "desk": Command("section('desk')", "f2", N_("Desk"), N_("What needs doing today"), footer=False),
    "members": Command("section('members')", "f3", N_("Members"), N_("The members' register"), footer=False),
    "dwellings": Command("section('dwellings')", "f4", N_("Homes"), N_("The homes and who lives there"), footer=False),
    "contracts": Command("section('contracts')", "f5", N_("Rent"), N_("Tenancy contracts and rents"), footer=False),
    "maintenance": Command(
        "section('maintenance')", "f6", N_("Maintenance"), N_("Repairs, planned work and inspections"), footer=False
    ),
    "facilities": Command(
        "section('facilities')",
        "f7",
        N_("Facilities"),
        N_("Shared rooms and things, and their bookings"),
        footer=False,
        short=N_("Shared"),
    ),
    "meetings": Command(
        "section('meetings')",
        "f8",
        N_("Meetings"),
        N_("Meetings from the letter to the minutes, decisions and actions"),
        footer=False,
    ),
    "association": Command(
        "section('association')",
        "f9",
        N_("Co-op"),
        N_("The co-operative, its rules, the journal, import"),
        footer=False,
    ),
    "money": Command(
        "section('money')", "f12", N_("Money"), N_("The treasurer's page: what waits, month by month"), footer=False
    ),
}
"""The subjects in the order of their keys; the same keys everywhere."""

KEY_NAMES: dict[str, str] = {
    "escape": "Esc",
    "slash": "/",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "tab": "Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "delete": "Del",
    "minus": "-",
    "plus": "+",
    "space": N_("space"),
}


def key_name(key: str) -> str:
    """Write a key as it is printed on the keyboard: `ctrl+p` → `Ctrl+P`."""
    parts = key.split("+")
    last = parts[-1]
    named = _(KEY_NAMES[last]) if last in KEY_NAMES else last.upper() if len(last) > 1 or len(parts) > 1 else last
    return "+".join([*(part.capitalize() for part in parts[:-1]), named])


def bindings(commands: Iterable[Command], *, at_once: bool = False) -> list[BindingType]:
    """Make the keys of some commands; `at_once` where nobody types text, and what moves the cursor is at once too."""
    return [command.binding(at_once=at_once) for command in commands]
