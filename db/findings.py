"""What a check of a store found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found: `ok`, or `detail` in words."""

    name: str
    ok: bool
    detail: str
