"""What contracts and members owe: rents as they were charged, and everything else that was put on their account."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.tables.base import Record, day, one_of, only_where, strict

KINDS = (
    "rent",
    "correction",
    "contribution",
    "key_deposit",
    "damage",
    "collection_cost",
    "write_off",
    "deposit_settlement",
    "moved",
    "other",
)


class Charge(Record, table=True):
    """An amount on the account of a contract or a member: owed above zero, forgiven or set off below it.

    A rent is charged once per contract and month and is never rewritten; what proves wrong is put right by a
    `correction` of the same month, due later.
    """

    __table_args__ = strict(
        one_of("kind", *KINDS),
        CheckConstraint("(contract_id IS NULL) <> (member_id IS NULL)", name="one_account"),
        CheckConstraint("kind NOT IN ('rent', 'correction') OR contract_id IS NOT NULL", name="rent_of_contract"),
        CheckConstraint("kind NOT IN ('rent', 'correction') OR month IS NOT NULL", name="rent_has_month"),
        CheckConstraint("month IS NULL OR substr(month, 9, 2) = '01'", name="month_first_day"),
        CheckConstraint(
            "kind NOT IN ('rent', 'correction') "
            "OR amount_cents = basic_rent_cents + service_charge_cents + energy_cents",
            name="rent_is_its_components",
        ),
        CheckConstraint("kind <> 'rent' OR amount_cents >= 0", name="rent_not_negative"),
        day("month"),
        day("due_on"),
        # One rent per contract and month is what makes charging again safe.
        only_where("kind = 'rent'", "uq_charge_contract_id_month_rent", "contract_id", "month", unique=True),
        # Balances and ages are sums over this index alone.
        Index("ix_charge_contract_id_due_on", "contract_id", "due_on", "amount_cents"),
        Index("ix_charge_due_on_kind", "due_on", "kind"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ()

    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    member_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    kind: str
    month: date | None = None
    """The first day of the month it is for."""
    due_on: date
    amount_cents: int
    basic_rent_cents: int = 0
    service_charge_cents: int = 0
    energy_cents: int = 0
    note: str = ""
    """What it is for, or why; the statement of the account shows it."""
    corrects_id: int | None = Field(default=None, foreign_key="charge.id", index=True)
    """The charge this one puts right, writes off or gives back."""
