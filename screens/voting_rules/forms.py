"""The forms of the rules for meetings and votes: setting one from a day on, and trying one on a count."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.voting import Count, count_votes
from coopadmin.domain.voting_rules import (
    BEGIN,
    BODIES,
    DECISION_KINDS,
    DEFAULT_MEETING_RULES,
    DEFAULT_VOTING_RULES,
    RULED_BODIES,
    MeetingRule,
    VotingRule,
    describe,
    describe_meeting,
    doubts,
    part_text,
)
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import voting_rules as deeds
from db.queries import voting_rules as queries
from screens.app import CoopApp
from screens.common_fields import flag, whole
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.rule_fields import majority_fields, quorum_fields

_SOURCE = Field(
    "source",
    N_("Where it comes from"),
    required=True,
    help=N_("the article of the statutes or house rules, or the number of a decision"),
)

_KEPT = N_("What held before that day stays as it was.")


async def add(app: CoopApp) -> None:
    """Set a rule for something that has none of its own yet."""
    place = await app.push_screen_wait(
        ChooseScreen(
            _("What do you want to set?"),
            [_("How a kind of decision is taken"), _("What holds for meetings of a body")],
            helps=[
                _("The majority, the quorum, whether blank votes count, a second meeting"),
                _("When the letter and the minutes go out, how many proxies one may hold"),
            ],
        )
    )
    if place == 0:
        await _set_voting(app, DEFAULT_VOTING_RULES[0], chosen=False)
    elif place == 1:
        await _set_meeting(app, DEFAULT_MEETING_RULES[0], chosen=False)


async def set_anew(app: CoopApp, key: int) -> None:
    """Give a rule another value from a day on, beginning with the one that holds."""
    record = await app.read(queries.record, key)
    if record is None:
        return
    value = record.shown(app.today)
    if isinstance(value, MeetingRule):
        await _set_meeting(app, value, chosen=True)
    else:
        await _set_voting(app, value, chosen=True)


async def for_body(app: CoopApp, key: int) -> None:
    """Give one body a rule of its own for the same kind of decision."""
    record = await app.read(queries.record, key)
    value = None if record is None else record.shown(app.today)
    if isinstance(value, VotingRule):
        await _set_voting(app, value, chosen=False)
    else:
        app.say(_("Every body has its own rule for its meetings already; E sets another value."))


# -- meetings ------------------------------------------------------------------------------------------------------


async def _set_meeting(app: CoopApp, first: MeetingRule, *, chosen: bool) -> None:
    fields = [
        Field("valid_from", N_("From the day"), "date", required=True, initial=app.today),
        whole(
            "convening_days",
            N_("Days for the letter"),
            first.convening_days,
            N_("whole days between the letter and the meeting, neither of the two counted"),
            required=True,
        ),
        whole(
            "minutes_days",
            N_("Days for the minutes"),
            first.minutes_days,
            N_("within so many days after the meeting they are sent round"),
            required=True,
        ),
        whole(
            "proxies_per_holder",
            N_("Proxies per person"),
            first.proxies_per_holder,
            N_("how many one may hold; 0: none are taken"),
            required=True,
        ),
        _SOURCE,
    ]
    if not chosen:
        fields.insert(0, Field("body", N_("Whose meetings"), "choice", required=True, choices=list(BODIES.items())))

    async def save(values: dict[str, Any]) -> None:
        values.setdefault("body", first.body)
        done = await app.do(deeds.set_meeting_rule, **values)
        _said(app, done.batch, values["body"], "")

    await ask(
        app,
        _(BODIES[first.body]) if chosen else _("What holds for meetings of a body"),
        fields,
        save,
        draft_key=f"voting_rules.{first.body if chosen else 'meeting'}",
        intro=f"{describe_meeting(first)} · {_(first.source)}\n{_(_KEPT)}" if chosen else _(_KEPT),
    )


# -- votes ---------------------------------------------------------------------------------------------------------


async def _set_voting(app: CoopApp, first: VotingRule, *, chosen: bool) -> None:
    fields = [*_whose(first, chosen=chosen), *_majority(app, first), _SOURCE, *_quorum(first), *_terms(first)]

    async def save(values: dict[str, Any]) -> None:
        values.setdefault("body", first.body)
        values.setdefault("kind", first.kind)
        values["counted_over"] = values["counted_over"] or "cast"
        values["tie"] = values["tie"] or "rejected"
        done = await app.do(deeds.set_voting_rule, **values)
        _said(app, done.batch, values["body"], values["kind"])
        for doubt in doubts(await app.read(queries.voting_rule, values["body"], values["kind"], values["valid_from"])):
            app.say(doubt, "warning")

    title = f"{_(DECISION_KINDS[first.kind])} · {_(RULED_BODIES[first.body])}"
    await ask(
        app,
        title if chosen else _("How a kind of decision is taken"),
        fields,
        save,
        draft_key=f"voting_rules.{first.body}.{first.kind}" if chosen else f"voting_rules.new.{first.kind}",
        intro=f"{describe(first)}\n{_(_KEPT)}" if chosen else _(_KEPT),
    )


def _whose(first: VotingRule, *, chosen: bool) -> list[Field]:
    if chosen:
        return []
    return [
        Field("body", N_("Who decides"), "choice", required=True, choices=list(RULED_BODIES.items())),
        Field(
            "kind",
            N_("What about"),
            "choice",
            required=True,
            initial=first.kind,
            choices=list(DECISION_KINDS.items()),
        ),
    ]


def _majority(app: CoopApp, first: VotingRule) -> list[Field]:
    return [
        Field("valid_from", N_("From the day"), "date", required=True, initial=app.today),
        *majority_fields(first.rule),
    ]


def _quorum(first: VotingRule) -> list[Field]:
    return [
        *quorum_fields(first.rule),
        flag(
            "second_meeting",
            N_("Second meeting"),
            first.second_meeting,
            N_("whether another meeting may decide where the quorum failed"),
        ),
        Field(
            "second_quorum",
            N_("Its quorum"),
            initial=part_text(first.second_quorum),
            help=N_("empty: it decides with any number"),
        ),
        whole("second_from_days", N_("Not before day"), first.second_from_days, N_("days after the first meeting")),
        whole("second_until_days", N_("Not after day"), first.second_until_days, N_("days after the first meeting")),
    ]


def _terms(first: VotingRule) -> list[Field]:
    return [
        whole(
            "convening_days",
            N_("Days for the letter"),
            first.convening_days,
            N_("only where this kind asks for more than other decisions of the meeting"),
        ),
        whole(
            "inspection_days",
            N_("Days text lies open"),
            first.inspection_days,
            N_("the full text, for every member to read before the meeting; empty: need not"),
        ),
    ]


def _said(app: CoopApp, batch: int | None, body: str, kind: str) -> None:
    if batch is None:
        app.say(_("Nothing was different."))
        return
    app.say(_("The rule is set. U takes it back."))
    app.show_record("voting_rules", queries.PLACES.index((body, kind)) + 1)


# -- trying one ----------------------------------------------------------------------------------------------------

_NUMBERS: tuple[tuple[str, str], ...] = (
    ("entitled", N_("Entitled to vote")),
    ("present", N_("Present")),
    ("proxies", N_("Proxies")),
    ("recused", N_("Recused")),
    ("votes_for", N_("For")),
    ("votes_against", N_("Against")),
    ("votes_blank", N_("Blank")),
    ("objections", N_("Open objections")),
)


async def try_count(app: CoopApp, key: int) -> None:
    """Show what a count would mean under a rule; nothing is stored."""
    record = await app.read(queries.record, key)
    value = None if record is None else record.shown(app.today)
    if not isinstance(value, VotingRule):
        app.say(_("This rule counts no votes; choose a kind of decision."))
        return
    numbers: dict[str, int] = {}
    while await _try_once(app, value, numbers):
        pass


async def _try_once(app: CoopApp, value: VotingRule, numbers: dict[str, int]) -> bool:
    """Ask for a count and tell what it means; gives whether another one is wanted."""
    asked = [one for one in _NUMBERS if one[0] != "objections" or value.rule.method == "consent"]
    fields = [whole(name, label, numbers.get(name, 0), required=True) for name, label in asked]
    if value.second_meeting:
        fields.append(flag("second", N_("Second meeting"), False))
    told: list[str] = []

    async def save(values: dict[str, Any]) -> None:
        rule = value.at_second_meeting() if values.pop("second", False) else value.rule
        outcome = count_votes(Count(**values), rule)
        numbers.update(values)
        told.extend([outcome.sentence, "", *outcome.explanation])

    title = _("Try it on a count")
    if not await ask(app, title, fields, save, intro=describe(value)):
        return False
    return bool(await app.push_screen_wait(ConfirmScreen(_("Try another count?"), "\n".join(told))))


def from_day(value: MeetingRule | VotingRule) -> str:
    """Say from when a value holds; a rule a store begins with holds from the beginning."""
    if value.valid_from <= BEGIN:
        return _("from the beginning")
    return _("from {day}").format(day=long_date(value.valid_from))
