"""Whose job is it: by the list, with the law as its floor, and always with a sentence to read to a neighbour."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopadmin.domain.demarcation import Line, Routed, route, route_by
from coopadmin.domain.demarcation_lines import PARTIES, read_codes, read_letter, unfounded
from coopadmin.domain.minor_repairs import LETTERS, MINOR_REPAIRS, holds, recognised
from coopadmin.domain.vera import DEFECTS, ELEMENTS, LOCATIONS, known
from coopadmin.domain.wordings import alike, contained, stem, stems

CLOSER = Line(1, "Deurdranger", "", "stellen en vervangen", "cooperative")
DOOR = Line(2, "Deur", "", "schilderen buiten", "corporation")
WASHER = Line(3, "Kraan", "leertje", "vervangen", "resident", letter="d", only_low_cost=True)
TAP = Line(4, "Kraan", "", "vervangen", "corporation")
DRAIN = Line(
    5, "Riool / afvoer", "", "ontstoppen", "resident", letter="n", only_reachable=True, otherwise="corporation"
)
BOILER = Line(6, "CV-ketel", "", "onderhoud en storing", "corporation", codes=("ELEMENT.KET", "ELEMENT.VTO"))
KEYS = Line(7, "Sloten en sleutels", "", "", "resident")
ROOF = Line(8, "Dak", "", "lekkage", "corporation")
BLIND = Line(9, "Zonwering", "", "", "resident", note="also when fitted by the tenant before")
BULB = Line(10, "Lamp", "", "vervangen", "cooperative")
LINES = (CLOSER, DOOR, WASHER, TAP, DRAIN, BOILER, KEYS, ROOF, BLIND, BULB)


def asked(what: str, **answers: Any) -> Routed:
    """What the list says of a report."""
    return route(LINES, what=what, **answers)


@pytest.mark.parametrize(
    ("what", "answers", "party", "line"),
    [
        ("deurdranger sluit niet", {}, "cooperative", CLOSER),
        ("de dranger van de voordeur doet het niet", {}, "cooperative", CLOSER),
        ("valt niet dicht", {"element_code": "DDR", "defect_code": "KLE"}, "cooperative", CLOSER),
        ("keukenkraan druppelt", {}, "resident", WASHER),
        ("kranen vervangen", {}, "corporation", TAP),
        ("afvoer in de keuken verstopt", {}, "resident", DRAIN),
        ("riool verstopt", {}, "resident", DRAIN),
        ("doet het niet", {"element_code": "KET"}, "corporation", BOILER),
        ("cv-ketel geeft storing", {}, "corporation", BOILER),
        ("sleutel kwijt", {}, "resident", KEYS),
        ("Daklekkage!", {}, "corporation", ROOF),
        ("lek in het dak", {}, "corporation", ROOF),
        ("lámp stuk", {}, "cooperative", BULB),
    ],
)
def test_the_line_that_is_meant_is_found_in_a_neighbours_own_words(
    what: str, answers: dict[str, Any], party: str, line: Line
) -> None:
    routed = asked(what, **answers)
    assert (routed.party, routed.line_id) == (party, line.line_id)
    assert line.name in routed.told[0]


def test_what_costs_more_than_a_little_is_not_the_residents() -> None:
    routed = asked("kraan lekt", notable_cost=True)
    assert (routed.party, routed.line_id, routed.letter) == ("cooperative", WASHER.line_id, "d")
    assert routed.told[-2:] == (
        "It costs more than a little, so it is not the resident's.",
        "So the co-operative sees to it.",
    )


def test_what_cannot_be_reached_goes_to_whom_the_line_names() -> None:
    routed = asked("riool verstopt", reachable=False)
    assert (routed.party, routed.letter) == ("corporation", "n")
    assert "It cannot be reached without special means, so it is not the resident's." in routed.told


def test_a_condition_nobody_asked_about_is_said_to_be_asked() -> None:
    assert "That holds only where it can be reached without special means: ask." in asked("riool verstopt").told
    assert not any("ask" in said for said in asked("riool verstopt", reachable=True).told)


def test_the_condition_of_the_law_holds_where_the_line_forgets_it() -> None:
    careless = replace(WASHER, only_low_cost=False)
    assert route([careless], what="kraanleertje stuk", notable_cost=True).party == "cooperative"


def test_the_list_may_take_work_off_the_residents_hands() -> None:
    routed = asked("lamp kapot")
    assert (routed.party, routed.letter) == ("cooperative", "g")
    assert routed.told[-1] == "By law it would be the resident's (letter g); the list takes it over."


def test_a_line_puts_nothing_on_a_resident_that_the_law_does_not() -> None:
    routed = asked("zonwering gaat niet omhoog")
    assert (routed.party, routed.line_id, routed.letter) == ("unknown", BLIND.line_id, "")
    assert any("a list may not ask more of a tenant than the law (art. 7:240 BW)" in said for said in routed.told)
    assert routed.told[-1] == "The list adds: also when fitted by the tenant before."


TOILET = Line(1, "Verstopping", "wc", "", "cooperative", codes=("ELEMENT.CLO", "DEFECTSOORT.VS0"))
OUTLET = Line(2, "Rioolstop", "grondleiding", "doorspuiten", "corporation", codes=("ELEMENT.CLO", "DEFECTSOORT.VS0"))
BOWL = Line(3, "Sanitair", "porselein", "emailleren", "corporation", codes=("ELEMENT.CLO",))
PAINT = Line(4, "Deur", "", "schilderen buiten", "corporation", codes=("ELEMENT.DEU",))
ANY_DOOR = Line(5, "Deur", "", "", "cooperative")
ANY_TAP = Line(6, "Kraan", "mengkraan", "", "cooperative", codes=("ELEMENT.SAN",))
UNFOUNDED = Line(7, "Dakluik", "", "", "resident", codes=("ELEMENT.DAK",))
OWN_CASE = Line(8, "Sanitair", "stop", "", "resident", otherwise="corporation", codes=("ELEMENT.CLO",))
CLEARING = Line(9, "Verstopping", "wc", "ontstoppen", "cooperative")
LOOSE_HANDLE = {"element_code": "DEU", "defect_code": "LOS"}
BLOCKED_TOILET = {"element_code": "CLO", "defect_code": "VS0"}


@pytest.mark.parametrize(
    ("lines", "what", "answers", "party", "line", "letter"),
    [
        # By words the list is spoken of whole: it takes the work off the resident.
        ([TOILET], "verstopping van de wc", {}, "cooperative", 1, "n"),
        # A neighbour names what is wrong, not the work: a line on the same small repair is about it all the same.
        ([CLEARING], "wc verstopt", {}, "cooperative", 9, "n"),
        # By codes it is as much spoken of, whatever its words.
        ([TOILET], "loopt niet door", BLOCKED_TOILET, "cooperative", 1, "n"),
        ([OUTLET], "loopt niet door", BLOCKED_TOILET, "corporation", 2, "n"),
        ([ANY_TAP], "", {"element_code": "SAN", "defect_code": "DRP"}, "cooperative", 6, "d"),
        # A line on the same part, about other work: the law stands.
        ([BOWL], "loopt niet door", BLOCKED_TOILET, "resident", None, "n"),
        ([PAINT], "", LOOSE_HANDLE, "resident", None, "c"),
        # Another line that is spoken of whole is not hidden behind it.
        ([PAINT, ANY_DOOR], "deur", LOOSE_HANDLE, "cooperative", 5, "c"),
        ([ANY_DOOR, PAINT], "deur", LOOSE_HANDLE, "cooperative", 5, "c"),
        # A line to the resident: only what the law leaves to them, and the line's own way out.
        ([OWN_CASE], "loopt niet door", BLOCKED_TOILET, "resident", 8, "n"),
        ([OWN_CASE], "loopt niet door", {**BLOCKED_TOILET, "reachable": False}, "corporation", 8, "n"),
        ([UNFOUNDED], "", {"element_code": "DAK", "defect_code": "LEK"}, "unknown", 7, ""),
        # No list at all: the floor.
        ([], "", BLOCKED_TOILET, "resident", None, "n"),
        ([], "", {"element_code": "DAK", "defect_code": "LEK"}, "unknown", None, ""),
    ],
)
def test_a_list_may_take_more_on_itself_and_never_puts_more_on_a_resident(
    lines: list[Line], what: str, answers: dict[str, Any], party: str, line: int | None, letter: str
) -> None:
    routed = route(lines, what=what, **answers)
    assert (routed.party, routed.line_id, routed.letter) == (party, line, letter), routed.told


def test_without_a_line_the_law_says_what_is_the_residents() -> None:
    routed = asked("muizen in de keuken")
    assert (routed.party, routed.line_id, routed.letter) == ("resident", None, "r")
    assert routed.told[0] == "No line of the demarcation list fits this."


def test_without_a_line_what_is_not_the_residents_by_law_is_nobodys_yet() -> None:
    routed = asked("wespennest", notable_cost=True)
    assert (routed.party, routed.letter) == ("unknown", "r")
    assert routed.told[-1] == "Whether it is the co-operative's or the corporation's, a person has to say."
    assert "This condition was not verified against the text of the decree; have the board look at it." in routed.told


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    routed = asked("iets geks met de muziek")
    assert (routed.party, routed.line_id, routed.letter) == ("unknown", None, "")
    assert routed.told[-1] == "It is no small repair by law either, so a person has to say who sees to it."
    assert route([], what="iets geks").told[0] == "There is no demarcation list for this yet."


def test_the_law_goes_before_a_line_whose_work_was_not_spoken_of() -> None:
    routed = asked("scharnier van de deur piept")
    assert (routed.party, routed.line_id, routed.letter) == ("resident", None, "e")
    assert DOOR in routed.others
    assert routed.told[0] == "No line of the demarcation list fits this for certain."


def test_work_that_was_not_spoken_of_is_asked_after() -> None:
    routed = asked("iets met de voordeur")
    assert routed.line_id == DOOR.line_id
    assert "The line speaks of “schilderen buiten”: ask whether it is that." in routed.told


def test_between_lines_that_fit_equally_well_nobody_is_chosen() -> None:
    ours, theirs = Line(1, "Hek", "", "", "cooperative"), Line(2, "Hek", "tuin", "", "corporation")
    other = replace(theirs, line_id=3, component="")
    routed = route([ours, other], what="hek kapot")
    assert (routed.party, routed.line_id) == ("unknown", None)
    assert routed.told[1:] == ("“Hek”: co-operative.", "“Hek”: corporation.")
    assert routed.others == (ours, other)
    assert route([ours, theirs], what="hek in de tuin kapot").line_id == theirs.line_id


def test_in_a_shared_room_a_line_for_a_home_goes_to_whom_it_names_else() -> None:
    routed = route([WASHER], what="kraanleertje stuk", shared=True)
    assert (routed.party, routed.line_id) == ("cooperative", WASHER.line_id)
    assert "It is in a shared room, which is no one's home, so it is not for one resident." in routed.told


def test_bulbs_and_cleaning_are_the_residents_in_shared_rooms_too() -> None:
    assert route([], what="lamp kapot", shared=True).letter == "g"
    assert route([], what="muizen", shared=True).party == "unknown"


def test_a_line_a_person_chose_is_followed_with_its_conditions() -> None:
    assert route_by(DRAIN, what="stinkt", reachable=False).party == "corporation"
    assert route_by(CLOSER, what="stinkt").party == "cooperative"


def test_a_code_of_another_part_keeps_a_line_back() -> None:
    routed = route(
        [BOILER, replace(BOILER, line_id=2, codes=("ELEMENT.RAD",), party="resident")], what="", element_code="RAD"
    )
    assert routed.line_id == 2


# -- the small repairs by law ----------------------------------------------------------------------------------


def test_the_letters_are_those_of_the_decree() -> None:
    assert "".join(LETTERS) == "abcdefghijklmnopqrstuv"


def test_the_conditions_the_facts_name_are_there_and_others_are_said_to_be_unverified() -> None:
    assert [one.letter for one in MINOR_REPAIRS if one.low_cost and not one.unverified] == ["d", "h", "u"]
    assert [one.letter for one in MINOR_REPAIRS if one.reachable and not one.unverified] == ["m", "q", "s"]


def test_every_code_of_a_letter_exists() -> None:
    lists = {"ELEMENT": ELEMENTS, "DEFECTSOORT": DEFECTS, "DEFECTLOCATIE": LOCATIONS}
    for one in MINOR_REPAIRS:
        for code in " ".join(one.codes).split():
            short, _dot, letters = code.partition(".")
            assert known(lists[short], letters), code


@pytest.mark.parametrize("one", MINOR_REPAIRS, ids=lambda one: one.letter)
def test_every_letter_is_recognised_by_each_of_its_own_phrases(one: Any) -> None:
    for phrase in one.phrases.split(","):
        seen = recognised(phrase, frozenset())
        assert seen is not None
        assert seen.letter == one.letter, phrase


@pytest.mark.parametrize(
    ("what", "letter"),
    [
        ("de wc is verstopt", "n"),
        ("verstopte gootsteen", "n"),
        ("kraan in de badkamer lekt", "d"),
        ("stopcontact zit los", "c"),
        ("stopcontact kapot", "d"),
        ("de dakgoot is verstopt met bladeren", "s"),
        ("radiator ontluchten", "i"),
        ("ruit gebroken", "h"),
        ("our toilet is blocked", "n"),
        ("a mouse", ""),
        ("het dak lekt", ""),
        ("boktor in de balken", ""),
        ("lift staat stil", ""),
    ],
)
def test_a_small_repair_is_recognised_in_everyday_words(what: str, letter: str) -> None:
    seen = recognised(what, frozenset())
    assert (seen.letter if seen else "") == letter


def test_codes_tell_a_small_repair_without_any_word() -> None:
    seen = recognised("", frozenset({"ELEMENT.CLO", "DEFECTSOORT.VS0"}))
    assert seen is not None
    assert seen.letter == "n"
    assert recognised("", frozenset({"ELEMENT.LIF", "DEFECTSOORT.STA"})) is None
    assert holds(("A.1 B.2",), frozenset({"A.1", "B.2", "C.3"}))
    assert not holds(("A.1 B.2",), frozenset({"A.1"}))


def test_a_line_that_leaves_work_to_the_resident_without_a_letter_is_named() -> None:
    assert "art. 7:240" in unfounded(BLIND)
    assert "looks like letter d" in unfounded(KEYS) or "letter" in unfounded(KEYS)
    assert unfounded(WASHER) == ""
    assert unfounded(TAP) == ""


# -- words and codes as people write them ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("kraan", "kranen", 2),
        ("lekkage", "lek", 2),
        ("verstopping", "verstopt", 2),
        ("keukenkraan", "kraan", 1),
        ("deurdranger", "dranger", 1),
        ("daklekkage", "dak", 1),
        ("deurbel", "deur", 0),
        ("deur", "dranger", 0),
        ("bel", "kabel", 0),
    ],
)
def test_words_are_compared_by_what_they_are_about(one: str, other: str, how: int) -> None:
    assert alike(stem(one), stem(other)) == how


def test_all_words_of_a_phrase_have_to_be_there() -> None:
    assert contained(stems("wc verstopt"), stems("Onze WC is weer verstopt"))
    assert not contained(stems("wc verstopt"), stems("onze wc"))
    assert not contained(stems("keukenkraan"), stems("kraan"))
    assert not contained((), stems("kraan"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("element.ddr, defectsoort.kle", "ELEMENT.DDR DEFECTSOORT.KLE"),
        ("BOUWKUNDIGELEMENTDETAILSOORT.DDR ELEMENT.DDR", "ELEMENT.DDR"),
        ("", ""),
    ],
)
def test_codes_are_read_as_people_write_them(text: str, codes: str) -> None:
    assert read_codes(text) == codes


@pytest.mark.parametrize("text", ["DDR", "ELEMENT.XXX", "ELEMENT.", "RUIMTE.KEU"])
def test_a_code_no_list_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="code"):
        read_codes(text)


def test_a_letter_is_read_as_people_write_it() -> None:
    assert [read_letter(text) for text in ("d", " D. ", "d)", "")] == ["d", "d", "d", ""]
    with pytest.raises(ValueError, match="a to v"):
        read_letter("w")


# -- whatever is asked -----------------------------------------------------------------------------------------

SAID = (
    "kraan",
    "lekt",
    "deur",
    "dak",
    "verstopt",
    "riool",
    "lamp",
    "stuk",
    "muizen",
    "in",
    "de",
    "wc",
    "dranger",
    "cv",
)
WORDS = st.lists(st.sampled_from(SAID), max_size=5).map(" ".join)
ANSWERS = st.sampled_from([None, True, False])


@given(WORDS, st.lists(st.sampled_from(LINES), unique=True), ANSWERS, ANSWERS, st.booleans())
def test_every_route_says_why_and_the_law_protects_the_resident(
    what: str, lines: list[Line], reachable: bool | None, notable: bool | None, shared: bool
) -> None:
    routed = route(lines, what=what, reachable=reachable, notable_cost=notable, shared=shared)
    assert routed.party in {*PARTIES, "unknown"}
    assert all(said.endswith((".", ":")) for said in routed.told)
    assert routed.told
    assert routed.line_id is None or routed.line_id in {one.line_id for one in lines}
    if routed.party == "resident":
        law = LETTERS[routed.letter]
        assert not (law.low_cost and notable)
        assert not (law.reachable and reachable is False)
        assert law.shared or not shared


@given(WORDS, ANSWERS, ANSWERS)
@example("deur riool dranger", None, None)
def test_the_order_of_the_lines_does_not_decide_who_sees_to_it(
    what: str, reachable: bool | None, notable: bool | None
) -> None:
    forth = route(LINES, what=what, reachable=reachable, notable_cost=notable)
    back = route(LINES[::-1], what=what, reachable=reachable, notable_cost=notable)
    if forth.line_id is None or back.line_id is None or forth.line_id == back.line_id:
        assert forth.party == back.party


def test_a_line_about_other_work_puts_nothing_on_a_resident() -> None:
    battery = Line(1, "Rookmelder", "", "batterij", "resident", letter="d")
    routed = route([battery], what="rookmelder hangt aan een draadje")
    assert (routed.party, routed.line_id, routed.others) == ("unknown", None, (battery,))
    assert "Perhaps it is “Rookmelder · batterij” (resident): ask." in routed.told
    assert route([battery], what="batterij van de rookmelder leeg").party == "resident"


@pytest.mark.parametrize("what", ["hoofdkraan lekt", "buitenkraan lekt", "schutting omgewaaid"])
def test_what_only_looks_like_a_small_repair_is_none(what: str) -> None:
    assert recognised(what, frozenset()) is None
