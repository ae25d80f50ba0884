"""Who is and was a member: the list, one record, and the register on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, func, null, select, true
from sqlmodel import col

from coopadmin.domain.members import display_name, sorted_name
from db.queries.base import Listing, Page, contains, in_force_on, ordered, total_of
from db.queries.tenants import named
from db.tables.base import table_of
from db.tables.contracts import Contract, ContractParty
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Membership, OfficeTerm, Person, WorkingGroup, WorkingGroupTerm

FILTERS = ("current", "aspirant", "supporter", "former", "all", "outside")
SORTS = ("name", "number", "since", "until")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person as a list shows them: the newest membership, if any, and the home they rent that day."""

    person_id: int
    number: str
    name: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    dwelling: str


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """One period of membership."""

    membership_id: int
    kind: str
    starts_on: date
    ends_on: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of an office or in a working group."""

    term_id: int
    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class TenancyRow:
    """A contract a person is a party to."""

    contract_id: int
    number: str
    dwelling_id: int
    dwelling: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything about one person; `number` is empty for one who was never a member."""

    person_id: int
    number: str
    member_id: int | None
    family_name: str
    prefix: str
    initials: str
    given_name: str
    born_on: date | None
    email: str
    phone: str
    address: str
    postcode: str
    place: str
    iban: str
    note: str
    memberships: tuple[MembershipRow, ...]
    offices: tuple[TermRow, ...]
    groups: tuple[TermRow, ...]
    tenancies: tuple[TenancyRow, ...]

    @property
    def name(self) -> str:
        """The name as on a letter."""
        return display_name(self.family_name, self.prefix, self.initials, self.given_name)


def page(connection: Connection, listing: Listing, on: date) -> Page[MemberRow]:
    """List members by `listing`; filters and sorts are named in FILTERS and SORTS.

    `current` means in force on `on`; `aspirant` and `supporter` are those kinds, in force; `former` ended before;
    `outside` are people with no member number at all, such as tenants who never joined.
    """
    if listing.filter == "outside":
        return _outsiders(connection, listing, on)
    statement = _with_newest(on)
    if listing.search:
        statement = statement.where(named(listing.search, col(Person.id)))
    if listing.filter == "former":
        statement = statement.where(col(Membership.ends_on) < on)
    elif listing.filter != "all":
        # Said so that no index of days is taken: almost every membership is in force, and along the names in their
        # order the reading ends with the page.
        statement = statement.where(func.coalesce(col(Membership.ends_on), on) >= on)
        if listing.filter in ("aspirant", "supporter"):
            statement = statement.where(col(Membership.kind) == listing.filter)
    by = {"number": col(Member.number), "since": col(Membership.starts_on), "until": col(Membership.ends_on)}
    order = ordered(statement, by.get(listing.sort, col(Person.folded)), listing.descending, col(Person.folded))
    # A search looks through every name as it is; to count what it found it need not do so again.
    asked = order.add_columns(func.count().over() if listing.search else null())
    found: list[tuple[Any, ...]] = [tuple(row) for row in connection.execute(asked.limit(listing.limit))]
    if listing.search:
        total = found[0][-1] if found else 0
    elif listing.filter in ("former", "all"):
        total = total_of(connection, statement, len(found), listing.limit)
    else:
        total = _in_force(connection, listing.filter, on)
    homes = dwellings_of(connection, (row[0] for row in found), on)
    return Page(
        tuple(
            MemberRow(
                person_id=person_id,
                number=number,
                name=sorted_name(family_name, prefix, initials, given_name),
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                dwelling=homes.get(person_id, ""),
            )
            for person_id, number, family_name, prefix, initials, given_name, kind, starts_on, ends_on, *_total in found
        ),
        total,
    )


def _with_newest(on: date) -> Select[int, str, str, str, str, str, str, date, date | None]:
    """Ask for everybody who has a member number, with the newest membership that had begun by a day."""
    newest = (
        select(func.max(col(Membership.starts_on)))
        .where(col(Membership.member_id) == col(Member.id), col(Membership.starts_on) <= on)
        .correlate(table_of(Member))
        .scalar_subquery()
    )
    return (
        select(
            col(Person.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
            col(Membership.kind),
            col(Membership.starts_on),
            col(Membership.ends_on),
        )
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Membership, and_(col(Membership.member_id) == col(Member.id), col(Membership.starts_on) == newest))
    )


