"""The register of decisions on the desk: its list, a decision's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.decisions import KINDS, METHODS, OUTCOMES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import decisions as queries
from db.queries import journal
from db.queries.base import Listing, Page
from db.queries.decisions import DecisionRecord, DecisionRow
from screens.app import Ref
from screens.decisions import forms
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section, whole

SIGNS: dict[str, str] = {"carried": "✓", "rejected": "✗", "withdrawn": "○", "postponed": "●"}


def outcome_text(outcome: str, flagged: bool) -> str:
    """Show what came of it, with its sign; ▲ where it contradicts the count."""
    return f"{'▲' if flagged else SIGNS[outcome]} {_(OUTCOMES[outcome])}"


def _page(connection: Connection, listing: Listing, _on: date) -> Page[DecisionRow]:
    return queries.page(connection, listing)


def _card(connection: Connection, decision_id: int, _today: date) -> Card | None:
    record = queries.record(connection, decision_id)
    if record is None:
        return None
    outcome = outcome_text(record.outcome, record.flagged)
    return Card(
        title=f"{record.number} {record.subject}",
        status=" · ".join([outcome, _("contradicts the count")] if record.flagged else [outcome]),
        sections=(
            Section(_("outcome and count"), _lines(_sentence(record.contradiction))),
            Section(_("decision"), _lines(record.text)),
            _details(record),
            _count(record),
            Section(_("what the count means"), _lines("\n".join(record.arithmetic))),
            Section(_("note"), _lines(record.note)),
            story_section(journal.story(connection, [("decision", decision_id)])),
        ),
    )


def _lines(text: str) -> tuple[Entry, ...]:
    """Show longer text from the margin, a line of it on a line."""
    return tuple(Entry("", line) for line in text.splitlines())


def _sentence(remark: str) -> str:
    return f"▲ {remark[:1].upper()}{remark[1:]}." if remark else ""


def _details(record: DecisionRecord) -> Section:
    home = Ref("dwellings", record.dwelling_id) if record.dwelling_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("decided on"), long_date(record.decided_on)),
            Entry(_("decided by"), record.body),
            Entry(_("kind"), _(KINDS[record.kind])),
            Entry(_("home"), record.dwelling, home),
            Entry(_("candidate"), record.candidate),
            Entry(_("method"), _(METHODS[record.method])),
        ),
    )


def _count(record: DecisionRecord) -> Section:
    people = (
        (N_("{number} entitled"), record.entitled),
        (N_("{number} present"), record.present),
        (N_("{number} by proxy"), record.proxies),
    )
    votes = (
        (N_("{number} for"), record.votes_for),
        (N_("{number} against"), record.votes_against),
        (N_("{number} blank"), record.votes_blank),
    )
    return Section(_("count"), filled(Entry(_("people"), _known(people)), Entry(_("votes"), _known(votes))))


def _known(numbers: tuple[tuple[str, int | None], ...]) -> str:
    """Put in a line what the minutes say; what they do not say is left out."""
    return " · ".join(_(words).format(number=number) for words, number in numbers if number is not None)


SUBJECT: Subject[DecisionRow] = Subject(
    name="decisions",
    title=N_("Decisions"),
    columns=(
        Column(N_("No."), lambda row: row.number, 10),
        Column(N_("Date"), lambda row: day(row.decided_on), 11, value=lambda row: row.decided_on, kind="date"),
        Column(N_("Subject"), lambda row: row.subject),
        Column(N_("Decided by"), lambda row: row.body, 20, wide=True),
        Column(N_("For"), lambda row: whole(row.votes_for), 4, True, True, value=lambda row: row.votes_for, kind="int"),
        Column(
            N_("Against"),
            lambda row: whole(row.votes_against),
            7,
            True,
            True,
            value=lambda row: row.votes_against,
            kind="int",
        ),
        Column(
            N_("Blank"),
            lambda row: whole(row.votes_blank),
            6,
            True,
            True,
            value=lambda row: row.votes_blank,
            kind="int",
        ),
        Column(
            N_("Outcome"),
            lambda row: outcome_text(row.outcome, row.flagged),
            14,
            value=lambda row: _(OUTCOMES[row.outcome]),
        ),
        Column(N_("Home"), lambda row: row.dwelling, 8, wide=True),
        Column(N_("Method"), lambda row: _(METHODS[row.method]), 32, wide=True),
        Column(N_("Remark"), lambda row: _("contradicts the count") if row.flagged else "", 22, wide=True),
    ),
    page=_page,
    key=lambda row: row.decision_id,
    card=_card,
    filters=(
        Choice("all", N_("all")),
        Choice("decisions", N_("ordinary decisions")),
        Choice("self_allocation", N_("self-allocations")),
        Choice("carried", N_("carried")),
        Choice("rejected", N_("rejected")),
        Choice("flagged", N_("not as counted")),
    ),
    sorts=(
        Choice("date", N_("date"), descending=True),
        Choice("number", N_("number")),
        Choice("subject", N_("subject")),
    ),
    counted=lambda total: ngettext("{count} decision", "{count} decisions", total).format(count=total),
    empty=N_(
        "The register holds what the minutes say was decided. Press N to enter a decision, or F9 to import the "
        "register you have (a CSV file or a workbook)."
    ),
    new=forms.enter,
    edit=forms.correct,
    actions=(
        Action(
            N_("Next decision of this meeting"),
            forms.enter_next,
            N_("A new one that begins with this one's day, meeting, method and number of people"),
        ),
        Action(
            N_("Count anew"),
            forms.recount,
            N_("Another count, method or outcome; what it was is added to the note, with the reason"),
        ),
        Action(
            N_("Withdraw"),
            forms.withdraw,
            N_("It stays in the register as withdrawn, with the reason; the count stays as well"),
        ),
    ),
    row_style=lambda row: "dim" if row.outcome in ("withdrawn", "postponed") else "",
)
