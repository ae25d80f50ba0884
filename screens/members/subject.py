"""The members' register on the desk: its list, a member's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.members import KINDS, office_name
from coopadmin.domain.memberships import APPLICATIONS, ENDINGS
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal, memberships
from db.queries import members as queries
from db.queries.balances import member_balances
from db.queries.members import MemberRow, PersonRecord
from db.queries.memberships import EndingRow, TimeRow
from screens.app import CoopApp, Ref
from screens.keys.section import person_keys
from screens.ledger.words import stands_text
from screens.members import forms
from screens.memberships.words import leaving_section
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, period, story_section


def _card(connection: Connection, person_id: int, today: date) -> Card | None:
    record = queries.record(connection, person_id)
    if record is None:
        return None
    endings = {one.membership_id: one for one in memberships.endings_of(connection, person_id)}
    suspended = memberships.suspensions_of(connection, person_id)
    return Card(
        title=f"{record.number} {record.name}".strip(),
        status=_status(record, suspended, today),
        sections=(
            _details(record, memberships.consents_of(connection, person_id), _owed(connection, record, today), today),
            _membership(record, endings),
            _applications(connection, person_id, suspended),
            *_leaving(connection, record, endings, today),
            person_keys(connection, person_id, today),
            Section(
                _("contracts"),
                tuple(
                    Entry(
                        one.number,
                        f"{one.dwelling}  {period(one.starts_on, one.ends_on)}",
                        Ref("contracts", one.contract_id),
                    )
                    for one in record.tenancies
                ),
            ),
            story_section(journal.story(connection, journal.rows_of_person(connection, person_id))),
        ),
    )


def _status(record: PersonRecord, suspended: tuple[TimeRow, ...], today: date) -> str:
    running = [
        one for one in record.memberships if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)
    ]
    if not record.number:
        return _("not a member")
    if not running:
        return _("no member today")
    offices = [
        office_name(term.name)
        for term in record.offices
        if term.starts_on <= today and (term.ends_on is None or term.ends_on >= today)
    ]
    ends_on = running[0].ends_on
    ends = [_("● until {day}").format(day=short_date(ends_on))] if ends_on else []
    out = [_("▲ suspended")] if any(_holds(one, today) for one in suspended) else []
    return " · ".join([_(KINDS[running[0].kind]), *out, *ends, *offices])


def _holds(one: TimeRow, today: date) -> bool:
    return one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)


def _owed(connection: Connection, record: PersonRecord, today: date) -> str:
    """Say what is open or paid too much on the member's own account; nothing where it is even."""
    if record.member_id is None:
        return ""
    # The balance alone: which debts are open would be found through the money of every account.
    cents = member_balances(connection, [record.member_id], today)[record.member_id]
    return stands_text(cents) if cents else ""


def _details(record: PersonRecord, consents: tuple[TimeRow, ...], owed: str, today: date) -> Section:
    agreed = next((one for one in consents if _holds(one, today)), None)
    called = (
        _("by e-mail, {period}").format(period=period(agreed.starts_on, agreed.ends_on)) if agreed else _("by post")
    )
    return Section(
        _("details"),
        filled(
            Entry(_("given name"), record.given_name),
            Entry(_("initials"), record.initials),
            Entry(_("date of birth"), day(record.born_on)),
            Entry(_("e-mail"), record.email),
            Entry(_("is called"), called if record.number else ""),
            Entry(_("phone"), record.phone),
            Entry(_("address"), ", ".join(part for part in (record.address, record.postcode, record.place) if part)),
            Entry(_("account"), group_iban(record.iban)),
            Entry(_("account with us"), owed),
            Entry(_("note"), record.note),
        ),
    )


def _membership(record: PersonRecord, endings: dict[int, EndingRow]) -> Section:
    entries: list[Entry] = []
    for one in record.memberships:
        ending = endings.get(one.membership_id)
        how = _(ENDINGS[ending.kind]) if ending and ending.state != "undone" else ""
        entries.append(
            Entry(
                _(KINDS[one.kind]),
                " · ".join(part for part in (period(one.starts_on, one.ends_on), how, one.end_reason) if part),
                Ref("endings", ending.ending_id) if ending else None,
            )
        )
    entries += [Entry(office_name(term.name), period(term.starts_on, term.ends_on)) for term in record.offices]
    entries += [Entry(term.name, period(term.starts_on, term.ends_on)) for term in record.groups]
    return Section(_("membership and offices"), tuple(entries))


