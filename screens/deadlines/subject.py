"""The association's calendar on the desk: what must be done by when, and the rule that made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.deadlines import SIGNS, STATES, Deadline
from coopadmin.formats import age_text, long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import deadlines as queries
from db.queries import journal
from db.queries.base import Listing, Page
from screens.app import Ref
from screens.deadlines import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A term as it stands on a day."""

    deadline: Deadline
    state: str
    left: int | None


def _page(connection: Connection, listing: Listing, on: date) -> Page[DeadlineLine]:
    found = queries.page(connection, listing, on)
    return Page(tuple(DeadlineLine(one, one.state(on), one.days_left(on)) for one in found.rows), found.total)


def _left(line: DeadlineLine) -> str:
    if line.state == "met":
        return f"✓ {day(line.deadline.met_on)}"
    return f"{SIGNS[line.state]} {_(STATES['waiting']) if line.left is None else age_text(line.left)}"


def _card(connection: Connection, key: int, today: date) -> Card | None:
    one = queries.by_key(connection, key, today)
    if one is None:
        return None
    state = one.state(today)
    tick = queries.tick_id(connection, one.name)
    return Card(
        title=one.what,
        status=f"{SIGNS[state]} {_status(one, state, today)}",
        sections=(
            Section(
                _("details"),
                filled(
                    Entry(
                        _("from") if one.earliest else _("by"), long_date(one.on) if one.on else _("no day of its own")
                    ),
                    Entry(_("met on"), long_date(one.met_on) if one.met_on else ""),
                    Entry(_("goes to"), _("the record it is about") if one.ref else "", _ref(one)),
                    Entry(_("note"), one.note),
                ),
            ),
            Section(_("why"), tuple(Entry("", line) for line in one.why.splitlines())),
            story_section(journal.story(connection, [("deadlinemet", tick)]) if tick is not None else ()),
        ),
    )


def _status(one: Deadline, state: str, today: date) -> str:
    left = one.days_left(today)
    if state == "late" and left is not None:
        return ngettext("{days} day late", "{days} days late", -left).format(days=-left)
    if state in ("soon", "later") and left is not None:
        return ngettext("{days} day left", "{days} days left", left).format(days=left)
    return _(STATES[state])


def _ref(one: Deadline) -> Ref | None:
    return None if one.ref is None else Ref(*one.ref)


SUBJECT: Subject[DeadlineLine] = Subject(
    name="deadlines",
    title=N_("Deadlines"),
    columns=(
        Column(N_("By"), lambda line: day(line.deadline.on), 11, value=lambda line: line.deadline.on, kind="date"),
        Column(N_("Left"), _left, 13, value=lambda line: line.left, kind="int"),
        Column(N_("What"), lambda line: line.deadline.what),
        Column(N_("Why"), lambda line: line.deadline.reason, 44, wide=True),
        Column(
            N_("Met on"),
            lambda line: day(line.deadline.met_on),
            11,
            wide=True,
            value=lambda line: line.deadline.met_on,
            kind="date",
        ),
    ),
    page=_page,
    key=lambda line: line.deadline.key,
    card=_card,
    filters=(
        Choice("open", N_("open")),
        Choice("late", N_("late")),
        Choice("soon", N_("late, soon or waiting")),
        Choice("meetings", N_("meetings and decisions")),
        Choice("board", N_("the board")),
        Choice("year", N_("the year's accounts")),
        Choice("membership", N_("membership")),
        Choice("allocation", N_("self-allocation")),
        Choice("maintenance", N_("maintenance")),
        Choice("met", N_("met")),
        Choice("all", N_("met ones too")),
    ),
    sorts=(Choice("day", N_("day")), Choice("what", N_("what"))),
    counted=lambda total: ngettext("{count} deadline", "{count} deadlines", total).format(count=total),
    empty=N_(
        "Nothing is due in the coming year. Terms come by themselves: from meetings (F8), from offices (B), from "
        "memberships, each with the rule that made it."
    ),
    beside="offices",
    edit=forms.meet,
    actions=(
        Action(N_("Tick off"), forms.meet, N_("It was done; give the day")),
        Action(
            N_("Tick off together"),
            forms.meet_together,
            N_("All that one letter puts right: the same addressee, about the same day"),
        ),
        Action(N_("Not met after all"), forms.unmeet, N_("Take back that it was ticked off")),
        Action(N_("Go to what it is about"), forms.go, N_("The meeting, the office, the membership")),
    ),
    row_style=lambda line: "dim" if line.state == "met" else "",
    leads_to=lambda line: _ref(line.deadline),
)
