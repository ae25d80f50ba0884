"""What a check of a store found, and how it is told at both doors."""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.i18n import N_, _

CHECKS: dict[str, str] = {
    "integrity": N_("the file is whole"),
    "foreign_keys": N_("every link leads somewhere"),
    "guards": N_("the database has all its guards"),
    "journal": N_("the journal is unbroken"),
    "journal_end": N_("the journal still has the end that was noted, and all before it"),
    "journal_agrees": N_("what is kept is what the journal says"),
    "balances": N_("the books agree with themselves, to the cent"),
}
"""What each check says when it holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found: `ok`, or `detail` in words."""

    name: str
    ok: bool
    detail: str


def told(finding: Finding) -> str:
    """Say in a line what a check found; a check that has no words of its own is called by its name."""
    what = _(CHECKS[finding.name]) if finding.name in CHECKS else finding.name
    if finding.ok:
        return f"✓ {what}"
    return _("✗ not so: {what} ({detail})").format(what=what, detail=finding.detail)
