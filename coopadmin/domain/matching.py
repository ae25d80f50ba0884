"""Where the money of a bank line belongs, as far as that is on sure ground: a contract's number, or its account.

All else waits for a person. The rule is the one of the command line's contract.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from coopadmin.i18n import N_

GROUNDS: dict[str, str] = {
    "number": N_("contract number in the text"),
    "account": N_("account that belongs to the contract"),
    "person": N_("put there by hand"),
}
"""Why a posting stands where it does."""

_RUN = re.compile(r"[^\W\d_]+|[0-9]+")
_LETTERS = r"([^\W\d_]+)"
_BREAKS = re.compile(r"[\r\n]+")
_SEPARATOR = r"(?:[^\w\r\n]|_)"
"""One blank, dash, dot, stroke or the like."""

# A number is not looked for inside a longer word or number.
_BEHIND = r"(?![^\W_])"
# Of digits alone it is not the whole euros of an amount like 12,50 either, nor the cents.
_NO_AMOUNT_BEFORE, _NO_AMOUNT_BEHIND = r"(?<![0-9][.,])", r"(?![.,][0-9])"

_MOST_BEGINNINGS = 20

Runs = tuple[str, ...]


class NumberIndex:
    """Finds contract numbers in the text of a bank line.

    A number is its runs of letters and of digits: letters in any case, digits exactly, at most one sign between
    the runs. `C-0012` is found in `c0012` and `C 0012`, not in `C-12` or `C-00123`.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._contracts: dict[Runs, int] = {}
        self._ambiguous: set[Runs] = set()
        for number, contract_id in numbers.items():
            runs = _runs(number)
            if self._contracts.setdefault(runs, contract_id) != contract_id:
                # `C-12` and `C12` are two contracts that a text cannot tell apart.
                self._ambiguous.add(runs)
        shapes: defaultdict[tuple[bool, ...], set[str]] = defaultdict(set)
        for runs in self._contracts:
            if runs:
                shapes[tuple(run.isdigit() for run in runs)].add(runs[0])
        # Where one shape begins like another, the longer one is the number that was meant.
        in_order = sorted(shapes, key=len, reverse=True)
        self._patterns = [_pattern(shape, shapes[shape]) for shape in in_order]

    def found_in(self, *texts: str) -> frozenset[int]:
        """Give the contracts whose numbers stand in any of the texts; line breaks in them count for nothing.

        A number that fits two contracts gives none and counts as two: -1 stands for what it cannot tell.
        """
        found: set[int] = set()
        for text in texts:
            if text:
                whole = _BREAKS.sub("", text) if "\n" in text or "\r" in text else text
                found |= self._found(whole.casefold())
        return frozenset(found)

    def _found(self, text: str) -> set[int]:
        found: set[int] = set()
        taken: list[tuple[int, int]] = []
        for pattern in self._patterns:
            match = pattern.search(text)
            while match:
                start, end = match.span()
                contract_id = self._contracts.get(match.groups())
                inside = any(first <= start < last for first, last in taken)
                if contract_id is not None and not inside and not (start and text[start - 1].isalnum()):
                    taken.append((start, end))
                    found |= {-1, contract_id} if match.groups() in self._ambiguous else {contract_id}
                match = pattern.search(text, start + 1)
        return found


def _runs(number: str) -> Runs:
    return tuple(run.casefold() for run in _RUN.findall(number))


def _pattern(shape: tuple[bool, ...], beginnings: Collection[str]) -> re.Pattern[str]:
    """Find runs of letters (False) and digits (True) in this order in a folded text.

    Numbers begin with few different letters, so those are spelled out: most places are passed over at once. That
    nothing stands before them is left to the caller for the same reason.
    """
    runs = ""
    for before, is_digits in zip((None, *shape), shape, strict=False):
        if before is not None:
            # Between two runs of digits a sign must stand, or they were one run.
            runs += _SEPARATOR if before == is_digits else f"{_SEPARATOR}?"
        runs += "([0-9]+)" if is_digits else _LETTERS
    if not shape[0] and len(beginnings) <= _MOST_BEGINNINGS:
        spelled = "|".join(sorted(map(re.escape, beginnings), key=len, reverse=True))
        runs = f"({spelled}){runs.removeprefix(_LETTERS)}"
    return re.compile(f"{_NO_AMOUNT_BEFORE}{runs}{_BEHIND}{_NO_AMOUNT_BEHIND}" if all(shape) else f"{runs}{_BEHIND}")


@dataclass(frozen=True, slots=True)
class Sure:
    """A contract a line belongs to, and why: a key of GROUNDS."""

    contract_id: int
    ground: str


class Matcher:
    """Tells where a line belongs by itself, from all contract numbers and all accounts that are known."""

    def __init__(
        self,
        numbers: Mapping[str, int],
        accounts: Iterable[tuple[str, int]],
        tenants_accounts: Iterable[tuple[str, int]] = (),
    ) -> None:
        """Take in the contracts by number, and accounts with the contract each pays for.

        `accounts` are those on the contracts and those a person said so of. What the members' register has of the
        tenants counts only for an account that is not among them: who moved within the house pays for the new home.
        """
        self._numbers = NumberIndex(numbers)
        self._payers = {**_by_account(tenants_accounts), **_by_account(accounts)}

    def sure(self, iban: str, *texts: str) -> Sure | None:
        """Give the contract of a line by its text, else by its counterparty's account; None where that is not sure.

        With two different numbers in the text it is not, whatever the account says.
        """
        found = self._numbers.found_in(*texts)
        if found:
            return Sure(next(iter(found)), "number") if len(found) == 1 else None
        payers = self._payers.get(iban) if iban else None
        return Sure(next(iter(payers)), "account") if payers and len(payers) == 1 else None


def _by_account(accounts: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    contracts: defaultdict[str, set[int]] = defaultdict(set)
    for iban, contract_id in accounts:
        contracts[iban].add(contract_id)
    return {iban: frozenset(found) for iban, found in contracts.items()}
