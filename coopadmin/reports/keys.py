"""Every copy of every key, and who has it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.reports.base import Column, Report
from db.queries.key_rows import CopyRow
from db.queries.keys import register


def keys(connection: Connection, on: date) -> Report:
    """List the copies that were there on a day, by key and mark; `holder` is null where nobody had it.

    `deposit_cents` is what was agreed with who has it, paid or not; `overdue` says that it should have been back.
    """
    columns = (
        Column("key", _("Key")),
        Column("mark", _("Mark")),
        Column("holder", _("Who has it")),
        Column("since", _("Since"), "date"),
        Column("due", _("Back by"), "date"),
        Column("deposit_cents", _("Deposit"), "cents", minor=True),
        Column("overdue", _("Late"), "flag"),
    )
    found = register(connection, on)
    out = sum(row.loan_id is not None for row in found)
    late = sum(row.state == "overdue" for row in found)
    told = _("Out: {out} of {count}. Late: {late}.").format(out=out, count=len(found), late=late)
    title = _("Keys on {day}").format(day=long_date(on))
    return Report(title, columns, [_row(row) for row in found], {"on": on}, {"out": out, "late": late}, (told,))


def _row(row: CopyRow) -> dict[str, object]:
    out = row.loan_id is not None
    return {
        "key": row.code,
        "mark": row.mark,
        "holder": row.holder or None,
        "since": row.since,
        "due": row.due_on,
        "deposit_cents": row.deposit_cents if out else None,
        "overdue": row.state == "overdue",
    }
