"""Which kind of bank file it is, told by its content alone, and the way to read it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.parsers import expat

from coopadmin.exchange.bank import camt, mt940
from coopadmin.exchange.bank.delimited import Delimited, find_layout, known_banks, read_delimited
from coopadmin.exchange.bank.lines import LineRead, StatementEnd, StatementRead
from coopadmin.exchange.bank.sources import BLOCK, Source, encoding_of, sources_of
from coopadmin.formats import quoted
from coopadmin.i18n import N_, _

_HEAD = 1 << 16
# Blanks within the line only: over line ends, each empty line would search all those below it.
_MT940 = re.compile(r"^[^\S\n]*:20:.*\n(?:.*\n){0,8}?[^\S\n]*:25P?:", re.MULTILINE)
_MT940_BLOCKS = re.compile(r"^\{1:F\d\d|^:940:|^\s*:20:|^940(?: 00)?\s*$", re.MULTILINE)

_OTHER_MESSAGES = {
    "BkToCstmrAcctRpt": N_("it is CAMT.052, a report within the day that may still change; ask the bank for CAMT.053"),
    "BkToCstmrDbtCdtNtfctn": N_("it is CAMT.054, the details of one booking; ask the bank for CAMT.053"),
    "CstmrDrctDbtInitn": N_("it is PAIN.008, an order for direct debits to the bank, and no statement of the bank"),
    "CstmrCdtTrfInitn": N_("it is PAIN.001, an order for payments to the bank, and no statement of the bank"),
    "CstmrPmtStsRpt": N_("it is PAIN.002, the bank's answer to an order, and no statement; ask the bank for CAMT.053"),
    "html": N_("it is a page of a website; download the statement itself from the bank"),
}


@dataclass(frozen=True)
class _Found:
    """A file that was recognised: its source, and what reads it."""

    source: Source
    format: str
    layout: Delimited | None = None

    def read(self) -> Iterator[StatementRead | LineRead | StatementEnd]:
        if self.layout:
            return read_delimited(self.source, self.layout)
        return (camt.read_camt if self.format == camt.FORMAT else mt940.read_mt940)(self.source)


class BankFile:
    """A bank file whose kind is known; its lines are read when they are asked for."""

    def __init__(self, path: Path, found: tuple[_Found, ...]) -> None:
        self.path = path
        self._found = found

    @property
    def format(self) -> str:
        """Name the kind: `camt.053`, `mt940` or `csv:BANK`; of a zip with several kinds `zip`."""
        kinds = {one.format for one in self._found}
        return kinds.pop() if len(kinds) == 1 else "zip"

    @cached_property
    def sha256(self) -> str:
        """Give the fingerprint of the file as it was handed over, a zip before it is unpacked."""
        digest = hashlib.sha256()
        with Source(self.path).opened() as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()

    def statements(self) -> Iterator[StatementRead | LineRead | StatementEnd]:
        """Give each statement and then its lines, in the order of the file.

        Raises Unreadable, naming the line, also after lines were given: what was taken in of a file until then must
        not be kept.
        """
        for one in self._found:
            yield from one.read()


def open_bank_file(path: Path) -> BankFile:
    """Find out what kind of bank file this is; raises Unreadable where it is none."""
    return BankFile(path, tuple(_recognised(source) for source in sources_of(path)))


def _recognised(source: Source) -> _Found:
    head = source.head(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise source.unreadable(_("it is empty"))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise source.unreadable(_("it is an old or locked workbook; download CAMT.053, MT940 or CSV from the bank"))
    if head.startswith(b"%PDF"):
        raise source.unreadable(_("it is a PDF; download CAMT.053, MT940 or CSV from the bank"))
    if _is_xml(head):
        _require_camt(source)
        return _Found(source, camt.FORMAT)
    encoding = encoding_of(source)
    text = head.decode(encoding, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if _MT940.search(text) or (_MT940_BLOCKS.match(text) and ":20:" in text):
        return _Found(source, mt940.FORMAT)
    layout = find_layout(source, encoding)
    if layout is None:
        sentence = _("it is none of the bank files that are known here: CAMT.053, MT940, or the CSV of {banks}")
        raise source.unreadable(sentence.format(banks=", ".join(known_banks())))
    return _Found(source, f"csv:{layout.bank}", layout)


def _is_xml(head: bytes) -> bool:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if head.startswith(mark):
            return head.removeprefix(mark).decode(encoding, errors="replace").lstrip().startswith("<")
    return head.lstrip().startswith((b"<", b"\0<"))


class _Told(Exception):
    """The element that tells what a message is."""


def _require_camt(source: Source) -> None:
    """Look into the beginning of an XML file for what it is; raises Unreadable where it is no CAMT.053."""
    parser = expat.ParserCreate()
    names: list[str] = []

    def begin(name: str, _attributes: dict[str, str]) -> None:
        names.append(name.rpartition(":")[2])
        if names[-1] == "BkToCstmrStmt" or names[-1] in _OTHER_MESSAGES or len(names) > 100:
            raise _Told

    def forbid(*_what: object) -> None:
        raise source.unreadable(camt.forbidden())

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = forbid
    fed = 0
    try:
        with source.opened() as stream:
            while (block := stream.read(BLOCK)) and fed < camt.LONGEST_TOKEN:
                fed += len(block)
                parser.Parse(block, False)
    except (_Told, expat.ExpatError, LookupError, ValueError):
        pass  # what is wrong with it is said, with the line, where it is read
    told = names[-1] if names else ""
    if told in _OTHER_MESSAGES:
        raise source.unreadable(_(_OTHER_MESSAGES[told]))
    if names and told != "BkToCstmrStmt" and "Stmt" not in names:
        sentence = _("it is XML (“{name}”), but no CAMT.053; ask the bank for that")
        raise source.unreadable(sentence.format(name=quoted(names[0])))
