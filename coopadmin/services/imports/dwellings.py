"""The register of homes (woningen)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from coopadmin.domain.contracts import managed_until
from coopadmin.domain.dwellings import KIND_WORDS, read_bag_of_register, read_energy_label
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Reader,
    Register,
    Row,
    as_choice,
    as_date,
    as_line,
    as_postcode,
    as_text,
    as_whole,
    shown,
)
from coopadmin.exchange.sheets import Cell
from coopadmin.formats import parse_decimal, quoted, tidy
from coopadmin.i18n import _
from coopadmin.services.dwellings import only_owner
from coopadmin.services.imports import Intake
from db.tables.base import table_of
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling


@dataclass(frozen=True, slots=True)
class _Bag:
    """A BAG number as read, and whether the spreadsheet may have lost its last digit."""

    digits: str
    doubtful: bool


def _as_bag(cell: Cell) -> _Bag | None:
    """Read a BAG number; a spreadsheet's number lost its leading zeros, and keeps no more than fifteen digits."""
    text = shown(cell)
    if not text:
        return None
    digits = read_bag_of_register(text)
    return _Bag(digits, isinstance(cell, int | float) and len(text) == 16)


def _as_code(longest: int) -> Reader:
    """Read a code or house number; `2-1` that a spreadsheet took for a day is refused, for what it was is gone."""
    read_line = as_line(longest)

    def read(cell: Cell) -> str | None:
        if isinstance(cell, date):
            reason = _("the spreadsheet made a date of this; set the column to text and write it again")
            raise ValueError(reason)  # noqa: TRY004 - readers refuse with ValueError
        text: str | None = read_line(cell)
        return text

    return read


def _as_hundredths(unit: str) -> Reader:
    """Read a size with at most two decimals as hundredths; `unit` may stand behind it."""

    def read(cell: Cell) -> int | None:
        if isinstance(cell, float):
            return _hundredths_of_number(cell)
        text = tidy(shown(cell)).casefold().replace("²", "2").removesuffix(unit).strip()
        return parse_decimal(text, 2) if text else None

    return read


def _hundredths_of_number(number: float) -> int:
    """Take a spreadsheet's number exactly, forgiving the noise its own arithmetic leaves behind."""
    try:
        exact = Decimal(str(number)) * 100
        hundredths = int(exact.to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(_("“{text}” is not a number as it should be here").format(text=quoted(str(number)))) from None
    if abs(exact - hundredths) > Decimal("0.000001") or not 0 <= hundredths < 10**11:
        raise ValueError(_("“{text}” is not a number as it should be here").format(text=quoted(str(number))))
    return hundredths


REGISTER = Register(
    "dwellings",
    (
        Column(
            "code",
            ("Woning", "Woningcode", "Woningnummer", "Code", "Eenheid", "VHE", "Dwelling", "Home", "Unit"),
            _as_code(40),
            required=True,
        ),
        Column("street", ("Straat", "Straatnaam", "Street"), as_line(200)),
        Column("house_number", ("Nr", "Huisnummer", "Huisnr", "House number", "No"), _as_code(20)),
        Column("addition", ("Toevoeging", "Huisletter", "Toev", "Addition", "Suffix"), _as_code(20)),
        Column("postcode", ("Postcode", "Postal code"), as_postcode),
        Column("place", ("Plaats", "Woonplaats", "Place", "Town", "City"), as_line(100)),
        Column("bag_id", ("BAG-id", "BAG", "BAG-nummer", "BAG number"), _as_bag),
        Column("kind", ("Soort", "Soort woning", "Type", "Kind"), as_choice(KIND_WORDS)),
        Column(
            "area_dm2",
            ("m²", "Oppervlakte", "Oppervlakte m²", "Woonoppervlakte", "GO", "Area", "Area m²", "Floor area"),
            _as_hundredths("m2"),
        ),
        Column("rooms", ("Kamers", "Aantal kamers", "Rooms"), as_whole),
        Column("energy_label", ("Energielabel", "Label", "Energy label"), as_line(40)),
        Column(
            "points_hundredths",
            ("WWS-punten", "Punten", "WWS", "Rent points", "Points"),
            _as_hundredths("punten"),
        ),
        Column("cluster", ("Cluster", "Portiek", "Blok", "Complex", "Block", "Staircase"), as_line(100)),
        Column("ended_on", ("In beheer tot", "Beheer tot en met", "Einde beheer", "Managed until"), as_date),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

_TEXTS = ("code", "street", "house_number", "addition", "postcode", "place", "energy_label", "cluster", "note")
_PLAIN = ("area_dm2", "rooms", "points_hundredths", "ended_on")


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in homes; a code that is known already is brought up to date.

    A new home is the owner's where the store knows exactly one.
    """
    known = _known(intake, [row.text("code") for row in rows])
    let_until = _let_until(intake, rows, known)
    owner_id = only_owner(intake.tx)
    for row in rows:
        there = known.get(row.text("code"))
        problems = [*row.problems, *_cannot_be(intake, row, let_until)]
        if problems:
            intake.reject(row, problems)
            continue
        values = _values(row)
        _warn(intake, row)
        if there is None:
            intake.tx.insert(Dwelling, **values, owner_id=owner_id)
            intake.count(created=True)
        else:
            different = {name: value for name, value in values.items() if there[name] != value}
            intake.count(changed=bool(different) and intake.tx.change(Dwelling, there["id"], **different))


def _cannot_be(intake: Intake, row: Row, let_until: dict[str, date]) -> list[Problem]:
    code, ended_on = row.text("code"), row.values.get("ended_on")
    problems: list[Problem] = []
    if code and (earlier := intake.repeated(code, row)):
        reason = _("home {code} is already in row {row} of this file").format(code=code, row=earlier)
        problems.append(Problem("code", reason))
    if ended_on and ended_on < let_until.get(code, date.min):
        problems.append(Problem("ended_on", managed_until(code, ended_on)))
    return problems


def _warn(intake: Intake, row: Row) -> None:
    bag = row.values.get("bag_id")
    if isinstance(bag, _Bag) and bag.doubtful:
        reason = _("the spreadsheet holds this as a number and keeps fifteen digits, so the last one may be lost")
        intake.warn(row, "bag_id", reason)


def _values(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {name: row.text(name) for name in _TEXTS if name in row.values}
    values.update({name: row.values[name] for name in _PLAIN if name in row.values})
    if "energy_label" in values:
        values["energy_label"] = read_energy_label(values["energy_label"])
    if "kind" in row.values:
        values["kind"] = row.text("kind") or "unknown"
    if "bag_id" in row.values:
        bag = row.values["bag_id"]
        values["bag_id"] = bag.digits if isinstance(bag, _Bag) else None
    return values


def _known(intake: Intake, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    dwellings = table_of(Dwelling)
    rows = intake.tx.execute(select(dwellings).where(dwellings.c.code.in_(codes))).mappings()
    return {row["code"]: dict(row) for row in rows}


def _let_until(intake: Intake, rows: Sequence[Row], known: dict[str, dict[str, Any]]) -> dict[str, date]:
    """Give the last day each home is let, for homes of which the file says that managing them ends."""
    codes = {
        known[code]["id"]: code for row in rows if row.values.get("ended_on") and (code := row.text("code")) in known
    }
    statement = (
        select(col(Contract.dwelling_id), func.max(func.coalesce(col(Contract.ends_on), date.max)))
        .where(col(Contract.dwelling_id).in_(codes))
        .group_by(col(Contract.dwelling_id))
    )
    if not codes:
        return {}
    return {codes[dwelling_id]: last_day for dwelling_id, last_day in intake.tx.execute(statement)}
