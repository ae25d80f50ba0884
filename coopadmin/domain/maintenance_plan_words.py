"""The words that spreadsheets use for what stands in a maintenance plan: classes of a defect, units, who pays."""

from __future__ import annotations

from coopadmin.domain import vera
from coopadmin.domain.maintenance import PARTY_WORDS
from coopadmin.domain.maintenance_plan import PAYERS

EXTENT_WORDS: dict[str, str] = {
    **{str(number): str(number) for number in range(1, 6)},
    "incidenteel": "1",
    "plaatselijk": "2",
    "regelmatig": "3",
    "aanzienlijk": "4",
    "algemeen": "5",
    "incidental": "1",
    "local": "2",
    "regular": "3",
    "considerable": "4",
    "general": "5",
}
SEVERITY_WORDS: dict[str, str] = {
    **{str(number): str(number) for number in range(1, 4)},
    "gering": "1",
    "serieus": "2",
    "ernstig": "3",
    "minor": "1",
    "serious": "2",
    "critical": "3",
}
INTENSITY_WORDS: dict[str, str] = {
    **{str(number): str(number) for number in range(1, 4)},
    "beginstadium": "1",
    "begin": "1",
    "laag": "1",
    "gevorderd": "2",
    "midden": "2",
    "eindstadium": "3",
    "eind": "3",
    "hoog": "3",
    "beginning": "1",
    "low": "1",
    "advanced": "2",
    "middle": "2",
    "final stage": "3",
    "final": "3",
    "high": "3",
}
"""Words for the classes of NEN 2767, as inspectors write them."""

UNIT_WORDS: dict[str, str] = {
    "m2": "M2",
    "m²": "M2",
    "vierkante meter": "M2",
    "m3": "M3",
    "m³": "M3",
    "m": "MTR",
    "m1": "MTR",
    "m¹": "MTR",
    "meter": "MTR",
    "st": "STU",
    "st.": "STU",
    "stuk": "STU",
    "stuks": "STU",
    "pc": "STU",
    "pieces": "STU",
    "post": "STU",
    "uur": "UUR",
    "hours": "UUR",
    **{code.lower(): code for code in vera.LISTS[vera.UNITS]},
}

PAYER_WORDS = {word: code for word, code in PARTY_WORDS.items() if code in PAYERS}
