"""The made-up rules of the house for rooms and things: rules, a series, a closure, who waits, and who cleans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from coopadmin.demo.facilities import keeper_of
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import (
    booking_money,
    booking_series,
    booking_wishes,
    bookings,
    cleaning,
    damage,
    facility_rules,
)
from coopadmin.services.booking_series import SeriesBooked
from coopadmin.services.maintenance import TaskData
from db.journal import Transaction
from db.queries import bookings as booking_queries
from db.queries.base import Listing
from db.tables.bookings import Booking, CleaningTurn

_HOUSE, _MEETING, _BOARD = "Huisregels in de zaal", "Bewonersvergadering, Stiltetijden zaal", "Besluit bestuur"

_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("ZAAL", "quiet_from", "22:00", _MEETING),
    ("ZAAL", "quiet_until", "08:00", _MEETING),
    ("ZAAL", "people", "60", _HOUSE),
    ("ZAAL", "ahead_days", "180", _HOUSE),
    ("LOG", "nights", "3", _HOUSE),
    ("LOG", "price_unit", "night", _HOUSE),
    ("LOG", "cleaning", "booker", _HOUSE),
    ("DAK", "opens_at", "08:00", _HOUSE),
    ("DAK", "closes_at", "22:00", _HOUSE),
    ("DAK", "confirmation", "board", _BOARD),
    ("BAK", "longest_minutes", "600", _HOUSE),
    ("WERK", "who_may", "residents", "Huishoudelijk reglement, art. 21"),
)
"""Facility, kind, value, and where it stands."""

_ROSTER = ("Karim Benali", "Sunita Ramdhani", "Jelle Terpstra", "Priya Autar", "Ineke Schuurman")
_WIDE = "drukke verjaardag"


@dataclass(frozen=True, slots=True)
class _Times:
    """From when until when, so many days ago."""

    starts_at: datetime
    ends_at: datetime


def tell(story: Story) -> None:
    """Tell the rules since half a year, and what came of them."""
    day = story.month(6)

    def enter(transaction: Transaction) -> None:
        for code, kind, value, source in _RULES:
            facility_rules.set_house_rule(
                transaction, facility_id=story.ids[code], kind=kind, value=value, valid_from=day, source=source
            )

    story.tell(day, keeper_of("ZAAL"), take_over_records, lambda do: do(enter=enter, about="LOG ZAAL DAK BAK WERK"))
    _tell_paid_first(story)
    _tell_series(story)
    _tell_closure(story)
    _tell_wish(story)
    _tell_roster(story)
    _tell_payment(story)
    _tell_damage(story)


def _tell(
    story: Story, ago: int, code: str, deed: Callable[..., Any], values: Callable[[], dict[str, Any]], key: str = ""
) -> None:
    """Plan a deed of the keeper of a facility."""
    story.tell(story.ago(ago), keeper_of(code), deed, lambda do: do(**values()), key=key)


def _times(story: Story, ago: int, hours: tuple[int, int]) -> _Times:
    midnight = datetime.combine(story.ago(ago), time())
    return _Times(midnight + timedelta(hours=hours[0]), midnight + timedelta(hours=hours[1]))


def _tell_paid_first(story: Story) -> None:
    """Who rents the hall pays first, by a new rule; a key that is late keeps the next booking waiting."""
    for kind in ("payment_first", "key_back_first"):
        _tell(
            story,
            9,
            "ZAAL",
            facility_rules.set_house_rule,
            lambda kind=kind: {
                "facility_id": story.ids["ZAAL"],
                "kind": kind,
                "value": "yes",
                "valid_from": story.ago(9),
                "source": _BOARD,
            },
        )


def _tell_series(story: Story) -> None:
    """Coffee in the hall every week; one time was skipped, and one that was taken is left out."""
    times = _times(story, 40, (10, 12))

    def book(do: Callable[..., SeriesBooked]) -> int:
        return do(
            facility_id=story.ids["ZAAL"],
            person_id=story.ids["Anneke Dijkstra"],
            starts_at=times.starts_at,
            ends_at=times.ends_at,
            rule="FREQ=WEEKLY",
            until=story.ago(-18),
            purpose="koffieochtend",
            people=12,
            skip_taken=True,
            reason="elke week, zo is het in de vergadering afgesproken",
        ).series_id

    story.tell(story.ago(45), keeper_of("ZAAL"), booking_series.book_series, book, key="series")

    third = (times.starts_at + timedelta(days=14)).isoformat(timespec="minutes")
    _tell(
        story,
        30,
        "ZAAL",
        booking_series.skip_time,
        lambda: {
            "booking_id": story.find(Booking, series_id=story.ids["series"], occurrence_at=third),
            "reason": "Anneke is er niet.",
        },
    )


def _tell_closure(story: Story) -> None:
    begin = datetime.combine(story.ago(-33), time(8))
    _tell(
        story,
        12,
        "ZAAL",
        facility_rules.close_between,
        lambda: {
            "facility_id": story.ids["ZAAL"],
            "starts_at": begin,
            "ends_at": begin + timedelta(days=2, hours=9),
            "why": "Vloer in de olie",
        },
    )


def _tell_wish(story: Story) -> None:
    """The roof terrace is taken for a birthday; somebody else would like that evening too."""
    times = _times(story, -15, (17, 21))
    _tell(
        story,
        7,
        "DAK",
        booking_wishes.wait_for,
        lambda: {
            "facility_id": story.ids["DAK"],
            "person_id": story.ids["Kofi Mensah"],
            "starts_at": times.starts_at,
            "ends_at": times.ends_at,
            "purpose": "afscheid van een collega",
        },
    )


def _tell_roster(story: Story) -> None:
    """The hall is cleaned by turns, every two weeks: done, one overdue, and some ahead; one has nobody."""
    first = story.ago(54)
    _tell(
        story,
        57,
        "ZAAL",
        cleaning.plan_turns,
        lambda: {
            "facility_id": story.ids["ZAAL"],
            "person_ids": [story.ids[name] for name in _ROSTER],
            "first_on": first,
            "every_days": 14,
            "until": first + timedelta(days=6 * 14),
        },
    )

    def turn(due_on: date) -> int:
        return story.find(CleaningTurn, facility_id=story.ids["ZAAL"], due_on=due_on)

    for place, late in enumerate((0, 1, 2)):
        due_on = first + timedelta(days=14 * place)
        done_on = due_on + timedelta(days=late)
        _tell(
            story,
            (story.today - done_on).days,
            "ZAAL",
            cleaning.finish_turn,
            lambda due_on=due_on, done_on=done_on: {"turn_id": turn(due_on), "done_on": done_on},
        )
    last = first + timedelta(days=5 * 14)
    _tell(story, 4, "ZAAL", cleaning.assign_turn, lambda: {"turn_id": turn(last), "person_id": None})


def _tell_payment(story: Story) -> None:
    """Of the guest room one stay was paid in cash, and one goes on the account of who slept there."""

    def stay(place: int) -> int:
        due = booking_queries.bookings_page(story.connection, Listing(filter="to_pay", limit=100), story.ago(3)).rows
        stays = [row.booking_id for row in due if row.facility_id == story.ids["LOG"]]
        return sorted(stays)[place]

    _tell(story, 3, "LOG", booking_money.pay_booking, lambda: {"booking_id": stay(0), "paid_on": story.ago(3)})
    _tell(story, 3, "LOG", booking_money.charge_booking, lambda: {"booking_id": stay(0)})


def _tell_damage(story: Story) -> None:
    """After a birthday a table was broken: it was looked at, and became a task."""
    times = _times(story, 2, (13, 17))
    story.tell(
        story.ago(21),
        keeper_of("ZAAL"),
        bookings.book,
        lambda do: (
            do(
                facility_id=story.ids["ZAAL"],
                person_id=story.ids["Latifa Ouali"],
                starts_at=times.starts_at,
                ends_at=times.ends_at,
                purpose=_WIDE,
                people=45,
            ).booking_id
        ),
        key=_WIDE,
    )
    _tell(
        story,
        1,
        "ZAAL",
        bookings.check_after_use,
        lambda: {"booking_id": story.ids[_WIDE], "checked_on": story.ago(1), "left_as": "damaged"},
    )
    _tell(
        story,
        1,
        "ZAAL",
        damage.report_damage,
        lambda: {
            "booking_id": story.ids[_WIDE],
            "task": TaskData("Meubels: poot van een klaptafel gebroken", story.ago(1)),
        },
    )
