"""The letter that calls to a meeting says what the law wants it to say, on lines that fit a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.convening_letters import ConveningLetter, LetterItem, letter_text, motion_text

LETTER = ConveningLetter(
    sender="De Vonk",
    on=date(2026, 11, 20),
    body="general",
    title="Najaars-ALV",
    starts_at="2026-12-17T20:00",
    place="De zaal",
    items=[
        LetterItem(1, "20:00", "Opening"),
        LetterItem(2, "20:05", "Statuten", "statutes", documents=[("Tekst", "map 3")], open_from=date(2026, 12, 11)),
    ],
    proxies_per_holder=2,
)


def test_a_change_of_the_statutes_is_named_and_its_text_lies_open_until_the_day_is_over() -> None:
    text = letter_text(LETTER)
    assert "   2 20:05  Statuten (decision: change of the statutes)\n            paper: Tekst, map 3\n" in text
    assert "lies open for members from 11\nDecember 2026 until the end of the day of the meeting, here: map 3." in text


def test_what_is_proposed_stands_under_its_item() -> None:
    motions = [motion_text("We plant\n\na tree", "Anna Berg"), motion_text("Two", amends=True)]
    text = letter_text(replace(LETTER, items=[LetterItem(1, "20:00", "Tuin", motions=motions)]))
    assert f"{' ' * 12}motion of Anna Berg: We plant\n{' ' * 12}a tree\n{' ' * 12}amendment: Two\n" in text


def test_a_second_meeting_is_named_as_one_and_proxies_are_told_as_the_rules_have_them() -> None:
    assert "second meeting" not in letter_text(LETTER)
    second = letter_text(replace(LETTER, second_of=date(2026, 11, 20), proxies_per_holder=0))
    assert "This is the second meeting after the one of 20 November 2026" in second
    assert "Nobody can vote for another at this meeting" in second
    assert "give a proxy" not in second


@given(
    title=st.text(max_size=200),
    explanation=st.text(max_size=400),
    place=st.text(max_size=200),
    body=st.sampled_from(["general", "board"]),
)
def test_whatever_people_wrote_there_is_a_letter(title: str, explanation: str, place: str, body: str) -> None:
    item = LetterItem(1, "20:00", title, "ordinary", explanation, [(title, place)], title)
    text = letter_text(replace(LETTER, title=title, place=place, items=[item], body=body))
    assert text.endswith("the secretary of De Vonk\n")
