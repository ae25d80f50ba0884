"""A treasurer clears the queue of bank lines with few keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from coopadmin.domain.suggestions import Place
from coopadmin.services import contracts, dwellings, matching, members
from coopadmin.services.budget import save_category
from coopadmin.services.charges import charge_month
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.matching import Part
from coopadmin.services.members import PersonData
from db.queries import matching as queries
from db.queries.places import code_of
from db.queries.postings import known_accounts, postings_of
from db.store import Store
from screens.bank.subject import SUBJECT
from screens.boxes import PickBox
from screens.matching.screen import open_queue
from tests.bank_lines import OURS, bring
from tests.conftest import TODAY, Furnish
from tests.screens.conftest import WIDE, Desk, Drive
from tests.screens.filling import fill_in, form_of, message_under, notices

PAYER = "NL91ABNA0417164300"
EVIL = "Vries [/] [@click=app.quit]x[/]"


def _keep_books(store: Store) -> None:
    """Two contracts with November's rents, a member, a category, and no waiting for the cursor to rest."""
    for home, (number, person, rent) in enumerate(
        (("C-0012", PersonData(EVIL, initials="M."), 70000), ("C-0021", PersonData("Bos", given_name="Anna"), 65000)), 1
    ):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{home}A"))
        store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=home,
            tenants=[person],
            starts_on=date(2020, 1, 1),
            basic_rent_cents=rent,
        )
    store.do(
        members.register_member, number="L001", person=PersonData("Visser"), kind="member", starts_on=date(2020, 1, 1)
    )
    store.do(save_category, code="bank", name="Bankkosten", direction="expense")
    store.do(charge_month, month=date(2026, 11, 1))


