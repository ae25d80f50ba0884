"""The proof of a vacancy file as a document, in the language in use: Markdown, a page to print, text to read.

Candidates stand in it by their number; nothing that anybody wrote about one of them comes near it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from coopadmin.domain.allocation import OUTCOMES, PERMIT_REGIMES
from coopadmin.domain.ballots import OBJECTION_STATUSES
from coopadmin.domain.ballots import OUTCOMES as COUNTED
from coopadmin.domain.choosing import KINDS
from coopadmin.domain.nominations import ANSWERS, ENDED, FITS
from coopadmin.domain.procedures import describe, version_words
from coopadmin.domain.reasons import OTHER, REASONS
from coopadmin.domain.screening import ANSWERS as COMING
from coopadmin.domain.screening import CRITERIA, STANDINGS, outcome_words
from coopadmin.domain.voting_rules import BODIES
from coopadmin.domain.voting_rules_words import count_words
from coopadmin.exchange import documents
from coopadmin.exchange.documents import Block, Facts, Heading, Line, Lines, Signatures, Words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries.allocation_proof import CriterionCount, Proof, ProofCandidate, ProofDecision, ProofNomination

_TITLES = {
    "": N_("How a new neighbour for {home} is chosen"),
    "let": N_("How the new neighbour of {home} was chosen"),
}
_SOUGHT = N_("How a new neighbour for {home} was sought")


def markdown(proof: Proof, on: date) -> str:
    """Write the proof of a file as it stands on a day as Markdown."""
    return documents.markdown(blocks(proof, on))


def page(proof: Proof, on: date) -> str:
    """Write the proof of a file as it stands on a day as one HTML page to print, with nothing outside it."""
    return documents.page(blocks(proof, on))


def text(proof: Proof, on: date, width: int = documents.PLAIN_WIDTH) -> str:
    """Write the proof of a file as it stands on a day as text to read on a screen."""
    return documents.plain(blocks(proof, on), width)


def stem(proof: Proof) -> str:
    """Name a file for this proof, without its ending: `proof-T-2026-01`."""
    return _("proof-{number}").format(number=proof.number)


def blocks(proof: Proof, on: date) -> tuple[Block, ...]:
    """Put the proof together, from the heading to the room to sign."""
    return (
        Heading(1, _(_TITLES.get(proof.outcome, _SOUGHT)).format(home=proof.dwelling)),
        Line(_standing(proof, on)),
        _heading(proof),
        *_procedure(proof),
        *_candidates(proof),
        *_decisions(proof),
        *_outcomes(proof),
        *_nominations(proof),
        *_afterwards(proof),
        Signatures((_("For the board"), _("Date"))),
    )


def _standing(proof: Proof, on: date) -> str:
    words = _("File {number} of {association}, as it stands on {day}.")
    if not proof.association:
        words = _("File {number}, as it stands on {day}.")
    said = words.format(number=proof.number, association=proof.association, day=long_date(on))
    kept = _("Candidates go by their number; of incomes no figure is kept.")
    return f"{said} {kept}"


def _heading(proof: Proof) -> Facts:
    return Facts(
        (
            (_("Home"), proof.dwelling),
            (_("Opened"), long_date(proof.opened_on)),
            (_("Notice given"), _day(proof.noticed_on)),
            (_("Free from"), _day(proof.free_on)),
            (_("Nomination due"), _due(proof)),
            (_("Members asked"), _day(proof.internal_asked_on)),
            (_("Housing permit"), _(PERMIT_REGIMES[proof.permit_regime])),
            (_("Result"), _result(proof)),
        )
    )


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _due(proof: Proof) -> str:
    if proof.due_on is None:
        return ""
    if proof.due_agreed:
        return _("{due}, as agreed with the corporation").format(due=long_date(proof.due_on))
    words = ngettext(
        "{due}: the corporation accepts {count} month of vacancy",
        "{due}: the corporation accepts {count} months of vacancy",
        proof.accepted_months,
    )
    return words.format(due=long_date(proof.due_on), count=proof.accepted_months)


def _result(proof: Proof) -> str:
    words = _(OUTCOMES[proof.outcome])
    if proof.closed_on is None:
        return words
    return _("{outcome}; closed on {day}").format(outcome=words, day=long_date(proof.closed_on))


# -- by which rules ----------------------------------------------------------------------------------------------


def _procedure(proof: Proof) -> Iterator[Block]:
    yield Heading(2, _("The procedure"))
    yield Line(version_words(proof.procedure), _("In force"))
    left_out = _("left out here, because a person could be known by it")
    for name, text, label in (
        ("source", proof.procedure.source, _("It comes from")),
        ("group", proof.group, _("The committee of this file")),
    ):
        if text or name in proof.withheld:
            yield Line(text or left_out, label)
    yield Lines(tuple(Line(line) for line in describe(proof.procedure)))
    if proof.published_on and (proof.profile or "profile" in proof.withheld):
        yield Line(long_date(proof.published_on), _("The requirements of this home, as published on"))
        yield Words(proof.profile, quoted=True) if proof.profile else Line(f"({left_out})")


# -- who was seen ------------------------------------------------------------------------------------------------


def _candidates(proof: Proof) -> Iterator[Block]:
    yield Heading(2, _("Who was seen"))
    yield Line(_counts(proof))
    if proof.criteria:
        screened = [one.screened_on for one in proof.candidates if one.screened_on]
        words = ngettext(
            "The hard criteria, held against {count} candidate",
            "The hard criteria, held against {count} candidates",
            len(screened),
        )
        yield Heading(3, words.format(count=len(screened)))
        yield Lines(tuple(_criterion(one, len(screened)) for one in proof.criteria))
    exceptions = sum(one.standing == "overridden" for one in proof.candidates)
    if exceptions:
        words = ngettext(
            "For {count} candidate an exception was made, with the reason in the file.",
            "For {count} candidates an exception was made, with the reasons in the file.",
            exceptions,
        )
        yield Line(words.format(count=exceptions))
    yield Line(_interests(proof), _("Interests"))


def _counts(proof: Proof) -> str:
    there, invited = len(proof.candidates), sum(one.invited_on is not None for one in proof.candidates)
    parts = [
        ngettext("{count} candidate", "{count} candidates", there).format(count=there),
        _("{count} invited").format(count=invited),
        ngettext("{count} interview held", "{count} interviews held", proof.talks).format(count=proof.talks),
    ]
    if proof.interviewers:
        words = ngettext(
            "{count} resident took part", "{count} different residents took part", proof.interviewers
        ).format(count=proof.interviewers)
        parts.append(words)
    return ", ".join(parts) + "."


def _criterion(one: CriterionCount, screened: int) -> Line:
    parts = [_("{count} met it").format(count=one.met)]
    if one.failed:
        parts.append(_("{count} did not").format(count=one.failed))
    if one.unknown:
        parts.append(_("of {count} it was not known").format(count=one.unknown))
    # Who lives here already is not asked how long the group knows them, say.
    if (others := screened - one.met - one.failed - one.unknown) > 0:
        parts.append(_("it did not apply to {count}").format(count=others))
    return Line(", ".join(parts), _(CRITERIA[one.criterion]) if one.criterion in CRITERIA else one.criterion)


def _interests(proof: Proof) -> str:
    if not proof.interests:
        return _("nobody declared one.")
    words = ngettext("{count} was declared", "{count} were declared", proof.interests).format(count=proof.interests)
    if proof.interests_withdrawn:
        words += ", " + _("{count} of them withdrawn").format(count=proof.interests_withdrawn)
    return _("{words}. Whoever has one stands aside in the talks and the count (BW 2:12).").format(words=words)


# -- how it was decided --------------------------------------------------------------------------------------------


def _decisions(proof: Proof) -> Iterator[Block]:
    yield Heading(2, _("How it was decided"))
    if proof.ranked_on:
        by_list = proof.procedure.choice == "list"
        words = _("The order of the waiting list was fixed on {day}.")
        if not by_list:
            words = _("The order of those chosen was fixed on {day}.")
        yield Line(" ".join((words.format(day=long_date(proof.ranked_on)), *_argued(proof))))
    for one in proof.decisions:
        yield Heading(3, _decided(one))
        yield Line(one.sentence)
        yield Lines(tuple(_particulars(one)))
    if not proof.decisions and not proof.ranked_on:
        yield Line(_("Nothing was decided yet."))


def _argued(proof: Proof) -> Iterator[str]:
    """Say where the order is not the one the votes gave; such an order is not fixed without a reason."""
    for numbers in proof.equals:
        said = _("The count gave no order between {numbers}; how it came about was noted in the file.")
        yield said.format(numbers=", ".join(numbers))
    for first, second in proof.turned:
        said = _("{first} comes before {second}, who had more votes; the reason was noted in the file.")
        yield said.format(first=first, second=second)


def _decided(one: ProofDecision) -> str:
    what = _(KINDS[one.kind])
    named = f"{what}: {one.number}" if one.number else what
    struck = " " + _("(withdrawn since)") if one.withdrawn else ""
    return f"{named[:1].upper()}{named[1:]}, {long_date(one.counted_on)}{struck}"


def _particulars(one: ProofDecision) -> Iterator[Line]:
    yield Line(_(BODIES[one.body]) if one.body in BODIES else one.body, _("Decided by"))
    rule = count_words(one.rule)
    yield Line(_("{rule} (the procedure)").format(rule=rule) if one.by_procedure else rule, _("Counted by"))
    outcome = _(COUNTED[one.outcome])
    if one.decision:
        outcome = _("{outcome}, decision {number}").format(outcome=outcome, number=one.decision)
    yield Line(outcome, _("Outcome"))
    if one.objections:
        told = (f"{number} {_(OBJECTION_STATUSES[status])}" for status, number in one.objections.items())
        yield Line(", ".join(told), _("Objections argued"))
    if one.recounts:
        words = ngettext("{count} time; this is the last count", "{count} times; this is the last count", one.recounts)
        yield Line(words.format(count=one.recounts), _("Counted again"))


# -- what became of each -------------------------------------------------------------------------------------------


def _outcomes(proof: Proof) -> Iterator[Block]:
    if not proof.candidates:
        return
    yield Heading(2, _("What became of each candidate"))
    closed = proof.closed_on is not None
    yield Lines(tuple(Line(_course(one, closed=closed), one.number) for one in proof.candidates))


def _course(one: ProofCandidate, *, closed: bool) -> str:
    return " · ".join(filter(None, _steps(one, closed=closed)))


def _steps(one: ProofCandidate, *, closed: bool) -> Iterator[str]:
    yield _(STANDINGS[one.standing]) if one.standing else ""
    if one.invited_on:
        answer = f" ({_(COMING[one.answer])})" if one.answer else ""
        yield _("invited on {day}").format(day=long_date(one.invited_on)) + answer
    for talk in one.talks:
        words = ngettext(
            "talked with {count} resident on {day}", "talked with {count} residents on {day}", talk.residents
        )
        yield words.format(count=talk.residents, day=long_date(talk.held_on))
    if one.rank:
        yield _("place {rank} in the order").format(rank=one.rank)
    outcome = outcome_words(one.outcome, closed=closed, invited=one.invited_on is not None)
    yield f"{outcome} ({long_date(one.outcome_on)})" if one.outcome_on else outcome
    if one.reason_code:
        yield _("reason: {reason}").format(reason=_(REASONS.get(one.reason_code, REASONS[OTHER])))
    if one.reasons_sent_on:
        yield _("told why on {day}").format(day=long_date(one.reasons_sent_on))
    elif one.letter_owed:
        yield "▲ " + _("still to be told why")


def _nominations(proof: Proof) -> Iterator[Block]:
    if not proof.nominations:
        return
    yield Heading(2, _("Nominated to the corporation"))
    for one in proof.nominations:
        yield Heading(3, one.number)
        yield Facts(tuple(_checklist(one)))


def _checklist(one: ProofNomination) -> Iterable[tuple[str, str]]:
    return (
        (_("Decision"), one.decision),
        (_("Statement of the household"), _on(_("there on {day}"), one.statement_on)),
        (_("Income papers"), _on(_("handed to the corporation on {day}, not kept here"), one.papers_on)),
        (_("Sent"), _day(one.sent_on)),
        (_("Answer"), _with_day(_(ANSWERS[one.answer]) if one.answer else "", one.answered_on)),
        (_("Fit check"), _with_day(_fit(one), one.fit_on)),
        (_("Housing permit"), _day(one.permit_on)),
        (_("Contract from"), _day(one.starts_on)),
        (_("Came to nothing"), _with_day(_(ENDED[one.ended]) if one.ended else "", one.ended_on)),
    )


def _fit(one: ProofNomination) -> str:
    if one.fit == "NIE" and one.let_all_the_same:
        return _("does not fit; why it is let all the same was noted in the file")
    return _(FITS[one.fit]) if one.fit else ""


def _on(words: str, day: date | None) -> str:
    return words.format(day=long_date(day)) if day else ""


def _with_day(words: str, day: date | None) -> str:
    return f"{words} ({long_date(day)})" if words and day else words


def _afterwards(proof: Proof) -> Iterator[Block]:
    yield Heading(2, _("Afterwards"))
    turned_down = [one for one in proof.candidates if one.reason_code or one.reasons_sent_on or one.letter_owed]
    sent = sorted(one.reasons_sent_on for one in turned_down if one.reasons_sent_on)
    if turned_down:
        words = ngettext(
            "{count} candidate was turned down; the reasons were sent to {sent}.",
            "{count} candidates were turned down; the reasons were sent to {sent}.",
            len(turned_down),
        )
        yield Line(words.format(count=len(turned_down), sent=len(sent)), _("Reasons"))
    cleared = sorted(one.cleared_on for one in proof.candidates if one.cleared_on)
    if cleared:
        words = _("of {cleared} of {count} candidates, last on {day}.")
        told = words.format(cleared=len(cleared), count=len(proof.candidates), day=long_date(cleared[-1]))
        yield Line(told, _("Personal data cleared"))
    elif proof.candidates:
        yield Line(_("of nobody yet."), _("Personal data cleared"))
    if proof.closed_on is None:
        yield Line(_("This file still runs; what is above may still change."))
