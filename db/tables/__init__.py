"""The tables, one module per subject; importing this package declares them all."""

from db.tables import (
    association,
    contracts,
    decisions,
    dwellings,
    facilities,
    journal,
    maintenance,
    members,
    rents,
)

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
