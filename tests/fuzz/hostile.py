"""Files that are made to fill the memory or to take for ever, each small enough to be sent by mail or nearly so.

`python -m tests.fuzz.hostile FOLDER` makes each, reads it in a process of its own with little room, and tells what came
of it as JSON: the sentence (or how many rows), the seconds of the processor, and the most room it took in megabytes.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from coopadmin import i18n
from coopadmin.errors import CoopadminError
from coopadmin.exchange.bank import open_bank_file
from coopadmin.exchange.registers import open_register
from coopadmin.services.imports import kind_named
from tests.fuzz.bounds import in_time, limit_room

CORPUS = Path(__file__).parent / "corpus"

ROOM_MEGABYTES = 400
LONGEST_SECONDS = 60.0
MEMBER = b"L001;Berg;lid;1-1-2020\n"
HEADER = b"Lidnr;Achternaam;Soort;Lid sinds\n"
MILLION = int(1_000_000 * float(os.environ.get("FUZZ_SIZE", "1")))
"""The tests make them smaller, for as long as they are beyond the limits they are as good."""

_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKED = "application/vnd.openxmlformats-package.relationships+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="{_PACKED}"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_OFFICE}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
)
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _relations(*targets: tuple[str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'.encode()


def workbook(
    sheet: bytes, *, texts: bytes = b"<sst " + _MAIN + b"/>", styles: bytes = b"", epoch: str = "", more: str = ""
) -> bytes:
    """Make a workbook of a sheet that was written by hand, and of what stands within its styles."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {_MAIN.decode()} xmlns:r="{_RELATED}"><workbookPr {epoch}/><sheets><sheet name="S" sheetId="1" '
            f'r:id="rId1"/></sheets>{more}</workbook>',
        )
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet " + _MAIN + b">" + sheet + b"</worksheet>")
        book.writestr("xl/sharedStrings.xml", texts)
        if styles:
            book.writestr("xl/styles.xml", b"<styleSheet " + _MAIN + b">" + styles + b"</styleSheet>")
    return stream.getvalue()


