"""A line that waits is offered the places that something speaks for, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin.services import contracts, dwellings, matching, members
from coopadmin.services.budget import save_category
from coopadmin.services.charges import add_charge, charge_month
from coopadmin.services.dwellings import DwellingData
from coopadmin.services.matching import Part
from coopadmin.services.members import PersonData
from db.journal import Transaction
from db.queries.suggestions import SuggestionRow, suggestions
from db.store import Store
from db.tables.ledger import Refund
from tests.bank_lines import bring
from tests.conftest import TODAY, Furnish

PAYER = "NL91ABNA0417164300"
VRIES, BOS, LEFT, TWIN = 1, 2, 3, 4
"""The contracts of the fixture, by their number in the store."""


def _keep_books(store: Store) -> None:
    tenants = (
        ("C-0012", PersonData("Vries", prefix="de", initials="M."), 70000),
        ("C-0021", PersonData("Bos", given_name="Anna"), 65000),
        ("C-0003", PersonData("Yılmaz", initials="Z."), 60000),
        ("C-0040", PersonData("Vries", prefix="de", initials="K."), 65000),
    )
    for home, (number, person, rent) in enumerate(tenants, 1):
        store.do(dwellings.add_dwelling, dwelling=DwellingData(f"{home}A"))
        store.do(
            contracts.start_contract,
            number=number,
            dwelling_id=home,
            tenants=[person],
            starts_on=date(2020, 1, 1),
            ends_on=date(2026, 8, 31) if number == "C-0003" else None,
            basic_rent_cents=rent,
        )
    store.do(
        members.register_member, number="L001", person=PersonData("Visser"), kind="member", starts_on=date(2020, 1, 1)
    )
    store.do(save_category, code="bank", name="Bankkosten", direction="expense")
    store.do(charge_month, month=date(2026, 11, 1))


@pytest.fixture
def books(store: Store, furnish: Furnish) -> Store:
    """Four contracts with November's rents, one of which ended; a member without a contract; a category."""
    furnish(_keep_books)
    return store


def _offered(store: Store, **line: Any) -> list[SuggestionRow]:
    (line_id,) = bring(store, {"amount_cents": 12345, **line})
    return list(store.read(suggestions, line_id, TODAY))


def _told(row: SuggestionRow) -> str:
    return f"{' + '.join(row.labels)}: {'; '.join(row.reasons)}"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"description": "huur C-12"}, "C-0012 · 1A · M. de Vries: “C-12” in the text is nearly its number"),
        ({"description": "huur C-0102"}, "C-0012 · 1A · M. de Vries: “C-0102” in the text is nearly its number"),
        ({"name": "Vries, M. de"}, "C-0012 · 1A · M. de Vries: the name fits: M. de Vries"),
        ({"name": "ANNA BOS"}, "C-0021 · 2A · Anna Bos: the name fits: Anna Bos"),
        ({"description": "voor mw A. Bos"}, "C-0021 · 2A · Anna Bos: the name fits: Anna Bos"),
        ({"name": "Bos"}, "C-0021 · 2A · Anna Bos: the family name fits: Anna Bos"),
        ({"name": "Z. Y?lmaz"}, "C-0003 · 3A · Z. Yılmaz: the name fits: Z. Yılmaz; but it ended on 31 Aug 2026"),
        (
            {"amount_cents": 70000},
            "C-0012 · 1A · M. de Vries: open for exactly this: rent November 2026; it is a month's rent",
        ),
    ],
)
def test_one_ground_is_enough_to_be_offered(books: Store, line: dict[str, Any], told: str) -> None:
    found = _offered(books, **line)
    assert [_told(row) for row in found[:1]] == [told]


def test_who_shares_a_family_name_comes_after_whom_the_initials_fit(books: Store) -> None:
    found = _offered(books, name="K. de Vries", amount_cents=65000)
    assert [row.shares[0].place.record_id for row in found][:2] == [TWIN, BOS]
    assert "the name fits: K. de Vries" in _told(found[0])


def test_nothing_is_offered_for_a_line_nothing_speaks_for_or_that_has_its_place(books: Store) -> None:
    assert _offered(books, name="Gamma Bouwmarkt", description="bon 4711") == []
    (line,) = bring(books, {"amount_cents": 70000, "name": "M. de Vries"})
    books.do(matching.post_line, line_id=line, parts=[Part(70000, "contract", contract_id=VRIES)])
    assert books.read(suggestions, line, TODAY) == ()
    assert books.read(suggestions, 99, TODAY) == ()


def test_what_waits_is_offered_and_not_the_whole_line(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 100000, "name": "M. de Vries"})
    books.do(matching.post_line, line_id=line, parts=[Part(30000, "transfer")])
    (first, *_others) = books.read(suggestions, line, TODAY)
    assert first.shares[0].amount_cents == 70000
    assert "open for exactly this" in _told(first)


