"""What the made-up meetings put to the vote, oldest first; written as Dutch minutes are."""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.services.decisions import Votes


@dataclass(frozen=True, slots=True)
class Resolution:
    """One decision as the minutes have it, taken so many days ago."""

    ago: int
    body: str
    subject: str
    text: str
    method: str
    votes: Votes
    outcome: str
    kind: str = "decision"
    home: str = ""
    candidate: str = ""
    note: str = ""


GENERAL, RESIDENTS, BOARD, COMMITTEE = "ALV", "Bewonersvergadering", "Bestuur", "Voordrachtscommissie"

CONTRADICTORY = "Logeerkamer ook voor buurtgenoten"
RECOUNTED = "Groenonderhoud uitbesteden"
DRYER = "Vervanging droger 1"
"""What the board allowed an order for that is above the coordinator's mandate."""
SELF_WORK = "Vergoeding voor zelfwerkzaamheid"
"""What grants residents a fee for work they take over from the corporation."""
VOTED_HERE = "Klusdag in het voorjaar"
"""What was put to the vote in the desk itself: the meeting brings its decision."""
WITHDRAWN_LATER = "Fietsenrekken verplaatsen naar de kadezijde"

RESOLUTIONS: tuple[Resolution, ...] = (
    Resolution(
        1820,
        GENERAL,
        "Bestuurstermijn van drie jaar",
        "Bestuursleden treden na drie jaar af en zijn één keer herbenoembaar.",
        "unknown",
        Votes(),
        "carried",
        note="Uit het oude notulenboek; de telling staat er niet bij.",
    ),
    Resolution(
        1655,
        GENERAL,
        "Jaarrekening en décharge",
        "De jaarrekening is vastgesteld en het bestuur is décharge verleend.",
        "simple",
        Votes(40, 21, 4, 23, 1, 1),
        "carried",
    ),
    Resolution(
        1648,
        GENERAL,
        "Wijziging statuten: digitaal vergaderen",
        "Leden mogen ook op afstand deelnemen en stemmen.",
        "two-thirds",
        Votes(40, 24, 5, 22, 6, 1),
        "carried",
    ),
    Resolution(
        1410,
        RESIDENTS,
        "Stiltetijden zaal",
        "Na 22.00 uur geen muziek in de zaal; op vrijdag en zaterdag na 23.00 uur.",
        "consent",
        Votes(entitled=40, present=18, proxies=0),
        "carried",
        note="Eén bezwaar is in het voorstel verwerkt.",
    ),
    Resolution(
        1290,
        GENERAL,
        "Begroting",
        "De begroting is vastgesteld zoals voorgesteld.",
        "simple",
        Votes(41, 22, 3, 20, 4, 1),
        "carried",
    ),
    Resolution(
        1180,
        GENERAL,
        "Beheerovereenkomst: begin van de onderhandelingen",
        "Het bestuur krijgt mandaat om een tweede beheerovereenkomst voor te bereiden.",
        "unanimous",
        Votes(41, 25, 6, 31, 0, 0),
        "carried",
    ),
    Resolution(
        1010,
        RESIDENTS,
        "Tweede bakfiets",
        "Voorstel om een tweede bakfiets te kopen uit de reserve.",
        "simple",
        Votes(42, 19, 2, 9, 11, 1),
        "rejected",
    ),
    Resolution(
        905,
        GENERAL,
        "Benoeming voorzitter",
        "De voorgedragen kandidaat is benoemd voor drie jaar.",
        "of-entitled",
        Votes(42, 27, 5, 29, 1, 2),
        "carried",
    ),
    Resolution(
        880,
        GENERAL,
        "Zonnepanelen op de Toren",
        "Eerst een constructieberekening van de corporatie afwachten.",
        "three-quarters",
        Votes(entitled=42, present=26, proxies=4),
        "postponed",
    ),
    Resolution(
        752,
        GENERAL,
        "Tweede beheerovereenkomst (BO-2)",
        "De vereniging gaat de tweede beheerovereenkomst aan met Woonstichting Veenmolen.",
        "of-entitled",
        Votes(43, 28, 6, 30, 2, 2),
        "carried",
    ),
    Resolution(
        640,
        GENERAL,
        "Zonnepanelen op de Toren",
        "De vereniging verleent medewerking; de opbrengst gaat naar de gedeelde keukens en de lift.",
        "three-quarters",
        Votes(43, 27, 5, 26, 5, 1),
        "carried",
    ),
    Resolution(
        560,
        GENERAL,
        "Verhoging van de contributie",
        "Voorstel om de contributie te verhogen met € 2,50 per maand.",
        "two-thirds",
        Votes(43, 25, 4, 15, 13, 1),
        "rejected",
    ),
    Resolution(
        455,
        RESIDENTS,
        "Hobbyruimte weer berging",
        "De hobbyruimte sluit; de kelder van Kade 6 wordt weer berging.",
        "simple",
        Votes(44, 20, 1, 16, 3, 2),
        "carried",
    ),
    Resolution(
        395,
        RESIDENTS,
        "Camera bij de fietsenstalling",
        "Ingetrokken door de indieners: er komt eerst een beter slot.",
        "simple",
        Votes(entitled=44, present=22, proxies=2),
        "withdrawn",
    ),
    Resolution(
        330,
        GENERAL,
        "Jaarrekening en décharge",
        "De jaarrekening is vastgesteld en het bestuur is décharge verleend.",
        "simple",
        Votes(44, 24, 5, 28, 0, 1),
        "carried",
    ),
    Resolution(
        329,
        GENERAL,
        "Wijziging huishoudelijk reglement",
        "Voorstel om klusdagen verplicht te maken.",
        "of-entitled",
        Votes(44, 24, 5, 18, 9, 2),
        "rejected",
    ),
    Resolution(
        215,
        RESIDENTS,
        WITHDRAWN_LATER,
        "De rekken komen aan de kadezijde, naast de ingang.",
        "simple",
        Votes(44, 21, 2, 14, 7, 2),
        "carried",
    ),
    Resolution(
        160,
        GENERAL,
        "Begroting",
        "De begroting is vastgesteld met één wijziging: meer voor de tuin, minder voor drukwerk.",
        "simple",
        Votes(44, 23, 6, 25, 3, 1),
        "carried",
    ),
    Resolution(
        132,
        RESIDENTS,
        SELF_WORK,
        "Wie werk van de corporatie overneemt krijgt € 15 per uur, zolang de corporatie dat vergoedt.",
        "simple",
        Votes(44, 21, 3, 20, 3, 1),
        "carried",
    ),
    Resolution(
        104,
        RESIDENTS,
        CONTRADICTORY,
        "Buurtgenoten mogen de logeerkamer huren tegen het tarief voor anderen.",
        "two-thirds",
        Votes(44, 24, 3, 17, 10, 0),
        "carried",
        note="De voorzitter verklaarde het voorstel aangenomen; niemand maakte bezwaar.",
    ),
    Resolution(
        76,
        RESIDENTS,
        RECOUNTED,
        "Het maaien van het binnenterrein gaat naar een hovenier.",
        "simple",
        Votes(44, 20, 3, 10, 11, 2),
        "rejected",
    ),
    Resolution(
        48,
        BOARD,
        DRYER,
        "De droger wordt vervangen binnen het bedrag dat de begroting ervoor noemt.",
        "consent",
        Votes(entitled=5, present=5, proxies=0),
        "carried",
    ),
    Resolution(
        13,
        RESIDENTS,
        VOTED_HERE,
        "Eén klusdag voor de tuin en één voor de trappenhuizen; koffie en soep van de vereniging.",
        "simple",
        Votes(44, 22, 2, 23, 0, 1),
        "carried",
    ),
    Resolution(
        12,
        RESIDENTS,
        "Deelfiets voor bezoek",
        "Aangehouden tot bekend is wat het kost.",
        "simple",
        Votes(entitled=44, present=22, proxies=2),
        "postponed",
    ),
)
