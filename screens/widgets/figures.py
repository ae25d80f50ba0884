"""Pictures made of signs: a bar for a part of a whole, a line for a row of amounts."""

from __future__ import annotations

from collections.abc import Sequence

_STEPS = "▁▂▃▄▅▆▇█"


def bar(percent: int, width: int) -> str:
    """Draw a part in whole percents as a bar of `width` signs; more than the whole fills it."""
    filled = min(max(percent, 0), 100) * width // 100
    return "█" * filled + "░" * (width - filled)


def sparkline(amounts: Sequence[int]) -> str:
    """Draw amounts (none below zero) as a line of signs, nothing lowest and the largest highest."""
    most = max(amounts, default=0)
    if most <= 0:
        return _STEPS[0] * len(amounts)
    return "".join(_STEPS[max(amount, 0) * (len(_STEPS) - 1) // most] for amount in amounts)
