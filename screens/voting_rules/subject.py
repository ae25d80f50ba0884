"""The rules for meetings and votes on the desk: what holds, what held before and what is to come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.voting import MORE_THAN_HALF, Rule
from coopadmin.domain.voting_rules import (
    BEGIN,
    DECISION_KINDS,
    KIND_HINTS,
    RULED_BODIES,
    MeetingRule,
    VotingRule,
    describe_meeting,
    describe_vote,
    doubts,
    proxies_words,
)
from coopadmin.domain.voting_rules_words import days_words, majority_words, second_words
from coopadmin.domain.voting_words import TIES, part_name
from coopadmin.i18n import N_, _, ngettext
from db.queries import journal
from db.queries import voting_rules as queries
from db.queries.voting_rules import RuleRecord, RuleRow
from screens.subject import Action, Card, Choice, Column, Entry, Section, Subject, day, filled, story_section
from screens.voting_rules import forms


def _card(connection: Connection, key: int, today: date) -> Card | None:
    record = queries.record(connection, key)
    if record is None:
        return None
    shown = record.shown(today)
    return Card(
        title=_name(record.body, record.kind),
        status=_status(record, today),
        sections=(
            _of_votes(shown) if isinstance(shown, VotingRule) else _of_meetings(shown),
            *_hint(record),
            *_over_time(record, today),
            story_section(journal.story(connection, record.stored)),
        ),
    )


def _name(body: str, kind: str) -> str:
    return f"{_(_kind_name(kind))} · {_(RULED_BODIES[body])}"


def _status(record: RuleRecord, today: date) -> str:
    now = record.on(today)
    if now is not None:
        return forms.from_day(now)
    return _("as an ordinary decision") if record.follows else "● " + forms.from_day(record.values[0])


def _hint(record: RuleRecord) -> list[Section]:
    """What to know of a kind that has no rule of its own yet."""
    hint = KIND_HINTS.get(record.kind, "")
    return [] if record.values or not hint else [Section(_("before you set a rule of its own"), (Entry("", _(hint)),))]


def _kind_name(kind: str) -> str:
    return DECISION_KINDS[kind] if kind else _MEETINGS


_MEETINGS = N_("meetings")


def _of_meetings(rule: MeetingRule) -> Section:
    return Section(
        _("the rule"),
        filled(
            Entry(
                _("letter goes out"),
                _("{days} before, neither day counted").format(days=days_words(rule.convening_days)),
            ),
            Entry(_("minutes"), _("within {days}").format(days=days_words(rule.minutes_days))),
            Entry(_("proxies"), proxies_words(rule.proxies_per_holder)),
            Entry(_("source"), _(rule.source)),
        ),
    )


def _of_votes(rule: VotingRule) -> Section:
    counting = rule.rule
    limit = counting.max_against
    second = ""
    if rule.second_meeting:
        second = second_words(rule.second_quorum, rule.second_from_days, rule.second_until_days)
    blank = _("count") if counting.blank_counts else _("do not count")
    against = "" if limit is None else _("at most {limit}").format(limit=limit)
    weighs = counting.method != "consent"
    return Section(
        _("the rule"),
        filled(
            Entry(_("majority"), majority_words(counting)),
            Entry(_("quorum"), _quorum(counting)),
            Entry(_("blank votes"), blank if weighs else ""),
            Entry(_("against"), against),
            Entry(_("equal votes"), _(TIES[counting.tie]) if counting.method in MORE_THAN_HALF else ""),
            Entry(_("quorum failed"), second),
            Entry(_("letter goes out"), _before(rule.convening_days)),
            Entry(_("text lies open"), _before(rule.inspection_days)),
            Entry(_("source"), _(rule.source)),
            *(Entry("▲", doubt) for doubt in doubts(rule)),
        ),
    )


def _quorum(rule: Rule) -> str:
    if rule.quorum is None:
        return _("none is asked")
    there = (
        _("{part} of those who may vote, present or represented")
        if rule.quorum_counts_proxies
        else _("{part} of those who may vote, present in person")
    )
    among = _("the recused among them") if rule.recused_in_quorum else _("the recused left out")
    return f"{there.format(part=part_name(rule.quorum))}, {among}"


def _over_time(record: RuleRecord, today: date) -> list[Section]:
    coming = record.after(today)
    if not record.on(today) and not record.follows:
        coming = coming[1:]  # the first of them is shown as the rule
    sections = ((_("to come"), coming), (_("held before"), record.before(today)))
    return [Section(title, tuple(_dated(value) for value in values)) for title, values in sections if values]


def _dated(value: MeetingRule | VotingRule) -> Entry:
    words = describe_vote(value) if isinstance(value, VotingRule) else describe_meeting(value)
    return Entry(_since(value) or _("at first"), " · ".join(part for part in (words, _(value.source)) if part))


def _before(days: int | None) -> str:
    return "" if days is None else _("{days} before").format(days=days_words(days))


def _since(value: RuleRow | MeetingRule | VotingRule) -> str:
    return "" if value.valid_from <= BEGIN else day(value.valid_from)


SUBJECT: Subject[RuleRow] = Subject(
    name="voting_rules",
    title=N_("Rules for meetings and votes"),
    columns=(
        Column(N_("What"), lambda row: _(_kind_name(row.kind)), 22),
        Column(N_("Who"), lambda row: _(RULED_BODIES[row.body]), 18),
        Column(N_("The rule"), lambda row: row.words),
        Column(N_("Since"), _since, 11, wide=True, value=lambda row: row.valid_from, kind="date"),
        Column(N_("Where it comes from"), lambda row: _(row.source), 32, wide=True),
        Column(
            N_("Changes on"),
            lambda row: f"● {day(row.next_from)}" if row.next_from else "",
            13,
            wide=True,
            value=lambda row: row.next_from,
            kind="date",
        ),
    ),
    page=queries.page,
    key=lambda row: row.key,
    card=_card,
    filters=(
        Choice("all", N_("all rules")),
        Choice("votes", N_("how decisions are taken")),
        Choice("meetings", N_("what holds for meetings")),
        Choice("to_come", N_("rules that change")),
    ),
    sorts=(Choice("body", N_("who decides")), Choice("kind", N_("kind")), Choice("from", N_("since"), descending=True)),
    counted=lambda total: ngettext("{count} rule", "{count} rules", total).format(count=total),
    empty=N_("No rules. Press N to set one."),
    new=forms.add,
    edit=forms.set_anew,
    actions=(
        Action(N_("Set another value from a day on"), forms.set_anew, N_("What held before that day stays as it was")),
        Action(N_("Give one body its own rule"), forms.for_body, N_("It goes before the rule for every body")),
        Action(N_("Try it on a count"), forms.try_count, N_("What a count would mean; nothing is stored")),
    ),
)
