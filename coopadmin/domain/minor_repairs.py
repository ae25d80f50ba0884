"""The small repairs that are a tenant's by law: the letters a–v of the Besluit kleine herstellingen.

The floor of every demarcation list: a list may take work off the resident's hands, and may not add to it (BW 7:240).
Two conditions come back in the letters: that the work can be reached without special means, and that it brings no
notable cost. Source: BWBR0014931, as summarised in the project's facts (text of May 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coopadmin.domain.wordings import contained, stems
from coopadmin.i18n import N_

SOURCE = "Besluit kleine herstellingen (BWBR0014931)"


@dataclass(frozen=True, slots=True)
class MinorRepair:
    """One letter: what it is about, the conditions it is the tenant's under, and how a report of it is recognised."""

    letter: str
    words: str
    """What the law leaves to the tenant, as a message id."""
    phrases: str
    """What means this in a report, Dutch or English, commas between; all words of one phrase have to be there."""
    codes: tuple[str, ...] = ()
    """Codes that mean this, as a demarcation line writes them; all codes of one text have to be there."""
    reachable: bool = False
    """Only as far as it can be reached."""
    low_cost: bool = False
    """Only as far as it brings no notable cost."""
    unless: str = ""
    """Words with which it is no small repair, commas between."""
    shared: bool = False
    """Whether it holds for rooms that are shared, too."""
    unverified: bool = False
    """A condition was not verified against the text of the decree."""


def _pests() -> tuple[str, ...]:
    return tuple(f"DEFECTSOORT.{one}" for one in ("KKL", "MIE", "MUI", "RAT", "VLO", "WAN", "WES", "ZIL", "KEV"))


def _each(defects: Sequence[str], *elements: str) -> tuple[str, ...]:
    return tuple(f"DEFECTSOORT.{defect} ELEMENT.{element}" for defect in defects for element in elements)


