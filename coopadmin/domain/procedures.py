"""How a group chooses its neighbours: who screens and who decides, what is asked, in versions from a day on.

No figure here is the law's: every group has its own. The Good Landlord Act (Wet goed verhuurderschap) asks that the way
of selecting is written, clear and open, and that who is rejected is told why; so a version says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.domain.voting import Rule
from coopadmin.domain.voting_rules_words import count_words, days_words, majority_words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext

WHO: dict[str, str] = {
    "committee": N_("committee"),
    "cluster": N_("cluster"),
    "board": N_("board"),
    "residents": N_("residents' meeting"),
    "general": N_("general meeting"),
}
"""Who may screen the candidates, and who may decide."""

CHOICES: dict[str, str] = {
    "vote": N_("by a vote"),
    "list": N_("first on the waiting list"),
}
"""How the candidate is chosen."""

_BY_LIST = CHOICES["list"]

INVITES: dict[str, str] = {
    "all": N_("everybody who fits"),
    "list": N_("in the order of the waiting list"),
}
"""Who is invited."""

STATES: dict[str, str] = {
    "in_force": N_("in force"),
    "to_come": N_("to come"),
    "earlier": N_("earlier version"),
    "ended": N_("ended"),
}
"""How a version stands on a day."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a procedure. Where a number is None or a flag is not set, nothing is asked there."""

    procedure_id: int
    name: str
    valid_from: date
    screened_by: str
    decided_by: str
    rule: Rule
    """How the votes of the deciding body are counted."""
    ended_on: date | None = None
    """The last day a file may begin with it."""
    choice: str = "vote"
    invites: str = "all"
    group_id: int | None = None
    committee_least: int | None = None
    committee_most: int | None = None
    board_excluded: bool = False
    internal_first: bool = True
    internal_days: int | None = None
    size_extra: int | None = None
    acquaintance_days: int | None = None
    activities_least: int | None = None
    fee_required: bool = False
    owner_registration: bool = False
    interview_residents: int | None = None
    admissions: int = 1
    second_after_days: int | None = None
    procedure_check: bool = False
    ratification: bool = False
    nominees: int = 1
    refusals_most: int | None = None
    reply_days: int | None = None
    source: str = ""
    note: str = ""
    sizes: tuple[tuple[int, int], ...] = ()
    """Rooms, and how many people a home of so many rooms is for at least."""

    @property
    def takes_committee(self) -> bool:
        """Tell whether a committee takes part."""
        return "committee" in (self.screened_by, self.decided_by)


def version_words(procedure: Procedure) -> str:
    """Name a version: `Committee, from 1 January 2026`."""
    return _("{name}, from {day}").format(name=procedure.name, day=long_date(procedure.valid_from))


def persons_least(procedure: Procedure, rooms: int | None) -> int | None:
    """Give how many people a home of `rooms` is for at least; a larger home than the table has goes by its last."""
    if rooms is None:
        return None
    return max((persons for least, persons in procedure.sizes if least <= rooms), default=None)


def state_on(procedure: Procedure, newest: date, on: date) -> str:
    """Tell how a version stands on a day, where `newest` is the day the newest version begun by then began."""
    if procedure.valid_from > on:
        return "to_come"
    if procedure.valid_from < newest:
        return "earlier"
    return "ended" if procedure.ended_on is not None and procedure.ended_on < on else "in_force"


# -- in words ------------------------------------------------------------------------------------------------------

_SCREENS = {
    "committee": N_("The committee holds the candidates against the hard criteria."),
    "cluster": N_("The cluster holds the candidates against the hard criteria."),
    "board": N_("The board holds the candidates against the hard criteria."),
    "residents": N_("The residents' meeting holds the candidates against the hard criteria."),
    "general": N_("The general meeting holds the candidates against the hard criteria."),
}
_DECIDES = {
    "committee": N_("The committee decides."),
    "cluster": N_("The cluster decides."),
    "board": N_("The board decides."),
    "residents": N_("The residents' meeting decides."),
    "general": N_("The general meeting decides."),
}


