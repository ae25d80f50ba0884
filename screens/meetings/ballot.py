"""What is counted now: the words that are voted on, who may vote, and what the numbers mean while they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopadmin.domain.voting import Count, Outcome, Rule, count_votes, impossible
from coopadmin.errors import Invalid
from coopadmin.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Tally:
    """Three numbers, and why they replace others where they do."""

    votes_for: int
    votes_against: int
    votes_blank: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote that is being counted: `count` says who may vote and is there, its votes are still zero."""

    motion_id: int
    text: str
    count: Count
    rule: Rule
    rule_text: str
    way: str = "hands"
    amends_id: int | None = None
    replaces_id: int | None = None
    before: Tally | None = None
    """The count that is replaced."""

    @property
    def voters(self) -> int:
        """How many votes there are to cast now."""
        return self.count.present + self.count.proxies

    def counted(self, numbers: Sequence[int]) -> Count:
        """Give the whole count with these votes for, against and blank."""
        votes_for, votes_against, votes_blank = numbers
        return replace(self.count, votes_for=votes_for, votes_against=votes_against, votes_blank=votes_blank)

    def outcome(self, numbers: Sequence[int]) -> Outcome:
        """Work out what these votes mean; raises Invalid where they cannot be."""
        return count_votes(self.counted(numbers), self.rule)


def wrong(ballot: Ballot, numbers: Sequence[int]) -> str:
    """Say what cannot be about the votes; nothing where they can."""
    count = ballot.counted(numbers)
    problems = impossible(
        entitled=count.entitled,
        present=count.present,
        proxies=count.proxies,
        recused=count.recused,
        votes_for=count.votes_for,
        votes_against=count.votes_against,
        votes_blank=count.votes_blank,
    )
    return problems[0].message if problems else ""


def standing(ballot: Ballot, numbers: Sequence[int]) -> str:
    """Say, with a sign, how many of the votes are accounted for, or what cannot be."""
    if problem := wrong(ballot, numbers):
        return f"▲ {problem}"
    left = ballot.voters - sum(numbers)
    if left:
        sentence = ngettext(
            "{left} of {voters} vote not accounted for", "{left} of {voters} not accounted for", ballot.voters
        )
        return f"○ {sentence.format(left=left, voters=ballot.voters)}"
    return "✓ " + _("all {voters} accounted for").format(voters=ballot.voters)


def preview(ballot: Ballot, numbers: Sequence[int]) -> str:
    """Say what the votes would mean, with a sign; nothing where they cannot be."""
    try:
        outcome = ballot.outcome(numbers)
    except Invalid:
        return ""
    return f"{sign_of(outcome)} {outcome.sentence}"


def sign_of(outcome: Outcome) -> str:
    """Carried or not, as a sign."""
    return "✓" if outcome.carried else "▲" if not outcome.valid else "✗"
