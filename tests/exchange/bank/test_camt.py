"""CAMT.053 of every version gives its statements and lines, or a sentence that says where it cannot be read."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank import open_bank_file

OWN = "NL79RABO8563276100"
OTHER = "NL15ASNB7298266051"


def balance(kind: str, amount: str, sign: str = "CRDT", day: str = "2026-09-01", currency: str = "EUR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def entry(
    amount: str = "10.00",
    sign: str = "CRDT",
    details: str = "",
    *,
    status: str = "BOOK",
    booked: str = "<BookgDt><Dt>2026-09-02</Dt></BookgDt>",
    more: str = "",
    currency: str = "EUR",
) -> str:
    inside = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts>{booked}'
        f"<ValDt><Dt>2026-09-03</Dt></ValDt>{more}{inside}</Ntry>"
    )


def detail(said: str = "", amount: str = "", reference: str = "", *, name: str = "J. Bos", more: str = "") -> str:
    referred = f"<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>" if reference else ""
    worth = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    return (
        f"<TxDtls>{referred}{worth}<RltdPties><Dbtr><Nm>{escape(name)}</Nm></Dbtr><DbtrAcct><Id><IBAN>{OTHER}</IBAN>"
        f"</Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{escape(said)}</Ustrd></RmtInf>{more}</TxDtls>"
    )


def document(
    *entries: str, head: str | None = None, version: str = "02", declared: str = "UTF-8", account: str = OWN
) -> str:
    if head is None:
        head = balance("OPBD", "100.00") + balance("CLBD", "110.00", day="2026-09-30")
    space = f' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"' if version else ""
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<Document{space}><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId>'
        f"</GrpHdr><Stmt><Id>7</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>{head}"
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


# -- what it says ------------------------------------------------------------------------------------------------------


def test_a_statement_and_its_line_come_as_the_file_has_them(read: Any) -> None:
    whole = entry("10.00", details=detail("Huur C-0012", reference="R1"), more="<AcctSvcrRef>R1</AcctSvcrRef>")
    found = read(document(whole))
    statement, line = found.statements[0], found.line
    assert (found.format, statement.account, statement.currency, statement.reference) == ("camt.053", OWN, "EUR", "7")
    assert (statement.opening_cents, statement.closing_cents) == (10_000, 11_000)
    assert (statement.opens_on, statement.closes_on) == (date(2026, 9, 1), date(2026, 9, 30))
    assert (line.booked_on, line.value_on, line.amount_cents) == (date(2026, 9, 2), date(2026, 9, 3), 1_000)
    assert (line.name, line.iban, line.description, line.reference) == ("J. Bos", OTHER, "Huur C-0012", "R1")
    assert (line.part, line.is_reversal, line.raw) == (0, False, whole)


@pytest.mark.parametrize("version", ["01", "02", "04", "08", "13", ""])
def test_any_version_is_read_and_none_too(read: Any, version: str) -> None:
    assert read(document(entry(), version=version)).cents == [1_000]


def test_prefixes_and_an_envelope_around_it_do_not_matter(read: Any) -> None:
    text = document(entry(details=detail("x")), version="")
    for name in ("Document", "BkToCstmrStmt", "Stmt", "Ntry", "TxDtls", "Amt", "Bal", "IBAN", "Acct", "Id", "Ustrd"):
        text = text.replace(f"<{name}", f"<c:{name}").replace(f"</{name}", f"</c:{name}")
    text = text.split("\n", 1)[1].replace("<c:Document", '<Envelope><Body><c:Document xmlns:c="urn:camt.053.001.08"')
    found = read(text + "</Body></Envelope>")
    assert found.cents == [1_000]
    assert found.line.raw.startswith("<c:Ntry>")
    assert found.line.raw.endswith("</c:Ntry>")


@pytest.mark.parametrize(
    ("party", "name"),
    [
        ("<Dbtr><Nm>J. Bos</Nm></Dbtr>", "J. Bos"),
        ("<Dbtr><Pty><Nm>J. Bos</Nm></Pty></Dbtr>", "J. Bos"),
        ("<UltmtDbtr><Pty><Nm>A. Bos</Nm></Pty></UltmtDbtr>", "A. Bos"),
        (
            "<Dbtr><Nm>De Vonk</Nm></Dbtr><DbtrAcct><Id><IBAN>NL79RABO8563276100</IBAN></Id></DbtrAcct>"
            "<Cdtr><Nm>J. Bos</Nm></Cdtr>",
            "J. Bos",
        ),
    ],
)
def test_the_other_side_is_found_where_the_version_puts_it(read: Any, party: str, name: str) -> None:
    assert read(document(entry(details=f"<TxDtls><RltdPties>{party}</RltdPties></TxDtls>"))).line.name == name


def test_of_money_that_went_out_the_receiver_is_the_other_side(read: Any) -> None:
    parties = "<RltdPties><Dbtr><Nm>De Vonk</Nm></Dbtr><Cdtr><Nm>Schilder</Nm></Cdtr></RltdPties>"
    line = read(document(entry(sign="DBIT", details=f"<TxDtls>{parties}</TxDtls>"))).line
    assert (line.amount_cents, line.name) == (-1_000, "Schilder")


@pytest.mark.parametrize(
    ("status", "count"),
    [("BOOK", 1), ("<Cd>BOOK</Cd>", 1), ("PDNG", 0), ("<Cd>PDNG</Cd>", 0), ("INFO", 0), ("\n<Cd>FUTR</Cd>\n", 0)],
)
def test_only_what_is_booked_counts(read: Any, status: str, count: int) -> None:
    assert len(read(document(entry(status=status))).lines) == count


@pytest.mark.parametrize(
    "booked",
    [
        "<BookgDt><DtTm>2026-09-02T23:30:00+02:00</DtTm></BookgDt>",
        "<BookgDt><Dt>2026-09-02+02:00</Dt></BookgDt>",
    ],
)
def test_a_day_may_have_a_time(read: Any, booked: str) -> None:
    assert read(document(entry(booked=booked))).line.booked_on == date(2026, 9, 2)


def test_without_a_booking_date_the_value_date_counts(read: Any) -> None:
    assert read(document(entry(booked=""))).line.booked_on == date(2026, 9, 3)


def test_a_returned_collection_is_a_reversal_with_its_reason(read: Any) -> None:
    returned = detail(more="<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>")
    line = read(document(entry(sign="DBIT", details=returned, more="<RvslInd>true</RvslInd>"))).line
    assert (line.is_reversal, line.return_reason, line.amount_cents) == (True, "MS03", -1_000)


def test_a_previously_closed_balance_opens_and_one_in_other_money_does_not_count(read: Any) -> None:
    head = balance("PRCD", "5.00", sign="DBIT") + balance("CLBD", "27.00", currency="SEK")
    statement = read(document(head=head)).statements[0]
    assert (statement.opening_cents, statement.closing_cents) == (-500, None)


def test_a_closing_balance_below_the_entries_comes_after_them(read: Any) -> None:
    found = read(document(entry(), balance("CLBD", "110.00"), head=balance("OPBD", "100.00")))
    assert [type(item).__name__ for item in found.items] == ["StatementRead", "LineRead", "StatementEnd"]
    assert found.ends[0].closing_cents == 11_000


def test_several_statements_each_have_their_account(read: Any) -> None:
    text = document(entry()).replace("</BkToCstmrStmt></Document>", "")
    more = "<Stmt><Acct><Id><Othr><Id>123.45</Id></Othr></Id></Acct>" + entry("7.00", currency="CHF") + "</Stmt>"
    found = read(text + more + "</BkToCstmrStmt></Document>")
    assert [(one.account, one.currency) for one in found.statements] == [(OWN, "EUR"), ("12345", "CHF")]


def test_lines_of_a_remittance_and_structured_references_are_one_text(read: Any) -> None:
    cut = "Huur van de woning aan de Zaagmolenkade ".ljust(137, ".") + "C-0"
    inside = (
        f"<TxDtls><RmtInf><Ustrd>{cut}</Ustrd><Ustrd>012</Ustrd><Ustrd>tweede regel</Ustrd><Strd><CdtrRefInf>"
        "<Ref>RF18 5390</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    assert read(document(entry(details=inside))).line.description.endswith("...C-0012 tweede regel RF18 5390")


def test_what_the_bank_adds_is_the_text_where_there_is_no_other(read: Any) -> None:
    assert read(document(entry(more="<AddtlNtryInf>Kosten  pakket</AddtlNtryInf>"))).line.description == "Kosten pakket"


@pytest.mark.parametrize("nothing", ["NONREF", "NOTPROVIDED", ""])
def test_a_reference_that_says_there_is_none_is_none(read: Any, nothing: str) -> None:
    more = f"<AcctSvcrRef>{nothing}</AcctSvcrRef>"
    inside = f"<TxDtls><Refs><EndToEndId>{nothing}</EndToEndId></Refs></TxDtls>"
    line = read(document(entry(more=more, details=inside))).line
    assert (line.reference, line.end_to_end_id) == ("", "")


# -- batches -----------------------------------------------------------------------------------------------------------


def test_a_batch_whose_details_come_to_it_is_as_many_lines(read: Any) -> None:
    parts = detail("C-0001", "6.00", "R1"), detail("C-0002", "4.00", "R2")
    found = read(document(entry("10.00", details="".join(parts), more="<AcctSvcrRef>R1</AcctSvcrRef>")))
    assert [(line.amount_cents, line.reference, line.part) for line in found.lines] == [(600, "R1", 0), (400, "R2", 0)]
    assert found.lines[1].raw == parts[1]
    assert parts[0] in found.lines[0].raw
    assert parts[1] not in found.lines[0].raw
    assert found.lines[0].raw.startswith("<Ntry>")
    assert found.lines[0].raw.endswith("</NtryDtls></Ntry>")


@pytest.mark.parametrize("references", [("", ""), ("R1", ""), ("R1", "R1")])
def test_details_without_a_reference_of_their_own_are_parts_of_the_entry(
    read: Any, references: tuple[str, str]
) -> None:
    parts = detail("a", "6.00", references[0]) + detail("b", "4.00", references[1])
    found = read(document(entry("10.00", details=parts, more="<AcctSvcrRef>E1</AcctSvcrRef>")))
    assert [(line.reference, line.part) for line in found.lines] == [("E1", 1), ("E1", 2)]


@pytest.mark.parametrize(("first", "second"), [("6.00", "3.99"), ("6.00", ""), ("", "")])
def test_a_batch_whose_details_do_not_come_to_it_is_one_line(read: Any, first: str, second: str) -> None:
    whole = entry("10.00", details=detail("C-0001", first, name="A") + detail("C-0002", second, name="B"))
    line = read(document(whole)).line
    assert (line.amount_cents, line.description, line.name, line.part) == (1_000, "C-0001 C-0002", "", 0)
    assert line.raw == whole
    assert line.misses_cents == (-1 if second == "3.99" else 0)


def test_a_detail_may_go_the_other_way_than_its_batch(read: Any) -> None:
    back = detail("b", "2.00").replace("<RmtInf>", "<CdtDbtInd>DBIT</CdtDbtInd><RmtInf>", 1)
    assert read(document(entry("4.00", details=detail("a", "6.00") + back))).cents == [600, -200]


def test_the_amount_of_a_single_detail_never_takes_the_place_of_the_entry(read: Any) -> None:
    assert read(document(entry("8.85", details=detail("x", "0")))).cents == [885]


# -- letters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"),
    ],
)
def test_letters_come_through_in_any_encoding_it_declares(read: Any, declared: str, written: str) -> None:
    whole = entry(details=detail("Café & co", name="Yılmaz" if "utf" in written else "Öztürk"))
    line = read(document(whole, declared=declared).encode(written)).line
    assert line.description == "Café & co"
    assert line.name in ("Yılmaz", "Öztürk")
    assert line.raw == whole


def test_other_letters_than_it_declares_are_refused_with_the_line(read: Any) -> None:
    with pytest.raises(Unreadable, match=r"line 2: .*other letters than it says \(utf-8\)"):
        read(document(entry(details=detail("Café"))).encode("latin-1"))


# -- what cannot be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry("8.855"), "parts of a cent"),
        (entry("tien"), "not an amount"),
        (entry("8,85"), "not an amount"),
        (entry("-8.85"), "not an amount"),
        (entry("1e3"), "not an amount"),
        (entry("99999999999999"), "larger than any amount"),
        (entry(""), "has no amount"),
        (entry(sign="BOTH"), "neither CRDT nor DBIT"),
        (entry(status="MAYBE"), "not a status"),
        (entry(currency="USD"), "is in USD, and the account in EUR"),
        (entry(booked="<BookgDt><Dt>2026-02-30</Dt></BookgDt>"), "does not exist"),
        (entry(booked="<BookgDt><Dt>gisteren</Dt></BookgDt>"), "not a date"),
        (entry(booked="<BookgDt><Dt>0026-02-01</Dt></BookgDt>"), "year cannot be right"),
        (entry(more="<RvslInd>maybe</RvslInd>"), "neither true nor false"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_by_its_number(read: Any, wrong: str, why: str) -> None:
    with pytest.raises(Unreadable, match=rf"entry 2, line 2: .*{why}"):
        read(document(entry(), wrong))


def test_three_to_five_decimals_are_read_where_they_are_whole_cents(read: Any) -> None:
    assert read(document(entry("8.850"), entry("8.85000"), entry("7"), entry("7.5"))).cents == [885, 885, 700, 750]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (document(account=""), "statement 1, line 2: .*of which account"),
        (document(head=balance("OPBD", "x")), "statement 1, line 2: .*not an amount"),
        (document().replace("Stmt>", "Other>").replace("BkToCstmrOther", "BkToCstmrStmt"), "no statement in it"),
        (document()[:-40], "breaks off in line 2, after 0 entries"),
        (document(entry(), entry())[:-38], "breaks off in line 2, after 2 entries"),
        (document().replace("</Stmt>", "</Stm>"), "line 2: it is not XML as it should be"),
        (document(declared="klingon"), "klingon"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(read: Any, text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


BOMB = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE Document [<!ENTITY a0 "ha">{BOMB}]>',
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Document SYSTEM "http://example.org/x.dtd">',
        f'<!DOCTYPE Document [<!ENTITY big "{"x" * 100_000}">]>',
    ],
)
def test_document_types_and_entities_are_refused_at_once(read: Any, doctype: str) -> None:
    text = document(entry(details=detail("HERE"))).replace("?>\n", f"?>\n{doctype}").replace("HERE", "&x;")
    with pytest.raises(Unreadable, match="document type or entities"):
        read(text)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<Ntry><NtryDtls><TxDtls><RmtInf><Ustrd>", ""),
        ("<!-- ", ""),
        ("<Ntry", " a='b'"),
        ("<Ntry><Amt Ccy='EUR'>", "1"),
    ],
)
def test_a_piece_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path, before: str, behind: str) -> None:
    file = tmp_path / "endless.xml"
    with file.open("w") as stream:
        stream.write(document().removesuffix("</Stmt></BkToCstmrStmt></Document>") + before)
        for _ in range(400):
            stream.write("x" * 100_000 + behind)
    tracemalloc.start()
    with pytest.raises(Unreadable, match=r"longer than anything|not XML"):
        list(open_bank_file(file).statements())
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_elements_in_each_other_without_end_are_refused(read: Any) -> None:
    with pytest.raises(Unreadable, match="more deeply"):
        read(document().replace("</Stmt>", "<a>" * 100_000))


def test_long_files_are_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.xml"
    with file.open("w") as stream:
        stream.write(document().removesuffix("</Stmt></BkToCstmrStmt></Document>"))
        for number in range(3_000):
            stream.write(entry(details=detail(f"Huur C-{number:04d}")))
        stream.write("</Stmt></BkToCstmrStmt></Document>")
    tracemalloc.start()
    count = sum(1 for _item in open_bank_file(file).statements())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_001
    assert peak < 4_000_000


# -- properties --------------------------------------------------------------------------------------------------------

CENTS = st.integers(-(10**9), 10**9)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=40)


@given(st.lists(st.tuples(CENTS, TEXTS, TEXTS), max_size=12))
def test_lines_that_are_written_come_back_and_no_cent_is_lost(read: Any, lines: list[tuple[int, str, str]]) -> None:
    entries = [
        entry(
            f"{abs(cents) // 100}.{abs(cents) % 100:02d}",
            "DBIT" if cents < 0 else "CRDT",
            detail(said, name=name),
        )
        for cents, said, name in lines
    ]
    found = read(document(*entries))
    assert found.cents == [cents for cents, _said, _name in lines]
    assert [line.description for line in found.lines] == [said for _cents, said, _name in lines]
    assert [line.raw for line in found.lines] == entries


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=12), st.booleans())
def test_a_batch_never_gains_or_loses_a_cent(read: Any, parts: list[int], is_whole: bool) -> None:
    total = sum(parts) + (0 if is_whole else 1)
    details = "".join(detail("x", f"{cents // 100}.{cents % 100:02d}") for cents in parts)
    found = read(document(entry(f"{total // 100}.{total % 100:02d}", details=details)))
    assert sum(found.cents) == total
    assert len(found.lines) == (len(parts) if is_whole else 1)
    assert [line.part for line in found.lines] == (
        list(range(1, len(parts) + 1)) if is_whole and len(parts) > 1 else [0]
    )


@given(st.integers(0, 3_000))
def test_wherever_a_file_breaks_off_it_is_refused(read: Any, place: int) -> None:
    text = document(*(entry(details=detail(f"Huur {number}", "10.00")) for number in range(6)))
    with pytest.raises(Unreadable):
        read(text[: min(place, len(text) - 1)])
