"""The members' register (ledenlijst)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.members import KIND_WORDS, OFFICE_WORDS, MembershipDates, check_membership, sorted_name
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Register,
    Row,
    as_choice,
    as_date,
    as_email,
    as_iban,
    as_line,
    as_postcode,
    as_text,
)
from coopadmin.formats import fold, long_date
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from db.tables.base import table_of
from db.tables.members import Member, Membership, OfficeTerm, Person

REGISTER = Register(
    "members",
    (
        Column("number", ("Lidnr", "Lidnummer", "Nr", "Member number", "Number"), as_line(40), required=True),
        Column(
            "family_name", ("Achternaam", "Naam", "Family name", "Surname", "Last name"), as_line(200), required=True
        ),
        Column("prefix", ("Voorvoegsel", "Tussenvoegsel", "Prefix"), as_line(40)),
        Column("initials", ("Voorletters", "Initialen", "Initials"), as_line(40)),
        Column("given_name", ("Roepnaam", "Voornaam", "Given name", "First name"), as_line(100)),
        Column("born_on", ("Geboortedatum", "Date of birth", "Born on", "Birthday"), as_date),
        Column("kind", ("Soort", "Soort lid", "Kind", "Type"), as_choice(KIND_WORDS), required=True),
        Column("starts_on", ("Lid sinds", "Lid vanaf", "Member since", "Since"), as_date, required=True),
        Column("ends_on", ("Einde lidmaatschap", "Lid tot", "Lid tot en met", "End of membership", "Until"), as_date),
        Column("email", ("E-mail", "E-mailadres", "Mail", "Email address"), as_email),
        Column("phone", ("Telefoon", "Telefoonnummer", "Mobiel", "Phone", "Telephone"), as_line(60)),
        Column("address", ("Adres", "Address"), as_line(200)),
        Column("postcode", ("Postcode", "Postal code"), as_postcode),
        Column("place", ("Woonplaats", "Plaats", "Place", "Town", "City"), as_line(100)),
        Column("iban", ("IBAN", "Rekeningnummer", "Rekening", "Account"), as_iban),
        Column("office", ("Functie", "Office", "Role"), as_line(80)),
        Column("office_since", ("Functie sinds", "Functie vanaf", "Office since", "Role since"), as_date),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

PERSON_FIELDS = (
    "family_name",
    "prefix",
    "initials",
    "given_name",
    "born_on",
    "email",
    "phone",
    "address",
    "postcode",
    "place",
    "iban",
    "note",
)


@dataclass(slots=True)
class _Known:
    """A member who is in the store already."""

    member_id: int
    person: dict[str, Any]
    memberships: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    offices: set[tuple[str, date]] = field(default_factory=set[tuple[str, date]])


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in members; a number that is known already is brought up to date."""
    known = _known(intake, [row.text("number") for row in rows])
    for row in rows:
        problems = [*row.problems, *_cannot_be(intake, row, known.get(row.text("number")))]
        if problems:
            intake.reject(row, problems)
        elif there := known.get(row.text("number")):
            intake.count(changed=_update(intake, row, there))
        else:
            _create(intake, row)
            intake.count(created=True)


def _cannot_be(intake: Intake, row: Row, there: _Known | None) -> list[Problem]:
    problems: list[Problem] = []
    number = row.text("number")
    if number and (earlier := intake.repeated(number, row)):
        reason = _("member number {number} is already in row {row} of this file").format(number=number, row=earlier)
        problems.append(Problem("number", reason))
    elif there and _someone_else(row, there.person):
        name = sorted_name(*(there.person[key] for key in ("family_name", "prefix", "initials", "given_name")))
        reason = _("member number {number} belongs to {name}").format(number=number, name=name)
        problems.append(Problem("number", reason))
    dates = MembershipDates(
        row.values.get("born_on"),
        row.values.get("starts_on"),
        row.values.get("ends_on"),
        row.text("office"),
        row.values.get("office_since"),
    )
    problems.extend(check_membership(dates, intake.tx.today))
    return problems


def _someone_else(row: Row, person: dict[str, Any]) -> bool:
    """A name may be corrected and so may a birthday; when both differ it is another person."""
    born, stored = row.values.get("born_on"), person["born_on"]
    return (born is None or stored is None or born != stored) and fold(row.text("family_name")) != fold(
        person["family_name"]
    )


