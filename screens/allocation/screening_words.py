"""How the candidates of a file are said on their page: by number, never by name, with the rule behind each line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.candidates import ORIGINS
from coopadmin.domain.meetings import read_minute
from coopadmin.domain.screening import (
    ANSWERS,
    CANDIDACY_OUTCOMES,
    CRITERIA,
    INTERESTS,
    STANDINGS,
    rule_named,
    rule_words,
)
from coopadmin.formats import long_date, moment_text, short_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services.invitations import not_asked_words
from db.queries import screening as queries
from db.queries.allocation import FileFacts, facts
from db.queries.screening import CandidacyRow, InterestRow, InterviewRow
from screens.app import Ref
from screens.subject import Card, Column, Entry, Section, day, filled, whole

RESULT_SIGNS = {"met": "✓", "failed": "✗", "unknown": "●"}
STANDING_SIGNS = {"fits": "✓", "fails": "✗", "overridden": "✓", "unknown": "●"}


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """Everything the page of the candidates of a file shows."""

    file: FileFacts
    rows: tuple[CandidacyRow, ...]
    interviews: tuple[InterviewRow, ...]
    interests: tuple[InterestRow, ...]
    aside: frozenset[int]
    """Who stands aside in the whole file, or for one of its candidates."""


def read_page(connection: Connection, file_id: int) -> CandidatesPage:
    """Read the page of a file; raises Refused where the file is gone."""
    return CandidatesPage(
        facts(connection, file_id),
        queries.candidates(connection, file_id),
        queries.interviews(connection, file_id),
        queries.interests(connection, file_id),
        frozenset(person_id for person_id, _reason in queries.recused(connection, file_id, None)),
    )


# -- the list ------------------------------------------------------------------------------------------------------


def standing_text(row: CandidacyRow) -> str:
    """Say how the screening ended, with its sign."""
    if row.screened_on is None:
        return _("○ not screened")
    return f"{STANDING_SIGNS[row.standing]} {_(STANDINGS[row.standing])}"


def stage_text(row: CandidacyRow, today: date, interviews_asked: bool) -> str:
    """Say how far a candidate is, and what waits."""
    if row.outcome:
        return f"{'✓' if row.outcome == 'nominated' else '○'} {_(CANDIDACY_OUTCOMES[row.outcome])}"
    if row.invited_on is None:
        if row.screened_on is None:
            return _("● to be screened")
        return _("○ not invited") if row.standing == "fails" else _("● to be invited")
    if row.next_interview:
        return _("● interview {day}").format(day=short_date(read_minute(row.next_interview).date()))
    if row.interviews:
        count = ngettext("✓ {count} interview held", "✓ {count} interviews held", row.interviews)
        return count.format(count=row.interviews)
    if not row.answer:
        if row.answer_due_on is None:
            return _("● waits for an answer")
        said = _("▲ answer due {day}") if row.answer_due_on < today else _("● answer due {day}")
        return said.format(day=short_date(row.answer_due_on))
    return _("● plan an interview") if interviews_asked else f"✓ {_(ANSWERS[row.answer])}"


def columns(today: date, interviews_asked: bool) -> tuple[Column[CandidacyRow], ...]:
    """Give the columns of the list, as they read on a day."""
    return (
        Column(N_("Number"), lambda row: row.number, 7),
        Column(N_("Comes from"), lambda row: _(ORIGINS[row.origin]), 14),
        Column(N_("Screening"), standing_text, 17),
        Column(N_("Stage"), lambda row: stage_text(row, today, interviews_asked)),
        Column(N_("Invited"), lambda row: day(row.invited_on), 11, wide=True),
        Column(N_("Rank"), lambda row: whole(row.rank), 4, right=True, wide=True),
    )


def where_text(page: CandidatesPage) -> str:
    """Say whose candidates these are and how far they are, in one line."""
    total = len(page.rows)
    fitting = sum(row.screened_on is not None and row.standing in ("fits", "overridden") for row in page.rows)
    invited = sum(row.invited_on is not None for row in page.rows)
    parts = [
        ngettext("{count} candidate", "{count} candidates", total).format(count=total),
        ngettext("{count} fits", "{count} fit", fitting).format(count=fitting),
        _("{count} invited").format(count=invited),
    ]
    return f"{page.file.number} {page.file.dwelling} · " + " · ".join(parts)


def advice_text(page: CandidatesPage) -> str:
    """Say what comes first in a file that nobody is in."""
    if page.file.closed_on is not None:
        return _("Nobody was entered in this file.")
    if page.file.procedure.internal_first and "internal_asked" not in page.file.ticked:
        return not_asked_words(page.file.procedure)
    return _("Nobody is in this file yet. Press A to enter everybody on the lists, or N for one candidate.")


# -- one candidate -------------------------------------------------------------------------------------------------


def card_of(page: CandidatesPage, row: CandidacyRow) -> Card:
    """Show all that is known in this file of a candidate, with the rule behind each line."""
    held = Section(_screening_title(row), tuple(_screening(page.file, row)))
    talked = (
        Section(_("invitation"), tuple(_invitation(page.file, row))),
        Section(_("interviews"), tuple(_interviews(page, row))),
        Section(_("stands aside (BW 2:12)"), tuple(_aside(page, row))),
    )
    # What is at hand comes first: once somebody is invited, the screening is behind them.
    sections = (held, *talked) if row.invited_on is None else (*talked, held)
    return Card(
        title=f"{row.number} · {_(ORIGINS[row.origin])}",
        status=standing_text(row),
        sections=(Section(_("outcome"), tuple(_outcome(row))), *sections),
    )


def _screening_title(row: CandidacyRow) -> str:
    if row.screened_on is None:
        return _("screening")
    return _("screening of {day}").format(day=long_date(row.screened_on))


def _screening(file: FileFacts, row: CandidacyRow) -> Iterator[Entry]:
    if row.screened_on is None:
        yield Entry("", _("Not screened yet; S holds everybody against what the procedure asks."))
    if row.overridden_on is not None:
        said = _("exception of {day}: {reason}")
        yield Entry("", said.format(day=long_date(row.overridden_on), reason=row.override_reason))
    for criterion, result, words in row.lines:
        yield Entry("", f"{RESULT_SIGNS[result]} {_(CRITERIA[criterion])}: {words}")
        if criterion == "rooms_wish":
            yield Entry("", f"  {rule_words(criterion, file.procedure)}", style="$text-muted")
    if row.screened_on is not None:
        nothing = _("The procedure asks nothing that can be looked up.")
        if not row.lines:
            yield Entry("", nothing)
        yield Entry("", _("rule: {rule}").format(rule=rule_named(file.procedure)), style="$text-muted")


def _invitation(file: FileFacts, row: CandidacyRow) -> Iterator[Entry]:
    yield from filled(
        Entry(_("entered on"), long_date(row.entered_on)),
        Entry(_("invited on"), long_date(row.invited_on) if row.invited_on else ""),
    )
    if row.answer_due_on is not None:
        days = file.procedure.reply_days or 0
        told = ngettext("{day} ({count} day to answer)", "{day} ({count} days to answer)", days)
        yield Entry(_("answer due"), told.format(day=long_date(row.answer_due_on), count=days))
    if row.answered_on is not None:
        yield Entry(_("answer"), f"{_(ANSWERS[row.answer])} · {long_date(row.answered_on)}")


def _interviews(page: CandidatesPage, row: CandidacyRow) -> Iterator[Entry]:
    least = page.file.procedure.interview_residents
    of_this = [one for one in page.interviews if one.candidacy_id == row.candidacy_id]
    if not of_this and least and row.invited_on is not None:
        asked = ngettext("The procedure asks for {count} resident.", "The procedure asks for {count} residents.", least)
        yield Entry("", asked.format(count=least))
    for one in of_this:
        yield Entry("", interview_text(one))
        for person_id, name in one.residents:
            yield Entry("", f"  {name}", Ref("members", person_id))
        if least and one.held_on is None and len(one.residents) < least:
            short = ngettext("▲ {there} of {count} resident", "▲ {there} of {count} residents", least)
            yield Entry("", f"  {short.format(there=len(one.residents), count=least)}")
        for line in one.notes.splitlines():
            yield Entry("", f"  {line}", style="$text-muted")


def interview_text(one: InterviewRow) -> str:
    """Say when and where an interview is, or on which day it was held."""
    if one.held_on is not None:
        said = _("✓ held on {day}").format(day=long_date(one.held_on))
    else:
        said = f"● {moment_text(read_minute(one.starts_at))}"
    return f"{said} · {one.place}" if one.place else said


def interest_text(one: InterestRow) -> str:
    """Say who has an interest and what it is; that somebody is a candidate themselves is not said with their name."""
    about = one.number or _("the whole file")
    kind = "" if one.kind == "candidate" else f" · {_(INTERESTS[one.kind])}"
    said = f"{one.name}{kind} · {about}"
    return f"{said} · {one.words}" if one.words else said


def _aside(page: CandidatesPage, row: CandidacyRow) -> Iterator[Entry]:
    declared = [one for one in page.interests if not one.withdrawn]
    for one in declared:
        if one.candidacy_id in (None, row.candidacy_id):
            yield Entry("", interest_text(one), Ref("members", one.person_id))
    more = len(page.aside - {one.person_id for one in declared})
    if more:
        told = ngettext(
            "{count} more stands aside, for they or who they live with are a candidate.",
            "{count} more stand aside, for they or who they live with are a candidate.",
            more,
        )
        yield Entry("", told.format(count=more), style="$text-muted")


def _outcome(row: CandidacyRow) -> Iterator[Entry]:
    yield from filled(Entry(_("rank"), whole(row.rank)))
    if row.outcome_on is not None:
        yield Entry("", f"{_(CANDIDACY_OUTCOMES[row.outcome])} · {long_date(row.outcome_on)}")
