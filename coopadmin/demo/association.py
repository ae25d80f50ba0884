"""The made-up association, the corporation it manages for, and their agreements."""

from __future__ import annotations

from datetime import date, timedelta

from coopadmin.demo.story import Story
from coopadmin.services import association

NAME = "De Vonk"
OWNER = "Woonstichting Veenmolen"
STREET, COURT, TOWN = "Ververskade", "Pottershof", "Waterveen"
POSTCODE_STREET, POSTCODE_COURT = "4999 VK", "4999 VL"


def made_up_iban(number: int) -> str:
    """Give an account number that holds by modulus 97 (ISO 13616), at a bank that does not exist."""
    account = f"VONK{number:010d}"
    digits = "".join(str(int(sign, 36)) for sign in f"{account}NL00")
    return f"NL{98 - int(digits) % 97:02d}{account}"


def tell(story: Story) -> None:
    """Begin the store, and set what holds for the co-operative as a whole."""
    first, secretary = story.begun_on, story.secretary(story.begun_on)
    story.tell(first, secretary, association.start_cooperative, lambda do: do(name=NAME))
    story.tell(
        first,
        secretary,
        association.correct_cooperative,
        lambda do: do(
            name=NAME, shape="collective", kvk_number="99000042", iban=made_up_iban(1_000_001), email="vonk@example.org"
        ),
    )
    story.tell(
        first,
        secretary,
        association.save_owner,
        lambda do: do(
            name=OWNER,
            kvk_number="99000017",
            contact="Wijkteam Waterveen-Zuid",
            email="wijkteam@example.org",
            phone="088-0000117",
            note="Spoed buiten kantooruren: het gewone nummer, keuze 1.",
        ),
        key="owner",
    )
    _agreements(story)
    day = story.ago(700)
    story.tell(
        day,
        story.coordinator(day),
        association.set_rule,
        lambda do: do(
            name="normal_days",
            value="14",
            valid_from=story.month(22),
            source="Tweede beheerovereenkomst, bijlage 3 (demarcatielijst)",
        ),
    )


def _agreements(story: Story) -> None:
    second = story.month(24)
    _agreement(story, story.begun_on, "BO-1", story.month(168), second - timedelta(days=1), "Opgevolgd door BO-2.")
    _agreement(
        story, second, "BO-2", second, story.month(-36) - timedelta(days=1), "Elk jaar in het voorjaar besproken."
    )


def _agreement(story: Story, told_on: date, reference: str, starts_on: date, ends_on: date, note: str) -> None:
    story.tell(
        told_on,
        story.secretary(told_on),
        association.save_agreement,
        lambda do: do(
            owner_id=story.ids["owner"], reference=reference, starts_on=starts_on, ends_on=ends_on, note=note
        ),
    )
