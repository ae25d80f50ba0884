"""Why somebody was not chosen: neutral wordings to pick from, and the letter that says so.

Who lets a home explains the choice to those who were rejected (Good Landlord Act (Wet goed verhuurderschap)). The
code stays in the store when the words are cleared, so that the file keeps proving why without saying of whom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from coopadmin.formats import long_date, tidy
from coopadmin.i18n import N_, _

_LINE = 76
"""Signs on a line of text."""

OTHER = "other"
"""The code that says nothing by itself: it needs words."""

REASONS: dict[str, str] = {
    "other_chosen": N_("another candidate was chosen by vote"),
    "not_carried": N_("the vote did not reach what our procedure asks for"),
    "list_order": N_("a candidate with a higher place on the waiting list came first"),
    "internal_first": N_("a candidate who lives here already came first"),
    "larger_household": N_("a household was chosen whose size fits this home better"),
    "known_longer": N_("a candidate was chosen whom the group has known longer"),
    "size_rule": N_("the size of the household does not fit our rule for a home of this size"),
    "rooms_wish": N_("the number of rooms of this home is not what was asked for"),
    "not_on_list": N_("there was no place on the waiting list, and our procedure chooses from it"),
    "acquaintance": N_("the time of getting acquainted that our procedure asks for was not reached"),
    "activities": N_("the number of activities together that our procedure asks for was not reached"),
    "fee": N_("the fee for the waiting list was not paid"),
    "owner_registration": N_("there was no registration with the corporation"),
    "no_answer": N_("there was no answer to the invitation in time"),
    "did_not_come": N_("the talk with residents did not take place, because the candidate did not come"),
    "corporation_refused": N_("the corporation did not accept the nomination"),
    "no_fit": N_("the corporation's fit check did not allow this home"),
    "no_permit": N_("the municipality gave no housing permit"),
    "none_chosen": N_("nobody was chosen for this home"),
    "file_withdrawn": N_("the home did not become free, or is not let in this way"),
    OTHER: N_("a reason of its own"),
}
"""Neutral wordings by code. None says anything of the candidate that a hard criterion does not ask."""

OF_CRITERION: dict[str, str] = {
    "size": "size_rule",
    "persons_least": "size_rule",
    "rooms_wish": "rooms_wish",
    "waiting_list": "not_on_list",
    "fee": "fee",
    "owner_registration": "owner_registration",
    "acquaintance": "acquaintance",
    "activities": "activities",
}
"""The wording that goes with a hard criterion that was not met."""


@dataclass(frozen=True, slots=True)
class ReasonsLetter:
    """What the letter says, and to whom; nothing of it is about other candidates, votes or income."""

    sender: str
    name: str
    address: str
    on: date
    home: str
    file: str
    decided_on: date
    reason_code: str
    reason_words: str
    procedure: str
    """The procedure of the file, with the day its version holds from."""


def why(reason_code: str, reason_words: str = "") -> str:
    """Say a reason in one line: the neutral wording, then the words of one's own; the words alone for `other`."""
    words = tidy(reason_words)
    if reason_code == OTHER and words:
        return words
    wording = _(REASONS.get(reason_code, REASONS[OTHER]))
    return f"{wording}: {words}" if words else wording


def letter(told: ReasonsLetter) -> str:
    """Write the letter to somebody who was not chosen, in the language in use."""
    top = (told.sender, "\n".join([told.name, *told.address.splitlines()]), long_date(told.on))
    subject = _("Home {home} ({file})").format(home=told.home, file=told.file)
    parts = (*top, subject, _("Dear {name},").format(name=told.name), *_paragraphs(told), told.sender)
    return "\n\n".join("\n".join(map(_wrapped, part.splitlines())) for part in parts) + "\n"


def _paragraphs(told: ReasonsLetter) -> Iterator[str]:
    yield _("You were a candidate for home {home}. On {day} it was decided that it does not go to you.").format(
        home=told.home, day=long_date(told.decided_on)
    )
    yield _("The reason: {reason}.").format(reason=why(told.reason_code, told.reason_words).rstrip("."))
    yield _("The choice was made by our procedure “{procedure}”. You may read it with the secretary.").format(
        procedure=told.procedure
    )
    yield _("If you have a question about this, or do not agree, write to the secretary.")
    yield _("With kind regards,")


def _wrapped(line: str) -> str:
    return fill(line, _LINE, break_long_words=False, break_on_hyphens=False)
