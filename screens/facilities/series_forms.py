"""A booking that comes round: made with all its times, run on, moved, stopped, and one time skipped or put back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.booking_series import Time, check_times, open_ended, some_times
from coopadmin.domain.facilities import span_text
from coopadmin.domain.recurrences_calendar import Rule, read_rule, rule_words
from coopadmin.formats import long_date, moment_text, short_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import booking_series as deeds
from coopadmin.services.booking_series import SeriesBooked
from db.queries import booking_series as queries
from db.queries import facilities as facility_queries
from db.queries.booking_series import SeriesRecord
from db.queries.bookings import bookings_between
from db.queries.facility_rules import closures_between
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.facilities.booking_form import BookingScreen, use_fields, who_fields
from screens.facilities.common import (
    booking_row,
    facility_row,
    house_rules,
    moment_fields,
    reason_field,
    say_booked,
    say_cancelled,
    typed_day,
    warn,
)
from screens.fields import Field
from screens.forms import ask

_MINUTE = timedelta(minutes=1)

NAMED_AT_MOST = 4
"""Times left out that are said one by one."""


class SeriesScreen(BookingScreen):
    """A form that says how often the series comes round, which times are taken, and what the first one comes to."""

    async def words(self) -> str:
        """Say how many times there are and which cannot be, and what the rules make of the first."""
        seen = self.understood()
        try:
            rule, found = times_of(seen)
        except ValueError as error:
            return f"✗ {error}" if str(error) else ""
        told = [times_told(rule, found)]
        if (facility_id := seen.get("facility_id")) is not None:
            told.append(taken_told(await self.app.read(taken_times, facility_id, found)))
        if first := await super().words():
            told.append(_("The first time:") + "\n" + first)
        return "\n".join(part for part in told if part)


def times_of(seen: Mapping[str, Any]) -> tuple[Rule, Sequence[Time]]:
    """Give the rule of a series and its times; raises ValueError: with a sentence, or with none while not all is known.

    `seen` has the values of the form that can be read.
    """
    starts_at, ends_at, until = (seen.get(name) for name in ("starts_at", "ends_at", "until"))
    if not seen.get("rule") or starts_at is None or ends_at is None or until is None or ends_at <= starts_at:
        raise ValueError("")
    try:
        rule, named_until = open_ended(seen["rule"])
    except ValueError:
        # It may not be whole yet; saving says what is wrong with it.
        raise ValueError("") from None
    found = some_times(rule, starts_at, ends_at - starts_at, min(until, named_until) if named_until else until)
    if wrong := check_times(found):
        raise ValueError(wrong[0].message)
    return rule, found


def times_told(rule: Rule, found: Sequence[Time]) -> str:
    """Say how many times a series has, its first and its last."""
    text = ngettext("{rule}: {count} time, {first}", "{rule}: {count} times, {first} – {last}", len(found))
    first, last = (short_date(one.occurrence_at.date()) for one in (found[0], found[-1]))
    return "↻ " + text.format(rule=rule_words(rule), count=len(found), first=first, last=last)


def taken_times(connection: Connection, facility_id: int, found: Sequence[Time]) -> tuple[Time, ...]:
    """Give the times of a series in which the facility is closed, or has somebody else where it takes one at a time."""
    facility = facility_queries.one(connection, facility_id)
    first, last = found[0].occurrence_at.date(), found[-1].ends_at.date()
    held = [
        (one.starts_at, one.ends_at)
        for one in closures_between(connection, first, last)
        if one.facility_id == facility_id
    ]
    if facility is not None and facility.exclusive:
        there = bookings_between(connection, first, last)
        held += [(one.starts_at, one.ends_at) for one in there if one.facility_id == facility_id]
    held.sort()
    begins = [starts_at for starts_at, _ends_at in held]
    latest = list(accumulate((ends_at for _starts_at, ends_at in held), max))
    taken: list[Time] = []
    for one in found:
        before = bisect_left(begins, one.ends_at)
        if before and latest[before - 1] > one.occurrence_at:
            taken.append(one)
    return tuple(taken)


def taken_told(taken: Sequence[Time]) -> str:
    """Say which times of a series cannot be; empty where all can."""
    if not taken:
        return ""
    text = ngettext("{count} of them is taken: {days}", "{count} of them are taken: {days}", len(taken))
    days = [short_date(one.occurrence_at.date()) for one in taken[:NAMED_AT_MOST]]
    return "✗ " + text.format(count=len(taken), days=", ".join(days) + (" …" if len(taken) > NAMED_AT_MOST else ""))


def _skip_field() -> Field:
    return Field(
        "skip_taken",
        N_("Leave out taken"),
        "flag",
        required=True,
        initial=False,
        help=N_("yes: times that cannot be are left out; no: then nothing is booked"),
    )


async def book(app: CoopApp) -> None:
    """Book a series."""
    await _book(app, {"starts_at": typed_day(None, app)}, "series.new")


async def book_for(app: CoopApp, facility_id: int) -> None:
    """Book a series of the facility at hand."""
    row = await facility_row(app, facility_id)
    if row is not None:
        first = {"facility_id": facility_id, "facility_name": row.name, "starts_at": typed_day(None, app)}
        await _book(app, first, f"facilities.series.{facility_id}", house_rules(row))


async def again(app: CoopApp, booking_id: int) -> None:
    """Make a series like a booking: the same facility, person and times, a week later first."""
    row = await booking_row(app, booking_id)
    if row is None:
        return
    week = timedelta(days=7)
    first = {name: getattr(row, name) for name in type(row).__dataclass_fields__}
    first |= {"starts_at": row.starts_at + week, "ends_at": row.ends_at + week}
    await _book(app, first, f"series.like.{booking_id}")


async def _book(app: CoopApp, first: Mapping[str, Any], draft_key: str, about: str = "") -> None:
    fields = [
        *who_fields(first),
        *moment_fields(first["starts_at"], first.get("ends_at")),
        Field(
            "rule",
            N_("Comes round"),
            required=True,
            help=N_("every Tuesday; every 2 weeks on Monday; the first Tuesday of every month"),
        ),
        Field("until", N_("Last day"), "date", required=True, help=N_("no time begins after it")),
        *use_fields(first),
        _skip_field(),
        reason_field(),
        Field("note", N_("Note")),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.book_series, **values)
        say_series(app, done.result)
        app.show_record("series", done.result.series_id)

    screen = SeriesScreen(_("New series"), fields, save, draft_key=draft_key, intro=about)
    screen.about = about
    await app.push_screen_wait(screen)


def say_series(app: CoopApp, done: SeriesBooked) -> None:
    """Say how many times were booked, and which were left out."""
    told = ngettext(
        "{count} time booked. U takes it back.", "{count} times booked. U takes them back, all at once.", done.booked
    )
    app.say(told.format(count=done.booked))
    for moment, why in done.left_out[:NAMED_AT_MOST]:
        app.say(_("Left out: {when}: {why}").format(when=moment_text(moment), why=why), "warning")
    if (more := len(done.left_out) - NAMED_AT_MOST) > 0:
        app.say(ngettext("and {count} more", "and {count} more", more).format(count=more), "warning")
    warn(app, done.warnings)


# -- a series that runs --------------------------------------------------------------------------------------------


async def _record(app: CoopApp, series_id: int) -> SeriesRecord | None:
    return await app.read(queries.record, series_id, app.today)


def _name(record: SeriesRecord) -> str:
    return f"{record.series.facility_name} · {rule_words(read_rule(record.series.rule))}"


async def extend(app: CoopApp, series_id: int) -> None:
    """Let a series run on until a later last day."""
    record = await _record(app, series_id)
    if record is None:
        return
    fields = [Field("until", N_("Last day"), "date", required=True), _skip_field(), reason_field()]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.extend_series, series_id=series_id, **values)
        say_series(app, done.result)

    intro = _("It runs until {day} now.").format(day=long_date(record.series.until))
    await ask(app, _name(record), fields, save, intro=intro)


async def stop(app: CoopApp, series_id: int) -> None:
    """Stop a series after a last day; what comes after it is cancelled."""
    record = await _record(app, series_id)
    if record is None:
        return
    fields = [
        Field(
            "ended_on",
            N_("Last day"),
            "date",
            required=True,
            initial=app.today,
            help=N_("what begins after this day is cancelled"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.stop_series, series_id=series_id, **values)
        told = ngettext(
            "Stopped: {count} time cancelled. U takes it back.",
            "Stopped: {count} times cancelled. U takes it back.",
            done.result,
        )
        app.say(told.format(count=done.result))

    await ask(app, _("Stop: {what}").format(what=_name(record)), fields, save)


async def move(app: CoopApp, series_id: int) -> None:
    """Move all times from a day on to earlier or later on the same day."""
    record = await _record(app, series_id)
    if record is None:
        return
    begin, end = record.series.starts_at, record.series.ends_at
    fields = [
        Field("from_on", N_("From"), "date", required=True, initial=app.today, help=N_("times before it stay")),
        Field(
            "minutes_later",
            N_("Begins at"),
            "moment",
            required=True,
            initial=f"{begin:%H:%M}",
            day_of="from_on",
            help=N_("each time stays on its own day"),
        ),
        Field("minutes", N_("Ends at"), "moment", required=True, initial=f"{end:%H:%M}", day_of="from_on"),
        reason_field(),
    ]

    async def save(values: dict[str, Any]) -> None:
        first: datetime = values["minutes_later"]
        last: datetime = values["minutes"]
        last += timedelta(days=1) if last <= first else timedelta()
        length = None if last - first == end - begin else (last - first) // _MINUTE
        later = (first - datetime.combine(values["from_on"], begin.time())) // _MINUTE
        done = await app.do(
            deeds.move_series,
            series_id=series_id,
            from_on=values["from_on"],
            minutes_later=later,
            minutes=length,
            reason=values["reason"],
        )
        moved = done.result.booked
        told = ngettext("{count} time moved. U takes it back.", "{count} times moved. U takes them back.", moved)
        app.say(told.format(count=moved))
        warn(app, done.result.warnings)

    intro = _("Each time: {when}").format(when=span_text(record.series.starts_at, record.series.ends_at))
    await ask(app, _("Move: {what}").format(what=_name(record)), fields, save, intro=intro)


async def skip(app: CoopApp, series_id: int) -> None:
    """Let one of the coming times not take place, with a reason."""
    record = await _record(app, series_id)
    if record is None:
        return
    coming = [
        row for row in record.bookings if row.status in ("requested", "confirmed") and row.ends_at.date() >= app.today
    ]
    if not coming:
        app.say(_("No time of this series is still to come."), "warning")
        return
    place = await app.push_screen_wait(
        ChooseScreen(_("Which time is skipped?"), [span_text(row.starts_at, row.ends_at) for row in coming])
    )
    if place is None:
        return
    row = coming[place]
    fields = [Field("reason", N_("Why"), required=True, help=N_("it stands with the series"))]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.skip_time, booking_id=row.booking_id, **values)
        await say_cancelled(app, _("Skipped: {what}. U takes it back."), row.booking_id, done.result)

    await ask(app, _("Skip {when}").format(when=span_text(row.starts_at, row.ends_at)), fields, save)


async def restore(app: CoopApp, series_id: int) -> None:
    """Let a time take place all the same that was skipped or left out."""
    record = await _record(app, series_id)
    if record is None:
        return
    if not record.skips:
        app.say(_("No time of this series was skipped."), "warning")
        return
    place = await app.push_screen_wait(
        ChooseScreen(
            _("Which time takes place all the same?"),
            [" · ".join(part for part in (moment_text(one.occurrence_at), one.reason) if part) for one in record.skips],
        )
    )
    if place is None:
        return
    at = record.skips[place].occurrence_at

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.restore_time, series_id=series_id, occurrence_at=at, **values)
        await say_booked(app, _("Booked again: {what}. U takes it back."), done.result.booking_id, done.result.warnings)

    await ask(app, _("Put back {when}").format(when=moment_text(at)), [reason_field()], save)
