"""What kind of file it is, is told by its content; what is none, or was made to hurt, is refused in a sentence."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank import open_bank_file, sources

CAMT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>NL1'
    "</IBAN></Id></Acct><Ntry><Amt>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-09-01</Dt></BookgDt>"
    "</Ntry></Stmt></BkToCstmrStmt></Document>"
)
MT940 = ":20:1\n:25:NL79RABO8563276100\n:28C:1\n:60F:C260930EUR1,00\n:61:261001C2,00NTRFNONREF\n:62F:C261001EUR3,00\n"
CSV = "Date;Interest Date;Amount;Account;Counterparty;Name;Description\n2026-11-01;;3,00;NL07BUNQ0123456789;;a;b\n"


def zipped(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def refusal_of(read: Any, content: bytes) -> str:
    """Read a file; gives the sentence it is refused with, if it is."""
    try:
        read(content)
    except Unreadable as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize(("text", "kind"), [(CAMT, "camt.053"), (MT940, "mt940"), (CSV, "csv:bunq")])
@pytest.mark.parametrize("name", ["bank", "bank.csv", "bank.xml", "bank.pdf"])
def test_the_name_of_a_file_says_nothing(tmp_path: Path, text: str, kind: str, name: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    found = open_bank_file(file)
    assert found.format == kind
    assert found.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_zip_gives_every_file_in_it(read: Any) -> None:
    found = read(zipped(**{"b.xml": CAMT, "map__a.940": MT940, "c.csv": CSV, "__MACOSX__._b.xml": b"x"}))
    assert found.format == "zip"
    assert [statement.member for statement in found.statements] == ["b.xml", "c.csv", "map/a.940"]
    assert found.cents == [100, 300, 200]


def test_a_zip_of_one_kind_is_of_that_kind(read: Any) -> None:
    assert read(zipped(**{"1.xml": CAMT, "2.xml": CAMT})).format == "camt.053"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped(), "no file in the zip"),
        (zipped(**{"a.xml": CAMT, "b.zip": zipped(**{"c.xml": CAMT})}), "within it, b.zip: it is a zip within a zip"),
        (zipped(**{"a.xml": CAMT, "lees mij.txt": "hallo"}), "within it, lees mij.txt: it is none of the bank files"),
        (zipped(**{"a.xml": ""}), "within it, a.xml: it is empty"),
        (zipped(**{"a.xml": b"\0" * 30_000_000}), "unpacks to far more"),
        (zipped(**{f"{number}.xml": CAMT for number in range(501)}), "unpacks to far more"),
        (zipped(**{"[Content_Types].xml": "x"}), "it is a workbook"),
        (zipped(**{"a.xml": CAMT})[:-10], "damaged or locked"),
        (b"PK\x03\x04rubbish", "damaged or locked"),
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"GIF89a\0\0\0", "it is not text"),
        (b"\x81\x8d\x8f" * 50, "not known here"),
        (b"<html><body>Inloggen</body></html>", "page of a website"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b"<note><to>Noor</to></note>", "it is XML .*note.*, but no CAMT.053"),
        (CAMT.replace("BkToCstmrStmt", "BkToCstmrAcctRpt").encode(), "CAMT.052"),
        (CAMT.replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn").encode(), "CAMT.054"),
        (CAMT.replace("BkToCstmrStmt", "CstmrDrctDbtInitn").encode(), "PAIN.008, an order for direct debits"),
        (CAMT.replace("BkToCstmrStmt", "CstmrCdtTrfInitn").encode(), "PAIN.001"),
        (CAMT.replace("BkToCstmrStmt", "CstmrPmtStsRpt").encode(), "PAIN.002"),
        (b"<", "breaks off"),
        (b"<Document", "breaks off"),
    ],
)
def test_what_is_no_bank_file_is_refused_for_what_it_is(read: Any, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(content)


def test_a_damaged_file_within_a_zip_is_refused(read: Any) -> None:
    content = bytearray(zipped(**{"a.xml": CAMT}))
    content[60] ^= 255
    with pytest.raises(Unreadable):
        read(bytes(content))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "folder"), (tmp_path / "niets", "no such file")):
        with pytest.raises(Unreadable, match=why):
            open_bank_file(path)


def test_a_file_larger_than_any_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.xml"
    with file.open("wb") as stream:
        stream.write(b"<Document><Ustrd>")
        stream.truncate(2_000_000_000)
    with pytest.raises(Unreadable, match="larger than 250 MB"):
        open_bank_file(file)


@pytest.mark.parametrize("begin", ["", "<Document>", ":20:1\n:25:1\n:60F:", "Date;Interest Date;Amount\n"])
def test_a_line_without_end_is_refused(tmp_path: Path, begin: str) -> None:
    file = tmp_path / "endless"
    file.write_text(begin + "x" * (3 * sources.LONGEST_LINE))
    with pytest.raises(Unreadable):
        list(open_bank_file(file).statements())


@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_anything_is_read_or_refused_in_a_sentence(read: Any, content: bytes) -> None:
    said = refusal_of(read, content)
    assert said.startswith("download.dat cannot be read: ") or not said
    assert len(said) < 400


@given(st.sampled_from([CAMT, MT940, CSV]), st.integers(0, 400), st.binary(max_size=6))
def test_a_file_with_wrong_bytes_in_it_is_read_or_refused(read: Any, text: str, place: int, noise: bytes) -> None:
    content = text.encode()
    said = refusal_of(read, content[:place] + noise + content[place + len(noise) :])
    assert said.startswith("download.dat cannot be read: ") or not said


def test_letters_of_two_encodings_are_refused_with_the_line_and_those_of_one_are_read(read: Any) -> None:
    text = MT940.replace("NONREF\n", "NONREF\n:86:Öztürk, José\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert read(text.encode(encoding)).line.description == "Öztürk, José"
    spoilt = text.encode().replace("é".encode(), b"\xe9")
    for content in (spoilt, b"\xef\xbb\xbf" + spoilt):
        with pytest.raises(Unreadable, match="line 6 has letters of another encoding than the rest"):
            read(content)
