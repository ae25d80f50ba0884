"""The forms of the register of decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from coopadmin.domain.decisions import COUNT_FIELDS, KINDS, METHODS, OUTCOMES, contradiction, counted_outcome
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from coopadmin.services import decisions as deeds
from coopadmin.services.decisions import Votes
from db.queries import decisions as queries
from db.queries.base import Listing
from db.queries.decisions import DecisionRecord
from db.store import Done
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask

AS_COUNTED = "counted"
"""The choice of an outcome that leaves it to the count."""

BODIES_NAMED = 4
"""How many ways of naming who decided a form reminds of."""


# -- the fields ------------------------------------------------------------------------------------------------


def _what_was_decided(first: Mapping[str, Any], bodies: str) -> list[Field]:
    return [
        Field("decided_on", N_("Decided on"), "date", required=True, initial=first.get("decided_on")),
        Field("body", N_("Decided by"), initial=first.get("body"), help=bodies),
        Field("subject", N_("Subject"), required=True, initial=first.get("subject")),
        Field(
            "text",
            N_("Decision"),
            "long",
            initial=first.get("text"),
            help=N_("word for word, as the minutes have it"),
        ),
    ]


def _whom_it_is_about(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field(
            "kind",
            N_("Kind"),
            "choice",
            required=True,
            initial=first.get("kind", "decision"),
            choices=list(KINDS.items()),
            help=N_("self-allocation: the residents' choice of a new neighbour"),
        ),
        Field(
            "dwelling_id",
            N_("Home"),
            "pick",
            initial=first.get("dwelling_id"),
            shown=first.get("dwelling", ""),
            find=("dwellings",),
        ),
        Field(
            "candidate",
            N_("Candidate"),
            initial=first.get("candidate"),
            help=N_("as the minutes call them; a number tells as much as a name"),
        ),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


def _count(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field(
            "method",
            N_("Method"),
            "choice",
            required=True,
            initial=first.get("method"),
            choices=list(METHODS.items()),
            help=N_("what the group's own rules ask for this decision"),
        ),
        Field(
            "entitled",
            N_("Entitled to vote"),
            "whole",
            initial=first.get("entitled"),
            help=N_("empty where the minutes do not say, here and below"),
        ),
        Field("present", N_("Present"), "whole", initial=first.get("present")),
        Field("proxies", N_("Proxies"), "whole", initial=first.get("proxies")),
        Field("votes_for", N_("For"), "whole", initial=first.get("votes_for")),
        Field("votes_against", N_("Against"), "whole", initial=first.get("votes_against")),
        Field("votes_blank", N_("Blank"), "whole", initial=first.get("votes_blank")),
        Field(
            "outcome",
            N_("Outcome"),
            "choice",
            required=True,
            initial=first.get("outcome", AS_COUNTED),
            choices=[(AS_COUNTED, N_("as counted")), *OUTCOMES.items()],
            help=N_(
                "The program works out what the count means; “as counted” takes that. What the minutes say is kept as "
                "it is, and flagged where the count contradicts it."
            ),
        ),
    ]


# -- entering one ----------------------------------------------------------------------------------------------


async def enter(app: CoopApp) -> None:
    """Enter a decision from the minutes."""
    first = {"decided_on": app.today, "method": await app.read(_usual_method)}
    await _enter(app, _("New decision"), first, "decisions.new")


async def enter_next(app: CoopApp, decision_id: int) -> None:
    """Enter another decision of the same meeting: its day, who decided, the method and who were there are kept."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    first = {name: getattr(record, name) for name in ("decided_on", "body", "method", "entitled", "present", "proxies")}
    title = _("Next decision of the meeting of {number}").format(number=record.number)
    await _enter(app, title, first, f"decisions.next.{decision_id}")


