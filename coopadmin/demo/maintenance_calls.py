"""The made-up calls of the last weeks: one in every state that a task can be in, and what was done about each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from coopadmin.demo.maintenance_firms import ROOFER, TILER, WHITE_GOODS
from coopadmin.demo.resolutions import DRYER
from coopadmin.demo.story import Story
from coopadmin.demo.work import LOCKSMITH, PLUMBER, Call, Work
from coopadmin.services import (
    appointments,
    decisions,
    handovers,
    maintenance,
    maintenance_states,
    orders,
    quotes,
    waits,
)
from coopadmin.services.appointments import AppointmentData
from coopadmin.services.calls import Taken, take_call
from coopadmin.services.maintenance import TaskData
from db.tables.decisions import Decision

_DRYER_CENTS, _CLOSER_CENTS, _CLOSER_INVOICED_CENTS = 78_000, 18_500, 19_250

PROMISED_CENTS = _DRYER_CENTS + _CLOSER_INVOICED_CENTS
"""What the orders here take of this year's budget."""

GATE, STAIRS, RACKS, LEAVES, BENCHES, LABELS = "gate", "stairs", "racks", "leaves", "benches", "labels"
"""Work that residents do together."""

TAKEN_OVER = "gutters by us"
"""Work of the corporation's that residents did for a fee."""

CALLS: tuple[Work, ...] = (
    # for residents together, on a work day
    Work(
        64,
        "Binnenterrein Hof",
        "Hekwerk van de moestuin schuren en schilderen",
        urgency="planned",
        call=Call(GATE, "HEK", minutes=480),
    ),
    Work(
        62,
        "Trappenhuis Kade 2–4",
        "Wanden van het trappenhuis bijwerken",
        urgency="planned",
        call=Call(STAIRS, minutes=360),
    ),
    Work(
        61,
        "Fietsenstalling Hof",
        "Fietsenrekken vastzetten en weesfietsen labelen",
        urgency="planned",
        call=Call(RACKS, decided="cooperative", reason="Staat niet in de lijst; de rekken zijn van ons.", minutes=240),
    ),
    Work(24, "Binnenterrein Hof", "Groen snoeien en blad ruimen", urgency="planned", call=Call(LEAVES, minutes=300)),
    Work(
        18, "DAK", "Meubels van het dakterras binnenzetten en oliën", urgency="planned", call=Call(BENCHES, minutes=180)
    ),
    Work(11, "Trappenhuizen", "Naambordjes bij de bellen vernieuwen", urgency="planned", call=Call(LABELS, minutes=60)),
    # with the corporation: a promise that passed, one in time, and one that was done by residents for it
    Work(26, "H7", "Cv-ketel geeft storing F28, soms geen warm water", call=Call("boiler", "KET", hour="08:40")),
    Work(14, "2A", "Kozijn van de achterdeur is rot onderaan", call=Call("frame", "KOZ", "HOR")),
    Work(58, "Kade 6–8", "Dakgoot aan de straatkant loopt over", call=Call(TAKEN_OVER, "GOO")),
    Work(4, "Hof, zuidzijde", "Dakgoot lekt op de hoek", call=Call("gutter", "GOO", "LEK")),
    # with a contractor
    Work(20, "Trappenhuis Kade 6–8", "Deurdranger van de voordeur houdt de deur niet", call=Call("closer", "DDR")),
    Work(52, "WAS", "Droger 1 wordt niet meer warm", urgency="planned", call=Call("dryer", reachable=True)),
    Work(
        15,
        "DAK",
        "Tegels van het dakterras liggen los",
        call=Call("tiles", decided="cooperative", reason="De tegels legden wij zelf; het dak eronder is heel."),
    ),
    Work(9, "H5", "Kitvoeg van het bad laat los", call=Call("sealant", location="BAD")),
    Work(6, "8D", "Slot voordeur draait dol", call=Call("lock", "DEU", "SDE", hour="08:15")),
    # seen to, and confirmed by who called
    Work(17, "Trappenhuis Kade 2–4", "Lamp op de tweede verdieping is stuk", call=Call("lamp", "VER", "VWE")),
    # for the resident by law, and once otherwise
    Work(3, "2B", "Sifon onder de gootsteen verstopt", call=Call("siphon", reachable=True)),
    Work(
        7,
        "H6",
        "Stopcontact in de gang zit los",
        call=Call("socket", decided="cooperative", reason="Bewoners zijn slecht ter been; de klusploeg neemt het mee."),
    ),
)


def tell(story: Story) -> None:
    """Tell what was done about the calls."""
    _tell_corporation(story)
    _tell_closer(story)
    _tell_dryer(story)
    _tell_tiles(story)
    _tell_visits(story)
    _tell_lamp(story)
    _tell_emergency(story)


def _tell(story: Story, ago: int, deed: Callable[..., Any], key: str = "", **values: Callable[[], Any] | Any) -> None:
    """Plan a deed of the coordinator; a value that can be called is asked for once it is the deed's turn."""
    day = story.ago(ago)

    def act(do: Callable[..., Any]) -> Any:
        return do(**{name: value() if callable(value) else value for name, value in values.items()})

    story.tell(day, story.coordinator(day), deed, act, key=key)


def _id(story: Story, key: str) -> Callable[[], int]:
    return lambda: story.ids[key]


