"""The forms of an agenda: an item, what is proposed, its papers, and what it comes back to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from coopadmin.domain.meetings import KINDS
from coopadmin.domain.voting_rules import DECISION_KINDS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import meetings as deeds
from coopadmin.services import voting
from db.queries import meetings
from db.queries.agenda import ItemRow, ProposedRow, ReferenceRow
from screens.app import CoopApp, Ref
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.meetings.clock import wall_clock

Run = Callable[[], Awaitable[None]]

SUBJECT_OF = {"decision": "decisions", "action": "actions", "meeting": "meetings"}


# -- items -----------------------------------------------------------------------------------------------------


def _purposes() -> list[tuple[str, str]]:
    """Give what an item may be for, a decision by its kind, so that one choice says both."""
    plain = [(code, word) for code, word in KINDS.items() if code != "decision"]
    kinds = [(f"decision:{code}", _("decision: {kind}").format(kind=_(word))) for code, word in DECISION_KINDS.items()]
    return [*plain, *kinds]


def _fields(first: Mapping[str, Any]) -> list[Field]:
    return [
        Field("title", N_("Title"), required=True, initial=first.get("title")),
        Field(
            "kind",
            N_("For"),
            "choice",
            required=True,
            initial=first.get("kind", "discussion"),
            choices=_purposes(),
            help=N_("the kind of decision tells the majority it needs, and may ask for an earlier letter"),
        ),
        Field(
            "minutes", N_("Minutes it takes"), "whole", initial=first.get("minutes"), help=N_("time set aside, like 15")
        ),
        Field(
            "presenter_id",
            N_("Introduced by"),
            "pick",
            initial=first.get("presenter_id"),
            shown=first.get("presenter", ""),
            find=("members",),
        ),
        Field(
            "explanation", N_("Explanation"), "long", initial=first.get("explanation"), help=N_("goes in the letter")
        ),
    ]


async def add_item(app: CoopApp, meeting_id: int) -> int | None:
    """Put an item on an agenda; gives its number, or None where the form was left."""
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        done = await _under_kind(lambda: app.do(deeds.add_item, meeting_id=meeting_id, **_split(values)))
        made.append(done.result)
        app.say(_("On the agenda: {title}. U takes it back.").format(title=values["title"]))
        record = await app.read(meetings.record, meeting_id)
        if record is not None and record.convened_on is not None and values["kind"].startswith("decision"):
            sentence = _(
                "The letter of {day} did not name this item: look in the statutes whether it may be decided on."
            )
            app.say(sentence.format(day=long_date(record.convened_on)), "warning")

    await ask(app, _("New item"), _fields({}), save, draft_key=f"agenda.new.{meeting_id}")
    return made[0] if made else None


async def correct_item(app: CoopApp, item: ItemRow) -> None:
    """Correct an item."""
    purpose = f"decision:{item.decision_kind}" if item.kind == "decision" else item.kind
    kept = ("title", "minutes", "presenter_id", "presenter", "explanation")
    first = {**{name: getattr(item, name) for name in kept}, "kind": purpose}

    async def save(values: dict[str, Any]) -> None:
        done = await _under_kind(lambda: app.do(deeds.correct_item, item_id=item.item_id, **_split(values)))
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    await ask(app, item.title, _fields(first), save, draft_key=f"agenda.{item.item_id}", intro=item.majority)


def _split(values: Mapping[str, Any]) -> dict[str, Any]:
    kind, _separator, decision_kind = values["kind"].partition(":")
    return {**values, "kind": kind, "decision_kind": decision_kind}


async def _under_kind(do: Callable[[], Awaitable[Any]]) -> Any:
    """Put what is wrong with the kind of decision under the one choice that the form has for both."""
    try:
        return await do()
    except Invalid as invalid:
        raise Invalid(
            [Problem("kind" if one.field == "decision_kind" else one.field, one.message) for one in invalid.problems]
        ) from invalid


# -- what is proposed ------------------------------------------------------------------------------------------


async def motions(app: CoopApp, item: ItemRow) -> None:
    """Put a motion under an item, or change or withdraw one of those there."""
    offers: list[tuple[str, Run]] = [(_("A new motion"), lambda: _put_motion(app, item))]
    for one in item.motions:
        words = " ".join(one.text.split())
        offers.append((_("Change the words: {text}").format(text=words), _rewording(app, item, one)))
        offers.append((_("Withdraw: {text}").format(text=words), _withdrawing(app, one)))
    await _offer(app, item.title, offers)


async def _put_motion(app: CoopApp, item: ItemRow) -> None:
    fields = [
        Field("text", N_("Motion"), "long", required=True, help=N_("The words that are voted on")),
        Field("proposer_id", N_("Proposed by"), "pick", find=("members",)),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(voting.put_motion, item_id=item.item_id, **values)
        app.say(_("Put. It goes in the letter; U takes it back."))

    await ask(app, _("New motion"), fields, save, draft_key=f"motion-{item.item_id}-")


def _rewording(app: CoopApp, item: ItemRow, motion: ProposedRow) -> Run:
    async def run() -> None:
        await app.rehearse(voting.reword_motion, motion_id=motion.motion_id, text=motion.text)
        fields = [Field("text", N_("Motion"), "long", required=True, initial=motion.text)]

        async def save(values: dict[str, Any]) -> None:
            done = await app.do(voting.reword_motion, motion_id=motion.motion_id, **values)
            app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

        await ask(app, item.title, fields, save, draft_key=f"reword-{motion.motion_id}")

    return run


def _withdrawing(app: CoopApp, motion: ProposedRow) -> Run:
    async def run() -> None:
        await app.do(voting.withdraw_motion, motion_id=motion.motion_id, at=wall_clock())
        app.say(_("Withdrawn. U takes it back."))

    return run


# -- papers ----------------------------------------------------------------------------------------------------


async def papers(app: CoopApp, item: ItemRow) -> None:
    """Add a paper to an item, or take one off it."""
    offers: list[tuple[str, Run]] = [(_("Add a paper"), lambda: _add_paper(app, item))]
    for paper in item.documents:
        label = _("Take off: {title}").format(title=paper.title)
        offers.append((label, _doing(app, deeds.remove_document, document_id=paper.document_id)))
    await _offer(app, item.title, offers)


async def _add_paper(app: CoopApp, item: ItemRow) -> None:
    fields = [
        Field("title", N_("Paper"), required=True),
        Field("place", N_("Where it lies"), help=N_("a file, a page, a shelf")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.add_document, item_id=item.item_id, **values)
        app.say(_("Added. U takes it back."))

    await ask(app, _("A paper with {title}").format(title=item.title), fields, save)


# -- what an item comes back to --------------------------------------------------------------------------------


async def references(app: CoopApp, item: ItemRow) -> None:
    """Let an item come back to a decision, an action or the minutes of a meeting, or to one of them no more."""
    offers: list[tuple[str, Run]] = [
        (_("A decision"), lambda: _refer(app, item, "decision_id", N_("Decision"), "decisions")),
        (_("An action"), lambda: _refer(app, item, "action_id", N_("Action"), "actions")),
        (_("The minutes of a meeting"), lambda: _refer(app, item, "meeting_id", N_("Meeting"), "meetings")),
    ]
    for one in item.references:
        label = _("Take off: {title}").format(title=one.text)
        offers.append((label, _doing(app, deeds.remove_reference, reference_id=one.reference_id)))
    await _offer(app, item.title, offers)


async def _refer(app: CoopApp, item: ItemRow, name: str, label: str, kind: str) -> None:
    fields = [Field(name, label, "pick", required=True, find=(kind,), help=N_("type a part of it; ↓ shows them all"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.refer, item_id=item.item_id, **values)
        app.say(_("Added. U takes it back."))

    await ask(app, item.title, fields, save)


# -- what they share -------------------------------------------------------------------------------------------


def _doing(app: CoopApp, deed: Callable[..., Any], **values: Any) -> Run:
    async def run() -> None:
        await app.do(deed, **values)
        app.say(_("Taken off. U puts it back."))

    return run


async def _offer(app: CoopApp, title: str, offers: list[tuple[str, Run]]) -> None:
    """Do the one thing there is to do, or let one be chosen."""
    place: int | None = 0
    if len(offers) > 1:
        place = await app.push_screen_wait(ChooseScreen(title, [label for label, _run in offers]))
    if place is not None:
        await offers[place][1]()


def ref_of(reference: ReferenceRow) -> Ref:
    """Give the record that a reference leads to."""
    return Ref(SUBJECT_OF[reference.kind], reference.target_id)


async def follow(app: CoopApp, item: ItemRow) -> None:
    """Go to what an item comes back to, or to one of them."""
    if not item.references:
        app.say(_("This item comes back to nothing; R adds what it does."))
        return
    place: int | None = 0
    if len(item.references) > 1:
        place = await app.push_screen_wait(ChooseScreen(item.title, [one.text for one in item.references]))
    if place is not None:
        app.open_record(ref_of(item.references[place]))


async def add_to(app: CoopApp, meeting_id: int) -> None:
    """Put an item on the agenda of a meeting, from its list or record."""
    await add_item(app, meeting_id)
