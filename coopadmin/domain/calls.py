"""Taking a call: what the one who reports something is told, at once."""

from __future__ import annotations

from coopadmin.domain.clocks import END_OF_DAY, Clock
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _


def answer(party: str, urgency: str, *, letter: str, work: Clock, contact: Clock) -> str:
    """Give the sentences to say to who reports something, by who sees to it and how long that may take.

    `letter` is the small repair by law (a–v, Besluit kleine herstellingen) it comes under, where that is why it is the
    resident's. No day is promised where no rule gives one.
    """
    if party == "resident":
        return _for_the_resident(letter)
    if party == "corporation":
        said = [_("This is for the corporation: we hand it over and let you know its number.")]
        if work.due_at is not None:
            said.append(_("By the agreed terms it is done by {moment}.").format(moment=moment_words(work)))
        return " ".join(said)
    if party == "unknown":
        by = contact if contact.due_at is not None else work
        if by.due_at is None:
            return _("We find out who sees to this and call you back.")
        return _("We find out who sees to this and call you back, by {moment}.").format(moment=moment_words(by))
    return _by_us(urgency, work, contact)


def _for_the_resident(letter: str) -> str:
    if not letter:
        return _("By the demarcation list you see to this yourself. Call again where it turns out to be more.")
    return _(
        "You see to this yourself: by law it is a small repair (letter {letter}). Call again where it cannot be "
        "reached or costs more than a little."
    ).format(letter=letter)


def _by_us(urgency: str, work: Clock, contact: Clock) -> str:
    if work.due_at is None:
        return _("The co-operative sees to this; it goes on the list of planned work.")
    if urgency == "planned":
        return _("The co-operative sees to this; it is planned for {moment}.").format(moment=moment_words(work))
    if urgency == "emergency":
        return _("The co-operative sees to this at once: by {moment} at the latest.").format(moment=moment_words(work))
    if contact.due_at is None:
        return _("The co-operative sees to this: it is done by {moment}.").format(moment=moment_words(work))
    return _("The co-operative sees to this: we agree a day with you by {agreed}, and it is done by {moment}.").format(
        agreed=moment_words(contact), moment=moment_words(work)
    )


def moment_words(one: Clock) -> str:
    """Say when a clock ends as one says it on the phone: the day, and the time where hours count."""
    if one.due_at is None:
        return ""
    day = f"{day_name(one.due_at.date())} {long_date(one.due_at.date())}"
    return day if one.due_at.time() == END_OF_DAY else f"{day} {one.due_at:%H:%M}"
