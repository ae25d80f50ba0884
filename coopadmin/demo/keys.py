"""The made-up keys: which there are, who has them, one that is late, one that was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from coopadmin.demo.story import Story, take_over_records
from coopadmin.demo.work import LOCKSMITH, PAINTER
from coopadmin.services import keys
from db.journal import Transaction

_HALL, _GUEST, _FRONT, _CUPBOARD, _ROOF = "ZAAL-S", "LOG-S", "TOREN-V", "METER", "DAK-S"

_KINDS: tuple[tuple[str, str, str, str, str, int | None, int], ...] = (
    # code, name, what it opens, facility, certificate, deposit in cents, copies
    (_FRONT, "Voordeur Toren", "voordeur en kelder", "", "SKG-4410-22", 2_500, 8),
    (_HALL, "Zaal", "zaal, keuken en berging", "ZAAL", "", 1_000, 6),
    (_GUEST, "Logeerkamer", "logeerkamer en toilet", "LOG", "", 2_000, 2),
    (_CUPBOARD, "Meterkast Kade", "meterkasten en cv-ruimte", "", "SKG-4410-23", None, 3),
    (_ROOF, "Dakluik", "dakluik en techniekruimte", "DAK", "", None, 2),
)

_HELD: tuple[tuple[str, int, str, int, bool, bool], ...] = (
    # code, which copy, who, how many days ago, whether the note was signed and the deposit paid
    (_FRONT, 0, "Floor Hendriks", 700, True, True),
    (_FRONT, 1, "Joris Peeters", 690, True, True),
    (_FRONT, 2, "Amina Warsame", 610, True, True),
    (_FRONT, 3, "Kamil Zieliński", 500, True, True),
    (_FRONT, 4, "Roos van Rijn", 50, False, False),
    (_HALL, 0, "Tjalling Bouma", 820, True, False),
    (_HALL, 1, "Anneke Dijkstra", 46, True, True),
    (_CUPBOARD, 0, "Yusuf Yıldırım", 400, True, False),
    (_CUPBOARD, 1, "Wouter van der Meulen", 380, True, False),
)


def tell(story: Story) -> None:
    """Tell the box of keys that was put in order, and the loans since."""
    first = story.ago(830)

    def enter(transaction: Transaction) -> None:
        for code, name, opens, facility, certificate, deposit, count in _KINDS:
            added = keys.add_kind(
                transaction,
                code=code,
                name=name,
                opens=opens,
                facility_id=story.ids[facility] if facility else None,
                certificate=certificate,
                certificate_until=story.ago(-45) if code == _CUPBOARD else None,
                deposit_cents=deposit,
                count=count,
            )
            for place, copy_id in enumerate(added.copy_ids):
                story.ids[_copy(code, place)] = copy_id
            story.ids[f"key {code}"] = added.kind_id

    story.tell(first, "Tjalling", take_over_records, lambda do: do(enter=enter, about=f"{_FRONT}–{_ROOF}"))
    for held in _HELD:
        _tell_held(story, *held)
    _tell_firms(story)
    _tell_back(story)
    _tell_late(story)


def _copy(code: str, place: int) -> str:
    return f"key {code} {place}"


def _issue(story: Story, code: str, place: int, ago: int, key: str, values: Callable[[date], dict[str, Any]]) -> None:
    """Plan that a copy is handed out."""
    day = story.ago(ago)
    story.tell(
        day,
        "Tjalling",
        keys.issue_key,
        lambda do: do(copy_id=story.ids[_copy(code, place)], issued_on=day, **values(day)).loan_id,
        key=key,
    )


def _tell_held(story: Story, code: str, place: int, name: str, ago: int, signed: bool, paid: bool) -> None:
    deposit = next(kind[5] for kind in _KINDS if kind[0] == code)
    _issue(
        story,
        code,
        place,
        ago,
        f"loan {code} {place}",
        lambda day: {
            "person_id": story.ids[name],
            "signed_on": day if signed else None,
            "deposit_cents": deposit,
            "deposit_paid_on": day if paid and deposit else None,
        },
    )


def _tell_firms(story: Story) -> None:
    """The painter should have brought the hatch key back; the locksmith has one for the visit of today."""
    _issue(
        story,
        _ROOF,
        0,
        25,
        "loan painter",
        lambda day: {
            "contractor_id": story.ids[PAINTER],
            "due_on": story.ago(6),
            "signed_on": day,
            "note": "Voor de inspectie van de zuidgevel.",
        },
    )
    _issue(
        story,
        _CUPBOARD,
        2,
        2,
        "loan locksmith",
        lambda day: {
            "contractor_id": story.ids[LOCKSMITH],
            "due_on": story.ago(-1),
            "signed_on": day,
            "task_id": story.ids["lock"],
        },
    )


def _tell_back(story: Story) -> None:
    """One came back with its deposit still to be given; one was lost in the canal."""
    _issue(
        story,
        _HALL,
        2,
        30,
        "loan back",
        lambda day: {
            "person_id": story.ids["Sunita Ramdhani"],
            "due_on": story.ago(14),
            "signed_on": day,
            "deposit_cents": 1_000,
            "deposit_paid_on": day,
        },
    )
    back = story.ago(13)
    story.tell(back, "Tjalling", keys.return_key, lambda do: do(loan_id=story.ids["loan back"], returned_on=back))
    _issue(
        story,
        _FRONT,
        5,
        320,
        "loan lost",
        lambda day: {
            "person_id": story.ids["Jelle Terpstra"],
            "signed_on": day,
            "deposit_cents": 2_500,
            "deposit_paid_on": day,
        },
    )
    lost = story.ago(64)
    story.tell(
        lost,
        "Tjalling",
        keys.report_lost,
        lambda do: do(loan_id=story.ids["loan lost"], lost_on=lost, note="Gevallen in de gracht."),
    )
    cut = story.ago(60)
    story.tell(
        cut,
        "Tjalling",
        keys.add_copies,
        lambda do: do(kind_id=story.ids[f"key {_FRONT}"], count=1, made_on=cut, note="Voor de verloren sleutel."),
    )


def _tell_late(story: Story) -> None:
    """A key of the hall should have been back the day before yesterday: no new booking until it is."""
    _issue(
        story,
        _HALL,
        3,
        16,
        "loan late",
        lambda day: {
            "person_id": story.ids["Priya Autar"],
            "due_on": story.ago(2),
            "signed_on": day,
            "deposit_cents": 1_000,
            "deposit_paid_on": day,
        },
    )
