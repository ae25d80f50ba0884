"""Personal data on the desk: who left is listed and cleared after a yes, and a person's data is shown on purpose."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from textual.widgets import OptionList

from coopadmin import i18n
from coopadmin.services.association import set_rule
from coopadmin.services.forgetting_words import clear_words
from db.journal import Transaction
from db.queries.person_data import Asker
from db.store import Store
from db.tables.charges import Charge
from screens.desk.forgetting import read_old
from screens.desk.today import WAITING
from screens.dialogs import ConfirmScreen
from screens.forgetting.papers import PersonScreen, RegisterScreen
from screens.forgetting.words import WordsScreen
from tests.aged import OLD, fill_years, words_in
from tests.conftest import TODAY, Furnish
from tests.left import FAMILY, SECRETS, Left, fill_left, left_in
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, notices


@pytest.fixture
def left(store: Store, furnish: Furnish) -> Left:
    """Give somebody who left, and somebody who did not."""
    return furnish(fill_left)


async def on_line(desk: Desk, label: str) -> None:
    items = desk.app.screen.query_one("#items", OptionList)
    items.highlighted = next(place for place, line in enumerate(desk.lines("#items")) if label in line)
    await desk.settle()


async def test_who_left_is_listed_with_the_reason_and_cleared_after_a_yes(
    store: Store, left: Left, drive: Drive
) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("forgetting")
        await desk.settle()
        lines = "\n".join(desk.lines("#items"))
        assert "since 01 Apr 2026" in lines
        assert f"L012 {FAMILY}" in lines
        await on_line(desk, "Clear 1 person")
        await desk.press("enter")
        assert "Clear the data of 1 person for good?" in desk.text
        assert left_in(store.path) != []
        await desk.press("y")
        assert left_in(store.path) == []
        assert FAMILY not in "\n".join(desk.lines("#items"))
        said = "\n".join(one.message for one in desk.app._notifications)
        assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_kept_is_a_page(left: Left, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        desk.app.go_to("association")
        await desk.settle()
        await on_line(desk, "Privacy")
        await desk.press("enter")
        assert isinstance(desk.app.screen, RegisterScreen)
        assert "Members, and members who left" in desk.text
        await desk.press("escape")


async def test_one_persons_data_is_shown_with_no_name_in_the_title(left: Left, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        await desk.app.push_screen(PersonScreen(Asker(left.person_id)))
        await desk.settle()
        assert "What is kept of one person › L012" in desk.text
        assert "wq@vertrokken.example" in desk.text
        assert (desk.app.title, desk.app.clipboard) == ("coopadmin", "")


async def test_words_of_old_books_are_read_and_cleared_after_a_yes(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_years)
    async with drive(NARROW) as desk:
        desk.app.go_to("forgetting")
        await desk.settle()
        await on_line(desk, "read them first")
        await desk.press("enter")
        assert isinstance(desk.app.screen, WordsScreen)
        assert "Zwaantje Brugman" in desk.text
        await desk.press("escape")
        await on_line(desk, "rows up to")
        await desk.press("enter")
        assert "for good?" in desk.text
        assert words_in(OLD, store.path) != []
        await desk.press("y")
        assert words_in(OLD, store.path) == []
        assert "nothing up to 31 Dec 2018" in "\n".join(desk.lines("#items"))


async def test_who_asks_to_be_forgotten_is_shown_what_goes_and_what_stays(
    store: Store, left: Left, drive: Drive
) -> None:
    store.do(set_rule, name="person_retention_months", value="60", valid_from=TODAY, source="Board")
    async with drive(NARROW) as desk:
        desk.app.go_to("forgetting")
        await desk.settle()
        await on_line(desk, "L012")
        await desk.press("enter", "2")
        assert "Did L012 ask for it?" in desk.text
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "until 31 March 2029" in desk.app.screen.detail
        await desk.press("y")
        assert "wq@vertrokken.example" not in str(store.path.read_bytes())
        assert f"L012 {FAMILY}" in "\n".join(desk.lines("#items"))


async def test_who_asks_while_something_is_open_is_shown_what_comes_first(
    store: Store, left: Left, drive: Drive
) -> None:
    def owe(transaction: Transaction) -> None:
        transaction.add(Charge(contract_id=left.contract_id, kind="other", due_on=date(2024, 3, 1), amount_cents=100))

    store.do(owe)
    async with drive(NARROW) as desk:
        desk.app.go_to("forgetting")
        await desk.settle()
        await on_line(desk, "L012")
        await desk.press("enter", "2")
        assert "Nothing of L012 goes yet" in desk.text
        assert "money is open on their account" in desk.text
        await desk.press("escape")
        assert left_in(store.path) != []


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [
        ("en", "gdpr erase", "forgetting"),
        ("en", "privacy", "privacy"),
        ("nl", "opruimen", "forgetting"),
        ("nl", "avg wissen", "forgetting"),
        ("nl", "privacy", "privacy"),
        ("nl", "avg verwerkingsregister", "privacy"),
        ("nl", "retention erase", "forgetting"),
    ],
)
async def test_the_pages_are_found_by_dutch_and_english_words(
    store: Store, drive: Drive, language: str, typed: str, name: str
) -> None:
    i18n.use(language)
    async with drive(NARROW) as desk:
        await desk.press("ctrl+p")
        await desk.type(typed)
        await desk.press("enter")
        assert desk.app.current_mode == name


@pytest.mark.parametrize(("on", "told"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_the_desk_reminds_of_who_left_only_once_their_term_is_over(
    store: Store, left: Left, on: date, told: bool
) -> None:
    items = store.read(lambda connection: list(read_old(connection, on)))
    assert [item.text for item in items] == (
        ["the term of 1 person who left is over: see what is to be cleared"] if told else []
    )


def test_the_desk_reminds_of_old_books_and_less_loudly_within_a_year_of_a_clearing(
    store: Store, furnish: Furnish
) -> None:
    furnish(fill_years)

    def signs(on: date) -> list[str]:
        return [item.sign for item in store.read(lambda connection: list(read_old(connection, on)))]

    assert signs(TODAY) == [WAITING]
    store.do(clear_words, kind="books", on=TODAY)
    assert signs(TODAY) == []


async def test_the_board_writes_down_a_ground_on_the_page_itself(left: Left, drive: Drive) -> None:
    async with drive(WIDE) as desk:
        desk.app.go_to("privacy")
        await desk.settle()
        await desk.press("g")
        fill_in(desk, kind="members", ground="GDPR art. 6(1)(b)", source="Board of November")
        await desk.saved()
        assert "GDPR art. 6(1)(b) · Board of November" in desk.text


async def test_a_paper_takes_the_place_of_no_folder_and_of_no_copy_of_the_store(
    store: Store, left: Left, drive: Drive, tmp_path: Path
) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(store.path, copy)
    before = copy.read_bytes()
    async with drive(WIDE) as desk:
        desk.app.go_to("privacy")
        await desk.settle()
        await desk.press("h")
        for named, told in ((tmp_path, "is a folder; name a file in it"), (copy, "is a store, a copy")):
            fill_in(desk, file=str(named))
            await desk.press("ctrl+s", "y")
            assert f"{named} {told}" in notices(desk, "error")
    assert copy.read_bytes() == before
