"""The demarcation list (demarcatielijst): which work is the resident's, the co-operative's or the corporation's."""

from datetime import date
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, one_of, strict

PARTIES = ("resident", "cooperative", "corporation")


class DemarcationList(Record, table=True):
    """One version of a list agreed with an owner, in force from a day until the next version's first day."""

    __table_args__ = strict(
        UniqueConstraint("owner_id", "valid_from"),
        not_empty("version", 80),
        day("valid_from"),
        day("agreed_on"),
    )

    owner_id: int = Field(foreign_key="owner.id")
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)
    version: str
    valid_from: date
    agreed_on: date | None = None
    source: str = ""
    """Where it stands: the agreement and its annex, the file it was read from."""
    note: str = ""


class DemarcationLine(Record, table=True):
    """Who sees to one kind of work on one component."""

    __table_args__ = strict(
        UniqueConstraint("list_id", "position"),
        UniqueConstraint("list_id", "keyword", "component", "work"),
        not_empty("keyword", 120),
        one_of("party", *PARTIES),
        one_of("otherwise", *PARTIES),
        flag("only_reachable"),
        flag("only_low_cost"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("keyword", "component", "work", "note")

    list_id: int = Field(foreign_key="demarcationlist.id")
    position: int
    keyword: str
    component: str = ""
    work: str = ""
    """Repair, replace, clean, maintain: in the list's own words; empty for all work on the component."""
    party: str
    only_reachable: bool = False
    """Only what can be reached without special means falls to `party`; else to `otherwise`."""
    only_low_cost: bool = False
    """Only what brings no notable cost falls to `party`; else to `otherwise`."""
    otherwise: str = "cooperative"
    letter: str = ""
    """The small repair (a–v, Besluit kleine herstellingen) it rests on, where it is the resident's by law."""
    codes: str = ""
    """Codes of the sector's lists that mean this line, as `DEFECTSOORT.KLE ELEMENT.DDR`; blanks between."""
    note: str = ""
    folded: str = ""
