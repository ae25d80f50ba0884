"""Endings of memberships on the desk: their list, one with its rule and its checklist, and what follows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.members import KINDS
from coopadmin.domain.memberships import APPEALS, ENDINGS, appeal_until, contribution_text
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import memberships as queries
from db.queries.base import Listing, Page
from db.queries.memberships import EndingRow
from screens.app import Ref
from screens.memberships import ending_forms as forms
from screens.memberships.letters import ending_letter
from screens.memberships.words import kept_text, lease_section, leaving_section
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, period, story_section

_BEGAN = {"expulsion": N_("decided on"), "death": N_("died on"), "change": N_("changed on")}
"""What the day is called that an ending begins with, where it is no notice."""


def appeal_word(row: EndingRow) -> str:
    """Show in a word where the appeal stands, with its sign; nothing where there is none."""
    if row.state == "receipt":
        return _("▲ no receipt")
    if row.state == "appeal":
        return _("▲ to decide")
    words = {"upheld": _("✓ upheld"), "dismissed": _("✗ dismissed"), "withdrawn": _("○ withdrawn")}
    return words.get(row.appeal_outcome, "")


def _state(row: EndingRow, today: date) -> str:
    if row.state == "undone":
        return _("✓ the appeal was upheld: the membership runs on")
    if row.state == "appeal":
        return _("▲ an appeal is to be decided by the general meeting")
    if row.state == "receipt":
        return _("▲ suspended; note the day the member received the reasons")
    if row.ends_on is None:
        return ""
    said = _("○ ended on {day}") if row.ends_on < today else _("● ends on {day}")
    return said.format(day=long_date(row.ends_on))


def _card(connection: Connection, ending_id: int, today: date) -> Card | None:
    row = queries.ending(connection, ending_id)
    if row is None:
        return None
    sections = [_details(connection, row), Section(_("how the day came about"), _lines(_rule(row)))]
    if row.kind == "death":
        sections.append(lease_section(row, queries.leaving(connection, row.person_id, row.computed_on).leases))
    if row.kind != "change" and row.state != "undone":
        sections.append(leaving_section(queries.leaving(connection, row.person_id, today)))
    story = journal.story(connection, [("membershipending", ending_id), ("membership", row.membership_id)])
    return Card(f"{row.number} {row.letter_name}", _state(row, today), (*sections, story_section(story)))


def _details(connection: Connection, row: EndingRow) -> Section:
    rules = queries.ending_rules(connection, row.received_on or row.noticed_on)
    until = appeal_until(row.received_on, rules) if row.received_on and row.kind == "expulsion" else None
    due = contribution_text(row.ends_on, rules) if row.ends_on and row.kind != "change" else ""
    return Section(
        _("how it ends"),
        filled(
            Entry(_("member"), f"{row.number} {row.letter_name}", Ref("members", row.person_id)),
            Entry(_("membership"), f"{_(KINDS[row.membership])} · {period(row.starts_on, row.ends_on)}"),
            Entry(_("how"), _(ENDINGS[row.kind])),
            Entry(_(_BEGAN.get(row.kind, "notice")), day(row.noticed_on)),
            Entry(_("reason"), row.reason),
            Entry(_("decision"), row.decision, Ref("decisions", row.decision_id) if row.decision_id else None),
            Entry(_("reasons sent"), day(row.reasons_sent_on)),
            Entry(_("received"), day(row.received_on)),
            Entry(_("appeal until"), day(until)),
            Entry(_("appealed"), day(row.appealed_on)),
            Entry(_("appeal"), _(APPEALS[row.appeal_outcome]) if row.appeal_outcome else ""),
            Entry(_("contribution"), due),
            Entry(_("the home"), kept_text(row.tenancy_kept) if row.kind not in ("change", "death") else ""),
            Entry(_("note"), row.note),
        ),
    )


def _rule(row: EndingRow) -> str:
    """Give the reckoning of the last day; while an appeal stays the end, that it does not hold yet."""
    if row.state == "appeal" and row.ends_on is None:
        return f"{row.rule}\n" + _("● appealed: until that is decided there is no last day")
    return row.rule


def _lines(text: str) -> tuple[Entry, ...]:
    return tuple(Entry("", line) for line in text.splitlines())


def _page(connection: Connection, listing: Listing, on: date) -> Page[EndingRow]:
    return queries.endings_page(connection, listing, on)


SUBJECT: Subject[EndingRow] = Subject(
    name="endings",
    title=N_("Endings"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Name"), lambda row: row.name),
        Column(N_("How"), lambda row: _(ENDINGS[row.kind]), 18),
        Column(N_("Ends"), lambda row: day(row.ends_on), 11, value=lambda row: row.ends_on, kind="date"),
        Column(N_("Appeal"), appeal_word, 13),
        Column(
            N_("Notice"), lambda row: day(row.noticed_on), 11, wide=True, value=lambda row: row.noticed_on, kind="date"
        ),
        Column(N_("Home"), lambda row: kept_text(row.tenancy_kept), 15, wide=True),
    ),
    page=_page,
    key=lambda row: row.ending_id,
    card=_card,
    filters=(
        Choice("coming", N_("coming")),
        Choice("waiting", N_("of which the appeal is not over")),
        Choice("over", N_("ended")),
        Choice("changes", N_("changes of kind")),
        Choice("all", N_("all endings")),
    ),
    sorts=(
        Choice("ends", N_("last day")),
        Choice("noticed", N_("notice"), descending=True),
        Choice("name", N_("name")),
    ),
    counted=lambda total: ngettext("{count} ending", "{count} endings", total).format(count=total),
    empty=N_(
        "Who leaves stands here, with the rule of the last day and what is still to settle. Press N to enter one."
    ),
    beside="members",
    new=forms.choose_member,
    edit=forms.correct,
    actions=(
        Action(N_("The letter"), ending_letter, N_("A confirmation, or the reasons with the appeal; as text")),
        Action(N_("The reasons were received"), forms.received, N_("The term for an appeal runs from that day")),
        Action(N_("Appeal"), forms.appeal, N_("To the general meeting; an expelled member stays suspended")),
        Action(N_("The appeal was decided"), forms.decide, N_("Upheld undoes the ending")),
        Action(N_("The notice is taken back"), forms.withdraw, N_("Before its day, where both sides agree")),
    ),
    row_style=lambda row: "dim" if row.state == "undone" or row.kind == "change" else "",
)
