"""Importing this module declares every table: for what must know them all, the journal and the migrations.

Reading imports only the tables it asks, which shows the first page sooner.
"""

from db.tables import association, contracts, decisions, dwellings, facilities, journal, maintenance, members, rents

__all__ = [
    "association",
    "contracts",
    "decisions",
    "dwellings",
    "facilities",
    "journal",
    "maintenance",
    "members",
    "rents",
]