async def _enter(app: CoopApp, title: str, first: Mapping[str, Any], draft_key: str) -> None:
    number = await app.read(queries.next_number, first["decided_on"])
    fields = [
        Field(
            "number",
            N_("Number"),
            required=True,
            initial=number,
            help=N_("follows the last one; change it where need be"),
        ),
        *_what_was_decided(first, await _bodies(app)),
        *_count(first),
        *_whom_it_is_about({}),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await _with_outcome(app, deeds.record_decision, values)
        _say_outcome(app, _("Entered: {number}, {outcome}. U takes it back."), values["number"], values)
        app.show_record("decisions", done.result)

    await ask(app, title, fields, save, draft_key=draft_key)


def _usual_method(connection: Connection) -> str | None:
    """Give the method of the newest ordinary decision that has one: what the group is used to."""
    newest = queries.page(connection, Listing(filter="decisions", sort="date", descending=True, limit=20))
    return next((row.method for row in newest.rows if row.method != "unknown"), None)


async def _bodies(app: CoopApp) -> str:
    """Remind of how the register names who decides, so that it is named the same way again."""
    newest = await app.read(queries.page, Listing(sort="date", descending=True))
    names = list(dict.fromkeys(row.body for row in newest.rows if row.body))[:BODIES_NAMED]
    if not names:
        return N_("the general meeting, the residents' meeting, a committee …")
    return _("so far: {names}").format(names=", ".join(names))


# -- changing one ----------------------------------------------------------------------------------------------


async def correct(app: CoopApp, decision_id: int) -> None:
    """Correct how a decision is described."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    first = {name: getattr(record, name) for name in DecisionRecord.__dataclass_fields__}
    fields = [*_what_was_decided(first, await _bodies(app)), *_whom_it_is_about(first)]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_decision, decision_id=decision_id, **values)
        _say_changed(app, done.result, _("Corrected: {number}. U takes it back."), record.number)

    await ask(
        app,
        record.number,
        fields,
        save,
        draft_key=f"decisions.{decision_id}",
        intro=_("The number stays. “Count anew” under A (actions) changes the count and the outcome."),
    )


async def recount(app: CoopApp, decision_id: int) -> None:
    """Set the count, the method and the outcome anew."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    if record.vote_id is not None:
        app.say(
            _(
                "{number} was counted in its meeting, with the roll of that moment. Record the vote again there: open "
                "the room of that meeting; both counts are kept."
            ).format(number=record.number),
            "warning",
        )
        return
    first = {name: getattr(record, name) for name in DecisionRecord.__dataclass_fields__}
    reason = Field("reason", N_("Reason"), required=True, help=N_("it is added to the note, with the count as it was"))

    async def save(values: dict[str, Any]) -> None:
        done = await _with_outcome(app, deeds.recount_decision, values, decision_id=decision_id)
        if done.result:
            _say_outcome(app, _("Counted anew: {number}, {outcome}. U takes it back."), record.number, values)
        else:
            _say_changed(app, False, "", record.number)

    title = _("Count {number} anew").format(number=record.number)
    await ask(app, title, [*_count(first), reason], save, draft_key=f"decisions.count.{decision_id}")


async def withdraw(app: CoopApp, decision_id: int) -> None:
    """Mark a decision withdrawn."""
    record = await app.read(queries.record, decision_id)
    if record is None:
        return
    if record.outcome == "withdrawn":
        app.say(_("Decision {number} is withdrawn already.").format(number=record.number), "warning")
        return
    fields = [Field("reason", N_("Reason"), required=True, help=N_("it is added to the note"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_decision, decision_id=decision_id, **values)
        app.say(_("Withdrawn: {number}. U takes it back.").format(number=record.number))

    title = _("Withdraw {number}").format(number=record.number)
    await ask(app, title, fields, save, draft_key=f"decisions.withdraw.{decision_id}")


# -- the outcome and the count ---------------------------------------------------------------------------------


async def _with_outcome(app: CoopApp, deed: Callable[..., Any], values: dict[str, Any], **more: Any) -> Done[Any]:
    """Carry out a deed with a count; an outcome “as counted” is worked out first and put into `values`.

    Where it cannot be worked out, that is said under the outcome, beside whatever else is wrong.
    """
    as_counted = values["outcome"] == AS_COUNTED
    if as_counted:
        counted = counted_outcome(values["method"], **_voted(values))
        values["outcome"] = counted[0] if counted else ""
    given = {name: value for name, value in values.items() if name not in COUNT_FIELDS}
    votes = Votes(**{name: values[name] for name in COUNT_FIELDS})
    try:
        return await app.do(deed, votes=votes, **given, **more)
    except Invalid as invalid:
        raise Invalid(
            [
                Problem("outcome", _not_counted(values)) if as_counted and problem.field == "outcome" else problem
                for problem in invalid.problems
            ]
        ) from None


def _not_counted(values: Mapping[str, Any]) -> str:
    if values["method"] == "consent":
        return _("consent does not show in a count; choose what the minutes say")
    if values["method"] == "unknown":
        return _("without a method the count cannot tell; choose what the minutes say")
    if values["method"] == "at-least":
        return _("which part was asked for is not known here; choose what the minutes say")
    if values["votes_for"] is None or values["votes_against"] is None:
        return _("this needs the votes for and against; fill them in, or choose what the minutes say")
    if values["method"] == "of-present":
        return _("this method needs the number present; fill it in, or choose what the minutes say")
    return _("this method needs the number entitled to vote; fill it in, or choose what the minutes say")


def _voted(values: Mapping[str, Any]) -> dict[str, int | None]:
    return {name: values[name] for name in ("votes_for", "votes_against", "entitled", "present", "proxies")}


def _say_outcome(app: CoopApp, message: str, number: str, values: Mapping[str, Any]) -> None:
    """Say that a count was saved, and warn where the stated outcome contradicts it."""
    app.say(message.format(number=number, outcome=_(OUTCOMES[values["outcome"]])))
    found = contradiction(values["method"], **_voted(values), outcome=values["outcome"])
    if found:
        app.say(_("Decision {number}: {remark}.").format(number=number, remark=found), "warning")


def _say_changed(app: CoopApp, changed: bool, message: str, number: str) -> None:
    app.say((message if changed else _("{number} was like that already; nothing changed.")).format(number=number))
