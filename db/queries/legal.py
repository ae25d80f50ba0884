"""The values of the law that the group entered itself."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from coopadmin.domain.association import RuleValue
from coopadmin.domain.legal import PREFIX
from db.tables.association import Setting


def legal_settings(connection: Connection) -> tuple[RuleValue, ...]:
    """Give every entered value of the law, by name and day: the `overrides` of domain/legal."""
    statement = (
        select(col(Setting.name), col(Setting.value), col(Setting.valid_from), col(Setting.source))
        .where(col(Setting.name) >= PREFIX, col(Setting.name) < PREFIX[:-1] + "/")
        .order_by(col(Setting.name), col(Setting.valid_from))
    )
    return tuple(RuleValue(*row) for row in connection.execute(statement))
