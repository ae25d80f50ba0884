"""Fields that many forms ask for in the same way."""

from __future__ import annotations

from screens.fields import Field


def flag(name: str, label: str, on: bool, told: str = "") -> Field:
    """Ask yes or no, with what holds now as the answer; `told` is the help."""
    return Field(name, label, "flag", required=True, initial=on, help=told)


def whole(name: str, label: str, now: int | None, told: str = "", *, required: bool = False) -> Field:
    """Ask for a whole number, with what holds now as the answer; `told` is the help."""
    return Field(name, label, "whole", required=required, initial=now, help=told)
