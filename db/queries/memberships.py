"""How memberships come and go: applications, endings, suspensions, who may be called by e-mail, and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, or_, select
from sqlmodel import col

from coopadmin.domain.association import RULES, RuleValue
from coopadmin.domain.members import display_name, sorted_name
from coopadmin.domain.memberships import EndingRules
from db.queries import association
from db.queries.base import Listing, Page, contains, count, ordered, total_of
from db.queries.leaving import Leaving, leaving
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.members import Member, Membership, Person
from db.tables.memberships import EmailConsent, MembershipApplication, MembershipEnding, Suspension

__all__ = [
    "ApplicationRow",
    "EndingRow",
    "Leaving",
    "TimeRow",
    "application",
    "applications_of",
    "applications_page",
    "consents_of",
    "ending",
    "ending_rules",
    "endings_of",
    "endings_page",
    "leaving",
    "suspensions_of",
]

APPLICATION_FILTERS = ("open", "admitted", "refused", "withdrawn", "all")
ENDING_FILTERS = ("waiting", "coming", "over", "changes", "all")


# -- the rules -----------------------------------------------------------------------------------------------------


def ending_rules(connection: Connection, on: date) -> EndingRules:
    """Give what the law or the statutes set for the end of a membership on a day, with where each comes from."""
    values = association.rules(connection)

    def rule(name: str) -> RuleValue:
        begun = [one for one in values if one.name == name and one.valid_from <= on]
        fresh = RULES[name]
        return max(
            begun,
            key=lambda one: one.valid_from,
            default=RuleValue(name, fresh.default, fresh.valid_from, fresh.source),
        )

    notice, contribution, appeal = (
        rule(name) for name in ("resignation_notice_weeks", "contribution_whole_year", "appeal_months")
    )
    return EndingRules(
        notice_weeks=int(notice.value),
        at_year_end=int(rule("resignation_at_year_end").value) > 0,
        first_month=int(rule("financial_year_first_month").value),
        whole_year=int(contribution.value) > 0,
        appeal_months=int(appeal.value),
        notice_source=notice.source,
        contribution_source=contribution.source,
        appeal_source=appeal.source,
    )


# -- applications --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """Somebody who asked to become a member, and what was decided; `number` is empty for who never was one."""

    application_id: int
    person_id: int
    number: str
    name: str
    letter_name: str
    address: str
    kind: str
    applied_on: date
    outcome: str
    decided_on: date | None
    reason: str
    decision_id: int | None
    decision: str
    """The number of the decision, where one was named."""
    starts_on: date | None
    """The first day of the membership that came of it."""
    note: str


def applications_page(connection: Connection, listing: Listing, _on: date) -> Page[ApplicationRow]:
    """List applications; filters are named in APPLICATION_FILTERS, sorts are applied, decided and name."""
    asked = table_of(MembershipApplication)
    statement = _applications().where(contains(listing.search, col(Person.folded)))
    if listing.filter not in ("", "all"):
        statement = statement.where(asked.c.outcome == listing.filter)
    by = {"decided": asked.c.decided_on, "name": col(Person.folded)}
    order = ordered(statement, by.get(listing.sort, asked.c.applied_on), listing.descending, asked.c.id)
    return Page(_application_rows(connection, order.limit(listing.limit)), count(connection, statement))


def application(connection: Connection, application_id: int) -> ApplicationRow | None:
    """Give one application, or None where there is none."""
    found = _application_rows(connection, _applications().where(col(MembershipApplication.id) == application_id))
    return found[0] if found else None


def applications_of(connection: Connection, person_id: int) -> tuple[ApplicationRow, ...]:
    """Give a person's applications, the newest first."""
    statement = _applications().where(col(MembershipApplication.person_id) == person_id)
    return _application_rows(connection, statement.order_by(col(MembershipApplication.applied_on).desc()))


def _applications() -> Select[Any]:
    asked = table_of(MembershipApplication)
    return (
        select(
            *asked.c,
            *_person(),
            col(Decision.number).label("decision"),
            col(Membership.starts_on).label("starts_on"),
        )
        .join(Person, col(Person.id) == asked.c.person_id)
        .outerjoin(Member, col(Member.person_id) == asked.c.person_id)
        .outerjoin(Decision, col(Decision.id) == asked.c.decision_id)
        .outerjoin(Membership, col(Membership.id) == asked.c.membership_id)
    )


def _application_rows(connection: Connection, statement: Select[Any]) -> tuple[ApplicationRow, ...]:
    same = ("person_id", "kind", "applied_on", "outcome", "decided_on", "reason", "decision_id", "starts_on", "note")
    return tuple(
        ApplicationRow(
            application_id=row["id"],
            **{name: row[name] for name in same},
            **_names(row),
            decision=row["decision"] or "",
        )
        for row in connection.execute(statement).mappings()
    )


# -- endings -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EndingRow:
    """How one membership ends, of one person and one kind, from `starts_on`."""

    ending_id: int
    person_id: int
    number: str
    name: str
    letter_name: str
    address: str
    membership_id: int
    membership: str
    """The kind of membership that ends."""
    starts_on: date
    ends_on: date | None
    """The membership's own last day: None while an appeal is open, or once it was upheld."""
    kind: str
    noticed_on: date
    computed_on: date
    """The last day as it was worked out, by `rule`."""
    rule: str
    reason: str
    reasons_sent_on: date | None
    received_on: date | None
    appealed_on: date | None
    appeal_outcome: str
    decision_id: int | None
    decision: str
    tenancy_kept: bool | None
    note: str

    @property
    def state(self) -> str:
        """Say where it stands: undone, appeal (lodged), receipt (to be noted), or ends."""
        if self.appeal_outcome == "upheld":
            return "undone"
        if self.appealed_on is not None and not self.appeal_outcome:
            return "appeal"
        if self.kind == "expulsion" and self.ends_on is None:
            return "receipt"
        return "ends"


