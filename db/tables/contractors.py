"""Who does work for the co-operative: plumbers, painters, inspectors."""

from datetime import date
from typing import ClassVar

from sqlalchemy import UniqueConstraint

from db.tables.base import Record, day, flag, not_empty, strict


class Contractor(Record, table=True):
    """A firm or a craftsman (uitvoerder), and how to reach them."""

    __table_args__ = strict(UniqueConstraint("name"), not_empty("name", 120), flag("emergencies"), day("ended_on"))
    search_fields: ClassVar[tuple[str, ...]] = ("name", "contact", "note")

    name: str
    trade: str = ""
    """A trade of the sector's list (VERA ONDERHOUDSPECIALISME); empty where it is in none."""
    contact: str = ""
    phone: str = ""
    email: str = ""
    kvk_number: str = ""
    emergencies: bool = False
    """Whether they come outside office hours."""
    note: str = ""
    ended_on: date | None = None
    folded: str = ""
