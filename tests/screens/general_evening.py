"""The evening of a general meeting, scene by scene, as a secretary strikes it: who comes, what is voted, who goes."""

from __future__ import annotations

from tests.screens.secretary import Clock, Secretary

AT_EIGHT = (
    *("Aalders", "Bos", "Cohen", "Dekker", "Evers", "Faber", "Gerritsen", "Haddad", "Ibrahim", "Jansen", "Kok"),
    *("Linders", "Mulder", "Nasser", "Peters"),
)
"""Who is there when the meeting opens: fifteen, which with three proxies is one short of half of 38."""
LATE = ("Quist", "Ruiter", "Smit", "Timmer", "Udo", "Verbeek")
GIVERS = ("Xanten", "Yilmaz", "Zwart")
AWAY = (
    *("Achterberg", "Brand", "Çelik", "Dijkstra", "Emmens", "Fikse", "Groen", "Huisman", "Idema", "Jonker"),
    *("Kramer", "Lammers", "Öztürk", "Wolters"),
)
ENTITLED = (*AT_EIGHT, *LATE, *GIVERS, *AWAY)
SUPPORTER, SUSPENDED = "Marsman", "Noorda"


async def enter_room(secretary: Secretary) -> None:
    """From the first page of the desk to the room of the meeting that comes first."""
    await secretary.press("f8")
    await secretary.do("Open the room")
    assert secretary.desk.name == "RoomScreen"


async def take_proxies(secretary: Secretary) -> None:
    """Slips of paper: one of a supporter to somebody who is suspended, and one more than Dekker may hold."""
    secretary.sees("38 may vote · 0 present · 0 by proxy")
    await secretary.press("v")
    for giver in ("Yilmaz", "Zwart"):
        await secretary.press("n")
        await secretary.fill(giver, "Dekker")
        await secretary.save()
    await secretary.press("n")
    await secretary.fill(SUPPORTER, SUSPENDED)
    await secretary.save()
    assert "has no vote at this meeting" in secretary.under("giver_id")
    assert "may not vote here" in secretary.under("holder_id")
    await secretary.refill("Xanten")
    await secretary.press("tab")
    await secretary.refill("Dekker")
    await secretary.save()
    assert "holds 2 proxies already, and one may hold no more than 2" in secretary.under("holder_id")
    await secretary.refill("Evers")
    await secretary.save()
    secretary.sees("Xanten", "Evers")
    await secretary.press("escape")


async def _come_or_go(secretary: Secretary, *names: str) -> None:
    await secretary.press("p")
    for name in names:
        await secretary.type(name.lower())
        await secretary.press("enter")


async def let_in(secretary: Secretary, clock: Clock) -> None:
    """Fifteen come, and a supporter who may listen."""
    clock.move("19:50")
    await _come_or_go(secretary, *AT_EIGHT)
    await secretary.press("ctrl+g")
    await secretary.fill(SUPPORTER)
    await secretary.save()
    secretary.sees("38 may vote · 15 present · 3 by proxy", "1 in the room without a vote")
    await secretary.press("escape")


async def open_it(secretary: Secretary, clock: Clock) -> None:
    """Open it, and write what is said while it is said."""
    clock.move("20:00")
    await secretary.press("enter")
    await secretary.save()
    secretary.sees("open since 20:00", "in the chair: Emre Aalders")
    await secretary.press("enter", "n")
    await secretary.type("The chair bids everybody welcome; the letter went out on 30 October.")
    secretary.sees("✓ stored")
    await secretary.press("escape")
    clock.move("20:03")
    await secretary.press("down", "enter")
    secretary.sees("▸ 2 Open actions")


async def _put(secretary: Secretary, text: str) -> None:
    await secretary.press("m")
    await secretary.type(text)
    await secretary.save()


