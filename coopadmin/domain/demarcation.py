"""Whose job it is: a report laid beside the demarcation list, with the small repairs by law as its floor.

The list says who sees to what: the resident, the co-operative or the corporation. It may only shift work in the
tenant's favour (BW 7:240): what it takes on itself goes before the law, by the codes that were chosen as much as by
words, and what it leaves to the resident without a letter of the Besluit kleine herstellingen is not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coopadmin.domain.demarcation_fits import Report, fits, report_of
from coopadmin.domain.demarcation_lines import CODE_LISTS as CODE_LISTS
from coopadmin.domain.demarcation_lines import PARTIES as PARTIES
from coopadmin.domain.demarcation_lines import Line as Line
from coopadmin.domain.minor_repairs import LETTERS, MinorRepair
from coopadmin.i18n import _

MOST_OTHERS = 5
"""Lines that are shown beside the best one."""


@dataclass(frozen=True, slots=True)
class Routed:
    """Who has to see to a report, and why."""

    party: str
    """A code of PARTIES, or `unknown` where neither the list nor the law says."""
    line_id: int | None
    letter: str
    """The small repair by law it comes under, also where the list takes it off the resident's hands."""
    told: tuple[str, ...]
    """Why, in sentences to read to a neighbour."""
    others: tuple[Line, ...] = ()
    """Other lines that could be meant, best first."""


def route(
    lines: Iterable[Line],
    *,
    what: str,
    element_code: str = "",
    defect_code: str = "",
    location_code: str = "",
    reachable: bool | None = None,
    notable_cost: bool | None = None,
    shared: bool = False,
) -> Routed:
    """Say whose job a report is, by the list in force and the law, and why.

    `reachable` and `notable_cost` are what the one who reports it says, None where nobody asked. `shared` tells that
    it is in a shared room: no one's home, so the resident's lines hold there only where the law speaks of shared rooms.
    Codes go before words. Where two lines fit equally well and name different parties, nobody is chosen.
    """
    report = report_of(
        what=what,
        element_code=element_code,
        defect_code=defect_code,
        location_code=location_code,
        reachable=reachable,
        notable_cost=notable_cost,
        shared=shared,
    )
    known = tuple(lines)
    found = [fits(line, report) for line in known]
    ranked = sorted((at for at, fit in enumerate(found) if fit.score), key=lambda at: (-found[at].score, at))
    fitting = tuple(known[at] for at in ranked)
    if not fitting:
        return _by_law(report, listed=bool(known))
    # A line that may be about other work takes nothing off the law, and puts nothing on a resident.
    foremost = [at for at in ranked if found[at].score == found[ranked[0]].score and found[at].doubtful]
    if any(report.law is not None or known[at].party == "resident" for at in foremost):
        ranked = [at for at in ranked if not found[at].doubtful]
    if not ranked:
        return _by_law(report, listed=True, others=fitting[:MOST_OTHERS])
    first = found[ranked[0]]
    best = [known[at] for at in ranked if found[at].score == first.score]
    if len({line.party for line in best}) > 1:
        return _between(best, report, fitting[:MOST_OTHERS])
    others = tuple(line for line in fitting if line is not best[0])
    return _by_list(best[0], report, unspoken=first.unspoken, others=others[:MOST_OTHERS])


def route_by(
    line: Line,
    *,
    what: str,
    element_code: str = "",
    defect_code: str = "",
    location_code: str = "",
    reachable: bool | None = None,
    notable_cost: bool | None = None,
    shared: bool = False,
) -> Routed:
    """Say whose job a report is by a line that a person chose, and why; its conditions and the law's hold as ever."""
    report = report_of(
        what=what,
        element_code=element_code,
        defect_code=defect_code,
        location_code=location_code,
        reachable=reachable,
        notable_cost=notable_cost,
        shared=shared,
    )
    return _by_list(line, report, unspoken="", others=())


# -- what follows ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Telling:
    """The sentences so far."""

    said: list[str] = field(default_factory=list[str])

    def __call__(self, sentence: str) -> None:
        self.said.append(sentence)


def _by_list(line: Line, report: Report, *, unspoken: str, others: tuple[Line, ...]) -> Routed:
    law = LETTERS.get(line.letter) or report.law
    letter = law.letter if law else line.letter
    tell = _Telling()
    tell(_list_says(line))
    if unspoken:
        tell(_("The line speaks of “{words}”: ask whether it is that.").format(words=unspoken))
    party = line.party
    if party == "resident":
        party = _resident_or_not(line, law, report, tell)
    elif report.law is not None:
        tell(_("By law it would be the resident's (letter {letter}); the list takes it over.").format(letter=letter))
    if line.note:
        tell(_("The list adds: {note}.").format(note=line.note.rstrip(".")))
    return Routed(party, line.line_id, letter, tuple(tell.said), others)


