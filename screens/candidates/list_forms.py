"""The forms of the two lists: coming on the waiting list and off it, the fee, refusals; into the pool and out of it."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.candidates import LEFT_REASONS
from coopadmin.domain.periods import add_months
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services import candidates as deeds
from db.queries import association, forgetting
from db.queries import candidates as queries
from db.queries.candidates import CandidateRecord
from screens.app import CoopApp
from screens.candidates.forms import ONLY_NEEDED, open_candidate
from screens.common_fields import whole
from screens.fields import Field
from screens.forms import ask


def _who() -> Field:
    """Ask for a candidate."""
    help_text = N_("by number or name; not there yet? N in the list of all candidates enters them")
    return Field("candidate_id", N_("Candidate"), "pick", required=True, find=("candidates",), help=help_text)


def _reasons(app: CoopApp) -> list[Field]:
    """Ask why somebody leaves a list."""
    return [
        Field("ended_on", N_("From the day"), "date", required=True, initial=app.today),
        Field("end_reason", N_("Reason"), "choice", required=True, choices=list(LEFT_REASONS.items())),
        Field("end_words", N_("In words"), help=N_("what they are told; needed with “another reason”")),
        Field(
            "notice_sent_on",
            N_("Told on"),
            "date",
            help=N_("the day they were told, and why; empty: still to do"),
        ),
    ]


async def _warn_without_consent(app: CoopApp, candidate_id: int) -> None:
    """Say from which day on somebody is to be cleared who came on a list without consent."""
    record = await app.read(queries.record, candidate_id, app.today)
    term = await app.read(forgetting.term_of, candidate_id, app.today)
    if record is None or term is None or term.from_on is None:
        return
    told, day = "", short_date(term.from_on)
    if record.consent_until is None:
        told = _("{number} did not agree to stay on a list: the data is to be cleared from {day} on (A, Consent).")
        told = told.format(number=record.number, day=day)
    elif record.consent_until < app.today:
        told = _("The consent of {number} ended on {ended}: the data is to be cleared from {day} on (A, Consent).")
        told = told.format(number=record.number, ended=short_date(record.consent_until), day=day)
    if told:
        app.say(told, "warning")


# -- the waiting list ------------------------------------------------------------------------------------------


async def put_on(app: CoopApp, candidate_id: int | None = None) -> None:
    """Put a candidate on the waiting list."""
    record = await open_candidate(app, candidate_id) if candidate_id is not None else None
    if candidate_id is not None and record is None:
        return
    first = record.registered_on if record is not None else app.today
    fields = [
        *([] if record is not None else [_who()]),
        Field("registered_on", N_("Registered on"), "date", required=True, initial=first),
        Field("fee_cents", N_("Fee"), "cents", help=N_("what they pay to stand on the list; empty: nothing")),
        Field("fee_paid_on", N_("Fee paid on"), "date"),
        Field(
            "ranked_on",
            N_("Counts from"),
            "date",
            help=N_("the day that gives the place; empty: the registration, or the fee where your rules say so"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        candidate = values.pop("candidate_id", candidate_id)
        done = await app.do(deeds.put_on_waiting_list, candidate_id=candidate, **values)
        now = await app.read(queries.record, candidate, app.today)
        place = now.on_waiting_list.place if now is not None and now.on_waiting_list is not None else 0
        app.say(_("On the waiting list, place {place}. U takes it back.").format(place=place))
        await _warn_without_consent(app, candidate)
        app.show_record("waiting", done.result)

    title = _("{number} on the waiting list").format(number=record.number) if record else _("On the waiting list")
    await ask(app, title, fields, save)


async def new_waiting(app: CoopApp) -> None:
    """Put somebody on the waiting list who is entered already."""
    await put_on(app)


async def take_off(app: CoopApp, candidate_id: int) -> None:
    """Take a candidate off the waiting list, with the reason."""
    record = await _on_list(app, candidate_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.take_off_waiting_list, candidate_id=candidate_id, **values)
        app.say(_("{number} is off the waiting list. U takes it back.").format(number=record.number))

    intro = _("Who is taken off without a reason can claim the old place back (ECLI:NL:GHAMS:2014:4257).")
    await ask(app, _("{number} off the waiting list").format(number=record.number), _reasons(app), save, intro=intro)


async def fee(app: CoopApp, candidate_id: int) -> None:
    """Note that the fee was paid."""
    record = await _on_list(app, candidate_id)
    if record is None or record.on_waiting_list is None:
        return
    fields = [
        Field("fee_paid_on", N_("Paid on"), "date", required=True, initial=app.today),
        Field("fee_cents", N_("Fee"), "cents", initial=record.on_waiting_list.fee_cents),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.note_fee, candidate_id=candidate_id, **values)
        app.say(_("Fee of {number} noted. U takes it back.").format(number=record.number))

    await ask(app, _("Fee of {number}").format(number=record.number), fields, save)


async def refuse(app: CoopApp, candidate_id: int) -> None:
    """Note that a candidate refused a home, which may cost the place."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    most = await app.read(queries.refusals_limit, candidate_id, app.today)
    files = [(str(row.file_id), f"{row.file} {row.dwelling}") for row in record.files]
    fields = [
        Field("happened_on", N_("Refused on"), "date", required=True, initial=app.today),
        *([Field("file_id", N_("Vacancy file"), "choice", choices=files)] if files else []),
        Field("what", N_("In a few words"), help=ONLY_NEEDED),
        whole("refusals_most", N_("Costs the place"), most, N_("after so many refusals; empty: never")),
    ]

    async def save(values: dict[str, Any]) -> None:
        file_id = values.pop("file_id", None)
        done = await app.do(
            deeds.refuse_offer, candidate_id=candidate_id, file_id=int(file_id) if file_id else None, **values
        )
        told = _("Noted: {number} goes to the bottom of the waiting list. U takes it back.")
        if not done.result:
            told = _("Noted; {number} keeps the place. U takes it back.")
        app.say(told.format(number=record.number))

    await ask(app, _("{number} refused a home").format(number=record.number), fields, save)


