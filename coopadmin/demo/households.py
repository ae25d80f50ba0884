"""Who lives where, since when and until when; every name is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from coopadmin.demo.story import Story
from coopadmin.domain.periods import last_of_month

_ROWS: tuple[tuple[str, str, int, int | None], ...] = (
    # home, tenants as on the contract, first month and last month, counted back from this one
    ("2A", "Noor van Dijk", 161, None),
    ("2B", "Yusuf Yıldırım + Elif Yıldırım", 130, None),
    ("2C", "Henk Wiersma", 98, 31),
    ("2C", "Aleksandra Kowalczyk + Tomasz Kowalczyk", 29, None),
    ("2D", "Rachida el Amrani", 77, None),
    ("4A", "Gerrit de Boer + Tineke de Boer-Hoekstra", 150, None),
    ("4B", "Lieke Bakema", 112, None),
    ("4C", "Sunita Ramdhani", 61, None),
    ("4D", "Jasper van den Heuvel", 20, None),
    ("6A", "Ineke Schuurman", 140, None),
    ("6B", "Bas Kuipers", 55, 14),
    ("6B", "Zeynep Öztürk", 12, None),
    ("6C", "Wouter van der Meulen", 84, None),
    ("6D", "Fatima Benali + Karim Benali", 36, None),
    ("8A", "Dirk-Jan ter Horst + Maaike ter Horst-Bos", 118, None),
    ("8B", "Coen Mulder", 103, 46),
    ("8B", "Priya Autar", 44, None),
    ("8C", "Sander Vermeer", 25, 8),
    ("8C", "Piotr Wiśniewski", 6, None),
    ("8D", "Anneke Dijkstra", 70, None),
    ("H1", "Sietske Hofstra", 155, None),
    ("H2", "Mehmet Çelik + Ayşe Çelik", 90, None),
    ("H3", "Ruben Slager", 66, None),
    ("H4", "Femke van 't Hoff", 48, 20),
    ("H4", "Kofi Mensah", 18, None),
    ("H5", "Marijke Oude Luttikhuis", 33, None),
    ("H6", "Wim Lammers + Corrie Lammers", 121, None),
    ("H7", "Naima Haddou", 58, None),
    ("H8", "Tjalling Bouma", 102, None),
    ("H9", "Daniela Popescu + Mihai Popescu", 27, None),
    ("H10", "Johan Vos", 74, 23),
    ("H10", "Shanice Pinas + Delano Pinas", 21, None),
    ("H11", "Ewa Nowak", 15, None),
    ("H12", "Thijs Verhagen", 88, None),
    ("H13", "Latifa Ouali", 9, None),
    ("T11", "Robin Smit", 52, 35),
    ("T11", "Joris Peeters", 33, None),
    ("T12", "Amina Warsame", 31, None),
    ("T13", "Lotte de Wit", 46, 17),
    ("T13", "Oğuz Kaya", 15, None),
    ("T14", "Floor Hendriks", 72, 50),
    ("T14", "Marit Aaltink", 49, 26),
    ("T14", "Floor Hendriks", 24, None),
    ("T15", "Milan Jovanović", 29, None),
    ("T16", "Santiago Ruiz", 10, None),
    ("T21", "Jelle Terpstra", 39, None),
    ("T22", "Roos van Rijn", 2, None),
    ("T23", "Kamil Zieliński", 17, None),
    ("T24", "Nadia Karimi", 50, 29),
    ("T24", "Wessel Jongsma", 27, None),
    ("T25", "Isa van Leeuwen", 13, None),
    ("T26", "Sjoerd Veenstra", 41, 24),
)

NEVER_LET = "H14"
HANDED_BACK = "T26"
WITHOUT_RENT = "T22"
SHORT_NOTICE = "T23"
BY_LIST = "8C"
WITHOUT_NOTICE = "Sander Vermeer"
"""Whose contract ended by agreement, without a notice."""

LEAVER, CO_TENANT, SUBTENANT = "Maaike ter Horst-Bos", "Mei-Lin Tjon", "Bram Kok"
"""Who left a contract that runs on, who joined one later by law, and who rents of a tenant."""

NEVER_MEMBERS = ("Ewa Nowak", SUBTENANT, "Jolanda Visser")
"""Tenants, subtenants and guests who never joined."""


@dataclass(frozen=True, slots=True)
class Tenancy:
    """One contract as it went: `ends_on` is its last day, `entered_on` the day it came into the store."""

    number: str
    home: str
    tenants: tuple[str, ...]
    starts_on: date
    notice_on: date | None
    ends_on: date | None
    entered_on: date

    def taken_over(self, story: Story) -> bool:
        """Tell whether it was there before the store was."""
        return self.starts_on < story.begun_on

    def holds(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def tenancies(story: Story) -> tuple[Tenancy, ...]:
    """Give all contracts, numbered in the order in which they came into the store."""
    found = [_of_row(story, *row) for row in _ROWS]
    found += [
        Tenancy("", "T15", ("Esmée Scholten",), story.month(-1), None, None, story.ago(9)),
        Tenancy("", "8D", ("Hanna Brouwer", "Youssef Bouzid"), story.month(-2), None, None, story.ago(4)),
    ]
    found.sort(key=lambda tenancy: (tenancy.entered_on, tenancy.starts_on))
    return tuple(replace(tenancy, number=f"C-{place:04d}") for place, tenancy in enumerate(found, 1))


def _of_row(story: Story, home: str, names: str, since: int, until: int | None) -> Tenancy:
    starts_on = story.month(since)
    notice_on, ends_on = _lately(story).get((home, until), (None, None))
    if until is not None:
        ends_on = last_of_month(story.month(until))
        notice_on = ends_on - timedelta(days=36 + since % 9)
    entered_on = max(story.begun_on, starts_on - timedelta(days=12 + since % 5))
    if names == WITHOUT_NOTICE:
        notice_on = None
    return Tenancy("", home, tuple(names.split(" + ")), starts_on, notice_on, ends_on, entered_on)


def _lately(story: Story) -> dict[tuple[str, int | None], tuple[date, date]]:
    """The notices of the last months: the day given and the last day, by home."""
    next_month = last_of_month(story.month(-1))
    return {
        ("4B", None): (story.ago(66), story.ago(25)),  # vacant, a nomination may still be sent
        ("H3", None): (story.ago(146), story.ago(103)),  # vacant for too long
        ("T15", None): (story.ago(58), story.ago(18)),  # let again from next month
        ("6C", None): (story.ago(20), next_month),  # becoming free
        (SHORT_NOTICE, None): (story.ago(6), story.ago(-9)),
        ("8D", None): (story.ago(15), next_month),  # the next tenants follow the day after
    }


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody's time in a home, party to its contract or not; `ends_on` is the last day."""

    name: str
    home: str
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Tell whether they live there on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def stays(story: Story, all_tenancies: tuple[Tenancy, ...]) -> tuple[Stay, ...]:
    """Give who lived where and when, as far as the day before today."""
    moved_out = {LEAVER: story.month(15) - timedelta(days=1)}
    by_contract = [
        Stay(name, one.home, one.starts_on, moved_out.get(name, one.ends_on))
        for one in all_tenancies
        for name in one.tenants
    ]
    shared = [
        Stay(CO_TENANT, "4D", story.month(8), None),
        Stay("Hilde Nijland", "H12", story.month(16), None),
        Stay(SUBTENANT, "T25", story.month(5), None),
    ]
    in_order = sorted([*by_contract, *shared], key=lambda stay: stay.starts_on)
    return tuple(stay for stay in in_order if stay.starts_on < story.today)


def tenancy_of(all_tenancies: tuple[Tenancy, ...], home: str, day: date | None = None) -> Tenancy:
    """Find the contract of a home on a day, or the newest that has no end."""
    wanted = (one for one in all_tenancies if one.home == home)
    return next(one for one in wanted if (one.holds(day) if day else one.ends_on is None))