def endings_page(connection: Connection, listing: Listing, on: date) -> Page[EndingRow]:
    """List endings; filters are named in ENDING_FILTERS, sorts are ends, noticed and name.

    `coming` end on `on` or later or wait for an appeal, `waiting` are those of which the appeal is not over, `over`
    ended before, `changes` went on as another kind.
    """
    endings, ends_on = table_of(MembershipEnding), col(Membership.ends_on)
    # Said so that no index of days is taken: few memberships have an ending, and it is those that are gone through.
    not_over = func.coalesce(ends_on, on) >= on
    changed, undone = endings.c.kind == "change", endings.c.appeal_outcome == "upheld"
    lodged = and_(endings.c.appealed_on.is_not(None), endings.c.appeal_outcome == "")
    wanted = {
        "coming": and_(~changed, ~undone, not_over),
        "waiting": or_(lodged, and_(endings.c.kind == "expulsion", ends_on.is_(None), ~undone)),
        "over": and_(~changed, ends_on < on),
        "changes": changed,
    }
    statement = _endings().where(contains(listing.search, col(Person.folded), col(Member.folded)))
    if listing.filter in wanted:
        statement = statement.where(wanted[listing.filter])
    by = {"noticed": endings.c.noticed_on, "name": col(Person.folded)}
    order = ordered(statement, by.get(listing.sort, endings.c.ends_on), listing.descending, col(Person.folded))
    rows = _ending_rows(connection, order.limit(listing.limit))
    return Page(rows, total_of(connection, statement, len(rows), listing.limit))


def ending(connection: Connection, ending_id: int) -> EndingRow | None:
    """Give one ending, or None where there is none."""
    found = _ending_rows(connection, _endings().where(col(MembershipEnding.id) == ending_id))
    return found[0] if found else None


def endings_of(connection: Connection, person_id: int) -> tuple[EndingRow, ...]:
    """Give how a person's memberships end or ended, the newest first."""
    statement = _endings().where(col(Person.id) == person_id).order_by(col(Membership.starts_on).desc())
    return _ending_rows(connection, statement)


def _endings() -> Select[Any]:
    endings, periods = table_of(MembershipEnding), table_of(Membership)
    return (
        select(
            *(column for column in endings.c if column.name != "ends_on"),
            endings.c.ends_on.label("computed_on"),
            periods.c.kind.label("membership"),
            periods.c.starts_on,
            periods.c.ends_on,
            *_person(),
            col(Decision.number).label("decision"),
        )
        .join(periods, periods.c.id == endings.c.membership_id)
        .join(Member, col(Member.id) == periods.c.member_id)
        .join(Person, col(Person.id) == col(Member.person_id))
        .outerjoin(Decision, col(Decision.id) == endings.c.decision_id)
    )


def _ending_rows(connection: Connection, statement: Select[Any]) -> tuple[EndingRow, ...]:
    made = {"ending_id", "person_id", "number", "name", "letter_name", "address", "decision"}
    same = [name for name in EndingRow.__dataclass_fields__ if name not in made]
    return tuple(
        EndingRow(
            ending_id=row["id"],
            person_id=row["of_person"],
            **{name: row[name] for name in same},
            **_names(row),
            decision=row["decision"] or "",
        )
        for row in connection.execute(statement).mappings()
    )


def _person() -> tuple[ColumnElement[Any], ...]:
    """The columns that say who it is; `_names` makes text of them."""
    people = table_of(Person).c
    return (
        people.id.label("of_person"),
        people.family_name,
        people.prefix,
        people.initials,
        people.given_name,
        people.address,
        people.postcode,
        people.place,
        col(Member.number).label("number"),
    )


def _names(row: RowMapping) -> dict[str, Any]:
    name = (row["family_name"], row["prefix"], row["initials"], row["given_name"])
    lines = (row["address"], f"{row['postcode']} {row['place']}".strip())
    return {
        "number": row["number"] or "",
        "name": sorted_name(*name),
        "letter_name": display_name(*name),
        "address": "\n".join(line for line in lines if line),
    }


# -- suspensions, and who is called by e-mail ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimeRow:
    """A time of a person's, both days included: a suspension with its reason, or a consent to e-mail without one."""

    time_id: int
    starts_on: date
    ends_on: date | None
    reason: str = ""


def suspensions_of(connection: Connection, person_id: int) -> tuple[TimeRow, ...]:
    """Give the times in which a person may not vote, the newest first."""
    statement = (
        select(col(Suspension.id), col(Suspension.starts_on), col(Suspension.ends_on), col(Suspension.reason))
        .where(col(Suspension.person_id) == person_id)
        .order_by(col(Suspension.starts_on).desc())
    )
    return tuple(TimeRow(*row) for row in connection.execute(statement))


def consents_of(connection: Connection, person_id: int) -> tuple[TimeRow, ...]:
    """Give the times in which a person agreed to be called by e-mail, the newest first."""
    statement = (
        select(col(EmailConsent.id), col(EmailConsent.starts_on), col(EmailConsent.ends_on))
        .where(col(EmailConsent.person_id) == person_id)
        .order_by(col(EmailConsent.starts_on).desc())
    )
    return tuple(TimeRow(*row) for row in connection.execute(statement))
