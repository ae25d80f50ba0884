"""The arithmetic of a count in sentences to read aloud at a meeting; what it means is worked out in `voting`."""

from __future__ import annotations

from fractions import Fraction

from coopadmin.i18n import N_, _, ngettext

METHOD_RULES: dict[str, str] = {
    "simple": N_("Simple majority: more than half of the votes cast; of {whole} that is at least {needed} for."),
    "of-entitled": N_(
        "Majority of all who may vote: more than half of them; of {whole} that is at least {needed} for."
    ),
    "two-thirds": N_("Two thirds: at least two thirds of the votes cast; of {whole} that is at least {needed} for."),
    "three-quarters": N_(
        "Three quarters: at least three quarters of the votes cast; of {whole} that is at least {needed} for."
    ),
    "unanimous": N_("Unanimous: nobody against; of {whole} votes cast that is at least {needed} for."),
    "consent": N_("Consent: no objection may be left open; votes are not weighed."),
}
"""The methods there are, each with its rule."""


def attendance_lines(entitled: int, present: int, proxies: int, recused: int = 0) -> tuple[str, str]:
    """Say who may vote and who is there."""
    if recused:
        who = _("Entitled to vote: {entitled}; without the {recused} recused that leaves {voters}.").format(
            entitled=entitled, recused=recused, voters=entitled - recused
        )
    else:
        who = _("Entitled to vote: {entitled}.").format(entitled=entitled)
    there = _("Present {present}, represented by proxy {proxies}: {there} together.").format(
        present=present, proxies=proxies, there=present + proxies
    )
    return who, there


def quorum_lines(part: Fraction | None, base: int, exact: Fraction | None, needed: int, there: int) -> list[str]:
    """Say how many the quorum asks (`exact` before rounding, of `base` people) and whether that many are there."""
    if part is None or exact is None:
        return [_("No quorum is asked for.")]
    if exact.denominator == 1:
        line = _("Quorum: {part} of {base} is {needed}.").format(part=part, base=base, needed=needed)
    else:
        line = _("Quorum: {part} of {base} is {exact}, rounded up {needed}.").format(
            part=part, base=base, exact=_mixed(exact), needed=needed
        )
    met = _("With {there} there it is met.") if there >= needed else _("With {there} there it is not met.")
    lines = [f"{line} {met.format(there=there)}"]
    if there > base:
        lines.append(
            _("Recused people seem to be counted as present; leave them out, for they do not help reach the quorum.")
        )
    return lines


def cast_line(votes_for: int, votes_against: int, votes_blank: int = 0, *, blank_counts: bool = False) -> str:
    """Say which votes were cast, and whether blank ones are among them."""
    named = votes_for + votes_against
    if blank_counts:
        return _("Votes cast: {votes_for} for, {votes_against} against, {blank} blank, {cast} together.").format(
            votes_for=votes_for, votes_against=votes_against, blank=votes_blank, cast=named + votes_blank
        )
    line = _("Votes cast: {votes_for} for, {votes_against} against, {cast} together.").format(
        votes_for=votes_for, votes_against=votes_against, cast=named
    )
    if not votes_blank:
        return line
    blank = ngettext("{count} blank vote does not count.", "{count} blank votes do not count.", votes_blank)
    return f"{line} {blank.format(count=votes_blank)}"


def majority_line(method: str, *, cast: int, voters: int, needed: int) -> str:
    """Say what a method asks for, in numbers."""
    return _(METHOD_RULES[method]).format(whole=voters if method == "of-entitled" else cast, needed=needed)


def limit_line(limit: int, against: int) -> str:
    """Say whether the votes against stay within the most the rule allows."""
    line = _("At most {limit} against: {number} is too many.")
    if against <= limit:
        line = _("At most {limit} against: with {number} that is kept.")
    return line.format(limit=limit, number=against)


def verdict_line(votes_for: int, needed: int, cast: int) -> str:
    """Say whether that many votes for are enough."""
    if not cast and needed:
        return _("No votes were cast: not carried.")
    if votes_for >= needed:
        return _("{votes_for} for is enough: carried.").format(votes_for=votes_for)
    return _("{votes_for} for is not enough: not carried.").format(votes_for=votes_for)


def objections_line(objections: int) -> str:
    """Say whether consent is there."""
    if not objections:
        return _("No objection is open: carried.")
    line = ngettext("{count} objection is open: not carried.", "{count} objections are open: not carried.", objections)
    return line.format(count=objections)


def _mixed(number: Fraction) -> str:
    """Write 19½ as `19 1/2`, so that nothing is lost in decimals."""
    whole, rest = divmod(number, 1)
    return f"{whole} {rest}" if whole else str(rest)
