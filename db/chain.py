"""What makes the journal a chain: one way of writing values, their digests, and the link from line to line."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

FIRST_LINK = "0" * 64
"""What the first line of the journal is chained to."""

_SALT_BYTES, _SALTS_AT_ONCE = 8, 100
_SALT = re.compile(r"[0-9a-f]{16}", re.ASCII)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"the journal cannot keep a {type(value).__name__}")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def canonical(values: Mapping[str, Any]) -> str:
    """Write values as JSON in one way only, so that equal values have equal digests."""
    return _ENCODER.encode(values)


def value_digest(table: str, row_id: int, change: str, values_json: str, salt: str) -> str:
    """Digest what happened to one row: which row of which table, how, and its values.

    Raises ValueError for a salt that is not sixteen hexadecimal digits: where it ended, nobody could tell.
    """
    if _SALT.fullmatch(salt) is None:
        raise ValueError("a salt has sixteen digits")
    return hashlib.sha256(f"{salt}{table} {row_id} {change} {values_json}".encode()).hexdigest()


def is_digest(digest: str, table: str, row_id: int, change: str, values_json: str, salt: str) -> bool:
    """Tell whether a digest is that of this change of this row.

    One over salt and values alone holds too, as the first journals had them. With a salt of sixteen digits, a table
    whose name is one word and values that begin as JSON does, no other change can be passed off as such a one.
    """
    if _SALT.fullmatch(salt) is None or not table.isidentifier() or not values_json.startswith("{"):
        return False
    if digest == value_digest(table, row_id, change, values_json, salt):
        return True
    return digest == hashlib.sha256(f"{salt}{values_json}".encode()).hexdigest()


def chain_link(before: str, entry: Mapping[str, Any]) -> str:
    """Chain a line to the one before it: SHA-256 over that line's link and this line's fields."""
    fields = {name: entry[name] for name in ("id", "at", "actor", "deed", "about", "undoes_id", "values_digest")}
    return hashlib.sha256(f"{before}{canonical(fields)}".encode()).hexdigest()


class Salts:
    """Draws the salts of a deed's values, many at once: asking the system for each takes longer than using it."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def draw(self) -> str:
        """Give the next salt, hexadecimal digits that nobody can guess."""
        if not self._drawn:
            digits = secrets.token_hex(_SALT_BYTES * _SALTS_AT_ONCE)
            self._drawn = [digits[start : start + 2 * _SALT_BYTES] for start in range(0, len(digits), 2 * _SALT_BYTES)]
        return self._drawn.pop()
