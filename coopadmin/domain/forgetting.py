"""When a candidate's personal data is cleared, what keeps it until then, and taking a name out of a text.

The law sets no term: no longer than needed (GDPR (AVG) art. 5(1)(e)). Here it is a setting that counts from the last
thing that kept somebody: the registration, a file that was closed, a list they left. Only consent makes it longer. A
place on a list is none without it: its consent ended, the same days are left to ask for it once more or to tell them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.domain.candidates import TAKEN_OFF
from coopadmin.domain.deadlines import Figure
from coopadmin.formats import fold, long_date, short_date
from coopadmin.i18n import N_, _, ngettext

RETENTION = "candidate_retention_days"
"""The setting: for so many days data is kept after the last thing that kept it."""

LISTS: dict[str, str] = {"waiting": N_("the waiting list"), "pool": N_("the pool")}

PLACES: dict[str, str] = {"waiting": N_("on the waiting list"), "pool": N_("in the pool")}

SHORTEST_NAME = 3
"""A given name of fewer letters stands in too many other words to be taken out of a text."""


@dataclass(frozen=True, slots=True)
class InFile:
    """A candidate's part in a file: its number, when it was closed, and whether their reasons are still to be sent."""

    number: str
    closed_on: date | None
    letter_owed: bool = False


@dataclass(frozen=True, slots=True)
class OnList:
    """A candidate's place on a list (`kind` of LISTS)."""

    kind: str
    began_on: date
    ended_on: date | None = None
    end_reason: str = ""
    notice_sent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that says how long a candidate's data is kept."""

    registered_on: date
    consent_on: date | None = None
    consent_until: date | None = None
    files: tuple[InFile, ...] = ()
    lists: tuple[OnList, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that kept a candidate's data: in words, and the day it was over."""

    over_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """When data is to be cleared: from `from_on` on; `told` says how that day was made.

    None where something keeps it that has no day yet, such as an open file. `asks` are things that keep it too and that
    a person must see to first: with them nothing is cleared, whatever the day.
    """

    from_on: date | None
    told: tuple[str, ...]
    asks: tuple[str, ...] = ()

    def is_due(self, on: date) -> bool:
        """Whether the data is to be cleared on a day."""
        return self.from_on is not None and self.from_on <= on and not self.asks

    @property
    def last_day(self) -> date | None:
        """The last day the data is kept; None while that is not known."""
        return None if self.from_on is None else self.from_on - timedelta(days=1)


def due_on(facts: Facts, retention: Figure, on: date) -> Term:
    """Work out from which day a candidate's data is to be cleared, as things stand `on` a day."""
    last = sorted(_reasons(facts), key=lambda reason: reason.over_on)[-1]
    from_on = last.over_on + timedelta(days=retention.number)
    days = ngettext("{count} day after that", "{count} days after that", retention.number).format(
        count=retention.number
    )
    told = [last.text, retention.because(days)]
    if facts.consent_on is not None and facts.consent_until is not None:
        told.append(
            _("agreed on {day} that it is kept until {until} (GDPR art. 7)").format(
                day=long_date(facts.consent_on), until=long_date(facts.consent_until)
            )
        )
        from_on = max(from_on, facts.consent_until + timedelta(days=1))
    open_files = [one.number for one in facts.files if one.closed_on is None]
    if open_files:
        told.append(_("kept as long as file {files} is open").format(files=", ".join(open_files)))
        return Term(None, tuple(told), tuple(_letters(facts)))
    told += [*_places(facts, on), _("so to be cleared from {day} on").format(day=long_date(from_on))]
    return Term(from_on, tuple(told), (*_letters(facts), *_notices(facts)))


def after_taking_back(taken_back_on: date, retention: Figure) -> Term:
    """Work out from which day on the journal forgets a candidate whose registration was taken back."""
    from_on = taken_back_on + timedelta(days=retention.number)
    days = ngettext("{count} day after that", "{count} days after that", retention.number)
    return Term(
        from_on,
        (
            _("the registration was taken back on {day}; the journal still holds it").format(
                day=long_date(taken_back_on)
            ),
            retention.because(days.format(count=retention.number)),
            _("so to be cleared from {day} on").format(day=long_date(from_on)),
        ),
    )


def keeps_from_request(files: Iterable[InFile], withdrew_from: Collection[str]) -> tuple[str, ...]:
    """Name the open files that keep somebody's data although they ask to be forgotten (GDPR (AVG) art. 17).

    A file whose candidate withdrew from it does not: nothing is decided about them any more.
    """
    return tuple(one.number for one in files if one.closed_on is None and one.number not in withdrew_from)


def _reasons(facts: Facts) -> Iterator[Reason]:
    yield Reason(facts.registered_on, _("registered on {day}").format(day=long_date(facts.registered_on)))
    for one in facts.files:
        if one.closed_on is not None:
            text = _("file {file} was closed on {day}").format(file=one.number, day=long_date(one.closed_on))
            yield Reason(one.closed_on, text)
    for place in facts.lists:
        if place.ended_on is not None:
            text = _("left {list} on {day}").format(list=_(LISTS[place.kind]), day=long_date(place.ended_on))
            yield Reason(place.ended_on, text)
        elif facts.consent_until is not None and facts.consent_until >= place.began_on:
            text = _("{place}, with consent until {day}").format(
                place=_(PLACES[place.kind]), day=long_date(facts.consent_until)
            )
            yield Reason(facts.consent_until, text)
        else:
            text = _("{place} since {day}, without consent").format(
                place=_(PLACES[place.kind]), day=long_date(place.began_on)
            )
            yield Reason(place.began_on, text)


def _letters(facts: Facts) -> Iterator[str]:
    for one in facts.files:
        if one.letter_owed:
            yield _("letter with the reasons of file {file} not sent yet: send it and tick it").format(file=one.number)


def _notices(facts: Facts) -> Iterator[str]:
    """Who was taken off a list must be told why, which needs their address (ECLI:NL:GHAMS:2014:4257)."""
    for place in facts.lists:
        if place.ended_on is not None and place.end_reason in TAKEN_OFF and place.notice_sent_on is None:
            yield _("taken off {list} on {day}, not told why yet: tell them and note the day").format(
                list=_(LISTS[place.kind]), day=short_date(place.ended_on)
            )


def _places(facts: Facts, on: date) -> Iterator[str]:
    """A running place is not wiped away in passing: nobody is struck off a list without being told why."""
    running = [_(LISTS[place.kind]) for place in facts.lists if place.ended_on is None]
    if running and (facts.consent_until is None or facts.consent_until < on):
        yield _(
            "no consent that holds for {lists}: ask for it, or tell them first that clearing takes them off"
        ).format(lists=", ".join(running))


# -- names in texts ------------------------------------------------------------------------------------------------


def names_of(values: Iterable[tuple[str, str, str]], others: Iterable[str] = ()) -> tuple[str, ...]:
    """Give what somebody may be called in a text, longest first.

    `values` are family name, prefix and given name, as they are or were once; `others` are addresses and numbers.
    """
    found: set[str] = set(others)
    for family, prefix, given in values:
        found |= {family, f"{prefix} {family}", f"{given} {family}", f"{given} {prefix} {family}"}
        if len(given) >= SHORTEST_NAME:
            found.add(given)
    tidied = {" ".join(name.split()) for name in found}
    return tuple(sorted((name for name in tidied if name), key=lambda name: (-len(name), name)))


def scrub(text: str, names: Iterable[str], number: str) -> str:
    """Put a candidate's number where one of their names stands in a text as words of its own.

    A name is found as it is written, with or without its accents, and in capitals; `Bos` is not found in `bos`.
    """
    for name in names:
        for form in _forms(name):
            text = re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", lambda _found: number, text)
    return text


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Give what finds whether any of some names stands in a text, as `scrub` finds them; for looking through many."""
    forms = "|".join(re.escape(form) for name in names for form in _forms(name))
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)" if forms else r"(?!)")


def _forms(name: str) -> Iterable[str]:
    """Give how a name may be written: with or without its accents, and in capitals."""
    plain = "".join(folded.upper() if sign.isupper() else folded for sign in name for folded in (fold(sign) or sign,))
    return dict.fromkeys((name, plain, name.upper(), plain.upper()))
