"""The arithmetic of a count in sentences to read aloud at a meeting; what it means is worked out in `voting`."""

from __future__ import annotations

from fractions import Fraction

from coopadmin.i18n import N_, _, ngettext

METHOD_RULES: dict[str, str] = {
    "simple": N_("Simple majority: more than half of the votes cast; of {whole} that is at least {needed} for."),
    "of-present": N_(
        "Majority of those present and represented: more than half of them; of {whole} that is at least {needed} for."
    ),
    "of-entitled": N_(
        "Majority of all who may vote: more than half of them; of {whole} that is at least {needed} for."
    ),
    "two-thirds": N_("Two thirds: at least two thirds of the votes cast; of {whole} that is at least {needed} for."),
    "three-quarters": N_(
        "Three quarters: at least three quarters of the votes cast; of {whole} that is at least {needed} for."
    ),
    "at-least": N_("At least {part} of the votes cast; of {whole} that is at least {needed} for."),
    "unanimous": N_("Unanimous: nobody against; of {whole} votes cast that is at least {needed} for."),
    "consent": N_("Consent: no objection may be left open; votes are not weighed."),
}
"""The methods there are, each with its rule."""

AT_LEAST_OVER: dict[str, str] = {
    "cast": METHOD_RULES["at-least"],
    "present": N_("At least {part} of those present and represented; of {whole} that is at least {needed} for."),
    "entitled": N_("At least {part} of all who may vote; of {whole} that is at least {needed} for."),
}
"""What `at-least` may be a part of, each with its rule."""

ALL_OVER: dict[str, str] = {
    "cast": N_("All votes cast must be for; that is {needed}."),
    "present": N_("All who are present and represented must be for; that is {needed}."),
    "entitled": N_("All who may vote must be for; that is {needed}."),
}
"""The same, where the part is the whole."""

TIES: dict[str, str] = {
    "rejected": N_("not carried"),
    "again": N_("voted again"),
    "lot": N_("drawn by lot"),
}
"""What a rule may say of equal votes."""

PART_NAMES: dict[Fraction, str] = {
    Fraction(1, 4): N_("a quarter"),
    Fraction(1, 3): N_("one third"),
    Fraction(1, 2): N_("half"),
    Fraction(3, 5): N_("three fifths"),
    Fraction(2, 3): N_("two thirds"),
    Fraction(3, 4): N_("three quarters"),
    Fraction(4, 5): N_("four fifths"),
    Fraction(1): N_("all"),
}
"""Parts that have a name; another is read as it is written."""


def part_name(part: Fraction) -> str:
    """Call a part of a whole as one says it: `two thirds`; `5/7` where it has no name."""
    return _(PART_NAMES[part]) if part in PART_NAMES else str(part)


# -- the arithmetic, a sentence a line -----------------------------------------------------------------------------


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


def quorum_line(
    part: Fraction | None, base: int, exact: Fraction | None, needed: int, there: int, *, in_person: bool = False
) -> str:
    """Say how many the quorum asks (`exact` before rounding, of `base` people) and whether that many are there.

    `in_person`: who is represented does not help to reach it, and is not among `there`.
    """
    if part is None or exact is None:
        return _("No quorum is asked for.")
    if exact.denominator == 1:
        line = _("Quorum: {part} of {base} is {needed}.").format(part=part, base=base, needed=needed)
    else:
        line = _("Quorum: {part} of {base} is {exact}, rounded up {needed}.").format(
            part=part, base=base, exact=_mixed(exact), needed=needed
        )
    met = _("With {there} there it is met.") if there >= needed else _("With {there} there it is not met.")
    if in_person:
        met = (
            _("With {there} there in person it is met.")
            if there >= needed
            else _("With {there} there in person it is not met.")
        )
    return f"{line} {met.format(there=there)}"


def counted_recused_line() -> str:
    """Say that recused people stand among those present."""
    return _("Recused people seem to be counted as present; leave them out, for they do not help reach the quorum.")


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


def majority_line(
    method: str,
    *,
    cast: int,
    voters: int,
    needed: int,
    there: int = 0,
    threshold: Fraction | None = None,
    counted_over: str = "cast",
) -> str:
    """Say what a method asks for, in numbers: `threshold` and `counted_over` are of `at-least`."""
    over = over_of(method, counted_over)
    rule = METHOD_RULES[method]
    if method == "at-least":
        rule = ALL_OVER[over] if threshold == 1 else AT_LEAST_OVER[over]
    whole = {"cast": cast, "present": there, "entitled": voters}[over]
    part = "" if threshold is None else part_name(threshold)
    return _(rule).format(whole=whole, needed=needed, part=part)


