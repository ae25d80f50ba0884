"""MT940 statements, read tag by tag and strictly: every `:61:` gives a line, or the file is refused.

A statement without an opening (`:60F:`) or closing balance (`:62F:`) is not whole. The year of a day has two digits:
80 and later are of the last century. The day a line was booked is its entry date, else its value date.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank.lines import LineRead, StatementEnd, StatementRead
from coopadmin.exchange.bank.narrative import is_numbered, is_slashed, told_by
from coopadmin.exchange.bank.sources import Source, TextLines, encoding_of, opened_text
from coopadmin.exchange.bank.values import (
    account,
    exact_day,
    is_account,
    is_iban,
    reference,
    tidied,
    written_cents,
)
from coopadmin.formats import quoted
from coopadmin.i18n import _

FORMAT = "mt940"
MOST_TAG_LINES = 2_000
"""Lines one tag may have; the standard has six."""

LONGEST_TEXT = 100_000
"""Signs all tags of one line of a statement may have together; the standard has under five hundred."""

_TAG = re.compile(r"\s*:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|NS|13D?|34F|90[CD]):(.*)", re.DOTALL)
_END = re.compile(r"-(\}.*|X{3})?\s*")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d.,]+)\s*", re.ASCII)
_ENTRY = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4}| {4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?(?P<amount>\d[\d.,]*)"
    r"(?P<type>[NSF][A-Z0-9][A-Z0-9 ]{2})(?P<rest>.*)",
    re.ASCII,
)
_OLD_RABOBANK = re.compile(r"(P?\d{7,10}|NONREF)\s+(\S.*)", re.ASCII)
_REFERRING = frozenset({"EREF", "PREF", "MARF", "CSID", "IREF", "KREF"})
"""What stands where a reference should, to say under which tag it is."""

_WIDTH = 65
"""Signs of a full line of `:86:`; some banks count the tag itself in the first."""

_BROKEN_ENTRY = re.compile(r"\s*(?::\s*61\s*:|:?61:)\s*\d{6}", re.ASCII)
"""What was a line of a statement before the file was damaged; passing it over would lose it."""

_ALONE = frozenset({"28", "28C", "60F", "60M"})
"""Tags of one line, with nothing but tags behind them."""

_NOT_A_STATEMENT = frozenset({"13", "13D", "34F", "90C", "90D"})


@dataclass(slots=True)
class _Tag:
    """One tag with the lines under it, as the file has them."""

    name: str
    number: int
    """The line it stands in."""
    lines: list[str]
    signs: int = 0
    """How long its lines are together."""

    @property
    def text(self) -> str:
        """Its lines as one, for tags whose text does not run on."""
        return "".join(self.lines).strip()


@dataclass(slots=True)
class _Open:
    """The statement in hand."""

    number: int
    reference: str = ""
    account: str = ""
    sequence: str = ""
    is_begun: bool = False
    is_ended: bool = False


@dataclass(slots=True)
class _Entry:
    """A `:61:` and what belongs to it, until the next tag shows that it is complete."""

    tag: _Tag
    narrative: list[str] = field(default_factory=list[str])
    raw: list[str] = field(default_factory=list[str])
    signs: int = 0
    """How long all its tags are together."""


def read_mt940(source: Source) -> Iterator[StatementRead | LineRead | StatementEnd]:
    """Give the statements of an MT940 file and their lines, in order; raises Unreadable naming the line."""
    with opened_text(source, encoding_of(source)) as lines:
        found = 0
        for item in _statements(source, _tags(source, lines)):
            found += isinstance(item, StatementRead)
            yield item
        if not found:
            raise source.unreadable(_("there is no statement in it"))


def _tags(source: Source, lines: TextLines) -> Generator[_Tag]:
    """Split the text at its tags; what stands outside them (headers of blocks, the bank's name) is passed over."""
    tag: _Tag | None = None
    ahead = _Ahead(lines)
    for number, line in ahead:
        match = _TAG.fullmatch(line)
        inside = tag is not None and tag.name in ("61", "86")
        if match and inside and not _may_follow(match[1], ahead):
            match = None  # a time that was cut in two, such as 18 and :20:30
        if match:
            if tag:
                yield tag
            tag = _Tag(match[1], number, [match[2]], len(line))
        elif _END.fullmatch(line) and tag and not inside:
            yield tag
            tag = None
        elif _BROKEN_ENTRY.match(line) or (tag and tag.name in _ALONE and line.strip()):
            sentence = _("line {number}: “{text}” is not as it should be in MT940; the file is damaged")
            raise source.unreadable(sentence.format(number=number, text=quoted(line)))
        elif tag and inside:
            tag.lines.append(line)
            tag.signs += len(line)
            if len(tag.lines) > MOST_TAG_LINES or tag.signs > LONGEST_TEXT:
                sentence = _("line {number}: the text under :{tag}: does not end; the file is damaged")
                raise source.unreadable(sentence.format(number=tag.number, tag=tag.name))
    if tag:
        yield tag


class _Ahead:
    """Lines with their number and without their end, and a look at the ones that follow."""

    def __init__(self, lines: TextLines) -> None:
        self._lines = lines
        self._waiting: list[tuple[int, str]] = []

    def __iter__(self) -> _Ahead:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._waiting.pop(0) if self._waiting else self._read()

    def _read(self) -> tuple[int, str]:
        line = next(self._lines).rstrip("\r\n")
        self._lines.take()
        return self._lines.number, line

    def following(self, count: int) -> list[str]:
        """Look at the next lines without taking them."""
        while len(self._waiting) < count:
            try:
                self._waiting.append(self._read())
            except StopIteration:
                break
        return [line for _number, line in self._waiting[:count]]


def _may_follow(name: str, ahead: _Ahead) -> bool:
    """Tell whether a tag can stand behind a line or its text."""
    if name == "20":  # of a new statement, then its account follows
        return any(re.match(r"\s*:(25P?|21|NS):", line) for line in ahead.following(2))
    return name in ("61", "86", "62F", "62M", "60F", "60M", "NS") or name in _NOT_A_STATEMENT


def _statements(source: Source, tags: Iterator[_Tag]) -> Generator[StatementRead | LineRead | StatementEnd]:
    """Follow the tags through each statement."""
    now: _Open | None = None
    entry: _Entry | None = None
    for tag in tags:
        if entry and tag.name == "86":
            entry.signs += tag.signs
            if entry.signs > LONGEST_TEXT:
                raise _wrong(source, entry.tag, _("its text does not end; the file is damaged"))
            entry.narrative.extend(tag.lines)
            entry.raw.append("\n".join((f":86:{tag.lines[0]}", *tag.lines[1:])))
            continue
        if entry:
            yield _line(source, entry)
            entry = None
        if tag.name in _NOT_A_STATEMENT:
            raise _wrong(source, tag, _("this is MT942, an interim report; ask the bank for MT940 or CAMT.053"))
        if tag.name == "20":
            _require_end(source, now)
            now = _Open(tag.number, tag.text)
        elif now is None:
            raise _wrong(source, tag, _("it stands before the beginning of a statement (:20:)"))
        elif tag.name in ("25", "25P"):
            now.account = tag.text
        elif tag.name in ("28", "28C"):
            now.sequence = tag.text
        elif tag.name in ("60F", "60M"):
            if now.is_begun:
                raise _wrong(source, tag, _("the statement has two opening balances"))
            now.is_begun = True
            yield _begun(source, now, tag)
        elif tag.name in ("61", "62F", "62M"):
            if not now.is_begun or now.is_ended:
                raise _wrong(source, tag, _("it stands outside the balances of a statement (:60F: and :62F:)"))
            if tag.name == "61":
                entry = _Entry(tag, raw=["\n".join((f":61:{tag.lines[0]}", *tag.lines[1:]))], signs=tag.signs)
            else:
                now.is_ended = True
                cents, on, _currency = _balance(source, tag)
                yield StatementEnd(cents, on)
    if entry:
        yield _line(source, entry)
    _require_end(source, now)


def _wrong(source: Source, tag: _Tag, why: str) -> Unreadable:
    sentence = _("line {number} (:{tag}:): {why}")
    return source.unreadable(sentence.format(number=tag.number, tag=tag.name, why=why))


def _require_end(source: Source, statement: _Open | None) -> None:
    if statement and not statement.is_ended:
        sentence = _(
            "the statement that begins in line {number} has no closing balance (:62F:), so the file is cut off; "
            "fetch it from the bank again"
        )
        raise source.unreadable(sentence.format(number=statement.number))


def _begun(source: Source, now: _Open, tag: _Tag) -> StatementRead:
    cents, on, currency = _balance(source, tag)
    number = account(now.account.removeprefix("TRIODOSBANK/"))
    number = number.removesuffix(currency) if len(number) > len(currency) + 4 else number
    if not number:
        raise _wrong(source, tag, _("the statement does not say of which account it is (:25:)"))
    named = now.sequence if now.sequence.strip("0/") else now.reference
    return StatementRead(number, currency, tidied(named), on, None, cents, None, source.member)


def _balance(source: Source, tag: _Tag) -> tuple[int, date, str]:
    match = _BALANCE.fullmatch(tag.text)
    if not match:
        sentence = _("“{text}” is not a balance; it should be like {example}")
        raise _wrong(source, tag, sentence.format(text=quoted(tag.text), example="C261231EUR1234,56"))
    try:
        cents = _cents(match[4])
        return (-cents if match[1] == "D" else cents), _day(match[2]), match[3]
    except ValueError as error:
        raise _wrong(source, tag, str(error)) from None


def _cents(text: str) -> int:
    """Read an amount; it has a comma, or in old files a point, and never a sign between the thousands."""
    return written_cents(text, "," if "," in text else ".", signed=False)


def _day(text: str) -> date:
    year = int(text[:2])
    return exact_day(year + (1900 if year >= 80 else 2000), int(text[2:4]), int(text[4:6]), text)


def _entry_day(text: str, value_on: date) -> date:
    """Give the day of an entry date, which has no year: the one nearest to the value date."""
    month, number = int(text[:2]), int(text[2:4])
    if (month, number) == (2, 29):
        return exact_day(value_on.year, month, number, text)
    years = (value_on.year - 1, value_on.year, value_on.year + 1)
    days = [exact_day(year, month, number, text) for year in years]
    return min(days, key=lambda day: abs((day - value_on).days))


def _line(source: Source, entry: _Entry) -> LineRead:
    tag = entry.tag
    match = _ENTRY.fullmatch(tag.lines[0])
    if not match:
        sentence = _("“{text}” is not a line of a statement; it should be like {example}")
        raise _wrong(source, tag, sentence.format(text=quoted(tag.lines[0]), example="2612311231C1234,56NTRFNONREF"))
    try:
        value_on = _day(match["value"])
        day_text = (match["entry"] or "").strip()
        booked_on = _entry_day(day_text, value_on) if day_text else value_on
        cents = _cents(match["amount"])
    except ValueError as error:
        raise _wrong(source, tag, str(error)) from None
    party, bank_reference, own_reference = _parties(match["rest"], " ".join(tag.lines[1:]).strip())
    told = told_by(_joined(_without_party(entry.narrative, party)))
    return LineRead(
        booked_on=booked_on,
        value_on=value_on,
        amount_cents=-cents if match["mark"] in ("D", "RC") else cents,
        name=told.name or party.name,
        iban=told.iban or party.account,
        description=told.description or party.more,
        reference=reference(bank_reference),
        end_to_end_id=told.end_to_end_id or reference(own_reference),
        mandate_id=told.mandate_id,
        code=told.code or party.code or match["type"][1:].strip(),
        return_reason=told.return_reason,
        is_reversal=match["mark"].startswith("R") or bool(told.return_reason),
        raw="\n".join(entry.raw),
    )


@dataclass(frozen=True, slots=True)
class _Party:
    """What stands behind the amount and in the second line of `:61:` of the other side."""

    account: str = ""
    name: str = ""
    code: str = ""
    more: str = ""


def _parties(rest: str, second: str) -> tuple[_Party, str, str]:
    """Take apart what follows the amount; gives the other side, the bank's reference and the payer's own."""
    own, _slashes, bank = rest.partition("//")
    own, bank = own.strip(), bank.strip()
    code = more = name = number = ""
    old = _OLD_RABOBANK.fullmatch(own) if not bank else None
    if old:
        number, name, own = ("" if old[1] == "NONREF" else old[1]), tidied(old[2]), ""
    elif is_iban(own) or (own.isdigit() and len(own) in (9, 10) and second and not second.startswith("/")):
        number, name, own = own, tidied(second), ""  # ASN, SNS and RegioBank
        second = ""
    if second.startswith("/TRCD/"):
        code = second.removeprefix("/TRCD/").partition("/")[0]
    elif is_account(second.replace(" ", "")):
        number = number or second.replace(" ", "")
    else:
        more = tidied(second)
    return _Party(number, name, code, more), bank, ("" if own in _REFERRING else own)


def _without_party(lines: list[str], party: _Party) -> list[str]:
    """Leave out a first line that only repeats account and name, as ASN, SNS and RegioBank write it."""
    if party.account and party.name and lines and tidied(lines[0]) == tidied(f"{party.account} {party.name}"):
        return lines[1:]
    return lines


def _joined(lines: list[str]) -> str:
    """Make one text of the lines of `:86:`, whose ends fall inside words and tags.

    A full line runs on in the next; a shorter one ended with a blank that was left out. One sign short of full it may
    be either, and what stands on both sides decides.
    """
    text = "\n".join(lines)
    if len(lines) < 2 or is_numbered(text):
        return "".join(lines)
    slashed = is_slashed(text)
    pieces: list[str] = []
    for place, line in enumerate(lines[:-1]):
        following = lines[place + 1]
        length = len(line) + (len(":86:") if place == 0 and slashed and len(line) < _WIDTH - 1 else 0)
        joins = slashed and (line.endswith("/") or following.startswith("/"))
        nearly = length == _WIDTH - 1 and _alike(line, following)
        pieces.append(line if length >= _WIDTH or joins or nearly else f"{line} ")
    return "".join((*pieces, lines[-1]))


def _alike(line: str, following: str) -> bool:
    """Tell whether two lines could be one word or one number that was cut."""
    end, begin = line[-1:], following[:1]
    return (end.isalpha() and begin.isalpha()) or (end.isdigit() and begin.isdigit())
