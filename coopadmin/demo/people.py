"""What is known of the made-up people: the same for a name every time, and nobody's own."""

from __future__ import annotations

from datetime import date
from zlib import crc32

from coopadmin.demo.association import TOWN, made_up_iban
from coopadmin.domain.dwellings import street_address
from coopadmin.formats import fold
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.members import PersonData

_NOTES = {
    "Tjalling Bouma": "Beheert de sleutels van de zaal [6x] en de logeerkamer [2x].",
    "Kofi Mensah": "Liever bellen na 18.00 uur.",
    "Hilde Nijland": "Woont in bij H12; wil meehelpen in de tuin.",
    "Linde Kramer": "Kwam kennismaken op de klusdag.",
    "Jolanda Visser": "Huurt de zaal voor de buurtvereniging.",
}
_ELSEWHERE = {
    "Ans Groeneveld": ("Turfstraat 8", "4999 VA"),
    "Marcel Pronk": ("Sluisweg 31", "4999 VC"),
    "Linde Kramer": ("Turfstraat 114", "4999 VA"),
    "Jolanda Visser": ("Sluisweg 2", "4999 VC"),
}


def person(name: str, known_since: date, home: DwellingData | None) -> PersonData:
    """Give what the register knows of somebody of whom it has known since a day, living in `home` where given."""
    given, prefix, family = split_name(name)
    chance = crc32(name.encode())
    street, postcode = _ELSEWHERE.get(name, ("", ""))
    if home is not None:
        street, postcode = street_address(home.street, home.house_number, home.addition), home.postcode
    return PersonData(
        family_name=family,
        prefix=prefix,
        initials=_initials(given, chance),
        given_name=given,
        born_on=None
        if chance % 19 == 0
        else date(known_since.year - 22 - chance % 37, 1 + chance % 12, 1 + chance % 28),
        email="" if chance % 13 == 0 else f"{_plain(given)}.{_plain(prefix + family)}@example.org",
        phone="" if chance % 17 == 0 else f"06-0{chance % 10_000_000:07d}",
        address=street,
        postcode=postcode,
        place=TOWN if street else "",
        iban=made_up_iban(chance) if chance % 4 else "",
        note=_NOTES.get(name, ""),
    )


def split_name(name: str) -> tuple[str, str, str]:
    """Split a whole name in given name, prefix and family name."""
    given, *rest = name.split()
    prefix = [word for word in rest if word[0].islower() or word[0] == "'"]
    return given, " ".join(prefix), " ".join(rest[len(prefix) :])


def _initials(given: str, chance: int) -> str:
    parts = given.split("-")
    if len(parts) == 1 and chance % 3 == 0:
        parts.append("ABCDEFGHJKLMNPRSTW"[chance % 18])
    return "".join(f"{part[0].upper()}." for part in parts)


def _plain(name: str) -> str:
    return "".join(sign for sign in fold(name) if sign.isalnum())
