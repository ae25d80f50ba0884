"""The clock on the wall of the room, in whole minutes."""

from __future__ import annotations

from coopadmin import settings


def wall_clock() -> str:
    """Tell the minute it is where the user is, as the store keeps it: `2026-11-02T20:05`."""
    return settings.now().astimezone().strftime("%Y-%m-%dT%H:%M")