def test_an_account_seen_before_is_offered_with_how_often(books: Store) -> None:
    for day in (4, 5):
        (line,) = bring(books, {"amount_cents": 100, "iban": PAYER, "booked_on": date(2026, 10, day)})
        books.do(matching.post_line, line_id=line, parts=[Part(100, "contract", contract_id=BOS)])
    (first,) = _offered(books, iban=PAYER)
    assert _told(first) == "C-0021 · 2A · Anna Bos: this account was put there 2 times, last on 05 Oct 2026"


def test_what_was_taken_back_is_no_reason(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 100, "iban": PAYER})
    books.do(matching.post_line, line_id=line, parts=[Part(100, "contract", contract_id=BOS)])
    books.do(matching.unmatch, line_id=line)
    assert _offered(books, iban=PAYER) == []


def test_a_category_is_offered_by_account_or_by_name(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": -1295, "name": "Coöp. Bank U.A."})
    books.do(matching.post_line, line_id=line, parts=[Part(-1295, "category", category_id=1)])
    (first,) = _offered(books, amount_cents=-1300, name="Coöp. Bank U.A.")
    assert _told(first) == "bank · Bankkosten: this name was put there before, on 05 Nov 2026"


def test_money_from_an_own_account_is_a_transfer(books: Store) -> None:
    bring(books, {"amount_cents": 1}, number="NL02RABO0123456789")
    (first,) = _offered(books, iban="NL02RABO0123456789")
    assert _told(first) == "between own accounts: the other account is our own"


def test_one_account_that_pays_for_two_contracts_is_split_to_the_cent(books: Store) -> None:
    lines = bring(books, *[{"amount_cents": 100, "iban": PAYER, "booked_on": date(2026, 9, day)} for day in (1, 2)])
    for line, contract in zip(lines, (VRIES, BOS), strict=True):
        books.do(
            matching.post_line,
            line_id=line,
            parts=[Part(100, "contract", contract_id=contract)],
            remember=True,
        )
    found = _offered(books, iban=PAYER, amount_cents=134800)
    assert [share.amount_cents for share in found[0].shares] == [69900, 64900]
    assert found[0].reasons == ("together exactly what is open on these",)
    found = _offered(books, iban=PAYER, amount_cents=135000)
    assert [share.amount_cents for share in found[0].shares] == [70000, 65000]
    assert found[0].reasons == ("together exactly a month's rent of each",)


def test_a_payment_that_comes_back_and_a_refund_are_offered_with_their_day(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 70000, "iban": PAYER, "booked_on": date(2026, 11, 2)})
    books.do(matching.post_line, line_id=line, parts=[Part(70000, "contract", contract_id=VRIES)])
    found = _offered(books, amount_cents=-70000, iban=PAYER)
    assert "the payment of 02 Nov 2026 comes back: same account and amount" in _told(found[0])
    assert found[0].shares[0].amount_cents == -70000

    def decide(transaction: Transaction, *, contract_id: int) -> None:
        transaction.add(
            Refund(contract_id=contract_id, decided_on=date(2026, 11, 3), amount_cents=4000, note="te veel betaald")
        )

    (line,) = bring(books, {"amount_cents": 69000})
    books.do(matching.post_line, line_id=line, parts=[Part(69000, "contract", contract_id=BOS)])
    books.do(decide, contract_id=BOS)
    books.do(decide, contract_id=TWIN)  # nothing to give back there any more
    (first,) = _offered(books, amount_cents=-4000)
    assert _told(first) == "C-0021 · 2A · Anna Bos: a refund of this amount was decided on 03 Nov 2026"


def test_a_charge_that_is_no_rent_and_a_members_account_are_found_by_their_amount(books: Store) -> None:
    books.do(add_charge, contract_id=BOS, kind="key_deposit", amount_cents=2500, due_on=date(2026, 11, 3), note="")
    books.do(add_charge, member_id=1, kind="contribution", amount_cents=1200, due_on=date(2026, 11, 3), note="")
    (first,) = _offered(books, amount_cents=2500)
    assert _told(first) == "C-0021 · 2A · Anna Bos: open for exactly this: key deposit of 03 Nov 2026"
    (first,) = _offered(books, amount_cents=1200)
    assert _told(first) == "L001 Visser: open for exactly this: contribution of 03 Nov 2026"
    (first,) = _offered(books, amount_cents=1200, name="Visser")
    assert "the family name fits: Visser" in _told(first)


def test_the_same_line_is_offered_the_same_every_time(books: Store) -> None:
    (line,) = bring(books, {"amount_cents": 65000, "name": "de Vries", "description": "C-12 of C-21"})
    first = books.read(suggestions, line, TODAY)
    assert len(first) > 2
    assert all(books.read(suggestions, line, TODAY) == first for _again in range(3))