def _noise(millions: int) -> bytes:
    """Give text that packs badly."""
    return os.urandom(millions * MILLION).hex().encode()


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _texts(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def _data(*rows: str) -> bytes:
    return f"<sheetData>{''.join(rows)}</sheetData>".encode()


_LINK = '<externalReferences><externalReference r:id="rId9"/></externalReferences>'
_TITLES = _row(1, _texts("Lidnr", "Achternaam", "Soort", "Lid sinds"))
_PERSON = _row(2, _texts("L001", "Berg", "lid", "1-1-2020"))


_OUTSIDE_ROWS = b"<si/>" * 90_000 + b"<row/>"
"""What a part that has no rows may hold to look as if it had."""


def _begun(day: str) -> str:
    """Write a member with `day` as the cell of the first day."""
    return _row(2, _texts("L001", "Berg", "lid") + day)


def _wide_workbook() -> bytes:
    titles = _row(1, _texts("Lidnr", "Achternaam", "Soort", "Lid sinds", *("?",) * 16_380))
    return workbook(
        _data(titles, *(_row(number, _texts(*"x" * 16_384)) for number in range(2, 2 + MILLION // 300_000)))
    )


def _bomb() -> bytes:
    return workbook(_data(_TITLES) + b" " * (300 * MILLION))


def _nested_zip(depth: int = 8) -> bytes:
    content = bytes(MILLION)
    for number in range(depth):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{number}-{copy}.zip", content)
        content = stream.getvalue()
    return content


def _many_parts() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        for number in range(30_000):
            archive.writestr(f"xl/{number}.xml", b"")
    return stream.getvalue()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><Document><BkToCstmrStmt>&a11;'.encode()


_HEAD = b"<Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>NL79RABO8563276100</IBAN></Id></Acct>"
_BOOKED = (
    b"<Ntry><Amt Ccy='EUR'>1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-02</Dt></BookgDt>"
)
_FOOT = b"</Stmt></BkToCstmrStmt></Document>"
_CLOSED = b"\n:62F:C260930EUR2,00\n"
_OPEN = b":940:\n:20:X\n:25:NL79RABO8563276100\n:28C:1\n:60F:C260930EUR1,00\n"
_ENTRY = b":61:261001C1,00N541NONREF\n:86:"

REGISTERS: dict[str, Callable[[], bytes]] = {
    "csv, one line of 50 MB": lambda: HEADER + b"x" * (50 * MILLION),
    "csv, one line of 50 MB without a header": lambda: b"x;" * (25 * MILLION),
    "csv, a quotation mark never closed": lambda: HEADER + b'"' + MEMBER * (50 * MILLION // len(MEMBER)),
    "csv, quotation marks only": lambda: HEADER + b'"' * (20 * MILLION),
    "csv, 10,000 columns": lambda: (
        HEADER.strip() + b";?" * 10_000 + b"\n" + (MEMBER.strip() + b";x" * 10_000 + b"\n") * 200
    ),
    "csv, NUL bytes": lambda: HEADER + b"\0" * (10 * MILLION),
    "csv, empty lines only": lambda: HEADER + b"\n" * (40 * MILLION),
    "csv, semicolons only": lambda: HEADER + (b";" * 900_000 + b"\n") * 50,
    "csv, UTF-16": lambda: (HEADER.decode() + MEMBER.decode() * (MILLION // 10)).encode("utf-16"),
    "csv, mixed encodings": lambda: HEADER + MEMBER * 1000 + "é".encode() + b"\xe9\x81\n" + MEMBER,
    "csv, a cell of 900,000 signs": lambda: HEADER + b"L001;" + b"B" * 900_000 + b";lid;1-1-2020\n",
    "csv, numbers of 100,000 digits": lambda: HEADER + b"L001;Berg;lid;" + b"9" * 100_000 + b"\n",
    "csv, larger than any register": lambda: HEADER + MEMBER * (101_000_000 // len(MEMBER)),
    "xlsx, a bomb": _bomb,
    "xlsx, 30,000 parts": _many_parts,
    "xlsx, a zip in a zip": _nested_zip,
    "xlsx, 16,384 columns": _wide_workbook,
    "xlsx, a row of two million cells": lambda: workbook(
        _data(_TITLES, _row(2, "<c/>" * (2 * MILLION))) + b"<!--" + _noise(1) + b"-->"
    ),
    "xlsx, two million texts": lambda: workbook(
        _data(_TITLES, _PERSON),
        texts=b"<sst " + _MAIN + b">" + b"<si/>" * max(MILLION * 2, 700_000) + b"</sst>",
    ),
    "xlsx, two million texts between rows": lambda: workbook(
        _data(_TITLES, _PERSON),
        texts=b"<sst " + _MAIN + b">" + _OUTSIDE_ROWS * max(MILLION // 45_000, 8) + b"</sst>",
    ),
    "xlsx, two million elements between rows": lambda: workbook(
        _data(_TITLES, (_OUTSIDE_ROWS * max(MILLION // 45_000, 8)).decode(), _PERSON)
    ),
    "xlsx, ten million rows of one number": lambda: workbook(
        _data(_TITLES, '<row r="1"/>' * max(10 * MILLION, 600_000), _PERSON)
    ),
    "xlsx, two million styles": lambda: workbook(
        _data(_TITLES, _PERSON), styles=b"<cellXfs>" + b"<xf/>" * 300_000 + b"</cellXfs>"
    ),
    "xlsx, a notation that never ends": lambda: workbook(
        _data(_TITLES, _PERSON),
        styles=b'<numFmts><numFmt numFmtId="164" formatCode="' + b"[" * 300_000 + b'"/></numFmts>',
    ),
    "xlsx, two million attributes": lambda: workbook(
        _data(_TITLES, _PERSON) + b"<x " + b" ".join(b'a%x=""' % n for n in range(max(2 * MILLION, 240_000))) + b"/>"
    ),
    "xlsx, beyond the last column": lambda: workbook(_data(_TITLES, _row(2, '<c r="ZZZZ2"><v>1</v></c>'))),
    "xlsx, beyond the last row": lambda: workbook(_data(_TITLES, _row(2_000_000_000, _texts("x")))),
    "xlsx, rows far apart": lambda: workbook(
        _data(_TITLES, _PERSON, *(_row(n * 300_000, _texts("x", "y")) for n in (1, 2, 3)))
    ),
    "xlsx, rows that go back": lambda: workbook(_data(*(_row(n, _texts("x")) for n in (9, 5, 1, 9)), _TITLES, _PERSON)),
    "xlsx, says it is huge": lambda: workbook(b'<dimension ref="A1:XFD1048576"/>' + _data(_TITLES, _PERSON)),
    "xlsx, a text that is not there": lambda: workbook(_data(_TITLES, _row(2, '<c t="s"><v>4000000000</v></c>'))),
    "xlsx, a text before the first": lambda: workbook(_data(_TITLES, _row(2, '<c t="s"><v>-1</v></c>' * 4))),
    "xlsx, a text of 40 MB": lambda: workbook(
        _data(_TITLES, _PERSON), texts=b"<sst " + _MAIN + b"><si><t>" + _noise(15) + b"</t></si></sst>"
    ),
    "xlsx, elements 100,000 deep": lambda: workbook(b"<a>" * 100_000 + b"</a>" * 100_000),
    "xlsx, entities": lambda: workbook(_data(_TITLES, _PERSON), texts=_laughs()),
    "xlsx, a link to another file": lambda: workbook(_data(_TITLES, _PERSON), more=_LINK),
    "xlsx, formulas": lambda: workbook(
        _data(_TITLES, _row(2, "<c t='str'><f>HYPERLINK(1)</f><v>L001</v></c>" + _texts("=1+1", "lid", "1-1-2020")))
    ),
    "xlsx, a day before 1900": lambda: workbook(_data(_TITLES, _begun("<c><v>-40000</v></c>"))),
    "xlsx, a day of 1904": lambda: workbook(
        _data(_TITLES, _begun('<c t="d"><v>1904-01-01</v></c>')), epoch='date1904="1"'
    ),
    "xlsx, a day beyond all days": lambda: workbook(_data(_TITLES, _begun("<c><v>1e308</v></c>"))),
}

STATEMENTS: dict[str, Callable[[], bytes]] = {
    "camt, a billion laughs": _laughs,
    "camt, a file from elsewhere": lambda: (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>'
    ),
    "camt, elements a million deep": lambda: _HEAD + b"<a>" * MILLION,
    "camt, one entry of 50 MB": lambda: _HEAD + b"<Ntry>" + b"<NtryDtls><TxDtls/></NtryDtls>" * (50 * MILLION // 30),
    "camt, one text of 50 MB": lambda: _HEAD + b"<Ntry><AddtlNtryInf>" + b"x" * (50 * MILLION),
    "camt, one attribute of 50 MB": lambda: _HEAD + b"<Ntry a='" + b"x" * (50 * MILLION),
    "camt, a million names of attributes": lambda: _HEAD + b"".join(b"<n a%d=''/>" % n for n in range(MILLION)),
    "camt, a million names": lambda: _HEAD + b"".join(b"<n%d/>" % number for number in range(MILLION)),
    "camt, a million attributes": lambda: _HEAD + b"<Ntry " + b" ".join(b"a%d=''" % n for n in range(100_000)) + b"/>",
    "camt, a number of 90,000 digits": lambda: (
        _HEAD
        + b"<Ntry><Amt Ccy='EUR'>"
        + b"9" * 90_000
        + b"</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry></Stmt></BkToCstmrStmt></Document>"
    ),
    "camt, balances that never end": lambda: _HEAD + b"<Bal/>" * (8 * MILLION) + _FOOT,
    "camt, details that never end": lambda: (
        _HEAD + _BOOKED + b"<NtryDtls>" + b"<TxDtls/>" * MILLION + b"</NtryDtls></Ntry>" + _FOOT
    ),
    "camt, a million statements": lambda: (
        _HEAD.replace(b"</Acct>", b"</Acct></Stmt>") + b"<Stmt><Id>1</Id></Stmt>" * MILLION
    ),
    "mt940, a block never closed": lambda: b"{1:F01" + b"X" * (50 * MILLION),
    "mt940, a text of 50 MB in one line": lambda: _OPEN + _ENTRY + b"x" * (50 * MILLION),
    "mt940, a text of a million lines": lambda: _OPEN + _ENTRY + b"xxxxxxxx\n" * MILLION,
    "mt940, a text that never ends, in tags of its own": lambda: _OPEN + _ENTRY + b"x\n:86:" * (8 * MILLION) + _CLOSED,
    "mt940, a text that never ends, in long lines": lambda: (
        _OPEN + _ENTRY + (b"x" * 99_000 + b"\n") * (1_990 * MILLION // 1_000_000) + _CLOSED[1:]
    ),
    "mt940, words far apart": lambda: (
        _OPEN + _ENTRY + b"Naam: a" + b" " * 40_000 + b"b Omschrijving: x" + b" " * 40_000 + b"y\n:62F:C260930EUR2,00\n"
    ),
    "mt940, a million tags that could begin": lambda: _OPEN + _ENTRY + b":20:30\n" * MILLION,
    "mt940, an amount of 90,000 digits": lambda: (
        _OPEN + b":61:261001C" + b"9" * 90_000 + b",00NTRFX\n:62F:C260930EUR1,00\n"
    ),
    "bank csv, one line of 50 MB": lambda: b'"IBAN/BBAN","Munt"\n' + b"x" * (50 * MILLION),
    "bank csv, a line of quotation marks and commas": lambda: (
        b"1-1-2026,NL79RABO8563276100,x,a,a,a,a,EUR,1,EUR,1,1-1-2026,1-1-2026,a,a,a," + b"','" * 30_000 + b",x,y,z\n"
    ),
    "bank text, empty lines only, and a letter": lambda: b"\n" * 65_000 + b"x\n",
    "bank csv, a quotation mark never closed": lambda: (
        (CORPUS / "bunq.csv").read_bytes() + b'"' + b"x\n" * (20 * MILLION)
    ),
    "bank zip, a bomb": lambda: _bomb().replace(b"[Content_Types].xml", b"[Content_Typex].xml"),
    "bank zip, a zip in a zip": _nested_zip,
    "bank zip, 30,000 files": lambda: _many_parts().replace(b"[Content_Types].xml", b"[Content_Typex].xml"),
}


def _read_register(file: Path) -> int:
    return sum(1 for _row in open_register(kind_named("members").REGISTER, file).rows())


def _read_statement(file: Path) -> int:
    return sum(1 for _item in open_bank_file(file).statements())


def cases() -> Iterator[tuple[str, Callable[[], bytes], Callable[[Path], int]]]:
    """Give each file by name, what makes it, and what reads it."""
    for made, read in ((REGISTERS, _read_register), (STATEMENTS, _read_statement)):
        for name, make in made.items():
            yield name, make, read


def _answer(file: Path, read: Callable[[Path], int]) -> dict[str, Any]:
    limit_room(ROOM_MEGABYTES)
    began, before = time.process_time(), _most_room()
    try:
        with in_time(LONGEST_SECONDS):
            answer: dict[str, Any] = {"rows": read(file)}
    except CoopadminError as error:
        answer = {"said": str(error)}
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        answer = {"fault": f"{type(error).__name__}: {str(error)[:200]}", "where": traceback.format_exc()[-1500:]}
    return {**answer, "seconds": round(time.process_time() - began, 2), "megabytes": _most_room() - before}


def _most_room() -> int:
    """Tell the most memory this process ever took, in megabytes; 0 where the system does not say."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    except OSError:
        pass
    return 0


def _in_a_process(file: Path, read: Callable[[Path], int]) -> dict[str, Any]:
    """Read in a copy of this process, so that the room one file takes does not count for the next."""
    if not hasattr(os, "fork"):
        return _answer(file, read)
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.write(into, json.dumps(_answer(file, read)).encode())
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else {"fault": "the process was ended by the system"}


def answers(folder: Path) -> Iterator[dict[str, Any]]:
    """Make and read every file, and tell what came of it."""
    file = folder / "hostile"
    for name, make, read in cases():
        file.write_bytes(make())
        yield {"name": name, "bytes": file.stat().st_size, **_in_a_process(file, read)}
        file.unlink()


if __name__ == "__main__":
    i18n.use("en")
    for answer in answers(Path(sys.argv[1])):
        print(json.dumps(answer), flush=True)
