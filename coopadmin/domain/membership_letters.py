"""The letters about joining and leaving, as plain text in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from coopadmin.domain.members import KINDS
from coopadmin.domain.memberships import EndingRules
from coopadmin.formats import long_date
from coopadmin.i18n import _, ngettext

_LINE = 76
"""Signs on a line of text."""


@dataclass(frozen=True, slots=True)
class Head:
    """From whom a letter is, to whom, and of what day."""

    sender: str
    name: str
    address: str
    on: date


@dataclass(frozen=True, slots=True)
class Parting:
    """What a letter about an ending says: `rule` holds the lines of how the day came about.

    `ends_on` is None while an appeal is open; `due` and `hand_back` are lines of their own.
    """

    kind: str
    noticed_on: date
    ends_on: date | None
    rule: str
    reason: str
    contribution: str
    tenancy_kept: bool | None
    due: Sequence[str]
    hand_back: Sequence[str]


def refusal_letter(head: Head, kind: str, applied_on: date, decided_on: date, reason: str) -> str:
    """Tell an applicant that they were not admitted, why, and who can still do so (Civil Code (BW) 2:33)."""
    return _letter(head, _("Your application for membership"), _refused(kind, applied_on, decided_on, reason))


def _refused(kind: str, applied_on: date, decided_on: date, reason: str) -> Iterator[str]:
    yield _("On {day} you asked to join us ({kind}). On {decided} it was decided not to admit you.").format(
        day=long_date(applied_on), kind=_(KINDS[kind]), decided=long_date(decided_on)
    )
    if reason:
        yield _("The reason: {reason}").format(reason=reason)
    yield _(
        "Unless our statutes differ, the general meeting can still admit you (Civil Code (BW) 2:33). If you want that, "
        "ask the secretary to put it on the agenda."
    )


def parting_letter(head: Head, parting: Parting, rules: EndingRules) -> str:
    """Write the letter that goes with an ending: a confirmation, or the decision with its reasons and its appeal."""
    if parting.kind == "expulsion":
        return _letter(head, _("Your expulsion, with the reasons"), _expelled(parting, rules))
    if parting.kind == "by_association":
        return _letter(head, _("Notice on your membership"), _given_notice(parting))
    return _letter(head, _("Confirmation: the end of your membership"), _confirmed(parting))


def _confirmed(parting: Parting) -> Iterator[str]:
    if parting.kind == "death":
        yield _("With this letter we confirm to the family that the membership has ended by death.")
    else:
        yield _("We received your notice of {day}.").format(day=long_date(parting.noticed_on))
    yield from _end(parting)
    yield from _settling(parting)


def _given_notice(parting: Parting) -> Iterator[str]:
    yield _("With this letter the association gives you notice. The reason: {reason}").format(reason=parting.reason)
    yield from _end(parting)
    yield from _settling(parting)


def _expelled(parting: Parting, rules: EndingRules) -> Iterator[str]:
    yield _("On {day} it was decided to expel you from the association (Civil Code (BW) 2:35(3)).").format(
        day=long_date(parting.noticed_on)
    )
    yield _("The reasons: {reason}").format(reason=parting.reason)
    if parting.ends_on == parting.noticed_on:
        yield from _end(parting)
    else:
        months = max(rules.appeal_months, 1)
        yield ngettext(
            "Within {count} month after you received this letter you may appeal in writing to the general meeting "
            "(Civil Code (BW) 2:35(4)). Send the appeal to the secretary.",
            "Within {count} months after you received this letter you may appeal in writing to the general meeting "
            "(Civil Code (BW) 2:35(4)). Send the appeal to the secretary.",
            months,
        ).format(count=months)
        yield _(
            "In that time, and until an appeal is decided, you are suspended: you have no vote. You may come to the "
            "meeting that treats it, and speak there (Civil Code (BW) 2:38(1)). Without an appeal your membership ends "
            "when that time is over; if the appeal is upheld, it runs on."
        )
    yield from _settling(parting)


def _end(parting: Parting) -> Iterator[str]:
    if parting.ends_on is not None:
        yield _("Your membership ends on {day}; that is its last day.").format(day=long_date(parting.ends_on))
    yield "\n".join([_("How that day came about:"), *(f"  {line}" for line in parting.rule.splitlines())])


def _settling(parting: Parting) -> Iterator[str]:
    if parting.ends_on is not None:
        yield parting.contribution
    if parting.due:
        yield "\n".join([_("Still to be settled:"), *(f"  - {line}" for line in parting.due)])
    if parting.hand_back:
        yield "\n".join([_("To hand over or give back:"), *(f"  - {line}" for line in parting.hand_back)])
    if parting.tenancy_kept is not False and parting.kind != "death":
        yield _("A tenancy is a thing of its own: it does not end with the membership.")


def _letter(head: Head, subject: str, paragraphs: Iterator[str]) -> str:
    address = [head.name, *head.address.splitlines()]
    top = ["\n".join(part) for part in ([head.sender], address, [long_date(head.on)], [subject])]
    parts = [*top, _("Dear {name},").format(name=head.name), *paragraphs, head.sender]
    return "\n\n".join("\n".join(map(_wrapped, part.splitlines())) for part in parts) + "\n"


def _wrapped(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" -"))]
    later = " " * len(indent)
    return fill(line, _LINE, subsequent_indent=later, break_long_words=False, break_on_hyphens=False)
