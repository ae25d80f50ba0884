"""The long-term maintenance plan (MJOP): what there is, how it stands, what will be done to it, and who pays."""

from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Record, day, flag, not_empty, not_negative, one_of, strict

PAYERS = ("resident", "cooperative", "corporation")


class PlanElement(Record, table=True):
    """A part of the buildings, with how much of it there is; its code is given once."""

    __table_args__ = strict(
        UniqueConstraint("code"),
        not_empty("code", 40),
        not_empty("name", 120),
        CheckConstraint("quantity_thousandths > 0", name="quantity_positive"),
        CheckConstraint("placed_year IS NULL OR placed_year BETWEEN 1500 AND 2200", name="placed_year_known"),
        day("ended_on"),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("code", "name", "place", "note")

    code: str
    name: str
    element_code: str = ""
    """The part in the sector's own list (VERA BOUWKUNDIGELEMENTDETAILSOORT)."""
    place: str = ""
    facility_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    quantity_thousandths: int
    """How much there is, in thousandths of the unit."""
    unit: str = "STU"
    """The unit (VERA MEETEENHEID): M2, MTR, STU."""
    placed_year: int | None = None
    note: str = ""
    ended_on: date | None = None
    folded: str = ""


class ElementCondition(Record, table=True):
    """What was found of an element on a day: a defect as it was measured, or a score as it was stated."""

    __table_args__ = strict(
        CheckConstraint("severity IS NULL OR severity BETWEEN 1 AND 3", name="severity_known"),
        CheckConstraint("extent IS NULL OR extent BETWEEN 1 AND 5", name="extent_known"),
        CheckConstraint("intensity IS NULL OR intensity BETWEEN 1 AND 3", name="intensity_known"),
        CheckConstraint("stated_score IS NULL OR stated_score BETWEEN 1 AND 6", name="stated_score_known"),
        CheckConstraint(
            "(stated_score IS NULL) = (severity IS NOT NULL AND extent IS NOT NULL AND intensity IS NOT NULL)",
            name="measured_or_stated",
        ),
        day("measured_on"),
    )

    element_id: int = Field(foreign_key="planelement.id", index=True)
    measured_on: date
    defect: str = ""
    severity: int | None = None
    """1 minor, 2 serious, 3 critical (NEN 2767)."""
    extent: int | None = None
    """1 under 2 %, 2 up to 10 %, 3 up to 30 %, 4 up to 70 %, 5 from 70 %."""
    intensity: int | None = None
    """1 beginning, 2 advanced, 3 final stage."""
    stated_score: int | None = None
    """A score that was given without its defects, 1 to 6."""
    source: str = ""
    """Who looked: the corporation's inspector, the group itself."""


class PlanMeasure(Record, table=True):
    """What will be done to an element, from a year on, every so many years, and who pays."""

    __table_args__ = strict(
        not_empty("what", 200),
        one_of("payer", *PAYERS),
        CheckConstraint("first_year BETWEEN 1900 AND 2200", name="first_year_known"),
        CheckConstraint("price_year BETWEEN 1900 AND 2200", name="price_year_known"),
        CheckConstraint("cycle_years IS NULL OR cycle_years BETWEEN 1 AND 200", name="cycle_years_known"),
        CheckConstraint("part_percent BETWEEN 1 AND 100", name="part_percent_known"),
        not_negative("unit_price_cents"),
        day("ended_on"),
    )

    element_id: int = Field(foreign_key="planelement.id", index=True)
    what: str
    first_year: int
    cycle_years: int | None = None
    """None: once."""
    unit_price_cents: int
    """For one unit, with tax, at the prices of `price_year`."""
    price_year: int
    part_percent: int = 100
    """How much of the quantity is done each time."""
    payer: str = "corporation"
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    ended_on: date | None = None
    note: str = ""


class PlanShift(Record, table=True):
    """A time a measure was put off or brought forward: what stood in one year falls in another."""

    __table_args__ = strict(
        UniqueConstraint("measure_id", "from_year"),
        CheckConstraint("from_year <> to_year", name="another_year"),
        CheckConstraint("to_year BETWEEN 1900 AND 2200", name="to_year_known"),
        flag("onwards"),
        not_empty("reason"),
        day("decided_on"),
    )

    measure_id: int = Field(foreign_key="planmeasure.id")
    from_year: int
    to_year: int
    onwards: bool = True
    """Whether the times after it move along."""
    decided_on: date
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True)
    reason: str


class PlanIndex(Record, table=True):
    """By how much prices rise in a year, in hundredths of a percent; a year without a row follows the one before."""

    __table_args__ = strict(
        UniqueConstraint("year"),
        CheckConstraint("year BETWEEN 1900 AND 2200", name="year_known"),
        CheckConstraint("hundredths BETWEEN -5000 AND 10000", name="hundredths_sensible"),
        not_empty("source"),
    )

    year: int
    hundredths: int
    source: str
