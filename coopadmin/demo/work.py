"""The made-up work itself: what the last weeks brought, and the ordinary repairs of the years before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coopadmin.demo.households import Stay
from coopadmin.demo.story import Story


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a task, so many days ago: `plan`, `start`, `done`, `cancel`, `reopen` or `recur`."""

    deed: str
    ago: int
    contractor: str = ""
    cents: int | None = None
    reason: str = ""
    every_months: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """What was said when somebody called about it; codes are VERA's, `key` is what it is kept under in the story.

    `decided` names a party where a person decided otherwise than the list, for a reason.
    """

    key: str
    element: str = ""
    defect: str = ""
    location: str = ""
    hour: str = ""
    reachable: bool | None = None
    notable_cost: bool | None = None
    decided: str = ""
    reason: str = ""
    minutes: int | None = None
    """How long it takes residents; None where it is not for them."""


@dataclass(frozen=True, slots=True)
class Work:
    """One task as it went: reported so many days ago, and the steps since, in their order."""

    ago: int
    place: str
    what: str
    kind: str = "repair"
    urgency: str = "normal"
    responsible: str = "cooperative"
    steps: tuple[Step, ...] = ()
    contractor: str = ""
    note: str = ""
    every_months: int | None = None
    call: Call | None = None
    """Where it was taken as a call, so that the demarcation list said whose it is."""


PAINTER, PLUMBER, LOCKSMITH = "Schildersbedrijf Ter Aa", "Loodgieter Waterveen", "Slotenservice De Sleutel"
_CORPORATION = "Onderhoudsdienst Veenmolen"

NOT_PAID_YET = "Remblokken versleten"
"""Whose invoice was paid, and not put where it belongs yet."""

LATELY: tuple[Work, ...] = (
    # emergencies: past its time, still in time, seen to
    Work(3, "T14", "Lekkage onder de wastafel, hoofdkraan dicht", urgency="emergency", responsible="corporation"),
    Work(1, "Trappenhuis Kade 2–4", "Voordeur valt niet meer in het slot", urgency="emergency"),
    Work(
        16,
        "8B",
        "Geen stroom in de keuken",
        urgency="emergency",
        responsible="corporation",
        steps=(Step("start", 16), Step("done", 15, cents=18_450)),
    ),
    # past their time
    Work(
        38,
        "4C",
        "Ventilatie badkamer zuigt niet",
        responsible="corporation",
        note="Corporatie twee keer gebeld [geen gehoor].",
    ),
    Work(29, "Binnenterrein Hof", "Losse tegels bij de bergingen", steps=(Step("plan", 22, "Klusploeg", 15_000),)),
    Work(
        33,
        "H2",
        "Slot van de voordeur gaat stroef",
        steps=(Step("plan", 31, LOCKSMITH), Step("done", 27, cents=9_500), Step("reopen", 12)),
        note="Na een week klemde het weer.",
    ),
    # in time
    Work(8, "H10", "Afvoer van de keuken loopt traag", steps=(Step("plan", 6, PLUMBER, 12_500), Step("start", 3))),
    Work(5, "2D", "Kiepraam slaapkamer klemt", responsible="resident"),
    Work(6, "Fietsenstalling Hof", "Lamp knippert", responsible="unknown"),
    Work(9, "WAS", "Droger 2 piept bij het draaien", steps=(Step("plan", 7, "Witgoedservice Zuid", 9_000),)),
    Work(2, "6A", "Deurbel doet het niet", responsible="resident"),
    # from the plan, and between two tenants
    Work(
        60,
        "Kade 2–8",
        "Schilderwerk kozijnen zuidgevel",
        kind="planned",
        urgency="planned",
        responsible="corporation",
        steps=(Step("plan", 45, PAINTER, 1_840_000),),
    ),
    Work(
        24,
        "4B",
        "Wanden witten en vloer nakijken",
        kind="turnover",
        urgency="planned",
        steps=(Step("plan", 20, "Klusploeg", 30_000), Step("start", 4)),
    ),
    Work(
        101,
        "H3",
        "Keukenblad vervangen",
        kind="turnover",
        urgency="planned",
        responsible="corporation",
        steps=(Step("plan", 98, _CORPORATION, 40_000), Step("start", 92), Step("done", 90, cents=38_550)),
    ),
    Work(15, "T15", "Kamer leeg opleveren en schoonmaken", kind="turnover", urgency="planned"),
    Work(
        95,
        "Trappenhuizen",
        "Rookmelders testen",
        kind="inspection",
        urgency="planned",
        steps=(Step("done", 90, cents=1_250), Step("recur", 88, every_months=12)),
    ),
    Work(
        86,
        "ZAAL",
        "Plafond en wanden van de zaal schilderen",
        kind="planned",
        urgency="planned",
        steps=(Step("plan", 81, PAINTER, 130_000), Step("start", 74), Step("done", 71, cents=128_500)),
    ),
    # closed
    Work(
        44,
        "T12",
        "Radiator wordt niet warm",
        responsible="corporation",
        steps=(Step("cancel", 40, reason="De knop stond dicht; bewoner heeft hem zelf opengezet."),),
    ),
    Work(52, "BAK", NOT_PAID_YET, steps=(Step("done", 47, cents=3_895),)),
    Work(21, "ZAAL", "Twee stoelen wiebelen", steps=(Step("start", 14), Step("done", 14))),
    Work(
        19,
        "6D",
        "Dubbel glas lek in de woonkamer",
        responsible="corporation",
        steps=(Step("plan", 17, "Glashandel Waterveen", 52_500), Step("done", 10, cents=48_790)),
    ),
)

