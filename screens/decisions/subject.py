"""The register of decisions on the desk: its list, a decision's record, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.attendance import STANDINGS
from coopadmin.domain.ballots import CHOICES
from coopadmin.domain.decisions import KINDS, METHODS, OUTCOMES
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import decisions as queries
from db.queries import journal
from db.queries.actions import actions_of_decision
from db.queries.base import Listing, Page
from db.queries.decision_links import LinkRow
from db.queries.decisions import DecisionRecord, DecisionRow
from db.queries.voting import VoterRow, roll_of_vote
from screens.actions.subject import action_entry
from screens.app import Ref
from screens.decisions import forms, link_forms
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    money,
    story_section,
    whole,
)

SIGNS: dict[str, str] = {"carried": "✓", "rejected": "✗", "withdrawn": "○", "postponed": "●"}


def outcome_text(outcome: str, flagged: bool) -> str:
    """Show what came of it, with its sign; ▲ where it contradicts the count."""
    return f"{'▲' if flagged else SIGNS[outcome]} {_(OUTCOMES[outcome])}"


def review_text(row: DecisionRow) -> str:
    """Show the day of review; ▲ where it has come."""
    return f"▲ {day(row.review_on)}" if row.review_due else day(row.review_on)


def _page(connection: Connection, listing: Listing, on: date) -> Page[DecisionRow]:
    return queries.page(connection, listing, on)


def _card(connection: Connection, decision_id: int, today: date) -> Card | None:
    record = queries.record(connection, decision_id)
    if record is None:
        return None
    outcome = outcome_text(record.outcome, record.flagged)
    voters = roll_of_vote(connection, record.vote_id) if record.vote_id is not None else ()
    actions = actions_of_decision(connection, decision_id, today)
    return Card(
        title=f"{record.number} {record.subject}",
        status=" · ".join([outcome, _("contradicts the count")] if record.flagged else [outcome]),
        sections=(
            Section(_("outcome and count"), _lines(_sentence(record.contradiction))),
            Section(_("decision"), _lines(record.text)),
            _details(record, today),
            _count(record),
            _explained(record),
            Section(_("actions"), tuple(action_entry(row) for row in actions)),
            Section(_("belongs to"), tuple(entry for link in record.links for entry in _link(link))),
            _roll(voters),
            Section(_("note"), _lines(record.note)),
            story_section(journal.story(connection, [("decision", decision_id)])),
        ),
    )


def _lines(text: str) -> tuple[Entry, ...]:
    """Show longer text from the margin, a line of it on a line."""
    return tuple(Entry("", line) for line in text.splitlines())


def _sentence(remark: str) -> str:
    return f"▲ {remark[:1].upper()}{remark[1:]}." if remark else ""


def _details(record: DecisionRecord, today: date) -> Section:
    home = Ref("dwellings", record.dwelling_id) if record.dwelling_id is not None else None
    meeting = Ref("meetings", record.meeting_id) if record.meeting_id is not None else None
    held = f"{record.meeting}, {long_date(record.meeting_on)}" if record.meeting_on else ""
    come = record.review_on is not None and record.review_on <= today
    review = long_date(record.review_on) if record.review_on else ""
    return Section(
        _("details"),
        filled(
            Entry(_("decided on"), long_date(record.decided_on)),
            Entry(_("decided by"), record.body),
            Entry(_("meeting"), held, meeting),
            Entry(_("kind"), _(KINDS[record.kind])),
            Entry(_("home"), record.dwelling, home),
            Entry(_("candidate"), record.candidate),
            Entry(_("method"), "" if record.counted else _(METHODS[record.method])),
            Entry(_("rule"), record.counted.rule if record.counted else ""),
            Entry(_("to review on"), f"▲ {review}" if come else review),
        ),
    )


def _explained(record: DecisionRecord) -> Section:
    """Say what the count means: the line that was read aloud where the vote was recorded, else sentence by sentence."""
    lines = (record.counted.sentence,) if record.counted else record.arithmetic
    return Section(_("what the count means"), _lines("\n".join(lines)))


def _link(link: LinkRow) -> tuple[Entry, ...]:
    """Show what a link names, each leading to its record, the money beside the last."""
    task = Ref("maintenance", link.task_id) if link.task_id is not None else None
    contract = Ref("contracts", link.contract_id) if link.contract_id is not None else None
    category = Ref("budget", link.category_id) if link.category_id is not None else None
    return filled(
        Entry(_("task"), f"{link.task} {link.task_what}".strip(), task),
        Entry(_("contract"), f"{link.contract} {link.contract_home}".strip(), contract),
        Entry(_("category"), f"{link.category} {link.category_name}".strip(), category),
        Entry(_("amount"), money(link.amount_cents)),
        Entry(_("paper"), link.note),
    )


def _roll(voters: tuple[VoterRow, ...]) -> Section:
    """Show who stood on the roll of the vote, frozen with it: present, represented, recused, absent."""
    entries = [
        Entry(
            _(STANDINGS[standing]),
            ", ".join(_voter(one) for one in voters if one.standing == standing),
        )
        for standing in STANDINGS
    ]
    return Section(_("the roll of the vote"), filled(*entries))


def _voter(one: VoterRow) -> str:
    name = _("{name} (by {holder})").format(name=one.name, holder=one.holder) if one.holder else one.name
    return f"{name}: {_(CHOICES[one.choice])}" if one.choice else name


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
        Column(N_("Meeting"), lambda row: row.meeting, 24, wide=True),
        Column(N_("Review"), review_text, 13, wide=True, value=lambda row: row.review_on, kind="date"),
        Column(
            N_("Amount"),
            lambda row: money(row.amount_cents),
            12,
            True,
            True,
            value=lambda row: row.amount_cents,
            kind="cents",
        ),
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
        Choice("review", N_("to review")),
        Choice("money", N_("with money")),
    ),
    sorts=(
        Choice("date", N_("date"), descending=True),
        Choice("number", N_("number")),
        Choice("subject", N_("subject")),
        Choice("review", N_("day of review")),
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
        Action(N_("New action"), link_forms.note_action, N_("Somebody carries it out, by a day")),
        Action(
            N_("Link"),
            link_forms.add_link,
            N_("A task, a contract, money of the budget, or a paper it belongs to"),
        ),
        Action(N_("Remove a link"), link_forms.remove_link, N_("The journal keeps that it was there")),
        Action(N_("Review"), link_forms.review, N_("The day the group wants to look at it again")),
        Action(
            N_("Belongs to a meeting"),
            link_forms.belongs_to_meeting,
            N_("Which meeting of that day took it, where it was entered by hand or imported"),
        ),
    ),
    row_style=lambda row: "dim" if row.outcome in ("withdrawn", "postponed") else "",
    beside="actions",
)
