"""Lines of the bank: what makes one the line it is, which may be the same line twice, and whether balances tie.

Amounts are integer cents, above zero what came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coopadmin.formats import fold
from coopadmin.i18n import N_

CURRENCY = "EUR"
"""What the books are kept in; an account in anything else is kept, but its lines wait for a person."""

ACCOUNT_STATUSES: dict[str, str] = {
    "own": N_("own account"),
    "unknown": N_("not confirmed yet"),
}
"""Whether a person, or the co-operative's own account number, vouches for an account."""

LINE_STATES: dict[str, str] = {
    "waiting": N_("waiting"),
    "aside": N_("put aside"),
    "suspect": N_("perhaps twice"),
    "matched": N_("in its place"),
}
"""How far a bank line is; computed, never stored."""


@dataclass(frozen=True, slots=True)
class Content:
    """What identifies a line: text may be empty; `part` counts the details of one entry from 1, else 0."""

    booked_on: date
    amount_cents: int
    iban: str
    name: str
    description: str
    reference: str
    part: int = 0


class Keys:
    """Gives each line of one file the key by which it is known wherever it is delivered again.

    With a reference of the bank the key is that, the day and the amount. Without, it is the content and the rank
    among equal lines of that day in the file: two equal payments are two, and delivered again they are the same two.
    """

    def __init__(self) -> None:
        self._ranks: dict[str, int] = {}
        self._payers: dict[str, str] = {}

    def key(self, line: Content) -> str:
        """Give the key of the next line of the file."""
        if line.reference:
            return self._by_reference(line)
        # Formats break long text at other places, so blanks say nothing.
        text = "".join(fold(f"{line.description}{line.name}").split())
        said = f"{line.booked_on.isoformat()}|{line.amount_cents}|{line.iban}|{text}|{line.part}"
        digest = sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
        rank = self._ranks[digest] = self._ranks.get(digest, -1) + 1
        return f"c|{digest}|{rank}"

    def _by_reference(self, line: Content) -> str:
        key = f"r|{line.reference}|{line.booked_on.isoformat()}|{line.amount_cents}"
        if line.part:
            key = f"{key}|{line.part}"
        payer = self._payers.setdefault(key, line.iban)
        # Some banks give all payments of a batch one reference: another payer makes it another line.
        return key if payer == line.iban or not line.iban or not payer else f"{key}|{line.iban}"


# -- perhaps twice -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivered:
    """A line as it is compared with those of other files; text may be empty, `name` is folded."""

    line_id: int
    file_id: int
    format: str
    iban: str
    name: str
    has_reference: bool
    is_waiting: bool


def may_be_same(newer: Delivered, older: Delivered) -> bool:
    """Tell whether two lines of one account, day and amount may be one, delivered in two ways.

    They come from two files and name the same counterparty, or one of them names none. Two references in one format
    are the bank's own word that they are two.
    """
    if newer.file_id == older.file_id:
        return False
    if newer.format == older.format and newer.has_reference and older.has_reference:
        return False
    if newer.iban and newer.iban == older.iban:
        return True
    if newer.name and newer.name == older.name:
        return True
    return not (newer.iban or newer.name) or not (older.iban or older.name)


def suspected(alike: Iterable[Delivered], not_the_same: frozenset[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pair lines of one account, day and amount that may be one line twice: the newer, and the older.

    A line stands for at most one of another file: of two equal payments after one, only one is suspected. Only
    lines that still wait are; `not_the_same` holds the pairs (newer, older) that a person told apart.
    """
    files: defaultdict[int, list[Delivered]] = defaultdict(list)
    for line in alike:
        files[line.file_id].append(line)
    if len(files) < 2:
        return []
    found: list[tuple[int, int]] = []
    earlier: list[Delivered] = []
    for file_id in sorted(files, key=lambda file_id: files[file_id][0].line_id):
        taken: set[int] = set()
        for newer in files[file_id]:
            for older in earlier:
                if older.line_id in taken or not may_be_same(newer, older):
                    continue
                if (newer.line_id, older.line_id) in not_the_same:
                    continue
                taken.add(older.line_id)
                if newer.is_waiting:
                    found.append((newer.line_id, older.line_id))
                break
        earlier += files[file_id]
    return found


# -- balances ------------------------------------------------------------------------------------------------------


def misses_cents(opening_cents: int | None, lines_cents: int, closing_cents: int | None) -> int | None:
    """Tell how much a statement's closing balance differs from its opening and its lines; None without both."""
    if opening_cents is None or closing_cents is None:
        return None
    return closing_cents - opening_cents - lines_cents


def gap_cents(opening_cents: int | None, expected: Iterable[int | None]) -> int | None:
    """Tell how much an opening balance differs from where the account stood before; None where that is not known.

    `expected` are the balances it may open with: banks date an opening balance on the first day of the statement,
    or on the day before.
    """
    known = [cents for cents in expected if cents is not None]
    if opening_cents is None or not known:
        return None
    return 0 if opening_cents in known else opening_cents - known[-1]
