"""The made-up homes: two staircases, a court, and a tower with shared kitchens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from coopadmin.demo import association, households
from coopadmin.demo.households import Tenancy
from coopadmin.demo.story import Story, take_over_records
from coopadmin.services.dwellings import DwellingData, add_dwelling, correct_dwelling, end_dwelling
from db.journal import Transaction

_KADE_SIZES = {"A": (7250, 4, 16100), "B": (5840, 3, 14275), "C": (6410, 3, 14850), "D": (4690, 2, 12125)}
"""Floor area in dm², rooms, and rent points in hundredths, by the letter of the door."""

_TOREN_SIZES = (1880, 2120, 1960, 2450, 2040, 1790)

_NOTES = {
    "2C": "Sleutel [2x] van de meterkast ligt bij de sleutelbeheerder.",
    "H5": "Aangepaste drempels, aangebracht door de corporatie.",
    "T26": "Keuken en kamer zijn door de corporatie bij T25 getrokken.",
    "H14": "Nieuw gebouwd op de plek van de oude fietsenstalling; wacht op oplevering.",
}


def homes() -> tuple[DwellingData, ...]:
    """Give the forty-two homes in the order of their codes, as they are known today."""
    return (*_kade(), *_hof(), *_toren())


def tell(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Take the homes over, add the newest one, and hand one back."""

    def enter(transaction: Transaction) -> None:
        for home in homes():
            if home.code != households.NEVER_LET:
                told = replace(home, energy_label="C") if home.code == "6D" else home
                told = replace(told, owner_id=story.ids["owner"])
                story.ids[home.code] = add_dwelling(transaction, dwelling=told)

    first = story.begun_on
    story.tell(first, story.secretary(first), take_over_records, lambda do: do(enter=enter, about="2A–T26"))
    _lately(story, {home.code: home for home in homes()})
    _handed_back(story, next(one for one in all_tenancies if one.home == households.HANDED_BACK))


def _lately(story: Story, known: dict[str, DwellingData]) -> None:
    day = story.ago(34)
    story.tell(
        day,
        story.secretary(day),
        add_dwelling,
        lambda do: do(dwelling=replace(known[households.NEVER_LET], owner_id=story.ids["owner"])),
        key=households.NEVER_LET,
    )
    day = story.ago(13)
    story.tell(
        day,
        story.coordinator(day),
        correct_dwelling,
        lambda do: do(dwelling_id=story.ids["6D"], dwelling=replace(known["6D"], owner_id=story.ids["owner"])),
    )


def _handed_back(story: Story, last: Tenancy) -> None:
    assert last.ends_on is not None  # noqa: S101 - the table of households says so
    ended_on = last.ends_on + timedelta(days=14)
    story.tell(
        ended_on,
        story.secretary(ended_on),
        end_dwelling,
        lambda do: do(dwelling_id=story.ids[last.home], ended_on=ended_on),
    )


def _kade() -> Iterator[DwellingData]:
    for place, (number, letter) in enumerate((n, door) for n in (2, 4, 6, 8) for door in "ABCD"):
        area, rooms, points = _KADE_SIZES[letter]
        code = f"{number}{letter}"
        yield DwellingData(
            code=code,
            street=association.STREET,
            house_number=str(number),
            addition=letter,
            postcode=association.POSTCODE_STREET,
            place=association.TOWN,
            bag_id=_made_up_bag(100 + place),
            kind="self_contained",
            area_dm2=area + 20 * number,
            rooms=rooms,
            energy_label="A" if number >= 6 else "B",
            points_hundredths=points,
            cluster=f"Kade {2 if number < 5 else 6}–{4 if number < 5 else 8}",
            note=_NOTES.get(code, ""),
        )


def _hof() -> Iterator[DwellingData]:
    for number in range(1, 14):
        large = number <= 6
        code = f"H{number}"
        yield DwellingData(
            code=code,
            street=association.COURT,
            house_number=str(number),
            postcode=association.POSTCODE_COURT,
            place=association.TOWN,
            bag_id=_made_up_bag(200 + number),
            kind="self_contained",
            area_dm2=8120 if large else 6635,
            rooms=4 if large else 3,
            energy_label="A++" if large else "A+",
            points_hundredths=17950 if large else 15625,
            cluster="Hof",
            note=_NOTES.get(code, ""),
        )
    # What is not delivered yet is hardly known.
    yield DwellingData(
        code="H14",
        street=association.COURT,
        house_number="14",
        postcode=association.POSTCODE_COURT,
        place=association.TOWN,
        cluster="Hof",
        note=_NOTES["H14"],
    )


def _toren() -> Iterator[DwellingData]:
    for floor in (1, 2):
        for door, area in enumerate(_TOREN_SIZES, 1):
            code = f"T{floor}{door}"
            yield DwellingData(
                code=code,
                street=association.STREET,
                house_number="10",
                addition=f"{floor}{door}",
                postcode=association.POSTCODE_STREET,
                place=association.TOWN,
                bag_id=_made_up_bag(300 + 10 * floor + door),
                kind="shared",
                area_dm2=area,
                rooms=1,
                energy_label="D",
                points_hundredths=6400 + area,
                cluster=f"Toren {floor}",
                note=_NOTES.get(code, ""),
            )


def _made_up_bag(number: int) -> str:
    """Give a BAG number of a municipality that does not exist."""
    return f"999901{number:010d}"
