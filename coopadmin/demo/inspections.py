"""The made-up work that comes round: overdue, soon due, far away, never done, and stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.demo.story import Story
from coopadmin.demo.work import Step, Work
from coopadmin.domain.periods import add_months

STOPPED = "Controle machines hobbyruimte"


@dataclass(frozen=True, slots=True)
class _Round:
    """Work that comes round every so many months, and when it was last done; earlier times follow from that."""

    what: str
    place: str
    every_months: int
    last_done: date
    contractor: str
    cents: int
    kind: str = "inspection"
    responsible: str = "cooperative"


def occurrences(story: Story) -> Iterator[Work]:
    """Give every time such work was done since a year and a half before the store was begun, and what is open."""
    for one in _rounds(story):
        done = one.last_done
        times = 0
        while done > add_months(story.begun_on, -18):
            # Costs creep up, so they were lower before.
            yield _done(story, one, done, one.cents - 450 * times)
            times += 1
            # Nobody comes on the very day every year.
            done = add_months(one.last_done, -one.every_months * times) - timedelta(days=times * 5 % 13)
    yield Work(
        20,
        "Toren",
        "Keuring elektrische installatie",
        kind="inspection",
        urgency="planned",
        note="Nog nooit gedaan zolang wij beheren; offerte gevraagd.",
        every_months=60,
    )
    yield Work(
        11,
        "Trappenhuizen",
        "Test noodverlichting",
        kind="inspection",
        urgency="planned",
        steps=(Step("plan", 5, "Brandveilig Noord", 21_500),),
        every_months=12,
    )


def _rounds(story: Story) -> tuple[_Round, ...]:
    year_ago = add_months(story.today, -12)
    return (
        _Round(
            "Keuring lift",
            "Toren",
            18,
            add_months(story.today, -18) - timedelta(days=25),
            "Liftinstituut Waterveen",
            41_250,
            responsible="corporation",
        ),
        _Round("Keuring brandblussers", "Toren", 12, year_ago + timedelta(days=34), "Brandveilig Noord", 18_900),
        _Round("Test noodverlichting", "Trappenhuizen", 12, year_ago + timedelta(days=12), "Brandveilig Noord", 20_450),
        _Round(
            "Onderhoud cv-ketels",
            "Kade 2–8",
            24,
            story.ago(150),
            "Onderhoudsdienst Veenmolen",
            162_500,
            kind="planned",
            responsible="corporation",
        ),
        _Round("Dakgoten schoonmaken", "Kade en Hof", 12, story.ago(118), "Klusploeg", 4_750, kind="planned"),
        _Round(STOPPED, "HOB", 12, story.ago(470), "Klusploeg", 2_500),
    )


def _done(story: Story, one: _Round, done: date, cents: int) -> Work:
    ago = (story.today - done).days
    return Work(
        ago + 23,
        one.place,
        one.what,
        kind=one.kind,
        urgency="planned",
        responsible=one.responsible,
        steps=(Step("done", ago, cents=max(cents, 1_500)),),
        contractor=one.contractor,
        every_months=one.every_months,
    )
