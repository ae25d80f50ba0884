"""Planning a meeting and calling people to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.convening_letters import letter_text
from coopadmin.domain.meetings import SecondTerms, read_minute, stored
from coopadmin.domain.voting_rules import BODIES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import meetings as deeds
from db.queries import convening, second_meetings
from db.queries import meetings as queries
from db.queries.base import Listing
from db.queries.meetings import Invitee
from screens.app import CoopApp
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.letters import save_letter, show_letter
from screens.meetings.words import letter_text as how_the_letter_stands

# -- planning --------------------------------------------------------------------------------------------------


async def plan(app: CoopApp) -> None:
    """Plan a meeting."""
    groups, last = await app.read(_groups_and_last, app.today)
    fields = [
        Field(
            "body",
            N_("Who meets"),
            "choice",
            required=True,
            initial=last.body if last else "general",
            choices=list(BODIES.items()),
        ),
        *([_group_field(groups)] if groups else []),
        Field(
            "starts_at",
            N_("Day and time"),
            "moment",
            required=True,
            help=N_("like 10-12-2026 20:00; the last day for the letter follows from it"),
        ),
        Field("place", N_("Place"), initial=last.place if last else None),
        Field("title", N_("Title"), help=N_("empty: it is called after who meets")),
        Field(
            "usual_items",
            N_("Usual agenda"),
            "flag",
            initial=True,
            help=N_("opening, the last minutes, open actions, decisions to look at again, any other business"),
        ),
        Field("note", N_("Note"), "long"),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["starts_at"] = stored(values["starts_at"])
        if values.get("group_id"):
            values["group_id"] = int(values["group_id"])
        done = await app.do(deeds.plan_meeting, **values)
        sending = await app.read(queries.latest_sending, done.result)
        said = _("Planned. The letter goes out by {day}. U takes it back.")
        app.say(said.format(day=long_date(sending.by)), "warning" if sending.by < app.today else "information")
        app.show_record("meetings", done.result)

    await ask(app, _("Plan a meeting"), fields, save, draft_key="meetings.new")


def _group_field(groups: Sequence[tuple[str, str]]) -> Field:
    return Field("group_id", N_("Working group"), "choice", choices=groups, help=N_("only where a committee meets"))


def _groups_and_last(connection: Connection, today: date) -> tuple[list[tuple[str, str]], queries.MeetingRow | None]:
    """Give the working groups to choose from, and the meeting planned last: the next is often like it."""
    groups = [(str(row_id), name) for row_id, name in queries.groups(connection)]
    newest = queries.page(connection, Listing(filter="all", sort="date", descending=True, limit=20), today).rows
    return groups, next((row for row in newest if row.state != "cancelled" and row.body != "committee"), None)


async def correct(app: CoopApp, meeting_id: int) -> None:
    """Correct when and where a meeting is, or its title."""
    record = await app.read(queries.record, meeting_id)
    if record is None:
        return
    fields = [
        Field("starts_at", N_("Day and time"), "moment", required=True, initial=read_minute(record.starts_at)),
        Field("place", N_("Place"), initial=record.place),
        Field("title", N_("Title"), required=True, initial=record.title),
        Field("note", N_("Note"), "long", initial=record.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["starts_at"] = stored(values["starts_at"])
        done = await app.do(deeds.correct_meeting, meeting_id=meeting_id, **values)
        if not done.result:
            app.say(_("Nothing was different."))
            return
        app.say(_("Corrected. U takes it back."))
        moved = (record.starts_at, record.place) != (values["starts_at"], values["place"])
        if moved and record.convened_on is not None and record.opened_at is None:
            sentence = _("The letter of {day} named another time or place: let everybody know.")
            app.say(sentence.format(day=long_date(record.convened_on)), "warning")

    await ask(app, record.title, fields, save, draft_key=f"meetings.{meeting_id}")


async def cancel(app: CoopApp, meeting_id: int) -> None:
    """Cancel a meeting, with the reason."""
    record = await app.read(queries.record, meeting_id)
    if record is None:
        return
    fields = [Field("reason", N_("Reason"), required=True, help=N_("it is kept with the meeting"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.cancel_meeting, meeting_id=meeting_id, **values)
        app.say(_("Cancelled. U takes it back."))
        if record.convened_on is not None:
            app.say(_("The letter went out already: let everybody know."), "warning")

    await ask(app, _("Cancel {title}").format(title=record.title), fields, save)


# -- calling people --------------------------------------------------------------------------------------------


async def show_convening_letter(app: CoopApp, meeting_id: int) -> None:
    """Show the letter that calls to a meeting, and save it where the answer is yes."""
    letter = await app.read(convening.convening_letter, meeting_id, app.today)
    if letter is not None:
        stem = _("convening-letter")
        await show_letter(app, letter_text(letter), f"{stem}-{letter.starts_at[:10]}")


async def show_called(app: CoopApp, meeting_id: int) -> None:
    """Show who is called by e-mail and who by post, and save the list where the answer is yes."""
    record = await app.read(queries.record, meeting_id)
    if record is None:
        return
    called = await app.read(queries.called_how, meeting_id, app.today)
    parts = [
        (_("By e-mail ({count})").format(count=len(called.by_email)), called.by_email),
        (_("By post ({count})").format(count=len(called.by_post)), called.by_post),
        (
            _("Without a vote, where the group wants ({count})").format(count=len(called.without_vote)),
            called.without_vote,
        ),
    ]
    text = "\n\n".join("\n".join([title, *map(_invitee_line, people)]) for title, people in parts if people)
    if await app.push_screen_wait(ConfirmScreen(_("Save this list as a text file?"), text or _("Nobody may vote."))):
        await save_letter(app, f"{text}\n", f"{_('called')}-{record.starts_at[:10]}")


def _invitee_line(one: Invitee) -> str:
    where = "; ".join(part for part in (one.email, one.address) if part)
    remark = f"▲ {one.remark}" if one.remark else ""
    return "  " + " · ".join(part for part in (one.name, where, remark) if part)


async def note_sent(app: CoopApp, meeting_id: int) -> None:
    """Note the day the letter went out."""
    record = await app.read(queries.record, meeting_id)
    if record is None:
        return
    sending = await app.read(queries.latest_sending, meeting_id)
    fields = [
        Field(
            "convened_on",
            N_("Sent on"),
            "date",
            initial=record.convened_on or min(app.today, record.on),
            help=N_("empty: it did not go out after all"),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.note_convened, meeting_id=meeting_id, **values)
        app.say(_("Noted. U takes it back."))
        for warning in done.result:
            app.say(warning, "warning")

    intro = "\n".join((how_the_letter_stands(record.state, record.convened_on, sending.by, app.today), *sending.lines))
    await ask(app, _("The letter of {title}").format(title=record.title), fields, save, intro=intro)


# -- what comes of others --------------------------------------------------------------------------------------


async def carry_over(app: CoopApp, meeting_id: int) -> None:
    """Put on the agenda what is open by the day of the meeting."""
    done = await app.do(deeds.carry_over, meeting_id=meeting_id)
    if not done.result:
        app.say(_("Everything that is open by then is on the agenda already."))
        return
    said = ngettext(
        "{count} thing carried over to the agenda. U takes it back.",
        "{count} things carried over to the agenda. U takes it back.",
        done.result,
    )
    app.say(said.format(count=done.result))


async def plan_second(app: CoopApp, meeting_id: int) -> None:
    """Plan the second meeting of one whose quorum failed."""
    record = await app.read(queries.record, meeting_id)
    if record is None:
        return
    terms = await app.read(second_meetings.second_terms_of, meeting_id)
    if not terms:
        app.say(_("No decision on this agenda may be taken at a second meeting, by the rules under F9."), "warning")
        return
    if record.second_id is not None:
        app.say(_("There is a second meeting of this one already."), "warning")
        return
    start = read_minute(record.starts_at)
    first = await app.read(second_meetings.first_day_to_call, meeting_id, app.today) or start.date()
    fields = [
        Field(
            "starts_at",
            N_("Day and time"),
            "moment",
            required=True,
            initial=datetime.combine(first, start.time()),
            help=N_("like 10-12-2026 20:00; the last day for the letter follows from it"),
        ),
        Field("place", N_("Place"), initial=record.place),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["starts_at"] = stored(values["starts_at"])
        done = await app.do(deeds.plan_second_meeting, meeting_id=meeting_id, **values)
        app.say(_("The second meeting is planned, with the decisions that were not taken. U takes it back."))
        sending = await app.read(queries.latest_sending, done.result)
        said = _("The letter of the second meeting goes out by {day}.").format(day=long_date(sending.by))
        app.say(said, "warning" if sending.by < app.today else "information")
        app.show_record("meetings", done.result)

    intro = "\n".join(_terms_line(one) for one in terms)
    await ask(app, _("Second meeting after {title}").format(title=record.title), fields, save, intro=intro)


def _terms_line(terms: SecondTerms) -> str:
    parts = [
        _("from {day}").format(day=long_date(terms.earliest)) if terms.earliest else "",
        _("until {day}").format(day=long_date(terms.latest)) if terms.latest else "",
        _(terms.source),
    ]
    return " · ".join(part for part in parts if part)


# -- the pages of a meeting ------------------------------------------------------------------------------------


async def open_room(app: CoopApp, meeting_id: int) -> None:
    """Open the room of a meeting."""
    from screens.meetings.room import open_room as open_it

    await open_it(app, meeting_id)


async def show_minutes(app: CoopApp, meeting_id: int) -> None:
    """Show the minutes of a meeting."""
    from screens.meetings.minutes import show_minutes as show_them

    await show_them(app, meeting_id)


async def show_agenda(app: CoopApp, meeting_id: int) -> None:
    """Show the agenda to be worked on."""
    from screens.meetings.agenda_page import AgendaScreen

    app.push_screen(AgendaScreen(meeting_id))
