"""The lines of a demarcation list: who sees to one kind of work on one component."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.domain import vera
from coopadmin.domain.minor_repairs import LETTERS, recognised
from coopadmin.formats import quoted
from coopadmin.i18n import N_, _

PARTIES: dict[str, str] = {
    "resident": N_("resident"),
    "cooperative": N_("co-operative"),
    "corporation": N_("corporation"),
}
"""Who a line of the list can name."""

CODE_LISTS: dict[str, str] = {
    "ELEMENT": vera.ELEMENTS,
    "DEFECTSOORT": vera.DEFECTS,
    "DEFECTLOCATIE": vera.LOCATIONS,
}
"""How a line writes the lists of its codes, and which they are."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: who sees to one kind of work on one component."""

    line_id: int
    keyword: str
    component: str
    work: str
    party: str
    only_reachable: bool = False
    only_low_cost: bool = False
    otherwise: str = "cooperative"
    letter: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    version: str = ""
    """Of the list it stands in."""
    valid_from: date | None = None

    @property
    def name(self) -> str:
        """Give the line as it is said: its keyword, component and work."""
        return " · ".join(filter(None, (self.keyword, self.component, self.work)))


STATES: dict[str, str] = {
    "in_force": N_("in force"),
    "to_come": N_("to come"),
    "earlier": N_("earlier"),
}
"""How a version stands on a day."""

PARTY_WORDS: dict[str, str] = {
    "bewoner": "resident",
    "coöperatie": "cooperative",
    "corporatie": "corporation",
    "huurder": "resident",
    "wij": "cooperative",
    "vereniging": "cooperative",
    "beheercoöperatie": "cooperative",
    "woningcorporatie": "corporation",
    "verhuurder": "corporation",
    "eigenaar": "corporation",
    "h": "resident",
    "v": "corporation",
    "resident": "resident",
    "tenant": "resident",
    "cooperative": "cooperative",
    "co-operative": "cooperative",
    "association": "cooperative",
    "corporation": "corporation",
    "landlord": "corporation",
    "owner": "corporation",
}
"""The words lists use for them; `H` and `V` as in a landlord's own list of who does what (huurder, verhuurder)."""


def read_codes(text: str) -> str:
    """Read the codes of a line (`DEFECTSOORT.KLE ELEMENT.DDR`, blanks or commas between) and give them as stored.

    The long name of the list of elements is shortened. Raises ValueError with a sentence for a code no list holds.
    """
    found: list[str] = []
    for word in text.replace(",", " ").replace(";", " ").upper().split():
        short, _dot, code = word.partition(".")
        short = "ELEMENT" if short == vera.ELEMENTS else short
        if short not in CODE_LISTS:
            raise ValueError(
                _("“{code}” is not written as a code; write it as {examples}").format(
                    code=quoted(word), examples="ELEMENT.DDR DEFECTSOORT.KLE DEFECTLOCATIE.KEU"
                )
            )
        if not vera.known(CODE_LISTS[short], code):
            raise ValueError(_("there is no code {code} in the list {list}").format(code=quoted(code), list=short))
        found.append(f"{short}.{code}")
    return " ".join(dict.fromkeys(found))


def read_letter(text: str) -> str:
    """Read the letter of a small repair, as `d`, `D` or `d.`; raises ValueError with a sentence."""
    letter = text.strip(" .)").lower()
    if letter and letter not in LETTERS:
        raise ValueError(_("write one of the letters a to v"))
    return letter


def unfounded(line: Line) -> str:
    """Say what is missing behind a line that leaves work to the resident without a letter; empty where nothing is.

    The list may only shift work in the tenant's favour (BW 7:240): what the resident has to do rests on the law.
    """
    if line.party != "resident" or line.letter:
        return ""
    codes = frozenset(line.codes)
    law = recognised(" ".join((line.keyword, line.component, line.work)), codes)
    if law is None:
        return _(
            "no letter stands behind it, and a list may not ask more of a resident than the small repairs by law "
            "(art. 7:240 BW)"
        )
    return _("no letter stands behind it; it looks like letter {letter} ({words})").format(
        letter=law.letter, words=_(law.words)
    )
