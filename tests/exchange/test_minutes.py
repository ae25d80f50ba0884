"""The minutes of a meeting as a document: whole, in order, and safe whatever people typed."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import i18n
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Facts, Heading, Line, Lines, Rows, Signatures, Words
from coopadmin.exchange.minutes import markdown, page, stem, text
from coopadmin.services.meetings import plan_meeting
from coopadmin.services.minutes import approve_minutes
from db.queries.minutes import Minutes, minutes
from db.store import Store
from tests.conftest import Furnish
from tests.minutes_made import MEETING, hold_meeting

EXPECTED = Path(__file__).with_name("minutes_en.md")


@pytest.fixture
def held(store: Store, furnish: Furnish) -> Store:
    """Give a store in which the made-up meeting was held."""
    furnish(hold_meeting)
    return store


def _minutes(store: Store) -> Minutes:
    found = store.read(minutes, MEETING)
    assert found is not None
    return found


def test_the_minutes_of_a_meeting_are_as_they_were_stored(held: Store) -> None:
    assert markdown(_minutes(held)) == EXPECTED.read_text(encoding="utf-8")


def test_the_page_is_whole_and_brings_nothing_from_elsewhere(held: Store) -> None:
    written = page(_minutes(held))
    root = ElementTree.fromstring(written.removeprefix("<!DOCTYPE html>\n"))
    assert root.tag == "html"
    assert root.find("head/title") is not None
    tags = {element.tag for element in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "a", "base", "form"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert attributes <= {"lang", "class", "charset", "name", "content"}
    style = root.findtext("head/style") or ""
    assert "url(" not in style
    assert "@import" not in style
    assert "A4" in style


def test_the_page_and_the_text_say_what_the_markdown_says(held: Store) -> None:
    found = _minutes(held)
    root = ElementTree.fromstring(page(found).removeprefix("<!DOCTYPE html>\n"))
    words = [set(re.findall(r"\w+", part)) for part in (" ".join(root.find("body").itertext()), text(found))]  # type: ignore[union-attr]
    plain = set(re.findall(r"\w+", re.sub(r"\\(.)", r"\1", markdown(found)).replace("_" * 30, "")))
    assert plain - words[0] == set()
    # Plain text shows a table without its head.
    assert plain - words[1] <= {"Number", "Outcome", "At", "the", "latest", "What", "Who", "Item"}


def test_minutes_are_written_in_the_language_in_use(held: Store) -> None:
    found = _minutes(held)
    i18n.use("nl")
    assert '<html lang="nl">' in page(found)
    assert "maandag 2 november 2026" in markdown(found)


def test_approved_minutes_say_when_where_and_what_was_changed(held: Store) -> None:
    later = held.do(plan_meeting, body="general", title="Extra", starts_at="2026-11-18T20:00", usual_items=False).result
    held.do(
        approve_minutes,
        meeting_id=MEETING,
        approved_on=date(2026, 11, 18),
        approved_in_id=later,
        changes="Punt 2: *café* heet De Vonk",
    )
    written = markdown(_minutes(held))
    assert "\nApproved on 18 November 2026.\n" in written
    assert "Approved on 18 November 2026 in Extra, with these changes.\n\n> Punt 2: \\*café\\* heet De Vonk" in written
    assert "Draft" not in written


def test_the_file_is_called_after_the_day(held: Store) -> None:
    assert stem(_minutes(held)) == "minutes-2026-11-02"


# -- what people type cannot break the document --------------------------------------------------------------------

HOSTILE = (
    "# kop",
    "- punt\n\n```\ncode",
    "</style><script>alert(1)</script>",
    "a | b\n---|---",
    "[tekst](http://ergens.example) ![plaatje](x.png)",
    "1. een\n2) twee\n+ drie\n> vier\n=====\n-----",
    "regel\r\nandere\u2028derde\x00\x07\u202eomgekeerd",
    "    ingesprongen\n\took",
    "&lt; &amp; <b>vet</b> **vet** ~~weg~~ $x^2$",
    "\\\\ eind\\",
)


class _Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        del attrs
        self.tags.append(tag)


def _document(words: str) -> tuple[documents.Block, ...]:
    return (
        Heading(1, words),
        Line(words, words),
        Lines((Line(words, "x"),)),
        Facts(((words, words),)),
        Words(words),
        Words(words, quoted=True),
        Rows((words, "b"), ((words, words),)),
        Signatures((words,)),
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_page(words: str) -> None:
    written = documents.page(_document(words))
    ElementTree.fromstring(written.removeprefix("<!DOCTYPE html>\n"))
    seen, usual = _Tags(), _Tags()
    seen.feed(written)
    usual.feed(documents.page(_document("woord")))
    extra = set(seen.tags) - set(usual.tags)
    assert extra <= {"br", "ul", "li"}


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_markdown(words: str) -> None:
    written = documents.markdown(_document(words))
    lines = written.splitlines()
    assert not any("\x00" in line or "\u202e" in line or "\u2028" in line for line in lines)
    for sign in ("`", "<", "[", "#", "|"):
        for line in lines:
            bare = re.sub(r"\\.", "", line)
            own = {"#": bare.startswith("# "), "|": bare.startswith("| ")}.get(sign, False)
            assert own or sign not in bare, line
    assert not any(re.match(r"(?:>\s)?(?:\d+[.)]\s|\+\s|=+$|-{3,}$)", line) for line in lines)
    assert not any(line.startswith(("    ", "\t")) for line in lines)
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 3 for line in lines if line.startswith("| "))


@given(st.text(max_size=60))
def test_whatever_is_typed_the_page_stays_whole_and_the_markdown_in_its_lines(words: str) -> None:
    written = documents.page(_document(words))
    ElementTree.fromstring(written.removeprefix("<!DOCTYPE html>\n"))
    table = documents.markdown([Rows(("a", "b"), ((words, words),))]).splitlines()
    assert len(table) == 3
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 3 for line in table)
    assert len(documents.markdown([Heading(1, words), Line("x")]).splitlines()) == 3


def test_lines_stay_apart_and_dashes_make_a_list() -> None:
    written = documents.markdown([Words("een\ntwee\n\ndrie\n- vier\n- vijf\nzes")])
    assert written == "een\\\ntwee\n\ndrie\n\n- vier\n- vijf\n\nzes\n"
    assert documents.page([Words("een\ntwee\n- drie")]).count("<li>drie</li>") == 1
    assert documents.plain([Words("een\n- twee", quoted=True)]) == "│ een\n│ • twee"


def test_what_is_empty_is_left_out() -> None:
    blocks = [Facts((("naam", ""),)), Lines(()), Words(" "), Line("over")]
    assert documents.markdown(blocks) == "over\n"
    assert "<dl>" not in documents.page(blocks)
    assert documents.plain(blocks) == "over"


def test_a_table_breaks_no_word_but_one_that_would_push_it_off_the_page() -> None:
    row = ("B-2026-09", "Binnenterrein Hof", "a" * 60, "")
    page = documents.page([Rows(("No.", "Where", "Why", ""), (row,))])
    assert "overflow-wrap: anywhere" not in page.partition("td.long")[0]
    assert (
        f'<tr><td class="whole">B-2026-09</td><td>Binnenterrein Hof</td><td class="long">{"a" * 60}</td><td></td></tr>'
    ) in page