async def fail_the_quorum(secretary: Secretary, clock: Clock) -> None:
    """Eighteen of the nineteen that are needed: they vote all the same, and it decides nothing."""
    clock.move("20:05")
    await secretary.press("down", "enter")
    secretary.sees("▲ 38 may vote · 15 present · 3 by proxy · quorum 19: 1 short", "one more person is needed")
    await _put(secretary, "The budget for 2027 is adopted.")
    await secretary.press("t", *"11", "enter", "7", "enter", "enter")
    secretary.sees("▲ no quorum, no decision", "11 for · 7 against · 0 blank", "S plans the second meeting")
    await secretary.press("s")
    secretary.sees("from 4 December 2026", "until 1 January 2027")
    await secretary.save()
    secretary.told("The second meeting is planned, with the decisions that were not taken")
    assert secretary.desk.name == "RoomScreen"


async def reach_the_quorum(secretary: Secretary, clock: Clock) -> None:
    """The tram was late: six more, and the same motion is put to the vote once more."""
    clock.move("20:12")
    await _come_or_go(secretary, *LATE)
    await secretary.press("escape")
    secretary.sees("✓ 38 may vote · 21 present · 3 by proxy · quorum 19: met")
    secretary.sees_not("S plans the second meeting")
    clock.move("20:15")
    await secretary.press("t", *"15", "enter", "8", "enter", "1", "enter")
    secretary.sees("✓ carried", "15 for · 8 against · 1 blank", "B-2026-01")


async def correct_the_count(secretary: Secretary, clock: Clock) -> None:
    """The tellers differ: it is counted anew, and both counts stay."""
    clock.move("20:17")
    await secretary.press("k", *"14", "enter", "8", "enter", "2", "enter")
    await secretary.type("one hand was counted twice")
    await secretary.press("enter")
    secretary.sees("15 for · 8 against · 1 blank replaced", "14 for · 8 against · 2 blank")
    secretary.sees("counted anew: one hand was counted twice")


async def tie(secretary: Secretary, clock: Clock) -> None:
    """An ordinary decision, from taking up the item to its number: few keys besides its text."""
    clock.move("20:20")
    with secretary.at_most(15):
        await secretary.press("down", "enter")
        await _put(secretary, "The garden is called De Wilde Hoek.")
        await secretary.press("t", *"11", "enter", *"11", "enter", "2", "enter")
    secretary.sees("✗ not carried", "Tied, so not carried: 11 for, 11 against", "B-2026-02")


async def miss_two_thirds_by_one(secretary: Secretary, clock: Clock) -> None:
    """Sixteen of twenty-four are needed, and it is fifteen; somebody begins to speak when the power goes."""
    clock.move("20:30")
    await secretary.press("down", "enter")
    secretary.sees("two thirds of the votes cast", "no quorum asked")
    await _put(secretary, "The statutes are changed as proposed.")
    await secretary.press("t", *"15", "enter", *"9")
    secretary.sees("✗ Not carried: 15 for, 9 against; 16 needed", "all 24 accounted for")
    await secretary.press("enter", "enter")
    secretary.sees("✗ not carried", "15 for · 9 against · 0 blank")
    await secretary.press("n")
    await secretary.type("The board comes back with article 9 alone")


def is_where_it_was(secretary: Secretary) -> None:
    """The desk was started anew, and everything that was entered stands there."""
    secretary.sees(
        "Autumn meeting",
        "open since 20:00 · in the chair: Emre Aalders",
        "▸ 5 New statutes",
        "at hand since 20:30",
        "✓ 38 may vote · 21 present · 3 by proxy · no quorum asked",
        "15 for · 9 against · 0 blank",
        "The board comes back with article 9 alone",
        "✓ 3 Budget 2027",
        "○ 6 Audit committee",
    )


async def elect_in_writing(secretary: Secretary, clock: Clock) -> None:
    """Persons are voted on in writing; two slips are blank."""
    clock.move("20:40")
    await secretary.press("down", "enter")
    await _put(secretary, "Cohen and Smit are the audit committee of 2027.")
    await secretary.press("w", "3")
    secretary.sees("Vote, in writing")
    await secretary.press(*"22", "enter", "enter", "2", "enter")
    secretary.sees("✓ carried", "22 for · 0 against · 2 blank", "in writing")


