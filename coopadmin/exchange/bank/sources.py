"""The bytes and the text of a bank file, or of each file within a zip, read in bounded pieces.

Nothing is held but the piece in hand, and limits keep a hostile or mistaken file from filling the memory: see the
constants. Everything that cannot be raises Unreadable with a sentence that names the file, and the one within it.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from coopadmin.errors import Unreadable, os_reason
from coopadmin.exchange.sheets import encoding_of_text
from coopadmin.formats import quoted
from coopadmin.i18n import _

LARGEST_FILE = 250_000_000
"""Bytes of a file, packed or not; fifty thousand lines of CAMT are 38 MB."""

LARGEST_UNPACKED = 500_000_000
"""Bytes all files within a zip may have together."""

MOST_MEMBERS = 500
LARGEST_UNASKED = 10_000_000
MOST_TIMES_PACKED = 200
"""A file above that size that was packed tighter than this holds nothing but repetition: a bomb."""

LONGEST_LINE = 100_000
"""Signs of one line of text; the longest a bank writes are a few hundred."""

BLOCK = 1 << 16

_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises for an archive that is cut off, damaged, locked or packed in a way it does not know."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_RUBBISH = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Source:
    """A file with lines of the bank in it: the file somebody handed over, or one within a zip."""

    file: Path
    member: str = ""
    """The name within the zip; empty for a file by itself."""

    def unreadable(self, why: str) -> Unreadable:
        """Make the error that says what is wrong with it."""
        if self.member:
            why = _("within it, {member}: {why}").format(member=quoted(self.member), why=why)
        return Unreadable(self.file, why)

    @contextmanager
    def opened(self) -> Generator[IO[bytes]]:
        """Open it for reading from its beginning; what goes wrong on the way is Unreadable."""
        try:
            if not self.member:
                with self.file.open("rb") as stream:
                    yield stream
            else:
                with zipfile.ZipFile(self.file) as archive, archive.open(self.member) as stream:
                    yield stream
        except UnicodeError:
            raise self.unreadable(_("its letters cannot be read; save it as UTF-8")) from None
        except OSError as error:
            raise self.unreadable(os_reason(error)) from None
        except _BROKEN_ZIP:
            if not self.member:
                raise
            raise self.unreadable(_("the zip is damaged or locked; unpack it first")) from None

    def head(self, count: int) -> bytes:
        """Give its first bytes."""
        with self.opened() as stream:
            return stream.read(count)


def sources_of(file: Path) -> list[Source]:
    """Name the files to read in what somebody handed over: itself, or all within it where it is a zip."""
    alone = Source(file)
    try:
        facts = file.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise alone.unreadable(_("it is a folder"))
        if not stat.S_ISREG(facts.st_mode):
            raise alone.unreadable(_("it is no ordinary file; save it as one first"))
    except FileNotFoundError:
        raise alone.unreadable(_("there is no such file")) from None
    except OSError as error:
        raise alone.unreadable(os_reason(error)) from None
    except ValueError:
        raise alone.unreadable(_("there is no such file")) from None
    if facts.st_size == 0:
        raise alone.unreadable(_("it is empty"))
    if facts.st_size > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise alone.unreadable(_("it is larger than {limit} MB, more than any bank file").format(limit=limit))
    return _members(alone) if alone.head(4).startswith(_ZIP) else [alone]


def _members(archive: Source) -> list[Source]:
    """Look what a zip says of its files before any is unpacked; more than it says never is."""
    try:
        with zipfile.ZipFile(archive.file) as opened:
            parts = opened.infolist()
    except _BROKEN_ZIP:
        raise archive.unreadable(_("the zip is damaged or locked; unpack it first")) from None
    if any(part.filename == "[Content_Types].xml" for part in parts):
        raise archive.unreadable(_("it is a workbook; download CAMT.053, MT940 or CSV from the bank instead"))
    # A part without a name is none that anybody packed, and not even asked whether it is a folder.
    wanted = [part for part in parts if part.filename and not part.is_dir() and not _is_rubbish(part.filename)]
    if not wanted:
        raise archive.unreadable(_("there is no file in the zip"))
    too_tight = any(
        part.file_size > max(LARGEST_UNASKED, part.compress_size * MOST_TIMES_PACKED) or part.file_size > LARGEST_FILE
        for part in wanted
    )
    if len(parts) > MOST_MEMBERS or too_tight or sum(part.file_size for part in wanted) > LARGEST_UNPACKED:
        raise archive.unreadable(_("the zip unpacks to far more than bank files can be"))
    names = [part.filename for part in wanted]
    if len(set(names)) < len(names):
        raise archive.unreadable(_("the zip holds two files of one name"))
    found = [Source(archive.file, name) for name in sorted(names)]
    for source, part in zip(found, sorted(wanted, key=lambda part: part.filename), strict=True):
        if part.flag_bits & 1:
            raise source.unreadable(_("it is locked with a password; unpack it first"))
        head = source.head(4)
        if not head:
            raise source.unreadable(_("it is empty"))
        if head.startswith(_ZIP):
            raise source.unreadable(_("it is a zip within a zip; unpack that one first"))
    return found


def _is_rubbish(name: str) -> bool:
    """Tell what a computer adds to a zip of its own accord."""
    last = PurePosixPath(name).name
    return name.startswith(_RUBBISH) or last in _RUBBISH or last.startswith("._")


# -- text --------------------------------------------------------------------------------------------------------------


def encoding_of(source: Source) -> str:
    """Find the encoding of a text, as `encoding_of_text` tells it."""
    with source.opened() as stream:
        try:
            return encoding_of_text(stream, no_text=_("it is not text"))
        except ValueError as error:
            raise source.unreadable(str(error)) from None


class TextLines:
    """The lines of a text one by one, line ends and all, each of a bounded length.

    `taken` gathers them until it is emptied, so that a record of several lines can be kept as the file has it.
    """

    def __init__(self, source: Source, stream: IO[bytes], encoding: str) -> None:
        self._source = source
        self._text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        self.number = 0
        """How many lines were read."""
        self.taken: list[str] = []
        self._signs = 0

    def __iter__(self) -> TextLines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE + 1)
        self._signs += len(line)
        if self._signs > LONGEST_LINE:
            sentence = _("line {number} is too long; a line end or a quotation mark may be missing")
            raise self._source.unreadable(sentence.format(number=self.number + 1))
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        return line

    def take(self) -> str:
        """Give the lines gathered since the last time, without the last line end."""
        raw = "".join(self.taken).rstrip("\r\n")
        self.taken.clear()
        self._signs = 0
        return raw


@contextmanager
def opened_text(source: Source, encoding: str) -> Generator[TextLines]:
    """Open a text for reading line by line."""
    with source.opened() as stream:
        yield TextLines(source, stream, encoding)