def _in_force(connection: Connection, kind: str, on: date) -> int:
    """Count the memberships of a day, of a kind or of all: nobody has two at once, so these are the people."""
    statement = select(func.count()).where(in_force_on(col(Membership.starts_on), col(Membership.ends_on), on))
    of_kind = col(Membership.kind) == kind if kind in ("aspirant", "supporter") else true()
    return connection.execute(statement.where(of_kind)).scalar_one()


def _outsiders(connection: Connection, listing: Listing, on: date) -> Page[MemberRow]:
    statement = (
        select(
            col(Person.id), col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name)
        )
        .outerjoin(Member, col(Member.person_id) == col(Person.id))
        .where(col(Member.id).is_(None))
    )
    if listing.search:
        statement = statement.where(contains(listing.search, col(Person.folded)))
    found = connection.execute(ordered(statement, col(Person.folded), listing.descending).limit(listing.limit)).all()
    total = total_of(connection, statement, len(found), listing.limit)
    homes = dwellings_of(connection, (row[0] for row in found), on)
    return Page(
        tuple(
            MemberRow(person_id, "", sorted_name(*name), "", None, None, homes.get(person_id, ""))
            for person_id, *name in found
        ),
        total,
    )


def dwellings_of(connection: Connection, people: Iterable[int], on: date) -> dict[int, str]:
    """Name the homes each person rents on a day, joined by a comma where there is more than one."""
    wanted = list(people)
    homes: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        statement = (
            select(col(ContractParty.person_id), col(Dwelling.code))
            .join(Contract, col(Contract.id) == col(ContractParty.contract_id))
            .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
            .where(
                col(ContractParty.person_id).in_(wanted[start : start + 500]),
                in_force_on(col(Contract.starts_on), col(Contract.ends_on), on),
                in_force_on(func.coalesce(col(ContractParty.starts_on), on), col(ContractParty.ends_on), on),
            )
            .order_by(col(Dwelling.code))
        )
        for person_id, code in connection.execute(statement):
            homes[person_id] = f"{homes[person_id]}, {code}" if person_id in homes else code
    return homes


