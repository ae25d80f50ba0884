"""Who has booked the made-up rooms and things: long ago, today, and to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from coopadmin.demo.facilities import CLOSED, keeper_of
from coopadmin.demo.story import Story, take_over_records
from coopadmin.domain.facilities import Slot
from coopadmin.services import bookings
from coopadmin.services.booking_parts import booking_values
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.tables.bookings import Booking as BookingRow

ON_PAPER_UNTIL = 30
"""How many days ago the booking lists on paper ended."""

_REGULARS = (
    "Noor van Dijk",
    "Elif Yıldırım",
    "Rachida el Amrani",
    "Tineke de Boer-Hoekstra",
    "Sunita Ramdhani",
    "Karim Benali",
    "Priya Autar",
    "Sietske Hofstra",
    "Ayşe Çelik",
    "Kofi Mensah",
    "Marijke Oude Luttikhuis",
    "Naima Haddou",
    "Mihai Popescu",
    "Shanice Pinas",
    "Thijs Verhagen",
    "Joris Peeters",
    "Amina Warsame",
    "Floor Hendriks",
    "Jelle Terpstra",
    "Wessel Jongsma",
)
"""Members who have lived here all the time that bookings go back."""

_HABITS: tuple[tuple[str, int, int, int, tuple[str, ...]], ...] = (
    # facility, days from one booking to the next, hour, hours, what for
    ("LOG", 11, 15, 19, ("logeerpartij familie", "vrienden op bezoek", "ouders over", "")),
    (
        "ZAAL",
        6,
        19,
        3,
        ("repetitie koor", "repaircafé", "verjaardag", "bewonersvergadering", "filmavond", "huiswerkgroep"),
    ),
    ("WAS", 6, 10, 2, ("", "dekbedden", "")),
    ("WERK", 9, 13, 4, ("fiets opknappen", "boekenkast", "bank schuren")),
    ("BAK", 5, 11, 3, ("boodschappen", "grofvuil", "verhuizing", "")),
)


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking as it went, in wall-clock time."""

    facility: str
    person: str
    starts_at: datetime
    ends_at: datetime
    purpose: str
    status: str = "confirmed"


def tell(story: Story) -> None:
    """Let the key keeper type the paper lists over, and tell the bookings since, one by one."""
    habitual = list(_habitual(story))
    paper_ended = story.ago(ON_PAPER_UNTIL)
    on_paper = [one for one in habitual if one.starts_at.date() < paper_ended]
    on_paper.append(_at(story, "LOG", "Jolanda Visser", ON_PAPER_UNTIL + 4, (16, 18), "opslag buurtfeest"))

    def type_over(transaction: Transaction) -> None:
        for booking in on_paper:
            slot = Slot(
                None,
                story.ids[booking.facility],
                story.ids[booking.person],
                booking.starts_at,
                booking.ends_at,
                "used",
                booking.purpose,
            )
            transaction.insert(BookingRow, **booking_values(slot))

    story.tell(
        paper_ended, keeper_of("LOG"), take_over_records, lambda do: do(enter=type_over, about="LOG ZAAL WAS WERK BAK")
    )
    for booking in habitual:
        if booking.starts_at.date() >= paper_ended:
            ahead = timedelta(days=6 + booking.starts_at.toordinal() * 7 % 17)
            day = max(booking.starts_at.date() - ahead, paper_ended + timedelta(days=1))
            _tell_booked(story, booking, min(day, story.ago(2)))
    _tell_by_hand(story)


def _habitual(story: Story) -> Iterator[Booking]:
    """Give the bookings that go on all year: those of the last year, this week's, and a few weeks ahead."""
    for code, every, hour, hours, purposes in _HABITS:
        for place, days in enumerate(range(330, -20, -every)):
            # Two days around today are told by hand.
            if -1 <= days <= 2:
                continue
            starts_at = datetime.combine(story.ago(days), time(hour))
            yield Booking(
                code,
                story.random.choice(_REGULARS),
                starts_at,
                starts_at + timedelta(hours=hours),
                purposes[place % len(purposes)],
            )
    closed = datetime.combine(story.ago(430), time(14))
    yield Booking(CLOSED, "Gerrit de Boer", closed, closed + timedelta(hours=3), "modelbouw")


def _at(story: Story, code: str, person: str, days: int, hours: tuple[int, int], purpose: str) -> Booking:
    """Give a booking so many days ago, from one hour to another; past 24 is the next day."""
    midnight = datetime.combine(story.ago(days), time())
    return Booking(code, person, midnight + timedelta(hours=hours[0]), midnight + timedelta(hours=hours[1]), purpose)


