"""The homes the co-operative manages: their kinds, their address, the numbers they are known by."""

from __future__ import annotations

import re
from datetime import date

from coopadmin.domain.identifiers import read_bag
from coopadmin.formats import tidy
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {
    "self_contained": N_("self-contained"),
    "shared": N_("with shared rooms"),
    "unknown": N_("kind unknown"),
}
"""Whether a home has its own door, kitchen and toilet (zelfstandig), or shares one of them (onzelfstandig)."""

KIND_WORDS: dict[str, str] = {
    "zelfstandig": "self_contained",
    "zelfstandige woning": "self_contained",
    "zelfstandige woonruimte": "self_contained",
    "self-contained": "self_contained",
    "independent": "self_contained",
    "onzelfstandig": "shared",
    "onzelfstandige woning": "shared",
    "onzelfstandige woonruimte": "shared",
    "kamer": "shared",
    "shared": "shared",
    "not self-contained": "shared",
    "room": "shared",
    "onbekend": "unknown",
    "unknown": "unknown",
}
"""The words registers use for them."""

STATUSES: dict[str, str] = {
    "let": N_("let"),
    "ending": N_("let, becoming free"),
    "vacant": N_("vacant"),
    "ended": N_("no longer managed"),
}
"""What a home is on a day; computed, never stored."""

_LABEL = re.compile(r"[A-Ga-g]\s*\+{0,5}")
_ONE_LETTER = re.compile(r"[^\W\d_]")
_ACCOMMODATION = re.compile(r"0{0,3}[1-9]\d*0[123]\d{10}", re.ASCII)


def status_on(*, ended_on: date | None, let: bool, let_until: date | None, on: date) -> str:
    """Tell what a home is on a day, as a key of STATUSES.

    `let` says whether a contract is in force that day, `let_until` its last day where it has one.
    """
    if ended_on is not None and ended_on < on:
        return "ended"
    if not let:
        return "vacant"
    return "let" if let_until is None else "ending"


def read_energy_label(text: str) -> str:
    """Write an energy label as `A++`; anything else a group notes there stays as it is."""
    bare = tidy(text)
    return bare.replace(" ", "").upper() if _LABEL.fullmatch(bare) else bare


def read_bag_of_register(text: str) -> str:
    """Give the sixteen digits of a BAG number, with the leading zeros a spreadsheet took off put back.

    Fifteen digits lack one zero. Thirteen or fourteen are mended only where the result is the number of an
    accommodation object: four digits of a municipality, then 01, 02 or 03. Raises ValueError for anything else.
    """
    bare = re.sub(r"\s", "", text)
    padded = bare.zfill(16)
    if len(bare) == 15 or (len(bare) in (13, 14) and _ACCOMMODATION.fullmatch(padded)):
        return read_bag(padded)
    return read_bag(bare)


def street_address(street: str, house_number: str = "", addition: str = "") -> str:
    """Write street, number and addition as on an envelope: `Zaagmolenkade 2A`, `Kade 2-3`, `Kade 2 bis`."""
    if not addition or not house_number:
        return " ".join(part for part in (street, house_number, addition) if part)
    if _ONE_LETTER.fullmatch(addition):
        number = f"{house_number}{addition}"
    elif addition[0].isdigit():
        number = f"{house_number}-{addition}"
    else:
        number = f"{house_number} {addition}"
    return " ".join(part for part in (street, number) if part)


def full_address(street: str, house_number: str, addition: str, postcode: str, place: str) -> str:
    """Write an address on one line: `Zaagmolenkade 2A, 2033 HB Hogeveld`."""
    town = " ".join(part for part in (postcode, place) if part)
    return ", ".join(part for part in (street_address(street, house_number, addition), town) if part)


def kind_name(kind: str) -> str:
    """Call a kind of home by its name in the language in use."""
    return _(KINDS[kind]) if kind in KINDS else kind