def over_of(method: str, counted_over: str = "cast") -> str:
    """Tell what a method asks a part of: the votes `cast`, those `present` and represented, or all `entitled`."""
    if method == "at-least":
        return counted_over
    return {"of-present": "present", "of-entitled": "entitled"}.get(method, "cast")


def limit_line(limit: int, against: int) -> str:
    """Say whether the votes against stay within the most the rule allows."""
    line = _("At most {limit} against: {number} is too many.")
    if against <= limit:
        line = _("At most {limit} against: with {number} that is kept.")
    return line.format(limit=limit, number=against)


def tie_line(tie: str) -> str:
    """Say what the rule has for equal votes."""
    if tie == "again":
        return _("By the rule the vote is held again.")
    if tie == "lot":
        return _("By the rule the lot decides.")
    return ""


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


# -- the pieces of the one line that is read aloud -----------------------------------------------------------------


def verdict_word(method: str, tie: str, *, carried: bool, tied: bool) -> str:
    """Begin the line with the verdict."""
    if carried:
        return _("Carried by consent") if method == "consent" else _("Carried")
    if not tied:
        return _("Not carried")
    return _("Tied, so not carried") if tie == "rejected" else _("Tied")


def votes_piece(votes_for: int, votes_against: int, votes_blank: int, *, blank_counts: bool) -> str:
    """Say the votes: `24 for, 11 against, 1 blank (not counted)`."""
    piece = _("{votes_for} for, {votes_against} against").format(votes_for=votes_for, votes_against=votes_against)
    if not votes_blank:
        return piece
    blank = _("{blank} blank (counted)") if blank_counts else _("{blank} blank (not counted)")
    return f"{piece}, {blank.format(blank=votes_blank)}"


def needed_piece(method: str, *, whole: int, needed: int, over: str, part: Fraction | None = None) -> str:
    """Say what was needed: `24 needed, two thirds of 35 votes cast`; `part` is None for more than half."""
    if method == "unanimous":
        return _("nobody may be against")
    if over == "cast" and not whole:
        return _("no votes were cast")
    if part is None:
        if over == "present":
            piece = _("{needed} needed, more than half of the {whole} present and represented")
        elif over == "entitled":
            piece = _("{needed} needed, more than half of the {whole} who may vote")
        else:
            piece = ngettext(
                "{needed} needed, more than half of {whole} vote cast",
                "{needed} needed, more than half of {whole} votes cast",
                whole,
            )
        return piece.format(needed=needed, whole=whole)
    if over == "present":
        piece = _("{needed} needed, {part} of the {whole} present and represented")
    elif over == "entitled":
        piece = _("{needed} needed, {part} of the {whole} who may vote")
    else:
        piece = ngettext(
            "{needed} needed, {part} of {whole} vote cast", "{needed} needed, {part} of {whole} votes cast", whole
        )
    return piece.format(needed=needed, whole=whole, part=part_name(part))


def objections_piece(objections: int) -> str:
    """Say how many objections are open."""
    if not objections:
        return _("no objection is open")
    return ngettext("{count} objection is open", "{count} objections are open", objections).format(count=objections)


def limit_piece(limit: int) -> str:
    """Say how many may be against."""
    return _("at most {limit} may be against").format(limit=limit)


def base_piece(needed: int, base: int, recused: int, *, recused_in: bool) -> str:
    """Say what the quorum is: `20 of 38`, and what became of the recused."""
    piece = _("{needed} of {base}").format(needed=needed, base=base)
    if not recused:
        return piece
    among = _("({recused} recused among them)") if recused_in else _("({recused} recused left out)")
    return f"{piece} {among.format(recused=recused)}"


def there_piece(present: int, proxies: int, *, in_person: bool = False) -> str:
    """Say who is there: `25 present and 11 by proxy`; `in_person`: proxies do not help to reach the quorum."""
    if not proxies:
        return _("{present} present").format(present=present)
    piece = (
        _("{present} present ({proxies} by proxy not counted)")
        if in_person
        else _("{present} present and {proxies} by proxy")
    )
    return piece.format(present=present, proxies=proxies)


def _mixed(number: Fraction) -> str:
    """Write 19½ as `19 1/2`, so that nothing is lost in decimals."""
    whole, rest = divmod(number, 1)
    return f"{whole} {rest}" if whole else str(rest)
