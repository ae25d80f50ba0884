"""What every form of a contract begins and ends with: the contract, how it is called, and what it changes."""

from __future__ import annotations

from datetime import date

from db.queries import contracts as queries
from db.queries.contracts import ContractRecord
from screens.app import CoopApp
from screens.text import one_line


async def read_contract(app: CoopApp, contract_id: int) -> ContractRecord | None:
    """Read a contract as it stands today; None where it was taken back meanwhile."""
    return await app.read(queries.record, contract_id, app.today)


def heading(record: ContractRecord) -> str:
    """Call a contract by its number and home: `C-0017 · 12C`."""
    return f"{record.number} · {record.dwelling}"


def tenants_of(record: ContractRecord, on: date) -> str:
    """Name who is party to a contract on a day or later, joined by commas."""
    return one_line(", ".join(party.name for party in record.parties if party.ends_on is None or party.ends_on >= on))


async def offer_corrections(app: CoopApp, contract_id: int) -> None:
    """Offer to put charged months right, after a rent or a day of the contract was changed."""
    from screens.charges import months

    await months.offer_corrections(app, contract_id)
