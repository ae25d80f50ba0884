"""A rule for votes or for meetings in words: what it asks, and what may be wrong with it."""

from __future__ import annotations

from fractions import Fraction

from coopadmin.domain.voting import AT_LEAST, MORE_THAN_HALF, Rule
from coopadmin.domain.voting_words import TIES, over_of, part_name
from coopadmin.i18n import N_, _, ngettext

COUNTED_OVER: dict[str, str] = {
    "cast": N_("the votes cast"),
    "present": N_("those present and represented"),
    "entitled": N_("all who may vote"),
}
"""What a majority may be a part of."""

_MORE_THAN_HALF = {
    "cast": N_("more than half of the votes cast"),
    "present": N_("more than half of those present and represented"),
    "entitled": N_("more than half of all who may vote"),
}
_PART = {
    "cast": N_("{part} of the votes cast"),
    "present": N_("{part} of those present and represented"),
    "entitled": N_("{part} of all who may vote"),
}


def count_words(rule: Rule) -> str:
    """Say how votes are counted: `two thirds of the votes cast; no quorum; blank votes do not count`."""
    pieces = [majority_words(rule), quorum_words(rule)]
    if rule.method != "consent":
        pieces.append(_("blank votes count") if rule.blank_counts else _("blank votes do not count"))
    if rule.max_against is not None:
        pieces.append(_("at most {limit} against").format(limit=rule.max_against))
    if rule.tie != "rejected" and rule.method in MORE_THAN_HALF:
        pieces.append(_("equal votes are {tie}").format(tie=_(TIES[rule.tie])))
    return "; ".join(pieces)


def majority_words(rule: Rule) -> str:
    """Say what must be for: `more than half of the votes cast`."""
    if rule.method == "consent":
        return _("no objection open")
    if rule.method == "unanimous":
        return _("nobody against")
    over = over_of(rule.method, rule.counted_over)
    part = rule.threshold or AT_LEAST.get(rule.method)
    if part is None:
        return _(_MORE_THAN_HALF[over])
    return _(_PART[over]).format(part=part_name(part))


def quorum_words(rule: Rule) -> str:
    """Say how many must be there: `no quorum`, `quorum two thirds, in person`."""
    if rule.quorum is None:
        return _("no quorum")
    words = _("quorum {part}").format(part=part_name(rule.quorum))
    if not rule.quorum_counts_proxies:
        words += ", " + _("in person")
    if rule.recused_in_quorum:
        words += ", " + _("of the recused too")
    return words


def second_words(quorum: Fraction | None, from_days: int | None, until_days: int | None) -> str:
    """Say what a second meeting may do where the quorum failed, and when it is."""
    if quorum is None:
        words = _("a second meeting decides with any number")
    else:
        words = _("a second meeting decides with a quorum of {part}").format(part=part_name(quorum))
    if from_days is not None and until_days is not None:
        return f"{words}, " + _("{first} to {last} days later").format(first=from_days, last=until_days)
    if from_days is not None:
        later = ngettext("at least {count} day later", "at least {count} days later", from_days)
        return f"{words}, {later.format(count=from_days)}"
    if until_days is not None:
        later = ngettext("at most {count} day later", "at most {count} days later", until_days)
        return f"{words}, {later.format(count=until_days)}"
    return words


def days_words(days: int | None) -> str:
    """Write a number of days; empty for none."""
    return "" if days is None else ngettext("{count} day", "{count} days", days).format(count=days)
