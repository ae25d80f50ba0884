"""How an account stands, in words with a sign."""

from __future__ import annotations

from coopadmin.formats import euro
from coopadmin.i18n import _


def stands_text(balance_cents: int) -> str:
    """Say what is open (▲) or paid too much (●); ✓ where the account is even."""
    if balance_cents > 0:
        return _("▲ open: {amount}").format(amount=euro(balance_cents))
    if balance_cents < 0:
        return _("● credit: {amount}").format(amount=euro(-balance_cents))
    return _("✓ the account is even")
