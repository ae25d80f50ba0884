"""Registers of a made-up co-operative of any size, in the form boards keep them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum.iso7064 import mod_97_10

NAMES = "Vries Jansen Yılmaz Bakker Smit Öztürk Visser Wójcik Nguyễn Boer Mulder Dijkstra Amrani Kaya".split()
FINAL = {1_000: 1_400, 10_000: 14_000}
"""Homes to people."""

MEMBER_HEADINGS = (
    "Lidnr;Achternaam;Voorvoegsel;Voorletters;Roepnaam;Geboortedatum;Soort;Lid sinds;"
    "E-mail;Telefoon;Adres;Postcode;Woonplaats;IBAN"
).split(";")
TASK_HEADINGS = "Nr;Gemeld op;Melder;Plaats;Omschrijving;Soort;Spoed;Wie;Status;Klaar op".split(";")

ORDER = ("members", "dwellings", "contracts", "rents", "facilities", "bookings", "maintenance", "decisions")


def _csv(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def _xlsx(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Blad1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def iban(number: int) -> str:
    """Make up an account number whose check digits fit."""
    bban = f"RABO{number:010d}"
    return f"NL{mod_97_10.calc_check_digits(bban + 'NL')}{bban}"


def make_registers(folder: Path, homes: int) -> dict[str, Path]:
    """Write the registers of a co-operative of so many homes, and tell where each is."""
    folder.mkdir(parents=True, exist_ok=True)
    people = FINAL.get(homes, homes * 7 // 5)
    return {**_letting(folder, homes, people), **_running(folder, homes, people)}


def _letting(folder: Path, homes: int, people: int) -> dict[str, Path]:
    """Who is a member, and who rents which home for how much."""
    random = Random(homes)
    members = [MEMBER_HEADINGS] + [
        [
            f"L{number:05d}", f"{random.choice(NAMES)}{number}", random.choice(("", "van", "de")), "A.B.", "Noor",
            f"{number % 28 + 1}-{number % 12 + 1}-19{50 + number % 50}", "lid", "1 maart 2019",
            f"noor.{number}@example.org", "06-12345678", f"Kade {number}", "2033 HB", "Hogeveld", iban(number),
        ]
        for number in range(people)
    ]  # fmt: skip
    dwellings = [
        ["Woning", "Straat", "Nr", "Postcode", "Plaats", "Soort", "m²", "Kamers", "Energielabel", "Cluster"]
    ] + [
        [f"W{n:05d}", "Zaagmolenkade", n, "2033 HB", "Hogeveld", "Zelfstandig", 60, 3, "A", f"Portiek {n // 100}"]
        for n in range(homes)
    ]
    contracts = [
        ["Contract", "Woning", "Huurders", "Ingangsdatum", "Einddatum", "Waarborgsom", "IBAN", "Betaalwijze"]
    ] + [[f"C-{n:05d}", f"W{n:05d}", f"L{n:05d}", "1-3-2019", "", "€ 556,51", iban(n), "incasso"] for n in range(homes)]
    rents = [["Contract", "Vanaf", "Kale huur", "Servicekosten", "Energie"]] + [
        [f"C-{n:05d}", f"1 juli {year}" if year > 2019 else "1-3-2019", f"€ 5{year % 100},{n % 100:02d}", "45,00", ""]
        for n in range(homes)
        for year in (2019, 2024, 2025, 2026)
    ]
    return {
        "members": _csv(folder / "members.csv", members),
        "dwellings": _xlsx(folder / "dwellings.xlsx", dwellings),
        "contracts": _csv(folder / "contracts.csv", contracts),
        "rents": _csv(folder / "rents.csv", rents),
    }


def _running(folder: Path, homes: int, people: int) -> dict[str, Path]:
    """What is shared and booked, what is mended, and what was decided."""
    facilities = [["Code", "Naam", "Soort", "Plaats", "Tarief leden", "Max per maand", "Dubbel boeken"]] + [
        [f"F{n}", f"Zaal {n}", "zaal", "Begane grond", "€ 12,50", "", "nee"] for n in range(20)
    ]
    bookings = [["Voorziening", "Lid", "Van", "Tot", "Doel", "Status"]] + [
        [
            f"F{n % 20}",
            f"L{n % people:05d}",
            f"{day}-{month}-2026 14:00",
            f"{day}-{month}-2026 16:00",
            "bezoek",
            "bevestigd",
        ]
        for n in range(homes // 5)
        for day, month in ((n // 20 % 28 + 1, n // 560 % 12 + 1),)
        if n < 20 * 28 * 12
    ]
    maintenance = [TASK_HEADINGS] + [
        [
            f"M-{n:05d}", f"{n % 28 + 1}-{n % 10 + 1}-2026", f"L{n % people:05d}", f"W{n % homes:05d}",
            f"Lekkage {n}", "reparatie", "normaal", "coöperatie", "gemeld" if n % 5 == 0 else "klaar",
            "" if n % 5 == 0 else "1-11-2026",
        ]
        for n in range(homes)
    ]  # fmt: skip
    decisions = [["Nr", "Datum", "Vergadering", "Onderwerp", "Besluit", "Methode", "Stemgerechtigd", "Aanwezig",
                  "Volmachten", "Voor", "Tegen", "Blanco", "Uitslag", "Soort"]] + [
        [f"B-{n:05d}", "5-3-2026", "ALV", f"Onderwerp {n}", "Aangenomen.", "gewone meerderheid", 40, 30, 2, 20, 5, 1,
         "aangenomen", "besluit"]
        for n in range(homes // 10)
    ]  # fmt: skip
    return {
        "facilities": _csv(folder / "facilities.csv", facilities),
        "bookings": _csv(folder / "bookings.csv", bookings),
        "maintenance": _xlsx(folder / "maintenance.xlsx", maintenance),
        "decisions": _csv(folder / "decisions.csv", decisions),
    }