@pytest.fixture
def books(store: Store, furnish: Furnish, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a store with the books, and do not wait for the cursor to rest."""
    monkeypatch.setattr("screens.matching.screen.LINE_AFTER", 0)
    furnish(_keep_books)
    return store


async def _open(desk: Desk, line_id: int | None = None) -> None:
    open_queue(desk.app, line_id)
    await desk.settle()


def _pick(desk: Desk, field: str, place: Place) -> None:
    box = next(box for box in form_of(desk).boxes if box.field.name == field)
    assert isinstance(box, PickBox)
    box.pick(code_of(place), f"{place.kind} {place.record_id}")


def _stands(store: Store, line_id: int) -> list[tuple[str, int]]:
    standing = [one for one in store.read(postings_of, line_id) if not one.countered and one.reverses_id is None]
    return [(one.label or one.kind, one.amount_cents) for one in standing]


async def test_lines_are_cleared_with_enter_and_digits_until_none_wait(books: Store, drive: Drive) -> None:
    first, second, third = bring(
        books,
        {"amount_cents": 70000, "name": f"M. {EVIL}", "iban": PAYER, "booked_on": date(2026, 11, 2)},
        {
            "amount_cents": 65000,
            "name": "A. Bos",
            "description": "C-12 [/] [@click=app.quit]",
            "booked_on": date(2026, 11, 3),
        },
        {"amount_cents": -1295, "name": "Bank", "booked_on": date(2026, 11, 4)},
    )
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "3 lines wait, €1,337.05" in desk.text
        assert "[@click=app.quit]" in desk.text
        assert "1 C-0012 · 1A" in desk.lines("#suggestions")[0]
        await desk.press("m")
        assert "will be remembered for the contract" in desk.text
        await desk.press("enter")
        assert _stands(books, first) == [("C-0012 · 1A", 70000)]
        assert [one.iban for one in books.read(known_accounts, 1)] == [PAYER]
        assert "2 lines wait" in desk.text
        assert "A. Bos  €650.00" in desk.text
        assert "✓ €700.00 to C-0012 · 1A" in desk.text
        await desk.press("2")
        assert _stands(books, second) == [("C-0012 · 1A", 65000)]
        assert "Nothing speaks for a place yet" in desk.text.replace("\n", " ")
        await desk.press("enter", "1")
        assert _stands(books, third) == []
        await desk.press("u", "y")
        assert _stands(books, second) == []
        assert "2 lines wait" in desk.text
        await desk.press("up", "1", "p")
        fill_in(desk, note="bon zoeken")
        await desk.saved()
        assert "Nothing to place; 1 put aside for later" in desk.text
        await desk.press("f", "2")
        assert "○ aside: bon zoeken" in desk.text
        await desk.press("p", "f", "1")
        assert "Bank  −€12.95" in desk.text
        await desk.press("g")
        _pick(desk, "place", Place("category", 1))
        await desk.saved()
        assert _stands(books, third) == [("bank · Bankkosten", -1295)]
        assert "Every bank line has its place" in desk.text
        await desk.press("escape")
        assert desk.name == "DeskScreen"


async def test_an_account_is_chosen_by_hand_and_remembered_when_asked(books: Store, drive: Drive) -> None:
    (line,) = bring(books, {"amount_cents": 90000, "name": "Oma", "iban": PAYER})
    async with drive() as desk:
        await _open(desk)
        assert "1 line waits" in desk.text
        for form in ("p", "g"):
            await desk.press(form)
            assert desk.name == "FormScreen"
            await desk.press("escape")
        await desk.press("c")
        await desk.type("bos")
        await desk.press("enter")
        fill_in(desk, amount_cents="-5")
        await desk.saved()
        assert "without a sign" in message_under(desk, "amount_cents")
        fill_in(desk, amount_cents="900.01")
        await desk.saved()
        assert "€900.00 of this line waits" in message_under(desk, "amount_cents")
        fill_in(desk, amount_cents="650")
        await desk.pilot.press("ctrl+s")
        await desk.settle()
        assert "Remember this account for the contract?" in desk.text
        await desk.press("y")
        assert _stands(books, line) == [("C-0021 · 2A", 65000)]
        assert [one.iban for one in books.read(known_accounts, 2)] == [PAYER]
        assert "€250.00 of €900.00 waits" in desk.text
        await desk.press("s")
        _pick(desk, "place_1", Place("member", 1))
        fill_in(desk, amount_1="100")
        await desk.settle()
        assert "€100.00 of €250.00 has a place; €150.00 is left" in desk.text
        fill_in(desk, amount_1="300")
        await desk.settle()
        assert "▲ €300.00 is €50.00 more" in desk.text
        fill_in(desk, amount_1="100")
        _pick(desk, "place_2", Place("deposit", 2))
        await desk.saved()
        assert _stands(books, line)[1:] == [("L001 Visser", 10000), ("C-0021 · 2A", 15000)]
        assert "Every bank line has its place" in desk.text


async def test_a_line_that_may_be_here_twice_is_judged_side_by_side(books: Store, drive: Drive) -> None:
    bring(books, {"amount_cents": 70000, "name": "Oma", "iban": PAYER, "description": "eerste"})
    newer, other = bring(
        books,
        {"amount_cents": 70000, "name": "Oma", "iban": PAYER, "description": "tweede"},
        {"amount_cents": 5, "name": "Ander", "booked_on": date(2026, 11, 9)},
    )
    async with drive() as desk:
        await _open(desk, newer)
        assert "perhaps here twice" in desk.text
        await desk.press("d")
        assert "eerste" in desk.text
        assert "tweede" in desk.text
        await desk.press("escape", "d", "1")
        assert [one.kind for one in books.read(postings_of, newer)] == ["duplicate"]
        await desk.press("d")
        assert "No other line looks like this one" in notices(desk)
        await desk.press("slash")
        await desk.type("ander")
        await desk.press("enter", "t", "y")
        assert _stands(books, other) == [("transfer", 500 // 100)]


async def test_a_line_of_a_strange_account_is_shown_but_not_booked(books: Store, drive: Drive) -> None:
    bring(books, {"amount_cents": 70000, "name": "M. Bos", "description": "C-0012"}, status="unknown", number="NL00X")
    async with drive(WIDE) as desk:
        await _open(desk)
        assert "not known as ours" in desk.text
        await desk.press("enter", "c")
        _pick(desk, "place", Place("contract", 1))
        await desk.saved()
        assert "confirm that account first" in desk.text.replace("\n", " ")
        await desk.press("escape")
        desk.app.go_to("bank")
        await desk.settle()
        assert "1 line " in desk.text
        await desk.press("a", "3")
        assert desk.name == "FormScreen"


# -- all lines, and one record -------------------------------------------------------------------------------------


async def test_all_bank_lines_are_listed_with_where_they_stand(books: Store, drive: Drive) -> None:
    first, _second = bring(
        books,
        {"amount_cents": 70000, "name": f"M. {EVIL}", "iban": PAYER},
        {"amount_cents": 65000, "name": "Anna Bos", "booked_on": date(2026, 11, 6)},
    )
    parts = [Part(40000, "contract", contract_id=1), Part(30000, "transfer")]
    books.do(matching.post_line, line_id=first, parts=parts)
    async with drive() as desk:
        desk.app.go_to("bank")
        await desk.settle()
        assert "2 lines" in desk.text
        assert "C-0012, between" in desk.text
        await desk.press("down", "a", "2", "2")
        assert _stands(books, first) == [("transfer", 30000)]
        await desk.press("a", "2")
        assert _stands(books, first) == []
        await desk.press("a", "3")
        fill_in(desk, note="vragen")
        await desk.saved()
        await desk.press("f", "3")
        assert "1 line" in desk.text
        await desk.press("a", "4", "f", "2", "a", "1")
        assert desk.name == "MatchingScreen"
        await desk.press("escape")
        assert "Bank lines › to place" in desk.text


def test_a_record_tells_everything_the_bank_said_and_where_the_money_went(books: Store) -> None:
    (line,) = bring(
        books, {"amount_cents": 70000, "name": EVIL, "iban": PAYER, "raw": ":61:one\n:86:two", "end_to_end_id": "E2E"}
    )
    books.do(matching.post_line, line_id=line, parts=[Part(70000, "contract", contract_id=1, note="november")])
    card = books.read(SUBJECT.card, line, TODAY)
    assert card is not None
    assert card.status == "✓ in its place"
    told = {
        section.title: [f"{entry.label} {entry.text}".strip() for entry in section.entries] for section in card.sections
    }
    assert "end-to-end E2E" in told["line"]
    assert told["where it stands"] == ["€700.00 C-0012 · 1A", "booked on 05 Nov 2026 · put there by hand · november"]
    assert told["as the file has it"] == [":61:one", ":86:two"]
    assert any("Bank line placed" in text for text in told["history"])
    assert books.read(SUBJECT.card, 99, TODAY) is None


async def test_a_remembered_account_stands_on_the_contract_and_is_forgotten_there(books: Store, drive: Drive) -> None:
    (line,) = bring(books, {"amount_cents": 70000, "iban": PAYER})
    parts = [Part(70000, "contract", contract_id=1)]
    books.do(matching.post_line, line_id=line, parts=parts, remember=True)
    from screens.bank.forms import forget_account
    from screens.contracts.subject import SUBJECT as CONTRACTS

    card = books.read(CONTRACTS.card, 1, TODAY)
    assert card is not None
    section = next(one for one in card.sections if one.title == "accounts that pay for it")
    assert [entry.text for entry in section.entries] == ["NL91 ABNA 0417 1643 00"]
    assert any(action.label == "Forget an account" for action in CONTRACTS.actions)
    async with drive() as desk:
        desk.app.run_worker(forget_account(desk.app, 1), group="deed")
        await desk.settle()
        await desk.press("1")
        assert "Forgotten: NL91 ABNA" in notices(desk)
    assert books.read(known_accounts, 1) == ()


# -- reading a file in ---------------------------------------------------------------------------------------------

MT940 = """:20:940S
:25:{account} EUR
:28C:0
:60F:C261101EUR100,00
:61:261102C700,00N541NONREF
{payer}
:86:/NAME/M. de Vries/REMI/Huur C-0012
:61:261103C5,00N541NONREF
{payer}
:86:/NAME/Oma/REMI/zonder nummer
:62F:C261130EUR805,00
"""


async def _read_in(desk: Desk, path: Path) -> None:
    await desk.press("b")
    fill_in(desk, file=str(path))
    await desk.saved()
    await desk.settle()
    for worker in [one for one in desk.app.workers if one.group == "take" and desk.name == "TakenScreen"]:
        await worker.wait()
    await desk.settle()


async def test_a_bank_file_is_read_in_and_the_rest_goes_to_the_queue(books: Store, drive: Drive, write: Any) -> None:
    file = write("november.940", MT940.format(account=OURS, payer=PAYER))
    async with drive() as desk:
        await _open(desk)
        await desk.press("b")
        fill_in(desk, file="/nowhere")
        await desk.saved()
        assert "no such file" in message_under(desk, "file")
        await desk.press("escape")
        await _read_in(desk, file)
        assert "2 new, 0 already here" in desk.text
        assert "1 found their place, 1 wait for you" in desk.text
        assert "✓ the balances agree to the cent" in desk.text
        await desk.press("enter")
        assert "1 line waits" in desk.text
        await _read_in(desk, file)
        assert "0 new, 2 already here" in desk.text
        await desk.press("escape")
        await _read_in(desk, write("brief.txt", "Geachte heer"))
        assert "▲ Nothing was taken in." in desk.text
    assert books.read(queries.waiting) == (1, 500)


async def test_a_file_of_an_account_not_known_is_asked_about(books: Store, drive: Drive, write: Any) -> None:
    bring(books, {"amount_cents": 1})
    file = write("andere.940", MT940.format(account="NL02RABO0123456789", payer=PAYER))
    async with drive() as desk:
        await _open(desk)
        await desk.press("b")
        fill_in(desk, file=str(file))
        await desk.saved()
        for _again in range(20):
            if desk.name == "ConfirmScreen":
                break
            await desk.pilot.pause()
        assert "Is NL02 RABO 0123 4567 89 an account of your own?" in desk.text
        await desk.press("y")
        assert "1 line found its place" in notices(desk)


def test_the_suggestions_are_a_list_of_their_own() -> None:
    from screens.matching.panel import Suggestions

    assert issubclass(Suggestions, OptionList)
    assert not Suggestions.can_focus
