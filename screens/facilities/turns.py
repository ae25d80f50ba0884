"""Whose turn it is to clean: the list of turns, and one of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import long_date, moment_text
from coopadmin.i18n import N_, _, ngettext
from db.queries import cleaning as queries
from db.queries import journal
from db.queries.cleaning import TurnRow
from screens.app import Ref
from screens.facilities import turn_forms as forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, moment, story_section


def person_text(row: TurnRow) -> str:
    """Say whose turn it is; nobody has a sign."""
    return row.person or "● " + _("nobody yet")


def _card(connection: Connection, turn_id: int, today: date) -> Card | None:
    row = queries.record(connection, turn_id)
    if row is None:
        return None
    person = Ref("members", row.person_id) if row.person_id is not None else None
    booking = Ref("bookings", row.booking_id) if row.booking_id is not None else None
    after = moment_text(row.booking_starts_at) if row.booking_starts_at else _("none: a turn of the roster")
    return Card(
        title=f"{row.facility_name} · {long_date(row.due_on)}",
        status=_status(row, today),
        sections=(
            Section(
                _("details"),
                filled(
                    Entry(_("facility"), row.facility_name, Ref("facilities", row.facility_id)),
                    Entry(_("whose turn"), person_text(row), person),
                    Entry(_("after booking"), after, booking),
                    Entry(_("note"), row.note),
                ),
            ),
            story_section(journal.story(connection, [("cleaningturn", turn_id)])),
        ),
    )


def _status(row: TurnRow, today: date) -> str:
    if row.done_on is not None:
        return "✓ " + _("done on {day}").format(day=long_date(row.done_on))
    if row.due_on < today:
        return "▲ " + _("due since {day}").format(day=long_date(row.due_on))
    return "● " + _("due on {day}").format(day=long_date(row.due_on))


SUBJECT: Subject[TurnRow] = Subject(
    name="turns",
    title=N_("Cleaning turns"),
    columns=(
        Column(N_("By"), lambda row: day(row.due_on), 11, value=lambda row: row.due_on, kind="date"),
        Column(N_("Facility"), lambda row: row.facility_name),
        Column(N_("Whose turn"), person_text, 20),
        Column(
            N_("Done"),
            lambda row: f"✓ {day(row.done_on)}" if row.done_on else "",
            13,
            value=lambda row: row.done_on,
            kind="date",
        ),
        Column(
            N_("After booking"),
            lambda row: moment(row.booking_starts_at),
            17,
            wide=True,
            value=lambda row: row.booking_starts_at,
            kind="moment",
        ),
        Column(N_("Note"), lambda row: row.note, 20, wide=True),
    ),
    page=queries.page,
    key=lambda row: row.turn_id,
    card=_card,
    filters=(
        Choice("due", N_("to do")),
        Choice("late", N_("late")),
        Choice("nobody", N_("of nobody yet")),
        Choice("done", N_("done")),
        Choice("all", N_("all turns")),
    ),
    sorts=(
        Choice("", N_("day")),
        Choice("facility", N_("facility")),
        Choice("person", N_("name")),
    ),
    counted=lambda total: ngettext("{count} turn", "{count} turns", total).format(count=total),
    empty=N_(
        "No cleaning turns yet. Press N to add one. A facility whose rules say who cleans after a booking makes them "
        "by itself; its actions (F7, A) make a roster for a while."
    ),
    new=forms.add,
    actions=(
        Action(N_("Done"), forms.finish, N_("It was cleaned, and when")),
        Action(N_("Give to"), forms.assign, N_("Somebody else, or nobody yet")),
        Action(N_("Another day"), forms.move, N_("By when it has to be done")),
        Action(N_("Drop"), forms.drop, N_("It is not needed; it can be taken back")),
        Action(N_("Make a roster"), forms.plan, N_("Some people in turn, every so many days"), alone=True),
    ),
    row_style=lambda row: "dim" if row.done_on is not None else "",
    beside="keys",
)
