"""Booking: while one types, the form says what the rules answer and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection
from textual import on
from textual.message import Message
from textual.widgets import Input

from coopadmin.domain.booking_rules import Answer
from coopadmin.domain.facilities import STATUSES, span_text
from coopadmin.domain.facility_rules import rule_text
from coopadmin.formats import euro
from coopadmin.i18n import N_, _
from coopadmin.services import booking_wishes, bookings
from db.queries import bookings as queries
from db.queries.booking_terms import answers_to, price_of
from db.queries.facility_rules import rules_of
from screens.app import CoopApp
from screens.boxes import PickBox
from screens.facilities.common import (
    booking_row,
    facility_row,
    house_rules,
    moment_fields,
    reason_field,
    say_booked,
    typed_day,
    wall_clock,
    warn,
)
from screens.fields import Field, FieldBox
from screens.forms import FormScreen
from screens.text import one_line
from screens.workers import background

NEW_STATUSES = ("confirmed", "requested", "used")
"""What a booking can be from the start; it is cancelled later, or never made."""

BY_RULES = "rules"
"""In the form: the status is what the rules make of it."""

ASKED = ("facility_id", "person_id", "starts_at", "ends_at", "people")
"""The fields that the rules and the price hang on."""

NEVER = ("overlap", "closure")
"""Answers that somebody can wait for: the time is taken, or the facility is closed."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What the rules say of a booking that is not made yet, what it costs, and what has to come first."""

    answers: tuple[Answer, ...]
    price_cents: int | None
    first: tuple[str, ...]


def beforehand(
    connection: Connection, asked: Mapping[str, Any], now: datetime, today: date, booking_id: int | None = None
) -> Beforehand:
    """Hold a booking that is not made yet against the rules; `asked` has the values of ASKED."""
    price = price_of(connection, **asked, on=today)
    rules = rules_of(connection, asked["facility_id"], today)
    said = [
        rule_text(rule.kind, rule.value)
        for rule in rules
        if rule.in_force and (rule.kind == "confirmation" or (rule.kind == "payment_first" and price))
    ]
    answers = answers_to(connection, **asked, now=now, booking_id=booking_id)
    return Beforehand(answers, price, tuple(part for part in said if part))


def words_of(seen: Beforehand) -> str:
    """Say what the rules answer, a line each, and what it costs."""
    lines: list[str] = []
    for answer in seen.answers:
        told = one_line(answer.told)
        if answer.refused:
            lines.append(f"✗ {told}")
        elif answer.needs_reason:
            lines.append("▲ " + _("{rule}: say why all the same").format(rule=told))
        else:
            lines.append(f"● {told}")
    if not lines:
        lines.append("✓ " + _("no rule is against it"))
    price = _("no rate is known") if seen.price_cents is None else euro(seen.price_cents)
    lines.append(" · ".join([_("price: {price}").format(price=price), *seen.first]))
    return "\n".join(lines)


class AskingPick(PickBox):
    """A record whose choice the rules look at: it tells when one is picked."""

    class Settled(Message):
        """A record was picked."""

    def pick(self, record_id: int, shown: str) -> None:
        """Take a record, and tell."""
        super().pick(record_id, shown)
        self.post_message(self.Settled())


class BookingScreen(FormScreen):
    """A form that says above its fields what the rules make of the booking so far."""

    booking_id: int | None = None
    """The booking that is changed, where it is one; it does not stand in its own way."""
    about: str = ""
    """What stands above the fields always."""
    given: Mapping[str, Any] = {}
    """What the form does not ask, by name."""

    @on(Input.Changed)
    @on(AskingPick.Settled)
    def _asked_anew(self) -> None:
        """Say anew what the rules make of it."""
        self._tell_beforehand()

    @background("preview")
    async def _tell_beforehand(self) -> None:
        words = await self.words()
        intro = "\n".join(part for part in (self.about, words) if part)
        if intro != self.intro and self.is_current:
            self.explain_anew(intro)

    async def words(self) -> str:
        """Say what the rules answer and the price; nothing while not all is known."""
        asked: dict[str, Any] = {"people": None, **self.understood()}
        starts_at: datetime | None = asked.get("starts_at")
        ends_at: datetime | None = asked.get("ends_at")
        who = (asked.get("facility_id"), asked.get("person_id"))
        if None in who or starts_at is None or ends_at is None or ends_at <= starts_at:
            return ""
        chosen = {name: asked[name] for name in ASKED}
        app = self.app
        return words_of(await app.read(beforehand, chosen, wall_clock(app), app.today, self.booking_id))

    def understood(self) -> dict[str, Any]:
        """Give the values that can be read by now."""
        boxes: list[FieldBox] = self.boxes
        values = dict(self.given)
        for box in boxes:
            try:
                values[box.field.name] = box.value()
            except ValueError:
                continue
        return values


def who_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask for which facility and for whom."""
    return [
        Field(
            "facility_id",
            N_("Facility"),
            "pick",
            required=True,
            initial=first.get("facility_id"),
            shown=first.get("facility_name", ""),
            find=("facilities",),
            box=AskingPick,
        ),
        Field(
            "person_id",
            N_("For whom"),
            "pick",
            required=True,
            initial=first.get("person_id"),
            shown=first.get("person", ""),
            find=("members",),
            box=AskingPick,
        ),
    ]


def use_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask what for and how many come."""
    return [
        Field("purpose", N_("Purpose"), initial=first.get("purpose"), help=N_("a birthday, a choir, a guest …")),
        Field(
            "people",
            N_("How many"),
            "whole",
            initial=first.get("people"),
            help=N_("how many people come, where a rule or the price asks for it"),
        ),
    ]


