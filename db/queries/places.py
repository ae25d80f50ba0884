"""Finding places for money by any part of their name: accounts of contracts and members, deposits, categories."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select
from sqlmodel import col

from coopadmin.domain.members import sorted_name
from coopadmin.domain.suggestions import Place
from coopadmin.formats import fold
from coopadmin.i18n import _
from db.queries.base import contains
from db.queries.finder import Hit
from db.queries.tenants import tenants_of, with_tenant_named
from db.tables.budget import Category
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling
from db.tables.members import Member, Person

_KINDS = ("contract", "member", "category", "deposit")

_DEPOSIT = ("waarborgsom", "borg", "deposit")
"""Words that say a contract's deposit is meant, besides the one in the language in use."""


def code_of(place: Place) -> int:
    """Give a place one number, for a field that picks out of several kinds."""
    return place.record_id * len(_KINDS) + _KINDS.index(place.kind)


def place_of(code: int) -> Place:
    """Give the place of such a number."""
    record_id, kind = divmod(code, len(_KINDS))
    return Place(_KINDS[kind], record_id)


def find_places(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find accounts, deposits and categories by every word of a text."""
    return [*find_accounts(connection, text, limit), *find_categories(connection, text, limit)]


def find_accounts(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find contracts by number, home or tenant, and members; with the word deposit a contract's deposit."""
    words = fold(text).split()
    meant = [word for word in words if word not in (*_DEPOSIT, fold(_("deposit")))]
    if not meant:
        return []
    if len(meant) < len(words):
        return _contracts(connection, meant, limit, "deposit")
    return [*_contracts(connection, words, limit, "contract"), *_members(connection, text, limit)]


def _contracts(connection: Connection, words: list[str], limit: int, kind: str) -> list[Hit]:
    statement = select(col(Contract.id), col(Contract.number), col(Dwelling.code), col(Contract.starts_on)).join(
        Dwelling, col(Dwelling.id) == col(Contract.dwelling_id)
    )
    for word in words:
        statement = statement.where(
            or_(
                contains(word, col(Contract.folded), col(Dwelling.folded)),
                col(Contract.id).in_(with_tenant_named(word)),
            )
        )
    # Whoever types a number means that contract, and most who pay are tenants of today.
    exact = func.length(col(Contract.number)).asc()
    found = connection.execute(
        statement.order_by(exact, col(Contract.ends_on).is_not(None), col(Contract.number)).limit(limit)
    ).all()
    names = {row[0]: tenants_of(connection, [row[0]], row[3], row[3]).get(row[0], ()) for row in found}
    return [
        Hit(
            "contracts",
            code_of(Place(kind, row_id)),
            _("{number} deposit").format(number=number) if kind == "deposit" else number,
            " · ".join([home, *names[row_id]]),
        )
        for row_id, number, home, _starts_on in found
    ]


def _members(connection: Connection, text: str, limit: int) -> list[Hit]:
    statement = (
        select(
            col(Member.id),
            col(Member.number),
            col(Person.family_name),
            col(Person.prefix),
            col(Person.initials),
            col(Person.given_name),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(contains(text, col(Person.folded), col(Member.folded)))
        .order_by(col(Member.number))
        .limit(limit)
    )
    return [
        Hit("members", code_of(Place("member", row_id)), sorted_name(*name), _("member {number}").format(number=number))
        for row_id, number, *name in connection.execute(statement)
    ]


def find_categories(connection: Connection, text: str, limit: int) -> list[Hit]:
    """Find the categories in use by code and name."""
    words = fold(text).split()
    statement = select(col(Category.id), col(Category.code), col(Category.name)).where(col(Category.ended_on).is_(None))
    fitting = [
        Hit("categories", code_of(Place("category", row_id)), code, name)
        for row_id, code, name in connection.execute(statement.order_by(col(Category.code)))
        if all(word in fold(f"{code} {name}") for word in words)
    ]
    return fitting[:limit]
