"""Who holds which office in the made-up association and sits in which working group, now and before."""

from __future__ import annotations

from datetime import date, timedelta

from coopadmin.demo.story import Story
from coopadmin.services import members
from db.journal import Transaction

_OFFICES: tuple[tuple[str, str, int, int | None], ...] = (
    # office, holder, first month, and the month in which the next one begins, counted back from this one
    ("chair", "Henk Wiersma", 96, 30),
    ("chair", "Sietske Hofstra", 30, None),
    ("secretary", "Ineke Schuurman", 90, 19),
    ("secretary", "Fatima Benali", 19, None),
    ("treasurer", "Gerrit de Boer", 120, 40),
    ("treasurer", "Noor van Dijk", 40, 4),
    ("treasurer", "Noor van Dijk", 4, None),  # elected again
    ("maintenance_coordinator", "Dirk-Jan ter Horst", 80, 14),
    ("maintenance_coordinator", "Yusuf Yıldırım", 14, None),
    ("board_member", "Sunita Ramdhani", 25, -8),
    ("audit_committee", "Mehmet Çelik", 30, 6),
    ("audit_committee", "Thijs Verhagen", 18, 6),
    ("audit_committee", "Thijs Verhagen", 6, None),
    ("audit_committee", "Aleksandra Kowalczyk", 6, None),
    ("sleutelbeheerder", "Tjalling Bouma", 60, None),
)

_GROUPS: tuple[tuple[str, str, int, int | None], ...] = (
    ("Tuin", "Corrie Lammers", 70, None),
    ("Tuin", "Tjalling Bouma", 66, 20),
    ("Tuin", "Hilde Nijland", 15, None),
    ("Tuin", "Daniela Popescu", 20, None),
    ("Klusploeg", "Yusuf Yıldırım", 60, None),
    ("Klusploeg", "Dirk-Jan ter Horst", 60, None),
    ("Klusploeg", "Tomasz Kowalczyk", 24, None),
    ("Klusploeg", "Johan Vos", 50, None),  # ends with his membership
    ("Voordrachtscommissie", "Rachida el Amrani", 55, None),
    ("Voordrachtscommissie", "Naima Haddou", 40, None),
    ("Voordrachtscommissie", "Gerrit de Boer", 52, 27),
    ("Voordrachtscommissie", "Jelle Terpstra", 26, None),
    ("Nieuwsbrief", "Wessel Jongsma", 14, None),
    ("Nieuwsbrief", "Amina Warsame", 14, None),
)


def take_over(transaction: Transaction, story: Story) -> None:
    """Enter the offices and working groups that ran when the store was begun."""
    for office, name, since, _until in _OFFICES:
        if story.month(since) < story.begun_on:
            story.ids[office + name] = members.give_office(
                transaction, person_id=story.ids[name], office=office, starts_on=story.month(since)
            )
    for group, name, since, _until in _GROUPS:
        if story.month(since) < story.begun_on:
            story.ids[group + name] = members.join_group(
                transaction, person_id=story.ids[name], group=group, starts_on=story.month(since)
            )


def tell(story: Story) -> None:
    """Tell who came into an office or a working group since, and who left."""
    for office, name, since, until in _OFFICES:
        begins, ends = story.month(since), None if until is None else story.month(until) - timedelta(days=1)
        if begins >= story.begun_on:
            _tell_given(story, office, name, begins, ends if ends and ends >= story.today else None)
        if ends and ends < story.today:
            _tell_ended(story, office, name, ends)
    for group, name, since, until in _GROUPS:
        if story.month(since) >= story.begun_on:
            _tell_joined(story, group, name, story.month(since))
        if until is not None:
            _tell_left(story, group, name, story.month(until) - timedelta(days=1))


def _tell_given(story: Story, office: str, name: str, begins: date, ends: date | None) -> None:
    day = begins + timedelta(days=6)
    story.tell(
        day,
        story.secretary(day),
        members.give_office,
        lambda do: do(person_id=story.ids[name], office=office, starts_on=begins, ends_on=ends),
        key=office + name,
    )


def _tell_ended(story: Story, office: str, name: str, ends: date) -> None:
    day = ends + timedelta(days=2)
    story.tell(
        day,
        story.secretary(day),
        members.end_office,
        lambda do: do(term_id=story.ids[office + name], ends_on=ends),
    )


def _tell_joined(story: Story, group: str, name: str, begins: date) -> None:
    day = begins + timedelta(days=8)
    story.tell(
        day,
        story.secretary(day),
        members.join_group,
        lambda do: do(person_id=story.ids[name], group=group, starts_on=begins),
        key=group + name,
    )


def _tell_left(story: Story, group: str, name: str, ends: date) -> None:
    day = ends + timedelta(days=3)
    story.tell(
        day,
        story.secretary(day),
        members.leave_group,
        lambda do: do(term_id=story.ids[group + name], ends_on=ends),
    )
