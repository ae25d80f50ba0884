"""What a board does with homes: add, correct, and stop managing one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from coopadmin.domain.dwellings import KINDS, read_bag_of_register, read_energy_label
from coopadmin.domain.identifiers import read_postcode
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from db.journal import Transaction
from db.tables.association import Owner
from db.tables.contracts import Contract
from db.tables.dwellings import Dwelling


@dataclass(frozen=True, slots=True)
class DwellingData:
    """What is known of a home, as a form gives it; text may be empty, `code` may not.

    The floor area is in dm² (45,5 m² is 4550), rent points are in hundredths.
    """

    code: str
    street: str = ""
    house_number: str = ""
    addition: str = ""
    postcode: str = ""
    place: str = ""
    bag_id: str = ""
    kind: str = "unknown"
    area_dm2: int | None = None
    rooms: int | None = None
    energy_label: str = ""
    points_hundredths: int | None = None
    cluster: str = ""
    owner_id: int | None = None
    note: str = ""


def add_dwelling(transaction: Transaction, *, dwelling: DwellingData) -> int:
    """Add a home; gives its number in the store. Raises Invalid with a problem per field.

    Where the store knows exactly one owner and none is named, the home is that owner's.
    """
    values, problems = _checked(transaction, dwelling, None)
    if problems:
        raise Invalid(problems)
    if values["owner_id"] is None:
        values["owner_id"] = only_owner(transaction)
    transaction.about = values["code"]
    return transaction.add(Dwelling(**values))


def correct_dwelling(transaction: Transaction, *, dwelling_id: int, dwelling: DwellingData) -> bool:
    """Correct what is known of a home; tells whether anything was different. Raises Invalid."""
    values, problems = _checked(transaction, dwelling, dwelling_id)
    if problems:
        raise Invalid(problems)
    transaction.about = values["code"]
    return transaction.change(Dwelling, dwelling_id, **values)


def end_dwelling(transaction: Transaction, *, dwelling_id: int, ended_on: date) -> None:
    """Stop managing a home: `ended_on` is the last day. Raises Invalid while a contract runs past that day."""
    code = _code_of(transaction, dwelling_id)
    past_it: str | None = transaction.scalar(
        select(col(Contract.number))
        .where(
            col(Contract.dwelling_id) == dwelling_id,
            or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) > ended_on),
        )
        .order_by(col(Contract.starts_on))
    )
    if past_it is not None:
        reason = _("contract {number} runs past {day}; end it first").format(number=past_it, day=long_date(ended_on))
        raise Invalid([Problem("ended_on", reason)])
    transaction.about = code
    transaction.change(Dwelling, dwelling_id, ended_on=ended_on)


def resume_dwelling(transaction: Transaction, *, dwelling_id: int) -> None:
    """Manage a home again that was no longer managed. Raises Refused where it still is."""
    transaction.about = _code_of(transaction, dwelling_id)
    if not transaction.change(Dwelling, dwelling_id, ended_on=None):
        raise Refused(_("This home is still managed; there is nothing to resume."))


def only_owner(transaction: Transaction) -> int | None:
    """Give the owner where the store knows exactly one."""
    owners = transaction.execute(select(col(Owner.id)).limit(2)).scalars().all()
    return owners[0] if len(owners) == 1 else None


def _checked(
    transaction: Transaction, dwelling: DwellingData, dwelling_id: int | None
) -> tuple[dict[str, Any], list[Problem]]:
    """Tidy the fields of a home and say what is wrong with them."""
    values = {key: tidy(value) if isinstance(value, str) else value for key, value in asdict(dwelling).items()}
    problems: list[Problem] = []
    if not values["code"]:
        problems.append(Problem("code", _("give the home a code, as the group calls it")))
    elif len(values["code"]) > 40:
        problems.append(Problem("code", _("the text is longer than {limit} signs").format(limit=40)))
    else:
        namesake: int | None = transaction.scalar(select(col(Dwelling.id)).where(col(Dwelling.code) == values["code"]))
        if namesake not in (None, dwelling_id):
            problems.append(Problem("code", _("there is already a home with code {code}").format(code=values["code"])))
    for name, check in (("postcode", read_postcode), ("bag_id", read_bag_of_register)):
        if values[name]:
            try:
                values[name] = check(values[name])
            except ValueError as error:
                problems.append(Problem(name, str(error)))
    values["bag_id"] = values["bag_id"] or None
    values["energy_label"] = read_energy_label(values["energy_label"])
    if dwelling.kind not in KINDS:
        problems.append(Problem("kind", _("choose a kind of home")))
    sizes = {"area_dm2": dwelling.area_dm2, "rooms": dwelling.rooms, "points_hundredths": dwelling.points_hundredths}
    problems.extend(Problem(name, _("this cannot be below zero")) for name, size in sizes.items() if (size or 0) < 0)
    return values, problems


def _code_of(transaction: Transaction, dwelling_id: int) -> str:
    code: str | None = transaction.scalar(select(col(Dwelling.code)).where(col(Dwelling.id) == dwelling_id))
    if code is None:
        raise Refused(_("This record is no longer there; someone took it back meanwhile."))
    return code