MINOR_REPAIRS: tuple[MinorRepair, ...] = (
    MinorRepair(
        "a",
        N_("whitewashing, painting and papering inside"),
        "witten, sauzen, behangen, behang, binnenschilderwerk, schilderen binnen, muur verven, whitewash, "
        "wallpaper, painting inside",
        ("DEFECTSOORT.VBI",),
    ),
    MinorRepair(
        "b",
        N_("preparing for paint inside: filling holes and sanding"),
        "plamuren, gaatjes vullen, muur schuren, krimpscheuren, filling holes, sanding",
    ),
    MinorRepair(
        "c",
        N_("fixing parts that came loose, such as handrails, door handles, thresholds, switches and bells"),
        "leuning los, deurkruk los, deurknop los, klink los, drempel los, schakelaar los, stopcontact los, "
        "deurbel los, handrail loose, handle loose, switch loose, socket loose, doorbell loose",
        _each(["LOS"], "LEU", "DEU", "DOR", "ELE", "COM", "BAL"),
    ),
    MinorRepair(
        "d",
        N_("replacing parts inside the home that are easy to replace, such as tap washers, locks, switches and keys"),
        "kraanleertje, leertje, kraan lekt, wc spoelt, wc loopt door, stortbak, kraan druppelt, douchekop, "
        "doucheslang, glijstang, wc-bril, bril wc, deurknop, deurkruk, stopcontact, lichtschakelaar, "
        "schakelaar, sleutel kwijt, rooster, sleutel afgebroken, slot kapot, slot stuk, vlotter, tap washer, "
        "tap drips, tap leaks, switch, shower head, shower hose, toilet seat, door handle, socket, key lost, "
        "lost key, lock broken",
        (
            *("DEFECTSOORT.SAF", "DEFECTSOORT.SKW", "DEFECTSOORT.SDE"),
            *_each(["DRP", "LEK", "DEF"], "SAN"),
            *_each(["LOO", "DEF"], "CLO"),
            *_each(["DEF", "LEK"], "DOU"),
        ),
        unless="hoofdkraan, stopkraan, gaskraan, buitenkraan, main tap, outside tap",
        low_cost=True,
    ),
    MinorRepair(
        "e",
        N_("keeping moving parts going: oiling hinges and locks, descaling taps"),
        "smeren, olien, scharnier piept, deur piept, slot stroef, ontkalken, oiling, descaling, descale, "
        "hinge squeaks, door squeaks",
        ("DEFECTSOORT.KAL", *_each(["GEL"], "DEU", "KAS", "RAA")),
    ),
    MinorRepair(
        "f",
        N_("precautions against frost"),
        "tegen vorst, tegen bevriezing, buitenkraan aftappen, leiding aftappen, against frost",
    ),
    MinorRepair(
        "g",
        N_("replacing bulbs outside the home and in shared rooms"),
        "lamp vervangen, peertje, gloeilamp, lamp kapot, buitenlamp, light bulb, bulb",
        _each(["VWE"], "VER", "ARM"),
        shared=True,
    ),
    MinorRepair(
        "h",
        N_("replacing broken panes and built-in mirrors"),
        "ruit kapot, ruit gebroken, ruit gesprongen, ruit stuk, glas gebroken, spiegel, broken pane, broken "
        "window, mirror",
        ("DEFECTSOORT.GLA",),
        low_cost=True,
    ),
    MinorRepair(
        "i",
        N_("simple work on installations: bleeding, refilling and restarting the heating, ventilation filters"),
        "ontluchten, cv bijvullen, ketel bijvullen, waterdruk laag, ketel resetten, filter vervangen, filter "
        "schoonmaken, filters, bleed radiator, refill heating, restart boiler, low pressure",
        ("DEFECTSOORT.DRU",),
        low_cost=True,
        unverified=True,
    ),
    MinorRepair(
        "j",
        N_("draught strips"),
        "tochtstrip, tochtstrips, tochtband, draught strip, draft strip",
        ("DEFECTSOORT.TOC",),
    ),
    MinorRepair(
        "k",
        N_("easy parts outside, such as a letterbox or an outside lamp"),
        "brievenbus, vlaggenstokhouder, carport, letterbox, mailbox, outside lamp, flagpole",
        ("ELEMENT.POS",),
        low_cost=True,
        unverified=True,
    ),
    MinorRepair(
        "l",
        N_("gardens, yards and fences"),
        "heg snoeien, heg, gras maaien, onkruid, tuin onderhoud, schutting, erfafscheiding, tuinhek, hedge, "
        "lawn, weeds, garden fence",
        ("ELEMENT.TER DEFECTLOCATIE.TUI", "ELEMENT.HEK DEFECTLOCATIE.TUI"),
        unless="omgewaaid, storm, blown",
    ),
    MinorRepair(
        "m",
        N_("sweeping chimneys and cleaning ducts"),
        "schoorsteen vegen, rookkanaal vegen, ventilatiekanaal, sweep chimney, chimney sweeping",
        _each(["VS0", "VS1", "VS2", "VOL"], "SST"),
        reachable=True,
    ),
    MinorRepair(
        "n",
        N_("keeping the drains inside the home clear"),
        "afvoer verstopt, wc verstopt, toilet verstopt, riool verstopt, gootsteen verstopt, douche verstopt, "
        "wastafel verstopt, putje verstopt, verstopping afvoer, verstopping wc, verstopping riool, "
        "verstopping gootsteen, ontstoppen, drain blocked, toilet blocked, sink blocked, blocked drain",
        _each(["VS0", "VS1"], "AFV", "CLO", "WAS", "AAN", "DOU", "BAD", "FON", "SAN"),
        reachable=True,
        unverified=True,
    ),
    MinorRepair(
        "o",
        N_("keeping the refuse chute clean and clear"),
        "stortkoker, vuilstortkoker, refuse chute, rubbish chute",
        reachable=True,
        unverified=True,
    ),
    MinorRepair(
        "p",
        N_("cleaning the home and the shared rooms"),
        "schoonmaken woning, trappenhuis schoonmaken, vegen trappenhuis, poetsen, cleaning staircase",
        shared=True,
    ),
    MinorRepair(
        "q",
        N_("washing windows, frames and painted wood"),
        "ramen wassen, ramen lappen, glasbewassing, kozijn schoonmaken, wash windows, window cleaning",
        reachable=True,
    ),
    MinorRepair(
        "r",
        N_("vermin, unless the building causes it"),
        "ongedierte, muizen, ratten, mieren, wespen, wespennest, kakkerlakken, vlooien, zilvervisjes, vermin, "
        "mice, rats, ants, wasps, cockroaches, fleas",
        _pests(),
        low_cost=True,
        unverified=True,
    ),
    MinorRepair(
        "s",
        N_("keeping gutters and rainwater pipes clean"),
        "goot schoonmaken, goot verstopt, dakgoot verstopt, dakgoot bladeren, gutter cleaning, regenpijp "
        "verstopt, gutter blocked, blocked gutter",
        _each(["VS0", "VS1", "VS2", "VOL"], "GOO", "HEM"),
        reachable=True,
    ),
    MinorRepair(
        "t",
        N_("removing litter"),
        "zwerfvuil, zwerfafval, litter",
    ),
    MinorRepair(
        "u",
        N_("removing graffiti"),
        "graffiti",
        ("DEFECTSOORT.BEK",),
        low_cost=True,
    ),
    MinorRepair(
        "v",
        N_("emptying cesspits and septic tanks"),
        "beerput, zinkput, septictank, septic tank, cesspit",
    ),
)
"""The letters of the decree."""

LETTERS: dict[str, MinorRepair] = {one.letter: one for one in MINOR_REPAIRS}


def holds(texts: Sequence[str], reported: frozenset[str]) -> bool:
    """Tell whether all codes of one of the texts are among the reported ones."""
    return any(set(text.split()) <= reported for text in texts)


def recognised(what: str, reported: frozenset[str], *, shared: bool = False) -> MinorRepair | None:
    """Give the small repair a report is about, by its codes or its words; None where it is none of them.

    In a shared room only the letters that speak of shared rooms hold. Where several fit, the one whose longest phrase
    stands there; codes go before words, as somebody chose them.
    """
    possible = [one for one in MINOR_REPAIRS if one.shared or not shared]
    for one in possible:
        if holds(one.codes, reported):
            return one
    text = stems(what)
    best: tuple[int, MinorRepair] | None = None
    for one in possible:
        if any(contained(stems(phrase), text) for phrase in one.unless.split(",")):
            continue
        found = max((len(phrase) for phrase in _phrases(one.letter) if contained(phrase, text)), default=0)
        if found and (best is None or found > best[0]):
            best = (found, one)
    return best[1] if best else None


@cache
def _phrases(letter: str) -> tuple[tuple[str, ...], ...]:
    return tuple(stems(phrase) for phrase in LETTERS[letter].phrases.split(","))