def record(connection: Connection, person_id: int) -> PersonRecord | None:
    """Give everything about one person, or None where there is no such person."""
    people, members = table_of(Person), table_of(Member)
    row = (
        connection.execute(
            select(people, members.c.number, members.c.id.label("member_id"))
            .outerjoin(members, members.c.person_id == people.c.id)
            .where(people.c.id == person_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    fields = (
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
    return PersonRecord(
        person_id=person_id,
        number=row["number"] or "",
        member_id=row["member_id"],
        **{name: row[name] for name in fields},
        memberships=_memberships(connection, row["member_id"]),
        offices=_offices(connection, person_id),
        groups=_groups(connection, person_id),
        tenancies=_tenancies(connection, person_id),
    )


def _memberships(connection: Connection, member_id: int | None) -> tuple[MembershipRow, ...]:
    statement = (
        select(
            col(Membership.id),
            col(Membership.kind),
            col(Membership.starts_on),
            col(Membership.ends_on),
            col(Membership.end_reason),
        )
        .where(col(Membership.member_id) == member_id)
        .order_by(col(Membership.starts_on).desc())
    )
    return tuple(MembershipRow(*row) for row in connection.execute(statement))


def _offices(connection: Connection, person_id: int) -> tuple[TermRow, ...]:
    statement = (
        select(col(OfficeTerm.id), col(OfficeTerm.office), col(OfficeTerm.starts_on), col(OfficeTerm.ends_on))
        .where(col(OfficeTerm.person_id) == person_id)
        .order_by(col(OfficeTerm.starts_on).desc())
    )
    return tuple(TermRow(*row) for row in connection.execute(statement))


def _groups(connection: Connection, person_id: int) -> tuple[TermRow, ...]:
    statement = (
        select(
            col(WorkingGroupTerm.id),
            col(WorkingGroup.name),
            col(WorkingGroupTerm.starts_on),
            col(WorkingGroupTerm.ends_on),
        )
        .join(WorkingGroup, col(WorkingGroup.id) == col(WorkingGroupTerm.group_id))
        .where(col(WorkingGroupTerm.person_id) == person_id)
        .order_by(col(WorkingGroupTerm.starts_on).desc())
    )
    return tuple(TermRow(*row) for row in connection.execute(statement))


def _tenancies(connection: Connection, person_id: int) -> tuple[TenancyRow, ...]:
    statement = (
        select(
            col(Contract.id),
            col(Contract.number),
            col(Dwelling.id),
            col(Dwelling.code),
            func.coalesce(col(ContractParty.starts_on), col(Contract.starts_on)),
            func.coalesce(col(ContractParty.ends_on), col(Contract.ends_on)),
        )
        .join(ContractParty, col(ContractParty.contract_id) == col(Contract.id))
        .join(Dwelling, col(Dwelling.id) == col(Contract.dwelling_id))
        .where(col(ContractParty.person_id) == person_id)
        .order_by(col(Contract.starts_on).desc())
    )
    return tuple(TenancyRow(*row) for row in connection.execute(statement))


def register_on(connection: Connection, on: date) -> Sequence[MemberRow]:
    """Give the members' register as it stood on a day, by number."""
    listing = Listing(filter="current", sort="number", limit=1_000_000)
    return page(connection, listing, on).rows


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who holds an office, or is in a working group, on a day; `group` is empty for an office."""

    office: str
    group: str
    person_id: int
    name: str
    starts_on: date
    ends_on: date | None


def holders_on(connection: Connection, on: date) -> tuple[HolderRow, ...]:
    """List who holds an office and who is in a working group on a day, by office and group."""
    name = (col(Person.family_name), col(Person.prefix), col(Person.initials), col(Person.given_name))
    offices = (
        select(col(OfficeTerm.office), col(Person.id), col(OfficeTerm.starts_on), col(OfficeTerm.ends_on), *name)
        .join(Person, col(Person.id) == col(OfficeTerm.person_id))
        .where(in_force_on(col(OfficeTerm.starts_on), col(OfficeTerm.ends_on), on))
        .order_by(col(OfficeTerm.office), col(OfficeTerm.starts_on))
    )
    groups = (
        select(
            col(WorkingGroup.name),
            col(Person.id),
            col(WorkingGroupTerm.starts_on),
            col(WorkingGroupTerm.ends_on),
            *name,
        )
        .join(WorkingGroupTerm, col(WorkingGroupTerm.group_id) == col(WorkingGroup.id))
        .join(Person, col(Person.id) == col(WorkingGroupTerm.person_id))
        .where(in_force_on(col(WorkingGroupTerm.starts_on), col(WorkingGroupTerm.ends_on), on))
        .order_by(col(WorkingGroup.name), col(Person.folded))
    )
    held = [
        HolderRow(office, "", person_id, display_name(*names), starts_on, ends_on)
        for office, person_id, starts_on, ends_on, *names in connection.execute(offices)
    ]
    joined = [
        HolderRow("", group, person_id, display_name(*names), starts_on, ends_on)
        for group, person_id, starts_on, ends_on, *names in connection.execute(groups)
    ]
    return (*held, *joined)


def counts(connection: Connection, on: date) -> dict[str, int]:
    """Count the members of each kind in force on a day."""
    statement = (
        select(col(Membership.kind), func.count())
        .where(in_force_on(col(Membership.starts_on), col(Membership.ends_on), on))
        .group_by(col(Membership.kind))
    )
    return {kind: number for kind, number in connection.execute(statement)}  # noqa: C416 - rows are no plain pairs


def next_number(connection: Connection) -> str:
    """Propose the number after the highest, in the form the register uses (`L061` → `L062`)."""
    statement = select(col(Member.number)).order_by(func.length(col(Member.number)).desc(), col(Member.number).desc())
    highest = connection.execute(statement.limit(1)).scalar()
    return following_number(highest or "L000")


def following_number(number: str) -> str:
    """Count a number one on, keeping its letters and its width: `C-0041` → `C-0042`."""
    digits = number[len(number.rstrip("0123456789")) :]
    return f"{number.removesuffix(digits)}{int(digits or 0) + 1:0{len(digits)}d}"
