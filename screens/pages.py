"""Which lists and pages there are, and how each is made; their modules are loaded on first use."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

PAGES: dict[str, str] = {
    **dict.fromkeys(("week", "bookings", "series", "turns", "keys"), "facilities"),
    **dict.fromkeys(("inspections", "contractors", "maintenance_plan", "demarcation"), "maintenance"),
    **dict.fromkeys(("work_days", "hours", "household_hours", "claims"), "maintenance"),
    **dict.fromkeys(("mismatches", "applications", "endings"), "members"),
    **dict.fromkeys(("allocation", "waiting", "pool", "candidates"), "dwellings"),
    **dict.fromkeys(("journal", "deadlines", "offices", "voting_rules", "procedures"), "association"),
    **dict.fromkeys(("forgetting", "privacy", "backups", "doctor"), "association"),
    **dict.fromkeys(("decisions", "actions", "requests"), "meetings"),
    **dict.fromkeys(
        (
            "matching",
            "bank",
            "charges",
            "arrears",
            "credits",
            "plans",
            "deposits",
            "increases",
            "objections",
            "budget",
            "closing",
        ),
        "money",
    ),
}
"""Lists and pages that are no section of their own, each with the section it belongs to."""


SCREENS: dict[str, tuple[str, str]] = {
    "desk": ("screens.desk.screen", "DeskScreen"),
    "association": ("screens.association.screen", "AssociationScreen"),
    "week": ("screens.facilities.grid", "WeekScreen"),
    "journal": ("screens.journal.screen", "JournalScreen"),
    "matching": ("screens.matching.screen", "MatchingScreen"),
    "money": ("screens.money.screen", "MoneyScreen"),
    "closing": ("screens.closing.screen", "ClosingScreen"),
    "increases": ("screens.increases.screen", "IncreasesScreen"),
    "forgetting": ("screens.forgetting.screen", "ForgettingScreen"),
    "privacy": ("screens.forgetting.papers", "RegisterScreen"),
    "backups": ("screens.backups.screen", "BackupsScreen"),
    "doctor": ("screens.doctor.screen", "DoctorScreen"),
}
"""Pages that are no list of records: the module and the class of each, imported on first use."""


def made(name: str) -> Screen[Any]:
    """Make the page of a section, a list or a page of its own."""
    from importlib import import_module

    if name in SCREENS:
        module, page = SCREENS[name]
        return getattr(import_module(module), page)()
    from screens.list_screen import ListScreen
    from screens.subject import subject_named

    return ListScreen(subject_named(name))