_ORDINARY: tuple[tuple[str, str, str, str, tuple[int, int] | None], ...] = (
    # what, where (in some home where empty), who sees to it, by whom, and the least and most it costs in cents
    ("Kraan keuken lekt", "", "cooperative", PLUMBER, (4_500, 9_800)),
    ("Cv-ketel valt uit", "", "corporation", _CORPORATION, (8_500, 21_000)),
    ("Intercom kraakt", "Trappenhuis Kade 6–8", "corporation", _CORPORATION, (7_500, 16_500)),
    ("Toilet blijft doorlopen", "", "cooperative", "Klusploeg", (1_200, 3_400)),
    ("Sifon badkamer verstopt", "", "resident", "", None),
    ("Kookplaat schakelt uit", "Toren 2, gedeelde keuken", "cooperative", "Witgoedservice Zuid", (6_500, 14_000)),
    ("Stopcontact zit los", "", "cooperative", "Klusploeg", (600, 1_900)),
    ("Sleutel afgebroken in het slot", "", "cooperative", LOCKSMITH, (7_900, 12_500)),
    ("Wasmachine 1 pompt niet af", "WAS", "cooperative", "Witgoedservice Zuid", (8_000, 17_500)),
    ("Scharnier keukenkastje afgebroken", "", "resident", "", None),
    ("Kitvoeg bad laat los", "", "cooperative", "Klusploeg", (900, 2_200)),
    ("Dakgoot loopt over", "Hof, zuidzijde", "corporation", _CORPORATION, (14_000, 32_000)),
    ("Lekkage bij het raam", "", "corporation", _CORPORATION, (11_000, 26_000)),
    ("Beamer geeft geen beeld", "ZAAL", "cooperative", "Klusploeg", (2_500, 6_000)),
)
_DAYS_BETWEEN = 31


def ordinary(story: Story, stays: tuple[Stay, ...]) -> Iterator[Work]:
    """Give a repair a month, from a year before the store was begun until two months ago; all done, or called off."""
    furthest = (story.today - story.begun_on).days + 365
    for place, days in enumerate(range(furthest, 62, -_DAYS_BETWEEN)):
        what, where, responsible, contractor, costs = _ORDINARY[place % len(_ORDINARY)]
        ago = days - story.random.randrange(12)
        lived_in = sorted({stay.home for stay in stays if stay.holds(story.ago(ago))})
        where = where or story.random.choice(lived_in)
        done = ago - story.random.randrange(1, 12)
        cents = story.random.randrange(*costs) // 5 * 5 if costs else None
        step = Step("done", done, cents=cents)
        if place % 17 == 11:
            step = Step("cancel", done, reason="Dubbel gemeld.")
        yield Work(ago, where, what, responsible=responsible, contractor=contractor, steps=(step,))
