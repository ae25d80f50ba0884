"""After the decision: nominate whose turn it is, note what the corporation says, and pass the turn on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.domain.allocation import PERMIT_REGIMES
from coopadmin.domain.nominations import ANSWERS, ENDED, FIT_REASONS, FITS, PERMIT_ASKED, STAGES
from coopadmin.domain.procedures import version_words
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import nominations as deeds
from db.queries import allocation, choosing
from db.queries import nominations as queries
from db.queries.allocation import FileFacts
from db.queries.nominations import Next, NominationRow
from screens.allocation.nomination_house import house, second
from screens.allocation.nomination_reasons import reasons
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask

__all__ = ["answer", "end", "fit", "house", "nominate", "permit", "reasons", "second", "waiting_nomination"]


async def nominate(app: CoopApp, file_id: int) -> None:
    """Nominate whose turn it is; the checklist stands above the form."""
    file = await app.read(allocation.facts, file_id)
    if file.closed_on is not None:
        message = _("File {number} is closed; open it again first, with a reason (A).").format(number=file.number)
        app.say(message, "warning")
        return
    following = await app.read(queries.next_in_rank, file_id)
    if following is None:
        app.say(await _why_nobody(app, file), "warning")
        return
    waiting = [one.number for one in await app.read(queries.nominations, file_id) if one.waits]
    if len(waiting) >= file.procedure.nominees:
        app.say(_too_many(waiting, file), "warning")
        return
    papers_on = file.ticked.get("income_papers")
    fields = [
        Field(
            "statement_on",
            N_("Statement of"),
            "date",
            help=N_("the day the signed statement of the household was there (Btiv 56); the paper is not kept here"),
        ),
        Field(
            "papers_on",
            N_("Income papers"),
            "date",
            initial=papers_on,
            help=N_("the day they were handed to the corporation; neither the papers nor an income is kept here"),
        ),
    ]
    if file.permit_regime == "unknown":
        fields.append(
            Field(
                "permit_regime", N_("Housing permit"), "choice", initial="unknown", choices=list(PERMIT_REGIMES.items())
            )
        )
    fields.append(Field("sent_on", N_("Nominated on"), "date", required=True, initial=app.today))

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.nominate, file_id=file_id, candidacy_id=following.candidacy_id, **values)
        app.say(
            _("Nominated: {number} for home {home}. U takes it back.").format(
                number=following.number, home=file.dwelling
            )
        )

    rank = _("number {rank} in the order").format(rank=following.rank) if following.rank else _("the only one chosen")
    intro = _(
        "{number} has the turn ({rank}). A nomination needs a decision, the statement of the household, the income "
        "papers handed over, and to know whether a permit is asked for."
    ).format(number=following.number, rank=rank)
    await ask(
        app, _("Nominate for {home} ({file})").format(home=file.dwelling, file=file.number), fields, save, intro=intro
    )


def _too_many(waiting: Sequence[str], file: FileFacts) -> str:
    """Say whose nomination comes first, where the procedure lets no more of them wait at once."""
    words = ngettext(
        "{numbers} is nominated, and {procedure} lets {count} nomination run at a time: let the home to them, or note "
        "that it came to nothing.",
        "{numbers} are nominated, and {procedure} lets {count} nominations run at a time: let the home to one of them, "
        "or note what came to nothing.",
        len(waiting),
    )
    return words.format(
        numbers=", ".join(waiting), procedure=version_words(file.procedure), count=file.procedure.nominees
    )


async def _why_nobody(app: CoopApp, file: FileFacts) -> str:
    """Say why there is nobody to nominate, and what the procedure of the file asks first."""
    number, version = file.number, version_words(file.procedure)
    if await app.read(queries.nominations, file.file_id):
        return _("File {number}: everybody who was chosen was nominated.").format(number=number)
    if await app.read(choosing.chosen, file.file_id):
        return _("File {number}: nobody who was chosen is left.").format(number=number)
    if file.procedure.choice == "list":
        said = _("By {procedure} the waiting list gives the order: fix the order first.")
        return said.format(procedure=version)
    if not await app.read(choosing.carried_choices, file.file_id):
        return _("File {number}: nobody was chosen by a vote yet. That comes first.").format(number=number)
    held = await app.read(choosing.choices, file.file_id)
    carried = {one.kind for one in held if one.outcome == "carried" and not one.withdrawn}
    if file.procedure.procedure_check and "procedure_check" not in carried:
        said = _(
            "By {procedure} a meeting votes on the way it went before anybody is nominated: put that to the vote first."
        )
        return said.format(procedure=version)
    rejected = [one.decision_number for one in held if one.kind == "ratification" and one.outcome == "rejected"]
    if file.procedure.ratification and "ratification" not in carried and rejected:
        said = _(
            "The general meeting did not ratify the choice ({decisions}): put another choice to the vote, put it to a "
            "general meeting once more, or close the file."
        )
        return said.format(decisions=", ".join(rejected))
    if file.procedure.ratification and "ratification" not in carried:
        said = _("By {procedure} the general meeting has the last word: put the ratification to the vote first.")
        return said.format(procedure=version)
    return _("File {number}: more than one was chosen; fix the order first.").format(number=number)


# -- what the corporation says -------------------------------------------------------------------------------------


async def answer(app: CoopApp, file_id: int) -> None:
    """Note what the corporation answered."""
    row = await waiting_nomination(app, file_id)
    if row is None:
        return
    fields = [
        Field(
            "answer", N_("Answer"), "choice", required=True, initial=row.answer or None, choices=list(ANSWERS.items())
        ),
        Field("answered_on", N_("On"), "date", required=True, initial=row.answered_on or app.today),
        Field(
            "words",
            N_("In words"),
            "long",
            initial=row.answer_words,
            help=N_("as short as can be; no income, no health, nothing of the household"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.note_answer, nomination_id=row.nomination_id, **values)
        code = values["answer"]
        said = _("Answer of the corporation about {number}: {answer}. U takes it back.")
        app.say(said.format(number=row.number, answer=_(ANSWERS[code])))
        if code == "refused":
            _say_next(app, done.result)

    await ask(app, _("Answer about {number}").format(number=row.number), fields, save, intro=_standing(row))


async def fit(app: CoopApp, file_id: int) -> None:
    """Note the outcome of the fit check."""
    row = await waiting_nomination(app, file_id)
    if row is None:
        return
    fields = [
        Field("fit", N_("Outcome"), "choice", required=True, initial=row.fit or None, choices=list(FITS.items())),
        Field("fit_on", N_("Checked on"), "date", required=True, initial=row.fit_on or app.today),
        Field(
            "fit_by",
            N_("Checked by"),
            required=True,
            initial=row.fit_by or _("the corporation"),
            help=N_("an office or a party: the corporation, the treasurer"),
        ),
        Field(
            "fit_reason",
            N_("Let all the same"),
            "choice",
            initial=row.fit_reason or "",
            choices=[("", N_("no reason")), *FIT_REASONS.items()],
            help=N_("only where it does not fit: the reason why it is let all the same"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        values["fit_reason"] = values["fit_reason"] or ""
        await app.do(deeds.note_fit, nomination_id=row.nomination_id, **values)
        outcome = FITS[values["fit"]]
        app.say(_("Fit check: {outcome}. U takes it back.").format(outcome=_(outcome)))

    intro = _("Only the outcome is kept, never an income (Btiv 55). It is noted before the contract begins.")
    await ask(app, _("Fit check of {number}").format(number=row.number), fields, save, intro=intro)


async def permit(app: CoopApp, file_id: int) -> None:
    """Note the day of the housing permit."""
    row = await waiting_nomination(app, file_id)
    if row is None:
        return
    file = await app.read(allocation.facts, file_id)
    if file.permit_regime not in PERMIT_ASKED:
        app.say(_("No permit is noted here: {regime}.").format(regime=_(PERMIT_REGIMES[file.permit_regime])))
        return
    fields = [Field("permit_on", N_("Permit of"), "date", required=True, initial=row.permit_on or app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.note_permit, nomination_id=row.nomination_id, **values)
        app.say(_("Housing permit of {day}. U takes it back.").format(day=long_date(values["permit_on"])))

    await ask(app, _("Housing permit for {number}").format(number=row.number), fields, save)


# -- coming to nothing ---------------------------------------------------------------------------------------------


async def end(app: CoopApp, file_id: int) -> None:
    """Let a nomination come to nothing, so that the next has the turn."""
    row = await waiting_nomination(app, file_id)
    if row is None:
        return
    fields = [
        Field("ended", N_("Why"), "choice", required=True, choices=list(ENDED.items())),
        Field("on", N_("On"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.end_nomination, nomination_id=row.nomination_id, **values)
        reason = ENDED[values["ended"]]
        said = _("The nomination of {number} is over: {reason}. U takes it back.")
        app.say(said.format(number=row.number, reason=_(reason)))
        _say_next(app, done.result)

    intro = _(
        "{standing}\nA candidate who refuses has refused a home, which may cost the place on the waiting list. Whoever "
        "is turned down otherwise is owed a letter with the reason."
    ).format(standing=_standing(row))
    await ask(app, _("Nomination of {number} comes to nothing").format(number=row.number), fields, save, intro=intro)


def _say_next(app: CoopApp, following: Next | None) -> None:
    if following is None:
        app.say(_("Nobody who was chosen is left: choose anew, or close the file."), "warning")
    else:
        app.say(_("{number} has the turn now.").format(number=following.number))


# -- which one -----------------------------------------------------------------------------------------------------


async def waiting_nomination(app: CoopApp, file_id: int) -> NominationRow | None:
    """Give the nomination of a file that waits; ask where there are several, and say so where there is none."""
    waiting = [one for one in await app.read(queries.nominations, file_id) if one.waits]
    if not waiting:
        app.say(_("No nomination waits in this file."))
        return None
    if len(waiting) == 1:
        return waiting[0]
    options = [f"{one.number} · {_(STAGES[one.stage])}" for one in waiting]
    place = await app.push_screen_wait(ChooseScreen(_("Which nomination?"), options))
    return None if place is None else waiting[place]


def _standing(row: NominationRow) -> str:
    """Say how far a nomination has come, each thing once."""
    parts: list[str] = []
    if row.sent_on:
        parts.append(_("nominated on {day}").format(day=long_date(row.sent_on)))
    if row.answered_on:
        parts.append(f"{_(ANSWERS[row.answer])} · {long_date(row.answered_on)}")
    else:
        stage = "sent" if row.sent_on else "papers"
        parts.append(_(STAGES[stage]))
    if row.fit:
        parts.append(_("fit check: {outcome}").format(outcome=_(FITS[row.fit])))
    return " · ".join(parts)
