"""What the free text of a line tells: who, from which account, and what was said."""

from __future__ import annotations

import pytest

from coopadmin.exchange.bank.narrative import told_by

IBAN = "NL34ABNA6049195234"


@pytest.mark.parametrize(
    ("text", "iban", "description"),
    [
        (f"000?20{IBAN}?21huur sept C-0012?32J JANSEN", IBAN, "huur sept C-0012"),
        (f"000?20{IBAN}?21huur sept C-0012?31{IBAN}?32J JANSEN", IBAN, "huur sept C-0012"),
        (f"000?20{IBAN}?31{IBAN}?32J JANSEN", IBAN, ""),
        (f"000?20{IBAN}?21is mijn nummer?31NL15ASNB7298266051", "NL15ASNB7298266051", f"{IBAN} is mijn nummer"),
        ("000?20huur sept?21C-0012?31NL15ASNB7298266051", "NL15ASNB7298266051", "huur sept C-0012"),
    ],
)
def test_an_account_before_the_words_is_the_other_sides_unless_another_is_told(
    text: str, iban: str, description: str
) -> None:
    told = told_by(text)
    assert (told.iban, told.description) == (iban, description)


def test_the_words_of_the_bank_are_found_however_many_blanks_stand_between_them() -> None:
    told = told_by(f"SEPA\tOverboeking   IBAN:  {IBAN}  Naam:\n P. \t Brouwer    Omschrijving:  huur   C-0012  ")
    assert (told.name, told.iban, told.description) == ("P. Brouwer", IBAN, "huur C-0012")
