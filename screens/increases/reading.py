"""What the page of a rent increase reads: the plan, with the law's own percentage where none was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.increases import Asked, Special
from coopadmin.domain.legal import legal_value
from db.queries.increases import Plan, plan
from db.queries.legal import legal_settings


def read_plan(connection: Connection, asked: Asked, today: date, specials: Mapping[int, Special]) -> Plan:
    """Work out a run; without a percentage or an amount it asks the most for social rents, where that is known."""
    if asked.percent is None and asked.amount_cents is None:
        social = legal_value("rent_increase_social", asked.valid_from, legal_settings(connection))
        asked = replace(asked, percent=social.value if social else None)
    return plan(connection, asked, today, specials)