def describe(procedure: Procedure) -> tuple[str, ...]:
    """Tell a version in sentences to read aloud, in the order in which a home is allocated; not where it comes from."""
    return (
        *_who(procedure),
        *_internal(procedure),
        *_household(procedure),
        *_acquaintance(procedure),
        *_invitation(procedure),
        *_decision(procedure),
        *_afterwards(procedure),
    )


def term_words(days: int) -> str:
    """Say a term as one speaks of it: `12 weeks (84 days)`; days alone below two weeks, or where they are no weeks."""
    weeks, rest = divmod(days, 7)
    if rest or weeks < 2:
        return days_words(days)
    return _("{count} weeks ({days})").format(count=weeks, days=days_words(days))


def choice_words(procedure: Procedure) -> str:
    """Say in a few words how the candidate is chosen: the majority, or that the waiting list says so."""
    return _(_BY_LIST) if procedure.choice == "list" else majority_words(procedure.rule)


def decision_words(procedure: Procedure) -> str:
    """Say how the candidate is chosen: all there is to the vote, or that the waiting list says so."""
    return _(_BY_LIST) if procedure.choice == "list" else count_words(procedure.rule)


def committee_words(procedure: Procedure) -> str:
    """Say how many sit on the committee, and whether the board may; empty where nothing is asked of it."""
    least, most = procedure.committee_least, procedure.committee_most
    said: list[str] = []
    if least is not None and most is not None:
        said.append(_("{least} to {most} people").format(least=least, most=most))
    elif least is not None:
        said.append(ngettext("at least {count} person", "at least {count} people", least).format(count=least))
    elif most is not None:
        said.append(ngettext("at most {count} person", "at most {count} people", most).format(count=most))
    if procedure.board_excluded:
        said.append(_("nobody of the board"))
    return ", ".join(said)


def _who(one: Procedure) -> list[str]:
    lines = [_(_SCREENS[one.screened_by]), _(_DECIDES[one.decided_by])]
    if committee := committee_words(one):
        lines.append(_("The committee: {who}.").format(who=committee))
    return lines


def _internal(one: Procedure) -> list[str]:
    if not one.internal_first:
        return []
    if one.internal_days is None:
        return [_("Who lives here already is asked first.")]
    return [
        _("Who lives here already is asked first, and has {term} to answer.").format(term=term_words(one.internal_days))
    ]


def _household(one: Procedure) -> list[str]:
    lines: list[str] = []
    if one.size_extra is not None:
        line = ngettext(
            "A home has at most {count} room more than the household has people.",
            "A home has at most {count} rooms more than the household has people.",
            one.size_extra,
        )
        if not one.size_extra:
            line = _("A home has no more rooms than the household has people.")
        lines.append(line.format(count=one.size_extra))
    for rooms, persons in one.sizes:
        line = ngettext(
            "A home of {rooms} rooms is for {count} person at least.",
            "A home of {rooms} rooms is for {count} people at least.",
            persons,
        )
        lines.append(line.format(rooms=rooms, count=persons))
    return lines


def _acquaintance(one: Procedure) -> list[str]:
    lines: list[str] = []
    if one.fee_required:
        lines.append(_("The fee for the waiting list has been paid."))
    if one.owner_registration:
        lines.append(_("A candidate is registered with the corporation."))
    if one.acquaintance_days:
        line = _("On the day of the decision the group has known a candidate for {term} at least.")
        lines.append(line.format(term=term_words(one.acquaintance_days)))
    if one.activities_least:
        line = ngettext(
            "A candidate has joined at least {count} activity.",
            "A candidate has joined at least {count} activities.",
            one.activities_least,
        )
        lines.append(line.format(count=one.activities_least))
    return lines