async def vote_by_name_without_the_recused(secretary: Secretary, clock: Clock) -> None:
    """Faber has a brother who paints: out of the count of this item, for which the roll is called."""
    clock.move("20:48")
    await secretary.press("down", "enter", "r")
    await secretary.fill("Faber", "a brother is the painter")
    await secretary.save()
    secretary.sees("20 present · 3 by proxy · 1 recused", "is recused: a brother is the painter")
    await _put(secretary, "Schilders De Kwast paints the stairwells for at most € 14,500.")
    clock.move("20:52")
    await secretary.press("w", "2")
    secretary.sees_not("Faber")
    # Aalders, Bos, Cohen for, Dekker against with two proxies, Evers for with one.
    await secretary.press("f", "f", "f", "a", "f")
    secretary.sees("5 for · 3 against · 0 blank", "15 of 23 not accounted for")
    await secretary.press(*"fffffaabffffaff")
    secretary.sees("all 23 accounted for")
    await secretary.press("enter")
    secretary.sees("✓ carried", "16 for · 6 against · 1 blank", "by name")
    await secretary.press("a")
    await secretary.fill("Sign the contract with the painter", "Bos", "15-12-2026")
    await secretary.save()
    secretary.sees("● Sign the contract with the painter · Sofia Bos · by 15 Dec 2026")


async def amend_and_lose_a_holder(secretary: Secretary, clock: Clock) -> None:
    """An amendment is carried; then Dekker goes home, and with her the votes of two who are not there."""
    clock.move("21:00")
    await secretary.press("down", "enter")
    secretary.sees("21 present · 3 by proxy")
    await _put(secretary, "We build a garden shed")
    await secretary.press("m", "2", "3")
    await secretary.type("of six square metres, and no larger")
    await secretary.save()
    await secretary.press("t", *"17", "enter", "6", "enter", "1", "enter", "end")
    await secretary.type(" of six square metres.")
    await secretary.save()
    secretary.sees("We build a garden shed of six square metres.", "Amendment B to A")
    clock.move("21:05")
    await _come_or_go(secretary, "Dekker")
    secretary.sees("20 present · 1 by proxy")
    await secretary.press("escape", "t", *"14", "enter", "8", "enter", "2")
    secretary.sees("▲ 24 votes, but only 21 people present and represented")
    await secretary.press("enter")
    assert secretary.desk.name == "VotePanel"
    await secretary.press(*"12", "enter", "8", "enter", "1", "enter")
    secretary.sees("✓ carried", "12 for · 8 against · 1 blank")


async def consent(secretary: Secretary, clock: Clock) -> None:
    """An objection is met in the proposal; the second round has none."""
    clock.move("21:15")
    await secretary.press("down", "enter")
    await _put(secretary, "4A goes to candidate 12")
    await secretary.press("t", "r")
    await secretary.save()
    secretary.sees("Round 1, begun at 21:15")
    await secretary.press("o")
    await secretary.fill("Haddad", "Nobody has met them yet.")
    await secretary.save()
    secretary.sees("1 objection open", "Nobody has met them yet.")
    clock.move("21:20")
    await secretary.press("i")
    await secretary.type("They are asked to dinner in the stairwell first.")
    await secretary.save()
    await secretary.press("r", "end")
    await secretary.type(", once they have been to dinner.")
    await secretary.save()
    secretary.sees("Round 2, begun at 21:20", "0 objections open")
    clock.move("21:24")
    await secretary.press("c")
    secretary.sees("No objection is open: the proposal is carried.")
    await secretary.press("y")
    secretary.sees("✓ carried", "0 objections")


async def close(secretary: Secretary, clock: Clock) -> None:
    """Any other business, and home."""
    clock.move("21:28")
    await secretary.press("down", "enter", "n")
    await secretary.type("Smit asks for light at the bicycles.")
    await secretary.press("escape", "a")
    await secretary.type("Look at the light at the bicycles")
    await secretary.save()
    clock.move("21:35")
    await secretary.press("down", "enter", "x")
    secretary.sees("21 people are in the room and leave at this minute.")  # with the supporter
    secretary.sees_not("nothing was decided", "not taken up")
    await secretary.press("y")
    secretary.sees("closed at 21:35")
    await secretary.press("escape")
    assert secretary.desk.name == "ListScreen"
