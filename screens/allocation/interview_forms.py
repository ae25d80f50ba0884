"""The forms of interviews and declared interests: residents are named, candidates go by their number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from coopadmin.domain.meetings import read_minute
from coopadmin.domain.screening import INTERESTS
from coopadmin.errors import Invalid, Problem
from coopadmin.formats import moment_text
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import interviews as deeds
from coopadmin.services import screening
from coopadmin.services.allocation import require_open_file
from coopadmin.services.screening_parts import running_candidacy
from db.queries.screening import CandidacyRow, InterestRow, InterviewRow
from screens.allocation.common import can_be
from screens.allocation.screening_forms import NO_NAMES, choose
from screens.allocation.screening_words import CandidatesPage, interest_text, interview_text
from screens.app import CoopApp
from screens.fields import Field
from screens.forms import ask

Run = Callable[[], Awaitable[None]]

WHOLE_FILE = "file"
"""The choice of an interest in the whole file, among the numbers of candidates."""

SPARE = 2
"""Fields for residents beyond those the procedure asks."""


async def _offer(app: CoopApp, title: str, offers: Sequence[tuple[str, Run]]) -> None:
    place = await choose(app, title, [label for label, _run in offers])
    if place is not None:
        await offers[place][1]()


# -- interviews ----------------------------------------------------------------------------------------------------


async def interview(app: CoopApp, page: CandidatesPage, row: CandidacyRow) -> None:
    """Plan an interview with a candidate, or move, hold, correct or call off one of those there are."""
    await can_be(app, running_candidacy, candidacy_id=row.candidacy_id)
    offers: list[tuple[str, Run]] = [(_("Plan an interview"), lambda: _plan(app, page, row))]
    for one in page.interviews:
        if one.candidacy_id == row.candidacy_id:
            offers += _offers_of(app, page, one)
    await _offer(app, _("Interview with {number}").format(number=row.number), offers)


def _offers_of(app: CoopApp, page: CandidatesPage, one: InterviewRow) -> list[tuple[str, Run]]:
    if one.held_on is not None:
        return [(_("Correct: {interview}").format(interview=interview_text(one)), lambda: _hold(app, page, one))]
    moment = moment_text(read_minute(one.starts_at))
    return [
        (_("It was held: {moment}").format(moment=moment), lambda: _hold(app, page, one)),
        (_("Move it: {moment}").format(moment=moment), lambda: _move(app, page, one)),
        (_("Call it off: {moment}").format(moment=moment), lambda: _cancel(app, one)),
    ]


async def _plan(app: CoopApp, page: CandidatesPage, row: CandidacyRow) -> None:
    await can_be(app, deeds.plan_interview, candidacy_id=row.candidacy_id, starts_at="", place="", resident_ids=())

    async def save(values: dict[str, Any]) -> None:
        await _named(lambda: app.do(deeds.plan_interview, candidacy_id=row.candidacy_id, **_planned(values)))
        app.say(_("Interview with {number} planned. U takes it back.").format(number=row.number))

    title = _("Interview with {number}").format(number=row.number)
    await ask(app, title, _plan_fields(page, None), save, intro=_asked_text(page))


async def _move(app: CoopApp, page: CandidatesPage, one: InterviewRow) -> None:
    await can_be(app, deeds.move_interview, interview_id=one.interview_id, starts_at="", place="", resident_ids=())

    async def save(values: dict[str, Any]) -> None:
        await _named(lambda: app.do(deeds.move_interview, interview_id=one.interview_id, **_planned(values)))
        app.say(_("Interview with {number} moved. U takes it back.").format(number=one.number))

    title = _("Interview with {number}").format(number=one.number)
    await ask(app, title, _plan_fields(page, one), save, intro=_asked_text(page))


async def _hold(app: CoopApp, page: CandidatesPage, one: InterviewRow) -> None:
    await can_be(app, deeds.hold_interview, interview_id=one.interview_id, held_on=app.today, resident_ids=())
    planned = read_minute(one.starts_at).date()
    fields = [
        Field("held_on", N_("Held on"), "date", required=True, initial=one.held_on or min(planned, app.today)),
        *_resident_fields(page, one),
        Field("notes", N_("Notes"), "long", initial=one.notes, help=NO_NAMES),
    ]

    async def save(values: dict[str, Any]) -> None:
        told: dict[str, Any] = {name: values[name] for name in ("held_on", "notes")}
        told["resident_ids"] = _residents(values)
        await _named(lambda: app.do(deeds.hold_interview, interview_id=one.interview_id, **told))
        app.say(_("Interview with {number} noted. U takes it back.").format(number=one.number))

    await ask(app, _("Interview with {number}").format(number=one.number), fields, save, intro=_asked_text(page))


async def _cancel(app: CoopApp, one: InterviewRow) -> None:
    await app.do(deeds.cancel_interview, interview_id=one.interview_id)
    app.say(_("Interview with {number} called off. U puts it back.").format(number=one.number))


def _asked_text(page: CandidatesPage) -> str:
    """Say how many residents the procedure asks; empty where it asks none."""
    least = page.file.procedure.interview_residents
    if not least:
        return ""
    asked = ngettext("The procedure asks for {count} resident.", "The procedure asks for {count} residents.", least)
    return asked.format(count=least)


def _plan_fields(page: CandidatesPage, one: InterviewRow | None) -> list[Field]:
    return [
        Field(
            "starts_at",
            N_("When"),
            "moment",
            required=True,
            initial=read_minute(one.starts_at) if one else None,
            help=N_("a day and a time, like 24-11-2026 20:00"),
        ),
        Field("place", N_("Where"), initial=one.place if one else None),
        *_resident_fields(page, one),
    ]


def _resident_fields(page: CandidatesPage, one: InterviewRow | None) -> list[Field]:
    """Ask for residents: as many as the procedure wants, and some more."""
    least = page.file.procedure.interview_residents or 1
    there = one.residents if one else ()
    fields: list[Field] = []
    for place in range(max(least, len(there)) + SPARE):
        person_id, name = there[place] if place < len(there) else (None, "")
        fields.append(
            Field(
                f"resident_{place + 1}",
                N_("Resident"),
                "pick",
                required=place == 0,
                initial=person_id,
                shown=name,
                find=("members",),
            )
        )
    return fields


def _planned(values: dict[str, Any]) -> dict[str, Any]:
    starts_at = values["starts_at"].isoformat(timespec="minutes")
    return {"starts_at": starts_at, "place": values["place"], "resident_ids": _residents(values)}


def _residents(values: dict[str, Any]) -> tuple[int, ...]:
    found = [value for name, value in values.items() if name.startswith("resident_") and value is not None]
    return tuple(dict.fromkeys(found))


async def _named(do: Callable[[], Awaitable[Any]]) -> Any:
    """Put what is wrong with the residents under the first field that asks for one."""
    try:
        return await do()
    except Invalid as invalid:
        raise Invalid(
            [
                Problem("resident_1" if one.field == "resident_ids" else one.field, one.message)
                for one in invalid.problems
            ]
        ) from invalid


# -- declared interests --------------------------------------------------------------------------------------------


async def interest(app: CoopApp, page: CandidatesPage, row: CandidacyRow | None) -> None:
    """Note that a resident has an interest, or that one was withdrawn."""
    await can_be(app, require_open_file, file_id=page.file.file_id)
    offers: list[tuple[str, Run]] = [(_("Somebody has an interest"), lambda: _declare(app, page, row))]
    offers += [
        (_("No longer: {interest}").format(interest=interest_text(one)), _withdrawing(app, one))
        for one in page.interests
        if not one.withdrawn
    ]
    await _offer(app, _("Interests of residents"), offers)


async def _declare(app: CoopApp, page: CandidatesPage, row: CandidacyRow | None) -> None:
    about = [(WHOLE_FILE, _("the whole file")), *((str(one.candidacy_id), one.number) for one in page.rows)]
    fields = [
        Field("person_id", N_("Resident"), "pick", required=True, find=("members",)),
        Field("kind", N_("Interest"), "choice", required=True, choices=list(INTERESTS.items())),
        Field(
            "candidacy_id",
            N_("About"),
            "choice",
            required=True,
            initial=str(row.candidacy_id) if row else WHOLE_FILE,
            choices=about,
            help=N_("who is a candidate stands aside in the whole file; their number is not written with their name"),
        ),
        Field("declared_on", N_("Declared on"), "date", required=True, initial=app.today),
        Field("words", N_("In words"), help=NO_NAMES),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = values.pop("candidacy_id")
        candidacy_id = None if chosen == WHOLE_FILE else int(chosen)
        await app.do(screening.declare_interest, file_id=page.file.file_id, candidacy_id=candidacy_id, **values)
        app.say(_("Noted: they stand aside in interviews and votes about it. U takes it back."))

    await ask(app, _("Interest of a resident"), fields, save)


def _withdrawing(app: CoopApp, one: InterestRow) -> Run:
    async def run() -> None:
        await app.do(screening.withdraw_interest, interest_id=one.interest_id)
        app.say(_("The interest is withdrawn: they take part again. U takes it back."))

    return run
