"""What the records of a contract and a home show of rent increases."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.increases import OUTCOMES
from coopadmin.domain.rent_limits import REGIMES
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries import objections, rent_limits
from screens.app import Ref
from screens.subject import Entry, Section, money


def contract_section(connection: Connection, contract_id: int) -> Section:
    """Show under which rules the rent rises, and the objections; nothing where nothing was entered."""
    entries = [
        Entry(short_date(row.valid_from), " · ".join(part for part in (_(REGIMES[row.regime]), row.source) if part))
        for row in rent_limits.regimes_of(connection, contract_id)
    ]
    for number, valid_from, _received_on, outcome in objections.of_contract(connection, contract_id):
        said = _("objection: {outcome}").format(outcome=_(OUTCOMES[outcome]))
        entries.append(Entry(short_date(valid_from), said, Ref("objections", number)))
    return Section(_("rent increase"), tuple(entries))


def home_section(connection: Connection, dwelling_id: int) -> Section:
    """Show the maximum rents of a home, newest first."""
    return Section(
        _("maximum rent"),
        tuple(
            Entry(
                short_date(row.valid_from), " · ".join(part for part in (money(row.max_rent_cents), row.source) if part)
            )
            for row in rent_limits.maxima_of(connection, dwelling_id)
        ),
    )


def contract_rows(connection: Connection, contract_id: int) -> list[tuple[str, int]]:
    """Name the rows of a contract's rules and objections, whose changes belong to its story."""
    regimes = [("rentregime", row.regime_id) for row in rent_limits.regimes_of(connection, contract_id)]
    return regimes + [("rentobjection", one[0]) for one in objections.of_contract(connection, contract_id)]


def home_rows(connection: Connection, dwelling_id: int) -> list[tuple[str, int]]:
    """Name the rows of a home's maximum rents, whose changes belong to its story."""
    return [("maximumrent", row.maximum_id) for row in rent_limits.maxima_of(connection, dwelling_id)]