def _applications(connection: Connection, person_id: int, suspended: tuple[TimeRow, ...]) -> Section:
    """Show what was asked and decided, and the times without a vote."""
    entries = [
        Entry(
            _("applied"),
            f"{day(one.applied_on)} · {_(KINDS[one.kind])} · {_(APPLICATIONS[one.outcome])}",
            Ref("applications", one.application_id),
        )
        for one in memberships.applications_of(connection, person_id)
    ]
    entries += [Entry(_("suspended"), f"{period(one.starts_on, one.ends_on)} · {one.reason}") for one in suspended]
    return Section(_("applications and suspensions"), tuple(entries))


def _leaving(
    connection: Connection, record: PersonRecord, endings: dict[int, EndingRow], today: date
) -> tuple[Section, ...]:
    """Show what is still to settle with somebody whose newest membership ends or has ended."""
    newest = record.memberships[0] if record.memberships else None
    ending = endings.get(newest.membership_id) if newest else None
    if ending is None or ending.kind == "change" or ending.state == "undone":
        return ()
    return (leaving_section(memberships.leaving(connection, record.person_id, today)),)


async def _end(app: CoopApp, person_id: int) -> None:
    from screens.memberships.ending_forms import choose_end

    await choose_end(app, person_id)


async def _begin(app: CoopApp, person_id: int) -> None:
    from screens.memberships.forms import begin

    await begin(app, person_id)


async def _apply(app: CoopApp, person_id: int) -> None:
    from screens.memberships.forms import apply_for

    await apply_for(app, person_id)


async def _suspend(app: CoopApp, person_id: int) -> None:
    from screens.memberships.forms import suspend

    await suspend(app, person_id)


async def _email(app: CoopApp, person_id: int) -> None:
    from screens.memberships.forms import email

    await email(app, person_id)


async def _charge_contribution(app: CoopApp, person_id: int) -> None:
    from screens.charges.forms import for_member

    await for_member(app, person_id)


async def _forget(app: CoopApp, person_id: int) -> None:
    from screens.forgetting.requests import answer

    await answer(app, person_id)


async def _show_data(app: CoopApp, person_id: int) -> None:
    from screens.forgetting.papers import show_person

    await show_person(app, person_id)


SUBJECT: Subject[MemberRow] = Subject(
    name="members",
    title=N_("Members"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Name"), lambda row: row.name),
        Column(N_("Kind"), lambda row: _(KINDS.get(row.kind, "")), 14),
        Column(N_("Since"), lambda row: day(row.starts_on), 11, value=lambda row: row.starts_on, kind="date"),
        Column(N_("Until"), lambda row: day(row.ends_on), 11, wide=True, value=lambda row: row.ends_on, kind="date"),
        Column(N_("Home"), lambda row: row.dwelling, 8),
    ),
    page=queries.page,
    key=lambda row: row.person_id,
    card=_card,
    filters=(
        Choice("current", N_("current")),
        Choice("aspirant", N_("aspirant members")),
        Choice("supporter", N_("supporters")),
        Choice("former", N_("former")),
        Choice("all", N_("all members")),
        Choice("outside", N_("people who are no member")),
    ),
    sorts=(
        Choice("name", N_("name")),
        Choice("number", N_("number")),
        Choice("since", N_("since")),
        Choice("until", N_("until")),
    ),
    counted=lambda total: ngettext("{count} member", "{count} members", total).format(count=total),
    empty=N_(
        "No members yet. Press N to register one, or F9 to import the members' register (a CSV file or a workbook)."
    ),
    beside="mismatches",
    dated=True,
    new=forms.register,
    edit=forms.correct,
    actions=(
        Action(N_("End the membership"), _end, N_("Resignation, notice, expulsion, death: the last day is worked out")),
        Action(N_("Change kind, or join again"), _begin, N_("A period of another kind begins on a day")),
        Action(N_("Apply for membership"), _apply, N_("Who asks to join, until it is decided: B, B leads to the list")),
        Action(N_("Suspend, or lift it"), _suspend, N_("No vote in that time; the reason is kept")),
        Action(
            N_("Called by e-mail or post"), _email, N_("The day a member agreed to be called by e-mail, or no more")
        ),
        Action(N_("Give an office"), forms.give_office, N_("Chair, secretary, treasurer or one of your own")),
        Action(N_("End an office"), forms.end_office, N_("Give the last day of the term")),
        Action(N_("Join a working group"), forms.join_group, N_("A group of a new name is begun with it")),
        Action(N_("Leave a working group"), forms.leave_group, N_("Give the last day")),
        Action(N_("Charge the contribution"), _charge_contribution, N_("Or something else on the member's account")),
        Action(
            N_("They ask to be forgotten"), _forget, N_("What goes now, what stays and on what ground: asked first")
        ),
        Action(N_("All that is kept of them"), _show_data, N_("When they ask for it: to read, then to save as a file")),
    ),
)
