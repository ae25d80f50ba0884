"""Who calls is told at once whose it is and by when; nothing is promised that no rule gives."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from coopadmin.domain.calls import answer
from coopadmin.domain.clocks import NO_CLOCK, Clock
from coopadmin.domain.maintenance import FOLLOWS, OPEN, STATUSES
from coopadmin.domain.morning import ACTORS, Standing, next_step

WORK = Clock(datetime.fromisoformat("2026-11-30T23:59"), timedelta(days=10), paused=False, told=())
AGREE = Clock(datetime.fromisoformat("2026-11-25T23:59"), timedelta(days=5), paused=False, told=())
HOURS = Clock(datetime.fromisoformat("2026-11-21T21:40"), timedelta(days=1), paused=False, told=())
ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("party", "urgency", "work", "contact", "words"),
    [
        (
            "cooperative",
            "normal",
            WORK,
            AGREE,
            "we agree a day with you by Wednesday 25 November 2026, and it is done by",
        ),
        ("cooperative", "emergency", HOURS, NO_CLOCK, "at once: by Saturday 21 November 2026 21:40 at the latest"),
        ("cooperative", "planned", NO_CLOCK, NO_CLOCK, "it goes on the list of planned work"),
        ("cooperative", "planned", WORK, NO_CLOCK, "it is planned for Monday 30 November 2026"),
        (
            "corporation",
            "normal",
            WORK,
            AGREE,
            "for the corporation: we hand it over and let you know its number. By the",
        ),
        ("unknown", "normal", WORK, AGREE, "call you back, by Wednesday 25 November 2026"),
        ("unknown", "normal", NO_CLOCK, NO_CLOCK, "We find out who sees to this and call you back."),
    ],
)
def test_the_answer_says_who_and_by_when(party: str, urgency: str, work: Clock, contact: Clock, words: str) -> None:
    assert words in answer(party, urgency, letter="", work=work, contact=contact)


def test_a_resident_hears_on_which_letter_of_the_law_it_rests() -> None:
    assert "letter d" in answer("resident", "normal", letter="d", work=WORK, contact=AGREE)
    assert "demarcation list" in answer("resident", "normal", letter="", work=WORK, contact=AGREE)


@pytest.mark.parametrize(
    ("standing", "actor", "words"),
    [
        (Standing("reported", "unknown"), "cooperative", "judge whose it is"),
        (Standing("judged", "resident"), "resident", "ask whether it is done"),
        (Standing("judged", "cooperative"), "cooperative", "plan or order it"),
        (Standing("judged", "corporation"), "cooperative", "hand it over"),
        (Standing("handed_over", "corporation"), "corporation", "ask for a day"),
        (Standing("handed_over", "corporation", promised_on=date(2026, 11, 19)), "corporation", "remind: promised for"),
        (Standing("handed_over", "corporation", promised_on=ON), "corporation", "promised for 20 Nov 2026"),
        (Standing("ordered", "cooperative"), "contractor", "agree a day"),
        (Standing("ordered", "cooperative", planned_on=date(2026, 11, 24)), "contractor", "agreed for 24 Nov 2026"),
        (Standing("planned", "cooperative", planned_on=date(2026, 11, 19)), "cooperative", "is it done?"),
        (Standing("waiting", "cooperative", wait="nobody_home", nobody_home=1), "resident", "another day: nobody home"),
        (Standing("waiting", "cooperative", wait="nobody_home", nobody_home=3), "resident", "nobody home 3×"),
        (Standing("waiting", "cooperative", wait="material"), "contractor", "ask how it stands"),
        (Standing("waiting", "cooperative"), "cooperative", "ask how it stands"),
        (Standing("in_progress", "unknown"), "cooperative", "under way"),
        (
            Standing("planned", "cooperative", appointment_at=datetime.fromisoformat("2026-11-19T10:00")),
            "cooperative",
            "say how it went on 19 Nov 2026",
        ),
    ],
)
def test_of_each_task_it_is_said_who_must_act_and_what_comes_next(standing: Standing, actor: str, words: str) -> None:
    step = next_step(standing, ON)
    assert step.actor == actor
    assert step.actor in ACTORS
    assert words in step.words


def test_every_state_can_be_left_and_only_closed_work_is_reopened() -> None:
    assert set(FOLLOWS) == set(STATUSES)
    for before, after in FOLLOWS.items():
        assert before not in after
        assert set(after) <= set(STATUSES)
        assert ("done" in after) == (before in OPEN)
        assert (after == ("reported",)) == (before not in OPEN)