def _tell_corporation(story: Story) -> None:
    """One is past its promise and was reminded, one is promised, one was given back and done by residents."""
    for key, ago, way, reference, promised in (
        ("boiler", 24, "portal", "WV-2214071", 10),
        ("frame", 12, "e-mail", "WV-2214390", -16),
        (TAKEN_OVER, 57, "phone", "", None),
    ):
        _tell(
            story,
            ago,
            handovers.hand_over,
            f"handover {key}",
            task_id=_id(story, key),
            handed_on=story.ago(ago),
            way=way,
            reference=reference,
            promised_on=None if promised is None else story.ago(promised),
        )
    _tell(
        story,
        9,
        handovers.remind,
        handover_id=_id(story, "handover boiler"),
        sent_on=story.ago(9),
        way="phone",
        note="Onderdeel is besteld; ze bellen terug.",
    )
    _tell(
        story,
        50,
        handovers.end_handover,
        handover_id=_id(story, f"handover {TAKEN_OVER}"),
        ended_on=story.ago(50),
        outcome="withdrawn",
        note="Wijkteam vindt goed dat wij de goot leeghalen, tegen vergoeding.",
    )
    _tell(story, 44, maintenance.complete_task, task_id=_id(story, TAKEN_OVER), done_on=story.ago(45))


def _tell_closer(story: Story) -> None:
    """Ordered within the mandate; the invoice came to a little more than was agreed."""
    _tell(
        story,
        18,
        orders.give_order,
        "order closer",
        task_id=_id(story, "closer"),
        contractor_id=_id(story, LOCKSMITH),
        ordered_on=story.ago(18),
        amount_cents=_CLOSER_CENTS,
        finish_by=story.ago(8),
    )
    _tell(
        story,
        5,
        orders.note_invoice,
        order_id=_id(story, "order closer"),
        invoiced_on=story.ago(5),
        invoiced_cents=_CLOSER_INVOICED_CENTS,
        invoice="DS-0417",
    )


def _tell_dryer(story: Story) -> None:
    """Above the coordinator's mandate: the board decided, and the decision is linked with what it granted."""

    def decision() -> int:
        return story.find(Decision, subject=DRYER)

    _tell(
        story,
        39,
        decisions.link,
        decision_id=decision,
        task_id=_id(story, "dryer"),
        amount_cents=90_000,
        note="offerte Witgoedservice",
    )
    _tell(
        story,
        38,
        orders.give_order,
        task_id=_id(story, "dryer"),
        contractor_id=_id(story, WHITE_GOODS),
        ordered_on=story.ago(38),
        amount_cents=_DRYER_CENTS,
        decision_id=decision,
        finish_by=story.ago(-9),
        note="Levertijd zes tot acht weken.",
    )


def _tell_tiles(story: Story) -> None:
    """Two firms were asked for a price: one gave it, the other not yet."""
    for firm in (ROOFER, TILER):
        _tell(
            story,
            13,
            quotes.ask_quote,
            f"quote {firm}",
            task_id=_id(story, "tiles"),
            contractor_id=_id(story, firm),
            asked_on=story.ago(13),
        )
    _tell(
        story,
        5,
        quotes.receive_quote,
        quote_id=_id(story, f"quote {ROOFER}"),
        received_on=story.ago(5),
        amount_cents=64_500,
        valid_until=story.ago(-40),
    )


def _tell_visits(story: Story) -> None:
    """Nobody was home for the one; for the other they come today."""
    _visit(story, "sealant", 7, 2, (10, 12), PLUMBER, "Bewoner zou thuis zijn.")
    _tell(
        story,
        1,
        appointments.close_appointment,
        appointment_id=_id(story, "visit sealant"),
        outcome="nobody_home",
        note="Kaartje in de bus gedaan.",
    )
    _visit(story, "lock", 2, 0, (13, 15), LOCKSMITH, "Bewoner is thuis; anders Tjalling bellen voor de sleutel.")
    # Of what lay still for material, the part came.
    _tell(
        story,
        12,
        waits.begin_wait,
        task_id=_id(story, "lamp"),
        reason="material",
        from_at=datetime.combine(story.ago(12), time(8, 30)),
        note="Armatuur besteld.",
    )
    _tell(
        story,
        11,
        waits.end_wait,
        task_id=_id(story, "lamp"),
        until_at=datetime.combine(story.ago(11), time(8, 45)),
    )


def _visit(story: Story, key: str, agreed: int, ago: int, hours: tuple[int, int], firm: str, access: str) -> None:
    on: date = story.ago(ago)
    _tell(
        story,
        agreed,
        appointments.make_appointment,
        f"visit {key}",
        task_id=_id(story, key),
        appointment=lambda: AppointmentData(
            datetime.combine(on, time(hours[0])),
            datetime.combine(on, time(hours[1])),
            story.ago(agreed),
            contractor_id=story.ids[firm],
            access=access,
        ),
    )


def _tell_lamp(story: Story) -> None:
    _tell(story, 10, maintenance.complete_task, task_id=_id(story, "lamp"), done_on=story.ago(10), cost_cents=0)
    _tell(story, 8, maintenance_states.confirm_task, task_id=_id(story, "lamp"), confirmed_on=story.ago(8))


def _tell_emergency(story: Story) -> None:
    """Late last night there was no water; the desk that opens this morning sees the hours run."""
    day = story.ago(1)

    def act(do: Callable[..., Taken]) -> int:
        return do(
            task=TaskData(
                "Geen water op de tweede verdieping",
                day,
                place="Toren 2, gedeelde keuken",
                reporter_id=story.ids["Isa van Leeuwen"],
                urgency="emergency",
                element_code="WAT",
                reported_at=datetime.combine(day, time(23, 38)),
            )
        ).task_id

    story.tell(day, story.coordinator(day), take_call, act, at=time(23, 44))