def _resident_or_not(line: Line, law: MinorRepair | None, report: Report, tell: _Telling) -> str:
    """Give who sees to what a line leaves to the resident, once its conditions and the law's are looked at."""
    if report.shared and not (law and law.shared):
        tell(_("It is in a shared room, which is no one's home, so it is not for one resident."))
        tell(_goes_to(line.otherwise))
        return line.otherwise
    if law is not None:
        tell(_("The law says so too: small repair {letter}, {words}.").format(letter=law.letter, words=_(law.words)))
    only_reachable = line.only_reachable or (law is not None and law.reachable)
    only_low_cost = line.only_low_cost or (law is not None and law.low_cost)
    if not _conditions_hold(only_reachable, only_low_cost, report, tell):
        if law is not None and law.unverified and not (line.only_reachable or line.only_low_cost):
            tell(_unverified())
        tell(_goes_to(line.otherwise))
        return line.otherwise
    if law is None:
        tell(
            _(
                "No small repair by law stands behind this line, and a list may not ask more of a tenant than the law "
                "(art. 7:240 BW): have the board look at it."
            )
        )
        tell(_("Whether it is the co-operative's or the corporation's, a person has to say."))
        return "unknown"
    return "resident"


def _conditions_hold(only_reachable: bool, only_low_cost: bool, report: Report, tell: _Telling) -> bool:
    if only_reachable and report.reachable is False:
        tell(_("It cannot be reached without special means, so it is not the resident's."))
        return False
    if only_low_cost and report.notable_cost:
        tell(_("It costs more than a little, so it is not the resident's."))
        return False
    if only_reachable and report.reachable is None:
        tell(_("That holds only where it can be reached without special means: ask."))
    if only_low_cost and report.notable_cost is None:
        tell(_("That holds only where it brings no notable cost: ask."))
    return True


def _by_law(report: Report, *, listed: bool, others: tuple[Line, ...] = ()) -> Routed:
    """Say what the law says where no line fits."""
    tell = _Telling()
    if others:
        tell(_("No line of the demarcation list fits this for certain."))
        tell(_("Perhaps it is “{line}” ({party}): ask.").format(line=others[0].name, party=_(PARTIES[others[0].party])))
    elif listed:
        tell(_("No line of the demarcation list fits this."))
    else:
        tell(_("There is no demarcation list for this yet."))
    law = report.law
    if law is None:
        tell(_("It is no small repair by law either, so a person has to say who sees to it."))
        return Routed("unknown", None, "", tuple(tell.said), others)
    tell(
        _("By law it is a small repair of the resident: letter {letter}, {words}.").format(
            letter=law.letter, words=_(law.words)
        )
    )
    if _conditions_hold(law.reachable, law.low_cost, report, tell):
        return Routed("resident", None, law.letter, tuple(tell.said), others)
    if law.unverified:
        tell(_unverified())
    tell(_("Whether it is the co-operative's or the corporation's, a person has to say."))
    return Routed("unknown", None, law.letter, tuple(tell.said), others)


def _between(best: Sequence[Line], report: Report, others: tuple[Line, ...]) -> Routed:
    """Choose nobody between lines that fit equally well, and say which they are."""
    tell = _Telling()
    tell(_("Several lines of the list fit equally well; choose which is meant:"))
    for line in best[:MOST_OTHERS]:
        tell(_("“{line}”: {party}.").format(line=line.name, party=_(PARTIES[line.party])))
    return Routed("unknown", None, report.law.letter if report.law else "", tuple(tell.said), others)


def _list_says(line: Line) -> str:
    sentences = {
        "resident": _("By the list (“{line}”) the resident sees to it."),
        "cooperative": _("By the list (“{line}”) the co-operative sees to it."),
        "corporation": _("By the list (“{line}”) the corporation sees to it."),
    }
    return sentences[line.party].format(line=line.name)


def _goes_to(party: str) -> str:
    sentences = {
        "resident": _("It stays with the resident."),
        "cooperative": _("So the co-operative sees to it."),
        "corporation": _("So the corporation sees to it."),
    }
    return sentences[party]


def _unverified() -> str:
    return _("This condition was not verified against the text of the decree; have the board look at it.")