async def told(app: CoopApp, candidate_id: int) -> None:
    """Note that a candidate was told that they were taken off a list."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    fields = [Field("notice_sent_on", N_("Told on"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.note_notice, candidate_id=candidate_id, **values)
        app.say(_("Noted that {number} was told. U takes it back.").format(number=record.number))

    await ask(app, _("{number} was told").format(number=record.number), fields, save)


async def _on_list(app: CoopApp, candidate_id: int) -> CandidateRecord | None:
    """Read a candidate who is on the waiting list; say so where they are not."""
    record = await open_candidate(app, candidate_id)
    if record is not None and record.on_waiting_list is None:
        app.say(_("{number} is not on the waiting list.").format(number=record.number), "warning")
        return None
    return record


# -- the pool --------------------------------------------------------------------------------------------------


async def take_in(app: CoopApp, candidate_id: int | None = None) -> None:
    """Take a candidate into the pool."""
    record = await open_candidate(app, candidate_id) if candidate_id is not None else None
    if candidate_id is not None and record is None:
        return
    fields = [
        *([] if record is not None else [_who()]),
        Field(
            "met_on", N_("Known since"), "date", required=True, initial=app.today, help=N_("the acquaintance begins")
        ),
        Field("expires_on", N_("Until"), "date", help=N_("the last day; empty: as long as your rules say")),
    ]

    async def save(values: dict[str, Any]) -> None:
        candidate = values.pop("candidate_id", candidate_id)
        done = await app.do(deeds.admit_to_pool, candidate_id=candidate, **values)
        now = await app.read(queries.record, candidate, app.today)
        until = short_date(now.in_pool.expires_on) if now is not None and now.in_pool is not None else ""
        app.say(_("In the pool until {day}. U takes it back.").format(day=until))
        await _warn_without_consent(app, candidate)
        app.show_record("pool", done.result)

    title = _("{number} into the pool").format(number=record.number) if record else _("Into the pool")
    await ask(app, title, fields, save)


async def new_pooled(app: CoopApp) -> None:
    """Take somebody into the pool who is entered already."""
    await take_in(app)


async def keep_longer(app: CoopApp, candidate_id: int) -> None:
    """Keep a candidate in the pool until another day."""
    record = await _in_pool(app, candidate_id)
    if record is None or record.in_pool is None:
        return
    months = await app.read(association.rule_number, "pool_months", app.today)
    until = add_months(app.today, months)
    fields = [Field("expires_on", N_("Until"), "date", required=True, initial=until, help=N_("the last day"))]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.extend_pool, candidate_id=candidate_id, **values)
        app.say(_("In the pool until {day}. U takes it back.").format(day=short_date(values["expires_on"])))

    intro = _("Now until {day}. Ask whether they still want to, and whether their consent lasts as long.").format(
        day=short_date(record.in_pool.expires_on)
    )
    await ask(app, _("{number} stays in the pool").format(number=record.number), fields, save, intro=intro)


async def leave(app: CoopApp, candidate_id: int) -> None:
    """Let a candidate leave the pool, with the reason."""
    record = await _in_pool(app, candidate_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.leave_pool, candidate_id=candidate_id, **values)
        app.say(_("{number} is out of the pool. U takes it back.").format(number=record.number))

    await ask(app, _("{number} out of the pool").format(number=record.number), _reasons(app), save)


async def _in_pool(app: CoopApp, candidate_id: int) -> CandidateRecord | None:
    """Read a candidate who is in the pool; say so where they are not."""
    record = await open_candidate(app, candidate_id)
    if record is not None and record.in_pool is None:
        app.say(_("{number} is not in the pool.").format(number=record.number), "warning")
        return None
    return record
