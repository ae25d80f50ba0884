"""The members' register on the desk: its list, a member's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.members import KINDS, office_name
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import members as queries
from db.queries.members import MemberRow, PersonRecord
from screens.app import CoopApp, Ref
from screens.members import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, period, story_section


def _card(connection: Connection, person_id: int, today: date) -> Card | None:
    record = queries.record(connection, person_id)
    if record is None:
        return None
    return Card(
        title=f"{record.number} {record.name}".strip(),
        status=_status(record, today),
        sections=(
            _details(record),
            _membership(record),
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


def _status(record: PersonRecord, today: date) -> str:
    running = [
        one for one in record.memberships if one.starts_on <= today and (one.ends_on is None or one.ends_on >= today)
    ]
    if not record.number:
        return _("not a member")
    if not running:
        return _("no member today")
    offices = [office_name(term.name) for term in record.offices if term.ends_on is None or term.ends_on >= today]
    return " · ".join([_(KINDS[running[0].kind]), *offices])


def _details(record: PersonRecord) -> Section:
    return Section(
        _("details"),
        filled(
            Entry(_("given name"), record.given_name),
            Entry(_("initials"), record.initials),
            Entry(_("date of birth"), day(record.born_on)),
            Entry(_("e-mail"), record.email),
            Entry(_("phone"), record.phone),
            Entry(_("address"), ", ".join(part for part in (record.address, record.postcode, record.place) if part)),
            Entry(_("account"), group_iban(record.iban)),
            Entry(_("note"), record.note),
        ),
    )


def _membership(record: PersonRecord) -> Section:
    entries = [
        Entry(
            _(KINDS[one.kind]),
            " · ".join(part for part in (period(one.starts_on, one.ends_on), one.end_reason) if part),
        )
        for one in record.memberships
    ]
    entries += [Entry(office_name(term.name), period(term.starts_on, term.ends_on)) for term in record.offices]
    entries += [Entry(term.name, period(term.starts_on, term.ends_on)) for term in record.groups]
    return Section(_("membership and offices"), tuple(entries))


async def _charge_contribution(app: CoopApp, person_id: int) -> None:
    from screens.charges.forms import for_member

    await for_member(app, person_id)


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
    new=forms.register,
    edit=forms.correct,
    actions=(
        Action(N_("End the membership"), forms.end, N_("Give the last day; offices and working groups end with it")),
        Action(N_("Change kind, or join again"), forms.begin, N_("A period of another kind begins on a day")),
        Action(N_("Give an office"), forms.give_office, N_("Chair, secretary, treasurer or one of your own")),
        Action(N_("End an office"), forms.end_office, N_("Give the last day of the term")),
        Action(N_("Join a working group"), forms.join_group, N_("A group of a new name is begun with it")),
        Action(N_("Leave a working group"), forms.leave_group, N_("Give the last day")),
        Action(N_("Charge the contribution"), _charge_contribution, N_("Or something else on the member's account")),
    ),
)
