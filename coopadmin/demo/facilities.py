"""The made-up rooms and things, and their house rules."""

from __future__ import annotations

from dataclasses import replace

from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import facilities
from coopadmin.services.facilities import FacilityData
from db.journal import Transaction

CLOSED = "HOB"

_FACILITIES: tuple[tuple[FacilityData, str], ...] = (
    (
        FacilityData(
            "LOG",
            "Logeerkamer",
            "logeerkamer",
            "Toren, begane grond",
            member_rate_cents=1_000,
            other_rate_cents=2_500,
            max_per_month=3,
            key_count=2,
            house_rules="Voor 11.00 uur schoon opleveren. Sleutel [2x] terug in het kluisje.",
        ),
        "Tjalling Bouma",
    ),
    (
        FacilityData(
            "ZAAL",
            "Buurtzaal",
            "zaal",
            "Kade 2, begane grond",
            member_rate_cents=0,
            other_rate_cents=4_000,
            max_per_month=4,
            key_count=6,
            house_rules="Na 22.00 uur stil. Stoelen terug op de stapel, vloer geveegd.",
        ),
        "Tjalling Bouma",
    ),
    (
        FacilityData(
            "WAS",
            "Wasruimte",
            "wasruimte",
            "Toren, kelder",
            member_rate_cents=150,
            allows_overlap=True,
            house_rules="Pluizenfilter leegmaken na elke droogbeurt.",
        ),
        "Thijs Verhagen",
    ),
    (
        FacilityData(
            "WERK",
            "Werkplaats",
            "werkplaats",
            "Hof, achter de bergingen",
            member_rate_cents=0,
            allows_overlap=True,
            key_count=4,
            house_rules="Machines alleen na uitleg. Gehoorbescherming verplicht.",
        ),
        "Dirk-Jan ter Horst",
    ),
    (
        FacilityData(
            "BAK",
            "Bakfiets",
            "bakfiets",
            "Fietsenstalling Hof",
            member_rate_cents=0,
            other_rate_cents=750,
            max_per_month=6,
            key_count=1,
            house_rules="Accu na gebruik aan de lader.",
        ),
        "Naima Haddou",
    ),
    (
        FacilityData(
            "TUIN",
            "Moestuin",
            "tuin",
            "Hof, zuidzijde",
            member_rate_cents=2_000,
            allows_overlap=True,
            house_rules="Een vak per huishouden, van maart tot maart.",
        ),
        "Corrie Lammers",
    ),
    (
        FacilityData(
            "DAK", "Dakterras", "buitenruimte", "Toren, bovenste verdieping", house_rules="Om 22.00 uur dicht."
        ),
        "",
    ),
    (
        FacilityData(
            CLOSED,
            "Hobbyruimte",
            "werkplaats",
            "Kade 6, kelder",
            member_rate_cents=0,
            key_count=2,
            note="Weer berging geworden, zie de besluitenlijst.",
        ),
        "Gerrit de Boer",
    ),
)


def tell(story: Story) -> None:
    """Take the facilities over; one closed since, and one became dearer."""
    first = story.begun_on

    def enter(transaction: Transaction) -> None:
        for facility, keeper in _FACILITIES:
            story.ids[facility.code] = facilities.add_facility(transaction, facility=_kept(story, facility, keeper))

    story.tell(first, story.secretary(first), take_over_records, lambda do: do(enter=enter, about="LOG–HOB"))
    _tell_closing(story)


def keeper_of(code: str) -> str:
    """Call the keeper of a facility as the journal does; the key keeper where it has none."""
    name = next(keeper for facility, keeper in _FACILITIES if facility.code == code)
    return (name or "Tjalling").split()[0]


def _kept(story: Story, facility: FacilityData, keeper: str) -> FacilityData:
    return replace(facility, keeper_id=story.ids[keeper] if keeper else None)


def _tell_closing(story: Story) -> None:
    """The hobby room closed; the guest room became dearer."""
    day = story.ago(410)
    story.tell(
        day,
        story.secretary(day),
        facilities.close_facility,
        lambda do: do(facility_id=story.ids[CLOSED], ended_on=story.ago(400)),
    )
    later, (guest_room, keeper) = story.ago(230), _FACILITIES[0]
    story.tell(
        later,
        story.secretary(later),
        facilities.correct_facility,
        lambda do: do(
            facility_id=story.ids["LOG"],
            facility=replace(_kept(story, guest_room, keeper), member_rate_cents=1_250),
        ),
    )
