"""What is made to fill the memory or to take for ever is refused, or read as soon as any other file."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

import pytest

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank.camt import MOST_BALANCES, MOST_DETAILS
from coopadmin.exchange.bank.mt940 import LONGEST_TEXT, MOST_TAG_LINES
from coopadmin.exchange.bank.narrative import told_by
from coopadmin.exchange.bank.shapes import split_old_asn
from coopadmin.exchange.bank.values import day
from tests.exchange.bank.test_camt import detail, document, entry
from tests.exchange.bank.test_mt940 import statement
from tests.fuzz.bounds import TooLong, in_time

MANY = 50_000
SOON = 2.0
"""Seconds for what takes less than a third of one; with the square of the signs in it, it takes many times that."""

LINE = ":61:261001C10,00NTRFNONREF"
PLAIN = "<TxDtls><Amt Ccy='EUR'>1.00</Amt></TxDtls>"
OLD_ASN = (
    "01-11-2026,NL81ASNB9999999999,NL34ABNA6049195234,{name},,,,EUR,1000.00,EUR,-5.00,01-11-2026,01-11-2026,"
    "9001,IDB,12345,{mark},{said},11{more}"
)


@contextmanager
def soon() -> Generator[None]:
    """Fail what does not end soon."""
    try:
        with in_time(SOON):
            yield
    except TooLong as error:
        pytest.fail(str(error), pytrace=False)


# -- how much belongs to one thing -------------------------------------------------------------------------------------


def test_a_statement_has_no_balances_without_end(read: Any) -> None:
    assert len(read(document(head="<Bal/>" * MOST_BALANCES)).statements) == 1
    with pytest.raises(Unreadable, match=r"statement 1, line \d+: it has more than 1000 balances"):
        read(document(head="<Bal/>" * (MOST_BALANCES + 1)))


def test_an_entry_has_no_details_without_end(read: Any) -> None:
    with pytest.raises(Unreadable, match=r"entry 2, line \d+: it has more than 25000 details"):
        read(document(entry(), entry(details="<TxDtls/>" * (MOST_DETAILS + 1))))


def test_a_batch_of_twenty_thousand_collections_is_twenty_thousand_lines(read: Any) -> None:
    assert read(document(entry("20000.00", details=PLAIN * 20_000))).cents == [100] * 20_000


def test_the_text_of_an_mt940_line_may_be_long_but_not_without_end(read: Any) -> None:
    said = ["x" * 65] * (LONGEST_TEXT // 70)
    assert len(read(statement(LINE, ":86:" + "\n".join(said))).line.description) >= 65 * len(said)
    with pytest.raises(Unreadable, match=r"line 6 \(:61:\): its text does not end; the file is damaged"):
        read(statement(LINE, *([":86:x"] * (LONGEST_TEXT // 5 + 1))))


@pytest.mark.parametrize("tag", [":86:", LINE])
def test_the_lines_of_a_tag_are_not_both_long_and_many(read: Any, tag: str) -> None:
    text = statement(LINE, tag + "\n".join(["x" * (LONGEST_TEXT // 10)] * 11))
    assert text.count("\n") < MOST_TAG_LINES
    with pytest.raises(Unreadable, match="does not end; the file is damaged"):
        read(text)


def test_a_day_has_no_time_without_end_for_days_are_kept_at_hand() -> None:
    assert day("2026-11-01T23:59:59.123456789+02:00") == date(2026, 11, 1)
    with pytest.raises(ValueError, match="is not a date"):
        day("2026-11-01T" + "1" * 31)


# -- how long it takes -------------------------------------------------------------------------------------------------

SIGNS = (" ", ",", "'", '"', "/", "1", "A", "','")
CODES = ("/REMI/", "REK: A", "Naam: a ", "Omschrijving: ", "IBAN: N", "?20", ">20", "SVWZ+")


@pytest.mark.parametrize("run", SIGNS + CODES)
@pytest.mark.parametrize(
    "form",
    [
        "{run}",
        "a{run}b",
        "Naam: a{run}b Omschrijving: x{run}y IBAN: NL79RABO8563276100",
        "Kenmerk: a{run}b",
        "/REMI/{run}",
        "?20{run}?21x",
    ],
)
def test_no_text_takes_for_ever(run: str, form: str) -> None:
    with soon():
        told_by(form.format(run=run * (MANY // len(run))))


def test_references_without_end_are_one_text_soon(read: Any) -> None:
    form = "<RmtInf><Strd><CdtrRefInf><Ref>{:09d}</Ref></CdtrRefInf></Strd></RmtInf>"
    many = "".join(form.format(number) for number in range(MANY))
    with soon():
        assert read(document(entry(details=detail("x", more=many)))).line.description.endswith(f"{MANY - 1:09d}")


@pytest.mark.parametrize("run", ["','", ",", "'", "',", ",'", " ", "EUR,1,EUR,1,1-1-2026,1-1-2026,"])
def test_no_line_of_asn_takes_for_ever(run: str) -> None:
    runs = run * (MANY // len(run))
    for line in (
        OLD_ASN.format(name="a", mark="'b'", said=f"'{runs}'", more=",x,y,z"),
        OLD_ASN.format(name=runs, mark="'b'", said="'c'", more=",x,y,z"),
        OLD_ASN.format(name=runs, mark=f"'{runs}", said=f"{runs}'", more=",x,y,z"),
    ):
        with soon():
            split_old_asn(line)


@pytest.mark.parametrize(
    "content", ["\n" * MANY + "x\n", ":20:\n" + "\n" * MANY + "x", " " * MANY + "x", "940" + " " * MANY]
)
def test_what_is_no_bank_file_is_known_soon(read: Any, content: str) -> None:
    with soon(), pytest.raises(Unreadable):
        read(content)


@pytest.mark.parametrize("run", [" ", "-", ":", ",", "1", "1,", ".111", "A"])
@pytest.mark.parametrize("begin", [":61:261001C1", ":61:261001C10,00NTRF", "-", " ", ":86:", ": 61"])
def test_no_line_of_mt940_takes_for_ever(read: Any, begin: str, run: str) -> None:
    text = statement(LINE, begin + run * (MANY // len(run)) + "x")
    with soon(), suppress(Unreadable):
        read(text)


# -- the texts of ASN stay what they are -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mark", "said", "more"),
    [
        ("P. Brouwer", "", "'huur'", ""),
        ("P. Brouwer", "'k'", "'huur, c-0012'", ","),
        ("'t hof, m, van", "''", "'van 't hof, bij 't ij'", ",x"),
        ("a", "'k'", "plain", ",x"),
        ("a", "plain", "'said'", ""),
        ("a", "'k'", "'a','b'", ",x"),
    ],
)
def test_a_line_of_asn_is_split_where_its_texts_end(name: str, mark: str, said: str, more: str) -> None:
    cells = split_old_asn(OLD_ASN.format(name=name, mark=mark, said=said, more=more))
    assert cells is not None
    assert (cells[3], cells[16], cells[17], cells[18:]) == (name, mark, said, ["11", *more.split(",")[1:]])


@pytest.mark.parametrize("said", ["'a',b,c,d", "a'b", "'a"])
def test_a_line_of_asn_whose_texts_do_not_end_is_none(said: str) -> None:
    assert split_old_asn(OLD_ASN.format(name="a", mark="'k'", said=said, more=",x,y")) is None
