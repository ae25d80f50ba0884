"""Where membership and tenancy disagree: listed, never resolved by the program itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from coopadmin.i18n import N_, _, ngettext
from db.queries import mismatches as queries
from db.queries.mismatches import MismatchRow
from screens.app import CoopApp
from screens.members import forms
from screens.members.subject import SUBJECT as MEMBERS
from screens.subject import Card, Choice, Column, Subject

KINDS: dict[str, str] = {
    "tenant_without_membership": N_("tenant, but no member"),
    "member_without_tenancy": N_("member, but no tenancy"),
}
ROLES: dict[str, str] = {
    "co_tenant": N_("co-tenant, but no member"),
    "subtenant": N_("subtenant, but no member"),
}
"""A co-tenant is no member by being one: each needs a membership of their own."""


def _what(row: MismatchRow) -> str:
    return _(ROLES.get(row.role) or KINDS[row.kind])


def _card(connection: Connection, key: int, today: date) -> Card | None:
    person_id = queries.person_of(connection, key)
    return None if person_id is None else MEMBERS.card(connection, person_id, today)


def _meant(run: Callable[[CoopApp, int], Awaitable[None]]) -> Callable[[CoopApp, int], Awaitable[None]]:
    """Do with the person of a row what is done with a person."""

    async def do(app: CoopApp, key: int) -> None:
        person_id = await app.read(queries.person_of, key)
        if person_id is not None:
            await run(app, person_id)

    return do


SUBJECT: Subject[MismatchRow] = Subject(
    name="mismatches",
    title=N_("Mismatches"),
    columns=(
        Column(N_("What"), _what, 24),
        Column(N_("Name"), lambda row: row.name),
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Contract"), lambda row: row.contract, 10),
        Column(N_("Home"), lambda row: row.dwelling, 8),
    ),
    page=queries.page,
    key=lambda row: row.key,
    card=_card,
    filters=(
        Choice("all", N_("all mismatches")),
        Choice("tenant_without_membership", N_("tenants who are no member")),
        Choice("co_tenants", N_("co-tenants who are no member")),
        Choice("member_without_tenancy", N_("members without a tenancy")),
    ),
    sorts=(Choice("name", N_("name")), Choice("dwelling", N_("home"))),
    counted=lambda total: ngettext("{count} mismatch", "{count} mismatches", total).format(count=total),
    empty=N_("Who is a tenant and no member, or a member and no tenant, stands here; the program changes neither."),
    beside="applications",
    dated=True,
    edit=_meant(forms.correct),
    actions=tuple(replace(one, run=_meant(one.run)) for one in MEMBERS.actions),
)
