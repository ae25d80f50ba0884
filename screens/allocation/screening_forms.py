"""The forms of the candidates of a file: entering, exceptions, invitations and answers; nobody is named in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.domain.candidates import ORIGINS
from coopadmin.domain.screening import ANSWERS, by_list
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import screening as deeds
from coopadmin.services.allocation import require_open_file
from coopadmin.services.invitations import not_asked_words
from coopadmin.services.screening_parts import running_candidacy
from db.queries.allocation import FileFacts
from db.queries.entrants import Entrant, entrants
from db.queries.screening import CandidacyRow
from screens.allocation.common import can_be
from screens.allocation.screening_words import CandidatesPage
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask

NO_NAMES = N_("no names; nothing of health, origin, belief, orientation, politics or income")


async def choose(app: CoopApp, title: str, offers: Sequence[str]) -> int | None:
    """Let one of some things be chosen; without a question where there is one."""
    return 0 if len(offers) == 1 else await app.push_screen_wait(ChooseScreen(title, offers))


# -- entering and screening ----------------------------------------------------------------------------------------


async def enter(app: CoopApp, file: FileFacts) -> None:
    """Enter a candidate, chosen by number; where they come from goes with it."""
    await can_be(app, require_open_file, file_id=file.file_id)
    found = await app.read(entrants, file.file_id, app.today, from_list=by_list(file.procedure))
    if file.procedure.internal_first and "internal_asked" not in file.ticked:
        # Nobody else may come in yet, so nobody else is offered.
        found = tuple(one for one in found if one.origin == "internal")
        if not found:
            raise Refused(not_asked_words(file.procedure))
    if not found:
        app.say(_("Everybody who is known is in this file already; new candidates are entered in their own list (F4)."))
        return
    origins = {str(one.candidate_id): one.origin for one in found}
    fields = [
        Field(
            "candidate_id",
            N_("Candidate"),
            "choice",
            required=True,
            choices=[(str(one.candidate_id), _entrant_text(one)) for one in found],
            help=N_("by number; names stand on the candidates' own pages only"),
        ),
        Field("entered_on", N_("Entered on"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = values["candidate_id"]
        try:
            await app.do(
                deeds.enter_candidate,
                file_id=file.file_id,
                candidate_id=int(chosen),
                origin=origins[chosen],
                entered_on=values["entered_on"],
            )
        except Invalid as invalid:
            raise _under_candidate(invalid) from invalid
        number = next(one.number for one in found if str(one.candidate_id) == chosen)
        app.say(_("{number} is in the file. S screens; U takes it back.").format(number=number))

    await ask(app, _("Enter a candidate"), fields, save)


def _entrant_text(one: Entrant) -> str:
    people = ngettext("{count} person", "{count} people", one.persons).format(count=one.persons)
    parts = [one.number, people, _(ORIGINS[one.origin])]
    if one.waiting_place is not None:
        parts.append(_("place {place}").format(place=one.waiting_place))
    return " · ".join(parts)


def _under_candidate(invalid: Invalid) -> Invalid:
    """Put what is wrong with where they come from under the one choice that the form has for both."""
    return Invalid(
        [Problem("candidate_id" if one.field == "origin" else one.field, one.message) for one in invalid.problems]
    )


async def enter_all(app: CoopApp, file_id: int) -> None:
    """Enter everybody on the lists that the procedure asks."""
    entered = (await app.do(deeds.enter_all, file_id=file_id, on=app.today)).result
    if not entered:
        app.say(_("Nobody new stands on the lists that the procedure asks."))
        return
    told = ngettext(
        "{count} candidate entered. S screens; U takes it back.",
        "{count} candidates entered. S screens; U takes it back.",
        entered,
    )
    app.say(told.format(count=entered))


async def screen(app: CoopApp, file_id: int) -> None:
    """Hold everybody who was not invited yet against the hard criteria."""
    screened = (await app.do(deeds.screen, file_id=file_id, on=app.today)).result
    told = ngettext(
        "{count} candidate screened. What was found is kept as it stands today; U takes it back.",
        "{count} candidates screened. What was found is kept as it stands today; U takes it back.",
        screened,
    )
    app.say(told.format(count=screened))


async def override(app: CoopApp, row: CandidacyRow) -> None:
    """Make an exception for a candidate, or take it back."""
    await can_be(app, running_candidacy, candidacy_id=row.candidacy_id)
    if row.overridden_on is not None:
        offers = [_("Another reason for the exception"), _("Take the exception back")]
        place = await choose(app, _("Exception for {number}").format(number=row.number), offers)
        if place is None:
            return
        if place == 1:
            await app.do(deeds.withdraw_override, candidacy_id=row.candidacy_id)
            app.say(_("The exception for {number} is taken back.").format(number=row.number))
            return
    await can_be(app, deeds.override, candidacy_id=row.candidacy_id, on=app.today, reason="x")
    missed = [words for _criterion, result, words in row.lines if result != "met"]
    fields = [
        Field(
            "reason",
            N_("Reason"),
            "long",
            required=True,
            initial=row.override_reason,
            help=NO_NAMES,
        ),
        Field("on", N_("Made on"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.override, candidacy_id=row.candidacy_id, **values)
        app.say(_("{number} may be invited by exception. U takes it back.").format(number=row.number))

    await ask(app, _("Exception for {number}").format(number=row.number), fields, save, intro="\n".join(missed))


# -- inviting and answers ------------------------------------------------------------------------------------------


async def invite(app: CoopApp, page: CandidatesPage, row: CandidacyRow) -> None:
    """Invite a candidate, or everybody who fits where the procedure invites so and more than one waits."""
    await can_be(app, require_open_file, file_id=page.file.file_id)
    waiting = [
        one
        for one in page.rows
        if one.invited_on is None
        and not one.outcome
        and one.screened_on is not None
        and one.standing in ("fits", "overridden")
    ]
    offers = [_("Invite {number}").format(number=row.number)]
    if len(waiting) > 1 and page.file.procedure.invites == "all":
        told = ngettext("Invite {count} candidate who fits", "Invite all {count} who fit", len(waiting))
        offers.append(told.format(count=len(waiting)))
    place = await choose(app, _("Who is invited?"), offers)
    if place is None:
        return
    if place == 0:
        await can_be(app, deeds.invite, candidacy_id=row.candidacy_id, invited_on=app.today)
    else:
        await can_be(app, deeds.invite_all, file_id=page.file.file_id, on=app.today)
    field = "invited_on" if place == 0 else "on"

    async def save(values: dict[str, Any]) -> None:
        if place == 0:
            await app.do(deeds.invite, candidacy_id=row.candidacy_id, **values)
            app.say(_("{number} is invited. W notes the answer; U takes it back.").format(number=row.number))
            return
        invited = (await app.do(deeds.invite_all, file_id=page.file.file_id, **values)).result
        said = ngettext(
            "{count} candidate is invited. U takes it back.",
            "{count} candidates are invited. U takes it back.",
            invited,
        )
        app.say(said.format(count=invited))

    await ask(app, offers[place], [Field(field, N_("Invited on"), "date", required=True, initial=app.today)], save)


async def answer(app: CoopApp, row: CandidacyRow) -> None:
    """Note what a candidate answered."""
    await can_be(app, deeds.answer, candidacy_id=row.candidacy_id, answered_on=app.today, answer="yes")
    fields = [
        Field(
            "answer",
            N_("Answer"),
            "choice",
            required=True,
            initial=row.answer or None,
            choices=list(ANSWERS.items()),
            help=N_("who does not come is out of this file"),
        ),
        Field("answered_on", N_("Answered on"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        moved = (await app.do(deeds.answer, candidacy_id=row.candidacy_id, **values)).result
        app.say(_("Answer of {number} noted. U takes it back.").format(number=row.number))
        if moved:
            told = _("This refusal moved {number} to the bottom of the waiting list, as the procedure has it.")
            app.say(told.format(number=row.number), "warning")

    await ask(app, _("Answer of {number}").format(number=row.number), fields, save)


async def out(app: CoopApp, row: CandidacyRow) -> None:
    """Note that a candidate withdrew, or take them out who was entered by mistake."""
    await can_be(app, running_candidacy, candidacy_id=row.candidacy_id)
    title = _("{number} out of the file").format(number=row.number)
    place = await choose(app, title, [_("They withdrew"), _("They were entered by mistake")])
    if place is None:
        return
    if place == 1:
        await app.do(deeds.remove_candidacy, candidacy_id=row.candidacy_id)
        app.say(_("{number} is out of the file. U puts them back.").format(number=row.number))
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_candidacy, candidacy_id=row.candidacy_id, **values)
        app.say(_("{number} withdrew. U takes it back.").format(number=row.number))

    await ask(app, title, [Field("on", N_("Withdrew on"), "date", required=True, initial=app.today)], save)
