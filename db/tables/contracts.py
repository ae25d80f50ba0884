"""Tenancy contracts and their parties."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, ordered, strict


class Contract(Record, table=True):
    """A tenancy contract for one dwelling, first and last day included; its number is given once."""

    __table_args__ = strict(
        UniqueConstraint("number"),
        not_empty("number", 40),
        one_of("payment_method", "transfer", "direct_debit", "unknown"),
        ordered("starts_on", "ends_on"),
        not_negative("deposit_cents"),
        day("starts_on"),
        day("ends_on"),
        day("notice_on"),
        Index("ix_contract_dwelling_id_in_force", "dwelling_id", "starts_on", "ends_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("number",)

    number: str
    dwelling_id: int = Field(foreign_key="dwelling.id")
    starts_on: date
    ends_on: date | None = Field(default=None, index=True)
    notice_on: date | None = None
    """The day the tenant gave notice."""
    deposit_cents: int | None = None
    """The deposit agreed in the contract."""
    iban: str = Field(default="", index=True)
    payment_method: str = "unknown"
    note: str = ""
    folded: str = Field(default="", index=True)


class ContractParty(Record, table=True):
    """A person's part in a contract; without days of its own it runs as long as the contract."""

    __table_args__ = strict(
        UniqueConstraint("contract_id", "person_id"),
        one_of("role", "tenant", "co_tenant", "subtenant"),
        ordered("starts_on", "ends_on"),
        day("starts_on"),
        day("ends_on"),
    )

    contract_id: int = Field(foreign_key="contract.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "tenant"
    starts_on: date | None = None
    ends_on: date | None = None
    place: int = 1
    """The order of the names on the contract."""