def _tell_booked(story: Story, booking: Booking, day: date) -> str:
    """Tell that its keeper booked something for somebody; gives the key its number will have."""
    key = f"{booking.facility} {booking.starts_at:%Y-%m-%dT%H} {booking.person}"
    story.tell(
        day,
        keeper_of(booking.facility),
        bookings.book,
        lambda do: (
            do(
                facility_id=story.ids[booking.facility],
                person_id=story.ids[booking.person],
                starts_at=booking.starts_at,
                ends_at=booking.ends_at,
                purpose=booking.purpose,
                status=booking.status,
            ).booking_id
        ),
        key=key,
    )
    return key


def _tell_by_hand(story: Story) -> None:
    """Tell what is on today, what waits for a yes, what was called off, used or booked twice; and the garden."""
    today = (
        _at(story, "LOG", "Sietske Hofstra", 1, (15, 59), "broer over uit Fryslân"),
        _at(story, "ZAAL", "Sunita Ramdhani", 0, (19, 22), "repetitie koor"),
        _at(story, "WAS", "Joris Peeters", 0, (9, 11), ""),
        _at(story, "WAS", "Amina Warsame", 0, (10, 12), "dekbedden"),
        _at(story, "BAK", "Marijke Oude Luttikhuis", 0, (13, 15), "boodschappen"),
    )
    for ago, booking in zip((23, 16, 4, 2, 1), today, strict=True):
        _tell_booked(story, booking, story.ago(ago))
    for told, days, code, person, hours, purpose in (
        (7, -8, "ZAAL", "Jolanda Visser", (12, 17), "ledenmiddag buurtvereniging"),
        (3, -23, "LOG", "Wim Lammers", (15, 35), "kleinkinderen"),
        (1, -26, "ZAAL", "Latifa Ouali", (10, 18), "jubileum"),
    ):
        booking = replace(_at(story, code, person, days, hours, purpose), status="requested")
        _tell_booked(story, booking, story.ago(told))
    _tell_called_off(story)
    _tell_used(story)
    _tell_twice(story)
    _tell_garden(story)


def _tell_called_off(story: Story) -> None:
    for days, code, person, told in ((17, "DAK", "Karim Benali", 27), (-12, "DAK", "Thijs Verhagen", 12)):
        key = _tell_booked(story, _at(story, code, person, days, (17, 22), "eten met de verdieping"), story.ago(told))
        story.tell(
            story.ago(told - 6),
            keeper_of(code),
            bookings.cancel_booking,
            lambda do, key=key: do(booking_id=story.ids[key]),
        )
    asked = replace(_at(story, "DAK", "Wessel Jongsma", -15, (16, 22), "verjaardag"), status="requested")
    key = _tell_booked(story, asked, story.ago(14))
    story.tell(story.ago(10), keeper_of("DAK"), bookings.confirm_booking, lambda do: do(booking_id=story.ids[key]))


def _tell_used(story: Story) -> None:
    booking = _at(story, "DAK", "Kofi Mensah", 19, (15, 21), "buurtbarbecue")
    key = _tell_booked(story, booking, story.ago(28))
    story.tell(
        story.ago(17),
        keeper_of("DAK"),
        bookings.change_booking,
        lambda do: do(
            booking_id=story.ids[key],
            facility_id=story.ids[booking.facility],
            person_id=story.ids[booking.person],
            starts_at=booking.starts_at,
            ends_at=booking.ends_at + timedelta(hours=1),
            purpose=booking.purpose,
            status="used",
        ),
    )


def _tell_twice(story: Story) -> None:
    """The workshop was booked for the wrong day, and that was taken back at once."""
    _tell_booked(story, _at(story, "WERK", "Jelle Terpstra", -6, (13, 17), "fiets opknappen"), story.ago(5))
    story.tell(story.ago(5), keeper_of("WERK"), undo, lambda do: do())
    _tell_booked(story, _at(story, "WERK", "Jelle Terpstra", -7, (13, 17), "fiets opknappen"), story.ago(5))


def _tell_garden(story: Story) -> None:
    """Plots run from March to March; this season's and, from January on, the next one's."""
    year = story.today.year if story.today >= date(story.today.year, 3, 1) else story.today.year - 1
    seasons = [year] if story.today.month >= 3 else [year, year + 1]
    for season in seasons:
        first, last = datetime(season, 3, 1), datetime(season + 1, 3, 1)  # noqa: DTZ001 - wall-clock time
        for plot, person in enumerate(("Corrie Lammers", "Daniela Popescu"), 1):
            day = min(max(first.date() - timedelta(days=9), story.month(14)), story.ago(2))
            _tell_booked(story, Booking("TUIN", person, first, last, f"vak {plot}"), day)
