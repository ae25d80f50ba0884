"""Bank lines for tests that are not about reading files."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.journal import Transaction
from db.store import Store
from db.tables.bank import BankAccount, BankFile, BankLine, BankStatement

OURS = "NL79RABO8563276100"


def _bring(transaction: Transaction, lines: list[dict[str, Any]], status: str, currency: str, number: str) -> list[int]:
    from sqlalchemy import func, select
    from sqlmodel import col

    known = transaction.scalar(
        select(col(BankAccount.id)).where(col(BankAccount.number) == number, col(BankAccount.currency) == currency)
    )
    account_id = known or transaction.add(BankAccount(number=number, status=status, currency=currency))
    place = transaction.scalar(select(func.count()).select_from(BankFile)) or 0
    file_id = transaction.add(BankFile(name=f"{place}.940", format="mt940", sha256=str(place)))
    cents = sum(line["amount_cents"] for line in lines)
    statement_id = transaction.add(
        BankStatement(file_id=file_id, account_id=account_id, line_count=len(lines), lines_cents=cents)
    )
    return [
        transaction.add(
            BankLine(
                **{
                    "statement_id": statement_id,
                    "account_id": account_id,
                    "position": position,
                    "key": f"{file_id}.{position}",
                    "booked_on": date(2026, 11, 5),
                    "raw": f":61:{position}",
                    **line,
                }
            )
        )
        for position, line in enumerate(lines, 1)
    ]


def bring(
    store: Store, *lines: dict[str, Any], status: str = "own", currency: str = "EUR", number: str = OURS
) -> list[int]:
    """Put lines in a store as one file brings them, nothing placed yet; gives their numbers."""
    return store.do(_bring, list(lines), status, currency, number).result