def _invitation(one: Procedure) -> list[str]:
    lines = [_("Candidates are invited in the order of the waiting list.")]
    if one.invites == "all":
        lines = [_("Everybody who fits is invited.")]
    if one.reply_days is not None:
        lines.append(_("Who is invited has {term} to answer.").format(term=term_words(one.reply_days)))
    if one.refusals_most is not None:
        line = ngettext(
            "After {count} refusal a candidate goes to the bottom of the waiting list.",
            "After {count} refusals a candidate goes to the bottom of the waiting list.",
            one.refusals_most,
        )
        lines.append(line.format(count=one.refusals_most))
    if one.interview_residents:
        line = ngettext(
            "At least {count} resident takes part in an interview.",
            "At least {count} residents take part in an interview.",
            one.interview_residents,
        )
        lines.append(line.format(count=one.interview_residents))
    return lines


def _decision(one: Procedure) -> list[str]:
    if one.choice == "list":
        return [_("Chosen is whoever stands first on the waiting list and fits; nobody votes on a person.")]
    return [_("Votes on a candidate: {rule}.").format(rule=count_words(one.rule))]


def _afterwards(one: Procedure) -> list[str]:
    lines: list[str] = []
    if one.procedure_check:
        lines.append(_("A meeting then votes on the way it went, never on the person."))
    if one.ratification:
        lines.append(_("The general meeting has the last word."))
    line = ngettext(
        "{count} candidate at a time is nominated to the corporation.",
        "At most {count} candidates at a time are nominated to the corporation.",
        one.nominees,
    )
    lines.append(line.format(count=one.nominees))
    if one.second_after_days is not None:
        line = _("Whoever comes to live here is an aspirant first; after {term} at the earliest a second vote follows.")
        lines.append(line.format(term=term_words(one.second_after_days)))
    return lines


# -- ready made ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """A procedure to begin with; its name and its source are message ids, and its day is set when it is taken up."""

    code: str
    told: str
    """What it comes down to, in a sentence (a message id)."""
    procedure: Procedure


READY_MADE: tuple[ReadyMade, ...] = (
    ReadyMade(
        "committee",
        N_("A committee screens, talks with everybody who fits, and chooses by two thirds"),
        Procedure(
            procedure_id=0,
            name=N_("Committee"),
            valid_from=date.min,
            screened_by="committee",
            decided_by="committee",
            rule=Rule("two-thirds"),
            committee_least=3,
            committee_most=7,
            board_excluded=True,
            internal_days=7,
            size_extra=1,
            acquaintance_days=84,
            owner_registration=True,
            interview_residents=2,
            reply_days=7,
            source=N_("After the rules of groups with a committee for nominations; put your own article here"),
        ),
    ),
    ReadyMade(
        "cluster",
        N_("The neighbours of the home choose by consent; a meeting votes on the way it went"),
        Procedure(
            procedure_id=0,
            name=N_("Cluster"),
            valid_from=date.min,
            screened_by="cluster",
            decided_by="cluster",
            rule=Rule("consent"),
            internal_days=14,
            size_extra=1,
            interview_residents=2,
            procedure_check=True,
            reply_days=7,
            source=N_("After the rules of groups whose clusters choose their neighbours; put your own article here"),
        ),
    ),
    ReadyMade(
        "list",
        N_("Whoever stands first on the waiting list and fits, with a fee and a limit to refusals"),
        Procedure(
            procedure_id=0,
            name=N_("Waiting list"),
            valid_from=date.min,
            screened_by="board",
            decided_by="board",
            rule=Rule("simple"),
            choice="list",
            invites="list",
            internal_days=14,
            size_extra=2,
            fee_required=True,
            owner_registration=True,
            refusals_most=3,
            reply_days=7,
            source=N_("After the rules of groups that keep a waiting list; put your own article here"),
            sizes=((4, 2), (5, 3), (6, 4)),
        ),
    ),
)
"""Procedures to begin with, after those of real groups: what they ask is practice, and none of it is the law's."""