def _person_values(row: Row) -> dict[str, Any]:
    values = {name: row.values[name] for name in PERSON_FIELDS if name in row.values}
    return {name: value if name == "born_on" else value or "" for name, value in values.items()}


def _create(intake: Intake, row: Row) -> None:
    person_id = intake.tx.insert(Person, **_person_values(row))
    member_id = intake.tx.insert(Member, number=row.text("number"), person_id=person_id)
    _add_membership(intake, row, member_id)
    if office := row.text("office"):
        _add_office(intake, row, person_id, office)


def _add_membership(intake: Intake, row: Row, member_id: int) -> None:
    intake.tx.insert(
        Membership,
        member_id=member_id,
        kind=row.text("kind"),
        starts_on=row.values["starts_on"],
        ends_on=row.values.get("ends_on"),
    )


def _office_since(row: Row) -> date:
    since: date = row.values.get("office_since") or row.values["starts_on"]
    return since


def _add_office(intake: Intake, row: Row, person_id: int, office: str) -> None:
    if row.values.get("office_since") is None:
        intake.warn(row, "office", _("no day is given for this office; the first day of the membership is taken"))
    code = OFFICE_WORDS.get(fold(office), office)
    intake.tx.insert(OfficeTerm, person_id=person_id, office=code, starts_on=_office_since(row))


def _update(intake: Intake, row: Row, there: _Known) -> bool:
    person_id: int = there.person["id"]
    different = {key: value for key, value in _person_values(row).items() if there.person[key] != value}
    changed = bool(different) and intake.tx.change(Person, person_id, **different)
    changed = _update_membership(intake, row, there) or changed
    if office := row.text("office"):
        code = OFFICE_WORDS.get(fold(office), office)
        if (code, _office_since(row)) not in there.offices:
            _add_office(intake, row, person_id, office)
            changed = True
    return changed


def _update_membership(intake: Intake, row: Row, there: _Known) -> bool:
    """Bring the period that began on that day up to date, or add a later one; an earlier one is history."""
    starts_on: date = row.values["starts_on"]
    same = next((one for one in there.memberships if one["starts_on"] == starts_on), None)
    if same is None:
        last = max(there.memberships, key=lambda one: one["starts_on"])
        if last["ends_on"] and last["ends_on"] < starts_on:
            _add_membership(intake, row, there.member_id)
            return True
        reason = _("the store has this membership from {day}; correct it there if that is wrong").format(
            day=long_date(last["starts_on"])
        )
        intake.warn(row, "starts_on", reason)
        return False
    values: dict[str, Any] = {"kind": row.text("kind")}
    if intake.has("ends_on"):
        values["ends_on"] = row.values.get("ends_on")
    if all(same[key] == value for key, value in values.items()):
        return False
    return intake.tx.change(Membership, same["id"], **values)


def _known(intake: Intake, numbers: Sequence[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    by_person: dict[int, _Known] = {}
    by_member: dict[int, _Known] = {}
    people, members = table_of(Person), table_of(Member)
    rows = (
        select(people, members.c.number, members.c.id.label("member_id"))
        .join(members, members.c.person_id == people.c.id)
        .where(members.c.number.in_(numbers))
    )
    for row in intake.tx.execute(rows).mappings():
        known = _Known(row["member_id"], dict(row))
        found[row["number"]] = by_person[row["id"]] = by_member[row["member_id"]] = known
    memberships = select(
        col(Membership.id),
        col(Membership.member_id),
        col(Membership.kind),
        col(Membership.starts_on),
        col(Membership.ends_on),
    ).where(col(Membership.member_id).in_(by_member))
    for row_id, member_id, kind, starts_on, ends_on in intake.tx.execute(memberships):
        by_member[member_id].memberships.append(
            {"id": row_id, "kind": kind, "starts_on": starts_on, "ends_on": ends_on}
        )
    offices = select(col(OfficeTerm.person_id), col(OfficeTerm.office), col(OfficeTerm.starts_on)).where(
        col(OfficeTerm.person_id).in_(by_person)
    )
    for person_id, office, starts_on in intake.tx.execute(offices):
        by_person[person_id].offices.add((office, starts_on))
    return found
