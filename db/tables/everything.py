"""Importing this module declares every table: for what must know them all, the journal and the migrations.

Reading imports only the tables it asks, which shows the first page sooner.
"""

from db.tables import (
    arrears,
    association,
    bank,
    budget,
    charges,
    closing,
    contracts,
    decisions,
    deposits,
    dwellings,
    facilities,
    increases,
    journal,
    ledger,
    maintenance,
    matching,
    members,
    rents,
)

__all__ = [
    "arrears",
    "association",
    "bank",
    "budget",
    "charges",
    "closing",
    "contracts",
    "decisions",
    "deposits",
    "dwellings",
    "facilities",
    "increases",
    "journal",
    "ledger",
    "maintenance",
    "matching",
    "members",
    "rents",
]
