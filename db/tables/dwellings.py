"""The homes the co-operative manages."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import Record, day, not_empty, not_negative, one_of, strict


class Dwelling(Record, table=True):
    """A home (woning, wooneenheid); `code` is what the group calls it."""

    __table_args__ = strict(
        UniqueConstraint("code"),
        not_empty("code", 40),
        one_of("kind", "self_contained", "shared", "unknown"),
        CheckConstraint("bag_id IS NULL OR (length(bag_id) = 16 AND bag_id NOT GLOB '*[^0-9]*')", name="bag_id_digits"),
        not_negative("area_dm2"),
        not_negative("rooms"),
        not_negative("points_hundredths"),
        day("ended_on"),
        # 2A comes before 10A.
        Index("ix_dwelling_code_order", text("length(code)"), "code"),
    )
    search_fields: ClassVar[tuple[str, ...]] = (
        "code",
        "street",
        "house_number",
        "addition",
        "postcode",
        "cluster",
    )

    code: str
    street: str = ""
    house_number: str = ""
    addition: str = ""
    postcode: str = ""
    place: str = ""
    bag_id: str | None = Field(default=None, index=True)
    """The sixteen digits of the Basisregistratie Adressen en Gebouwen; text, for it may begin with a zero."""
    kind: str = "unknown"
    area_dm2: int | None = None
    rooms: int | None = None
    energy_label: str = ""
    points_hundredths: int | None = None
    """Points of the rent-points system (woningwaarderingsstelsel), in hundredths."""
    cluster: str = Field(default="", index=True)
    owner_id: int | None = Field(default=None, foreign_key="owner.id", index=True)
    ended_on: date | None = None
    """The last day the co-operative managed it."""
    note: str = ""
    folded: str = Field(default="", index=True)
