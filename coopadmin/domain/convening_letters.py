"""The letter that calls people to a meeting, as plain text in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from coopadmin.domain.meetings import day_of, purpose_text, time_of
from coopadmin.formats import day_name, long_date
from coopadmin.i18n import _, ngettext

_LINE = 76
"""Signs on a line of text."""

_HANG = " " * 12
"""What stands before a line that goes with an item."""


@dataclass(frozen=True, slots=True)
class LetterItem:
    """An item as the letter names it: when it is expected to begin, its papers, and what its decision needs."""

    position: int
    expected: str
    title: str
    decision_kind: str = ""
    """The kind of decision; a change of the statutes must be named as one (Civil Code (BW) 2:42(1))."""
    explanation: str = ""
    documents: Sequence[tuple[str, str]] = ()
    """What each paper is, and where it lies."""
    majority: str = ""
    open_from: date | None = None
    """From this day its full text lies open for members."""
    motions: Sequence[str] = ()
    """What is proposed, as `motion_text` says it."""


@dataclass(frozen=True, slots=True)
class ConveningLetter:
    """What the letter says: from whom, of which body, when and where, what about, and how one may be represented."""

    sender: str
    on: date
    body: str
    """The code of the body."""
    title: str
    starts_at: str
    place: str
    items: Sequence[LetterItem]
    proxies_per_holder: int
    second_of: date | None = None
    """The day of the meeting whose quorum failed, where this is its second."""


def letter_text(letter: ConveningLetter) -> str:
    """Write the letter that calls to a meeting."""
    parts = [
        *_head(letter),
        "",
        *_when_and_where(letter),
        "",
        *_agenda(letter),
        "",
        *_open_texts(letter),
        *_proxies(letter),
        "",
        _("With kind regards,"),
        "",
        _("the secretary of {sender}").format(sender=letter.sender),
    ]
    return "\n".join(_wrapped(line) for line in parts) + "\n"


def motion_text(text: str, proposer: str = "", *, amends: bool = False) -> str:
    """Say what is proposed, and by whom where that is known."""
    if amends:
        named, bare = _("amendment of {name}: {text}"), _("amendment: {text}")
    else:
        named, bare = _("motion of {name}: {text}"), _("motion: {text}")
    return named.format(name=proposer, text=text) if proposer else bare.format(text=text)


def _wrapped(line: str) -> str:
    if not line.startswith(" "):
        return fill(line, _LINE, break_long_words=False, break_on_hyphens=False)
    bare = line.lstrip()
    before = line[: len(line) - len(bare)]
    hang = before if line.startswith(_HANG) else _HANG
    return fill(
        bare, _LINE, initial_indent=before, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )


def _head(letter: ConveningLetter) -> Iterator[str]:
    yield letter.sender
    yield ""
    yield long_date(letter.on)
    yield ""
    yield _("Convening letter: {title}").format(title=letter.title)
    yield ""
    yield _("Dear members,") if letter.body in ("general", "residents") else _("Dear all,")


def _when_and_where(letter: ConveningLetter) -> Iterator[str]:
    day = day_of(letter.starts_at)
    yield _("You are invited to this meeting:")
    yield ""
    yield "  " + _("when: {weekday} {day}, {time}").format(
        weekday=day_name(day), day=long_date(day), time=time_of(letter.starts_at)
    )
    yield "  " + _("where: {place}").format(place=letter.place or _("you will be told in time"))
    if letter.second_of is not None:
        yield ""
        yield _(
            "This is the second meeting after the one of {day}, where too few were there to decide. What is decided "
            "now is decided by those who come, as the agenda says at each decision."
        ).format(day=long_date(letter.second_of))


def _agenda(letter: ConveningLetter) -> Iterator[str]:
    yield _("Agenda")
    yield ""
    for item in letter.items:
        title = f"{item.title} ({purpose_text('decision', item.decision_kind)})" if item.decision_kind else item.title
        yield f"  {item.position:>2} {item.expected:>5}  {title}"
        for line in item.explanation.splitlines():
            if line:
                yield f"{_HANG}{line}"
        for motion in item.motions:
            for line in motion.splitlines():
                if line:
                    yield f"{_HANG}{line}"
        for paper, place in item.documents:
            yield _HANG + (
                _("paper: {title}, {place}").format(title=paper, place=place)
                if place
                else _("paper: {title}").format(title=paper)
            )
        if item.majority:
            yield _HANG + _("needs: {rule}").format(rule=item.majority)


def _open_texts(letter: ConveningLetter) -> Iterator[str]:
    for item in letter.items:
        if item.open_from is None:
            continue
        places = "; ".join(place for _paper, place in item.documents if place)
        sentence = _(
            "The full text of what is proposed under item {position} lies open for members from {day} until the end "
            "of the day of the meeting, {place}."
        )
        yield sentence.format(
            position=item.position,
            day=long_date(item.open_from),
            place=_("here: {places}").format(places=places) if places else _("with the secretary"),
        )
        yield ""


def _proxies(letter: ConveningLetter) -> Iterator[str]:
    if not letter.proxies_per_holder:
        yield _("Nobody can vote for another at this meeting, so please come if you can.")
        return
    yield ngettext(
        "If you cannot come, you may give another person with a vote a written proxy; an e-mail is enough. Nobody "
        "holds more than {count}. It holds for this meeting only, and counts while its holder is there.",
        "If you cannot come, you may give another person with a vote a written proxy; an e-mail is enough. Nobody "
        "holds more than {count}. It holds for this meeting only, and counts while its holder is there.",
        letter.proxies_per_holder,
    ).format(count=letter.proxies_per_holder)
    yield ""
    yield _("I, …………………………, give a proxy for the meeting of {day} to: …………………………").format(
        day=long_date(day_of(letter.starts_at))
    )
    yield _("Date and signature: …………………………")
