"""CAMT.053 statements of any version, read while the file streams past; no tree of it is ever made.

Document types and entities are forbidden, as they are in defusedxml. An entry whose details each carry an amount is
as many lines as it has details, where those come to the entry; any other entry is one line. Only what is booked
(BOOK) counts. Balances and entries must be whole cents, so 8.850 is read and 8.855 refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank.camt_lines import Values, lines_of, statement_of
from coopadmin.exchange.bank.camt_paths import Kind, Node, outside
from coopadmin.exchange.bank.lines import LineRead, StatementEnd, StatementRead
from coopadmin.exchange.bank.sources import BLOCK, Source
from coopadmin.formats import quoted
from coopadmin.i18n import _

FORMAT = "camt.053"

LONGEST_TOKEN = 1_000_000
"""Bytes of one tag or remark; the longest a bank writes are under a hundred."""

LONGEST_ENTRY = 16_000_000
"""Bytes of one entry; a batch of twenty thousand collections fits in it."""

LONGEST_TEXT = 100_000
"""Signs of one text; the standard has 500."""

MOST_BALANCES = 1_000
"""Balances of a statement; banks give under ten, and a page of a long statement two more."""

MOST_DETAILS = 25_000
"""Details of an entry, which are all in memory until it ends; they fill more of that than of the file."""

MOST_LEVELS = 1_000

MOST_NAMES = 10_000
"""Different names of elements and attributes, which the parser keeps to the end; the standard has some hundreds."""

_AMOUNT, _LIST, _SCOPE = int(Kind.AMOUNT), int(Kind.LIST), int(Kind.SCOPE)
Item = StatementRead | LineRead | StatementEnd


def read_camt(source: Source) -> Iterator[Item]:
    """Give the statements of a CAMT.053 file and their lines, in order; raises Unreadable naming the entry."""
    with source.opened() as stream:
        yield from _Reader(source).read(stream)


def forbidden() -> str:
    """Say why a document type is refused: it is how a small file is made to fill the memory or read other files."""
    return _("it declares a document type or entities, which no bank's file does; it is not to be trusted")


class _Reader:
    """Follows one file; lines wait in `_ready` until the block they stand in is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._forbidden
        parser.EntityDeclHandler = self._forbidden
        parser.ExternalEntityRefHandler = self._forbidden_outside
        parser.UnparsedEntityDeclHandler = self._forbidden
        self._parser = parser
        self._stack: list[Node] = [outside()]
        self._scopes: list[Values] = [Values()]
        self._texts: list[str] = []
        self._ready: list[Item] = []
        self._statement: StatementRead | None = None
        self._statements = self._entries = 0
        self._encoding = "utf-8"
        self._window = bytearray()
        self._window_starts = 0
        self._entry_starts = -1
        self._is_in_entry = False
        self._cuts: list[tuple[int, int]] = []
        self._listen()

    def read(self, stream: IO[bytes]) -> Iterator[Item]:
        """Feed the file in blocks, and give what was complete after each."""
        fed = 0
        while block := stream.read(BLOCK):
            if fed == 0:
                self._encoding = _encoding_by_mark(block)
            kept = self._entry_starts if self._entry_starts >= 0 else fed
            del self._window[: kept - self._window_starts]
            self._window += block
            self._window_starts = kept
            fed += len(block)
            self._parse(block, final=False)
            self._require_bounds(fed)
            yield from self._ready
            self._ready.clear()
        self._parse(b"", final=True)
        if not self._statements:
            raise self._source.unreadable(_("there is no statement in it"))

    def _parse(self, block: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(block, final)
        except expat.ExpatError as error:
            line = error.lineno
            if final or error.code in _CUT_OFF:
                sentence = _("it breaks off in line {line}, after {count} entries; fetch it from the bank again")
                why = sentence.format(line=line, count=self._entries)
            elif error.code in _LETTERS:
                sentence = _("line {line}: what stands there is not XML, or in other letters than it says ({encoding})")
                why = sentence.format(line=line, encoding=self._encoding)
            else:
                why = _("line {line}: it is not XML as it should be ({error})").format(
                    line=line, error=expat.ErrorString(error.code)
                )
            raise self._source.unreadable(why) from None
        except (LookupError, ValueError):
            sentence = _("it says to be in letters that are not known here ({encoding})")
            raise self._source.unreadable(sentence.format(encoding=quoted(self._encoding))) from None

    def _require_bounds(self, fed: int) -> None:
        """Refuse what would fill the memory: an entry, a tag or a text without end, or elements in each other."""
        if not self._stack[-1].kind:
            self._texts.clear()  # what stands in elements that are not read
        if (
            (self._entry_starts >= 0 and fed - self._entry_starts > LONGEST_ENTRY)
            or fed - max(self._parser.CurrentByteIndex, 0) > LONGEST_TOKEN
            or sum(map(len, self._texts)) > LONGEST_TEXT
        ):
            raise self._wrong(_("it is longer than anything a bank writes"))
        if len(self._parser.intern) > MOST_NAMES:
            raise self._wrong(_("it has more names of elements than a bank's file"))
        if len(self._stack) > MOST_LEVELS:
            raise self._wrong(_("its elements stand in each other more deeply than a bank's do"))

    def _wrong(self, why: str) -> Unreadable:
        """Say where it is wrong: in which entry, or in which statement outside its entries."""
        in_entry = _("entry {number}, line {line}: {why}")
        outside_entries = _("statement {number}, line {line}: {why}")
        sentence, number = (in_entry, self._entries) if self._is_in_entry else (outside_entries, self._statements)
        return self._source.unreadable(sentence.format(number=number, line=self._parser.CurrentLineNumber, why=why))

    # -- what the parser calls --------------------------------------------------------------------------------------

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not self._encoding.startswith("utf-16"):
            self._encoding = encoding.lower()

    def _forbidden(self, *_what: object) -> None:
        raise self._source.unreadable(forbidden())

    def _forbidden_outside(self, *_what: str | None) -> int:
        raise self._source.unreadable(forbidden())

    def _listen(self) -> None:
        """Hand the parser what it calls for each element, with all they need at hand: they run millions of times."""
        stack, scopes, texts = self._stack, self._scopes, self._texts
        push, pop, clear, joined = stack.append, stack.pop, texts.clear, "".join

        def start(name: str, attributes: dict[str, str]) -> None:
            node = stack[-1][name]
            push(node)
            kind = node.kind
            if kind:
                if kind == _SCOPE:
                    self._open(node.key)
                else:
                    clear()
                    if kind == _AMOUNT:
                        scopes[-1].setdefault(f"{node.key} currency", attributes.get("Ccy", ""))

        def end(_name: str) -> None:
            node = pop()
            kind = node.kind
            if kind:
                if kind == _SCOPE:
                    self._shut(node.key)
                else:
                    text = joined(texts).strip()
                    clear()
                    if text:
                        if kind == _LIST:
                            scopes[-1].said.setdefault(node.key, []).append(text)
                        else:
                            scopes[-1].setdefault(node.key, text)

        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = texts.append

    def _open(self, key: str) -> None:
        self._scopes.append(Values())
        if key == "TxDtls":
            self._cuts.append((self._parser.CurrentByteIndex, -1))
        elif key == "Ntry":
            self._entries += 1
            self._is_in_entry = True
            self._entry_starts = self._parser.CurrentByteIndex
        elif key == "Stmt":
            self._statements += 1
            self._statement = None

    def _shut(self, key: str) -> None:
        values = self._scopes.pop()
        try:
            self._close(key, values)
        except ValueError as error:
            raise self._wrong(str(error)) from None

    def _close(self, key: str, values: Values) -> None:
        above = self._scopes[-1]
        if key == "TxDtls":
            if len(above.parts) == MOST_DETAILS:
                raise ValueError(_("it has more than {limit} details").format(limit=MOST_DETAILS))
            above.parts.append(values)
            self._cuts[-1] = (self._cuts[-1][0], self._end_of_tag())
        elif key == "Ntry":
            statement = self._statement or self._begin(above, values)
            starts, cuts = self._entry_starts, self._cuts
            pieces = self._pieces(starts, cuts) if len(cuts) > 1 else [self._cut(starts, self._end_of_tag())]
            self._ready.extend(lines_of(values, statement, pieces))
            self._is_in_entry, self._entry_starts, self._cuts = False, -1, []
        elif key == "Bal":
            if len(above.parts) == MOST_BALANCES:
                raise ValueError(_("it has more than {limit} balances").format(limit=MOST_BALANCES))
            above.parts.append(values)
        elif self._statement is None:
            self._begin(values, None)
        elif self._statement.closing_cents is None:
            late = statement_of(values, None, self._source.member)
            if late.closing_cents is not None:
                self._ready.append(StatementEnd(late.closing_cents, late.closes_on))

    def _begin(self, values: Values, entry: Values | None) -> StatementRead:
        self._statement = statement_of(values, entry, self._source.member)
        self._ready.append(self._statement)
        return self._statement

    # -- the entry as the file has it -------------------------------------------------------------------------------

    def _end_of_tag(self) -> int:
        """Give the place behind the end tag in hand."""
        sign = ">".encode(self._encoding) if self._encoding.startswith("utf-16") else b">"
        here = self._parser.CurrentByteIndex - self._window_starts
        return self._window.find(sign, here) + len(sign) + self._window_starts

    def _cut(self, starts: int, ends: int) -> str:
        piece = self._window[starts - self._window_starts : ends - self._window_starts]
        return piece.decode(self._encoding, errors="replace")

    def _pieces(self, starts: int, cuts: list[tuple[int, int]]) -> list[str]:
        """Cut an entry into its details; the first has the entry around it, and the last is the entry whole."""
        ends = self._end_of_tag()
        first = self._cut(starts, cuts[0][1]) + self._cut(cuts[-1][1], ends)
        return [first, *(self._cut(*cut) for cut in cuts[1:]), self._cut(starts, ends)]


_CUT_OFF = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_LETTERS = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
    )
)


def _encoding_by_mark(block: bytes) -> str:
    """Tell UTF-16 by its mark or its zeros; all else is UTF-8 until the file says otherwise."""
    if block.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if block.startswith((b"\xfe\xff", b"\0<")) else "utf-8"
