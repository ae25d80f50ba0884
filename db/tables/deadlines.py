"""Terms of the association's calendar that were met."""

from datetime import date

from sqlalchemy import UniqueConstraint

from db.tables.base import Record, day, not_empty, strict


class DeadlineMet(Record, table=True):
    """A computed term that somebody ticked off; the term itself is worked out again each time."""

    __table_args__ = strict(UniqueConstraint("name"), not_empty("name", 120), day("met_on"))

    name: str
    """The term's own name, as `domain/deadlines` gives it: `trade_register:officeterm:12:began`."""
    met_on: date
    note: str = ""