def _status_field(chosen: str, choices: list[tuple[str, str]]) -> Field:
    return Field(
        "status",
        N_("Status"),
        "choice",
        required=True,
        initial=chosen,
        choices=choices,
        help=N_("a requested one holds its time as well, and waits for a yes"),
    )


def _wait_field() -> Field:
    return Field(
        "wait",
        N_("Wait if taken"),
        "flag",
        required=True,
        initial=False,
        help=N_("puts them on the waiting list where somebody else has the time"),
    )


async def book(app: CoopApp) -> None:
    """Book a facility for someone."""
    await _book(app, _("New booking"), {}, "bookings.new")


async def book_this(app: CoopApp, facility_id: int, on: datetime | None = None) -> None:
    """Book the facility at hand for someone, on a day where one was chosen."""
    row = await facility_row(app, facility_id)
    if row is None:
        return
    first = {"facility_id": facility_id, "facility_name": row.name, "starts_at": typed_day(on, app)}
    title = _("Book {name}").format(name=row.name)
    key = f"facilities.book.{facility_id}" + (f".{on:%Y-%m-%d}" if on else "")
    await _book(app, title, first, key, about=house_rules(row))


async def _book(app: CoopApp, title: str, first: Mapping[str, Any], draft_key: str, *, about: str = "") -> None:
    # The day stands there already and the time is typed behind it.
    who = who_fields(first)
    if first:
        # The facility is known already, so the cursor starts with who wants it.
        who.reverse()
    statuses = [(BY_RULES, N_("as the rules say")), *((code, STATUSES[code]) for code in NEW_STATUSES)]
    fields = [
        *who,
        *moment_fields(first.get("starts_at", typed_day(None, app))),
        *use_fields(first),
        _status_field(BY_RULES, statuses),
        reason_field(),
        _wait_field(),
    ]

    async def save(values: dict[str, Any]) -> None:
        if values.pop("wait") and await _must_wait(app, values):
            await _wait(app, values)
            return
        if values["status"] == BY_RULES:
            values["status"] = None
        done = await app.do(bookings.book, **values)
        sentence = {
            "requested": _("Requested: {what}; it waits for a yes or for payment. U takes it back."),
        }.get(done.result.status, _("Booked: {what}. U takes it back."))
        await say_booked(app, sentence, done.result.booking_id, done.result.warnings)
        app.show_record("bookings", done.result.booking_id)

    screen = BookingScreen(title, fields, save, draft_key=draft_key, intro=about)
    screen.about = about
    await app.push_screen_wait(screen)


async def _must_wait(app: CoopApp, values: Mapping[str, Any]) -> bool:
    asked = {name: values[name] for name in ASKED}
    if asked["ends_at"] <= asked["starts_at"]:
        return False
    found = await app.read(answers_to, **asked, now=wall_clock(app))
    return any(answer.refused and answer.kind in NEVER for answer in found)


async def _wait(app: CoopApp, values: Mapping[str, Any]) -> None:
    wanted = {name: values[name] for name in ("facility_id", "person_id", "starts_at", "ends_at", "purpose")}
    await app.do(booking_wishes.wait_for, **wanted)
    when = span_text(values["starts_at"], values["ends_at"])
    app.say(_("On the waiting list for {when}. U takes it back.").format(when=when))


async def change_booking(app: CoopApp, booking_id: int) -> None:
    """Change a booking: another time, another facility, someone else."""
    record = await app.read(queries.booking_record, booking_id)
    if record is None:
        return
    row = record.booking
    first = {name: getattr(row, name) for name in type(row).__dataclass_fields__}
    fields = [
        *who_fields(first),
        *moment_fields(row.starts_at, row.ends_at),
        *use_fields(first),
        _status_field(row.status, list(STATUSES.items())),
        reason_field(),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(bookings.change_booking, booking_id=booking_id, **values)
        await say_booked(app, _("Changed: {what}. U takes it back."), booking_id, done.result.warnings)

    title = f"{row.facility_name} · {span_text(row.starts_at, row.ends_at)}"
    about = house_rules(record.facility)
    screen = BookingScreen(title, fields, save, draft_key=f"bookings.{booking_id}", intro=about)
    screen.booking_id, screen.about = booking_id, about
    await app.push_screen_wait(screen)


async def move(app: CoopApp, booking_id: int) -> None:
    """Move a booking to another time; the form says what the rules answer to it."""
    row = await booking_row(app, booking_id)
    if row is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(bookings.move_booking, booking_id=booking_id, **values)
        await say_booked(app, _("Moved: {what}. U takes it back."), booking_id, done.result.warnings)

    about = f"{one_line(row.person)} · {span_text(row.starts_at, row.ends_at)}"
    fields = [*moment_fields(row.starts_at, row.ends_at), reason_field()]
    title = _("Move {facility}").format(facility=row.facility_name)
    screen = BookingScreen(title, fields, save, draft_key=f"bookings.move.{booking_id}", intro=about)
    screen.booking_id, screen.about = booking_id, about
    screen.given = {"facility_id": row.facility_id, "person_id": row.person_id, "people": row.people}
    await app.push_screen_wait(screen)


async def give_wish(app: CoopApp, wish_id: int, about: str) -> None:
    """Book the time that somebody waited for; a reason is asked where a house rule is against it."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(booking_wishes.give_wish, wish_id=wish_id, **values)
        await say_booked(app, _("Booked: {what}. U takes it back."), done.result.booking_id)
        warn(app, done.result.warnings)

    await app.push_screen_wait(FormScreen(_("Book what they waited for"), [reason_field()], save, intro=about))
