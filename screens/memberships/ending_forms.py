"""Ending a membership: how, from which day, with the day worked out before it is saved; receipt and appeal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from coopadmin.domain import memberships as rules
from coopadmin.domain.memberships import APPEALS, ENDINGS, GROUNDS, EndDate
from coopadmin.errors import Refused
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import members as member_deeds
from coopadmin.services import memberships as deeds
from db.queries import members, memberships
from screens.app import CoopApp
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.memberships.forms import decision_field
from screens.memberships.letters import ending_letter
from screens.memberships.words import KEPT, due_lines, hand_back_lines

Save = Callable[[dict[str, Any]], Awaitable[None]]

HOMES = (("unknown", N_("not known yet")), ("yes", N_("keeps the home")), ("no", N_("leaves the home")))


def _home_field(kept: bool | None = None) -> Field:
    return Field(
        "tenancy_kept",
        N_("The home"),
        "choice",
        required=True,
        initial=next(code for code, value in KEPT.items() if value is kept),
        choices=HOMES,
        help=N_("a tenancy does not end with the membership; end it under Contracts where it ends too"),
    )


async def choose_end(app: CoopApp, person_id: int) -> None:
    """Ask how a membership ends, and go on with that."""
    ways: tuple[tuple[str, str, Callable[[CoopApp, int], Awaitable[None]]], ...] = (
        (_("The member resigns"), _("With notice; the last day is worked out by the law or the statutes"), resign),
        (_("The member resigns at once"), _("Because of a decision, or because going on cannot be asked"), at_once),
        (_("The association gives notice"), _("In a case of BW 2:35(2), with the reason"), by_association),
        (_("Expulsion"), _("With reasons in writing, an appeal, and suspended meanwhile (BW 2:35(3)-(4))"), expel),
        (_("The member died"), _("Everything ends that day; what the law says of the lease is shown"), died),
        (_("Only the last day"), _("For old records: a day and a reason, without a rule"), plainly),
    )
    place = await app.push_screen_wait(
        ChooseScreen(_("How does the membership end?"), [way[0] for way in ways], helps=[way[1] for way in ways])
    )
    if place is not None:
        await ways[place][2](app, person_id)


async def choose_member(app: CoopApp) -> None:
    """Ask whose membership ends, and how."""
    fields = [Field("person_id", N_("Who"), "pick", required=True, find=("members",))]
    chosen: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        chosen.append(values["person_id"])

    if await ask(app, _("Whose membership ends?"), fields, save):
        await choose_end(app, chosen[0])


# -- by the member -------------------------------------------------------------------------------------------------


async def resign(app: CoopApp, person_id: int) -> None:
    """Enter a notice; the last day is worked out and shown before it is saved."""
    fields = [
        Field("noticed_on", N_("Notice of"), "date", required=True, initial=app.today),
        Field(
            "ends_on", N_("Asked for"), "date", help=N_("the day in the notice; empty for the first that is allowed")
        ),
        _home_field(),
        Field("reason", N_("Reason")),
    ]
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        ruled = await app.read(memberships.ending_rules, values["noticed_on"])
        end = rules.resignation(values["noticed_on"], ruled, values["ends_on"])
        await app.rehearse(deeds.resign, person_id=person_id, **_kept(values))
        await _confirm(app, person_id, end)
        made.append((await app.do(deeds.resign, person_id=person_id, **_kept(values))).result)
        _say_ended(app, end)

    ruled = await app.read(memberships.ending_rules, app.today)
    soonest = rules.resignation(app.today, ruled).ends_on
    intro = f"{rules.notice_text(ruled)}\n" + _("Notice given today ends it on {day}.").format(day=long_date(soonest))
    if await ask(app, await _title(app, person_id, N_("Resignation")), fields, save, intro=intro):
        await ending_letter(app, made[0])


async def at_once(app: CoopApp, person_id: int) -> None:
    """Enter a notice that ends the membership the same day."""
    fields = [
        Field("noticed_on", N_("Notice of"), "date", required=True, initial=app.today),
        Field(
            "learned_on",
            N_("Decision known on"),
            "date",
            help=N_("because of a decision that limits rights or adds duties: at most a month before (BW 2:36(3))"),
        ),
        Field("reason", N_("Reason"), help=N_("without such a decision: why going on cannot be asked (BW 2:36(1))")),
        _home_field(),
    ]
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        end = rules.at_once(values["noticed_on"], values["learned_on"])
        await app.rehearse(deeds.resign, person_id=person_id, immediate=True, **_kept(values))
        await _confirm(app, person_id, end)
        done = await app.do(deeds.resign, person_id=person_id, immediate=True, **_kept(values))
        made.append(done.result)
        _say_ended(app, end)

    if await ask(app, await _title(app, person_id, N_("Resignation at once")), fields, save):
        await ending_letter(app, made[0])


# -- by the association --------------------------------------------------------------------------------------------


async def by_association(app: CoopApp, person_id: int) -> None:
    """Enter a notice by the association."""
    fields = [
        Field("noticed_on", N_("Notice of"), "date", required=True, initial=app.today),
        Field("ground", N_("Ground"), "choice", required=True, choices=list(GROUNDS.items())),
        Field("reason", N_("Reason"), required=True, help=N_("it goes into the letter")),
        Field("immediate", N_("At once"), "flag", required=True, initial=False),
        Field("ends_on", N_("Against"), "date", help=N_("the day in the notice; empty for the first that is allowed")),
        _home_field(),
        decision_field(),
    ]
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        ruled = await app.read(memberships.ending_rules, values["noticed_on"])
        noticed = values["noticed_on"]
        end = rules.at_once(noticed) if values["immediate"] else rules.resignation(noticed, ruled, values["ends_on"])
        await app.rehearse(deeds.end_by_association, person_id=person_id, **_kept(values))
        await _confirm(app, person_id, end)
        made.append((await app.do(deeds.end_by_association, person_id=person_id, **_kept(values))).result)
        _say_ended(app, end)

    intro = _("Unless the statutes differ the board gives notice, with the terms of a resignation (BW 2:35(2), 2:36).")
    if await ask(app, await _title(app, person_id, ENDINGS["by_association"]), fields, save, intro=intro):
        await ending_letter(app, made[0])


async def expel(app: CoopApp, person_id: int) -> None:
    """Enter an expulsion with its reasons; the member is suspended until the appeal is over."""
    fields = [
        Field("decided_on", N_("Decided on"), "date", required=True, initial=app.today),
        Field(
            "reason", N_("Reasons"), "long", required=True, help=N_("they go into the letter, which is sent at once")
        ),
        Field("by_meeting", N_("By the meeting"), "flag", required=True, initial=False),
        Field("reasons_sent_on", N_("Sent on"), "date"),
        _home_field(),
        decision_field(),
    ]
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        ruled = await app.read(memberships.ending_rules, values["decided_on"])
        end = rules.expulsion(values["decided_on"], ruled, by_meeting=values["by_meeting"])
        await app.rehearse(deeds.expel, person_id=person_id, **_kept(values))
        await _confirm(app, person_id, end, _("Expel this member?"))
        made.append((await app.do(deeds.expel, person_id=person_id, **_kept(values))).result)
        app.say(_("Entered. Note the day of receipt under Endings (B, B, B). U takes it back."))

    intro = _(
        "Only for acting against statutes, house rules or decisions, or for harming the association unreasonably "
        "(BW 2:35(3)). Where the general meeting decided itself, there is no appeal to it."
    )
    if await ask(app, await _title(app, person_id, ENDINGS["expulsion"]), fields, save, intro=intro):
        await ending_letter(app, made[0])


# -- death, and the plain way --------------------------------------------------------------------------------------


async def died(app: CoopApp, person_id: int) -> None:
    """Enter that a member died, with what the law says of the lease."""
    fields = [
        Field("died_on", N_("Died on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), "long", help=N_("who told it, and whom to write to")),
    ]

    async def save(values: dict[str, Any]) -> None:
        end = rules.death(values["died_on"])
        leases = (await app.read(memberships.leaving, person_id, values["died_on"])).leases
        law = [
            f"{one.number} · {one.dwelling}: {line}"
            for one in leases
            for line in rules.lease_after_death(values["died_on"], len(one.others)).lines
        ]
        await app.rehearse(deeds.record_death, person_id=person_id, **values)
        await _confirm(app, person_id, EndDate(end.ends_on, (*end.lines, *law)))
        done = await app.do(deeds.record_death, person_id=person_id, **values)
        app.say(_("Entered. The lease is left alone; see what the law says of it under Endings."))
        app.show_record("endings", done.result)

    await ask(app, await _title(app, person_id, ENDINGS["death"]), fields, save)


async def plainly(app: CoopApp, person_id: int) -> None:
    """End a membership on a day, without a rule."""
    fields = [
        Field("ends_on", N_("Last day"), "date", required=True, initial=app.today),
        Field("reason", N_("Reason"), help=N_("resigned, moved away, died …")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(member_deeds.end_membership, person_id=person_id, **values)
        app.say(_("Ended. A tenancy is left alone; end it under Contracts where it ends too."))

    await ask(app, _("End the membership"), fields, save, draft_key=f"members.end.{person_id}")


# -- what follows --------------------------------------------------------------------------------------------------


async def received(app: CoopApp, ending_id: int) -> None:
    """Note the day the member had the reasons in hand."""
    row = await app.read(memberships.ending, ending_id)
    if row is None:
        return
    fields = [
        Field("received_on", N_("Received on"), "date", required=True, initial=row.received_on or app.today),
        Field("reasons_sent_on", N_("Sent on"), "date", initial=row.reasons_sent_on),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.note_received, ending_id=ending_id, **values)
        app.say(_("An appeal is possible until {day}. U takes it back.").format(day=long_date(done.result)))

    await ask(app, _("The reasons were received"), fields, save)


async def appeal(app: CoopApp, ending_id: int) -> None:
    """Enter an appeal."""
    fields = [Field("appealed_on", N_("Appealed on"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.appeal, ending_id=ending_id, **values)
        app.say(_("Entered. Put it on the agenda of the general meeting. U takes it back."))

    intro = _(
        "An expelled member stays suspended until the appeal is decided, and may speak there (BW 2:35(4), 2:38(1))."
    )
    await ask(app, _("Appeal to the general meeting"), fields, save, intro=intro)


async def decide(app: CoopApp, ending_id: int) -> None:
    """Enter what became of an appeal."""
    fields = [
        Field("outcome", N_("Outcome"), "choice", required=True, choices=list(APPEALS.items())),
        Field("decided_on", N_("Decided on"), "date", required=True, initial=app.today),
        decision_field(),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.decide_appeal, ending_id=ending_id, **values)
        undone = values["outcome"] == "upheld"
        app.say(_("The membership runs on. U takes it back.") if undone else _("The ending holds. U takes it back."))

    await ask(app, _("The appeal was decided"), fields, save)


async def withdraw(app: CoopApp, ending_id: int) -> None:
    """Take a notice back before its day."""
    fields = [Field("withdrawn_on", N_("Taken back on"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_ending, ending_id=ending_id, **values)
        app.say(_("Taken back: the membership, offices and working groups run on as before."))

    intro = _("A notice that was received stands; it is only taken back where both sides agree.")
    await ask(app, _("The notice is taken back"), fields, save, intro=intro)


async def correct(app: CoopApp, ending_id: int) -> None:
    """Correct what is said about an ending."""
    row = await app.read(memberships.ending, ending_id)
    if row is None:
        return
    fields = [
        _home_field(row.tenancy_kept),
        Field("reason", N_("Reason"), "long", initial=row.reason),
        Field("reasons_sent_on", N_("Sent on"), "date", initial=row.reasons_sent_on),
        Field("note", N_("Note"), "long", initial=row.note),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_ending, ending_id=ending_id, **_kept(values))

    intro = _("The days are not changed here: U takes back what was entered wrongly.")
    await ask(app, f"{row.number} {row.letter_name}", fields, save, draft_key=f"endings.{ending_id}", intro=intro)


# -- what they share -----------------------------------------------------------------------------------------------


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "tenancy_kept": KEPT[values["tenancy_kept"]]}


async def _title(app: CoopApp, person_id: int, what: str) -> str:
    record = await app.read(members.record, person_id)
    if record is None or not record.number:
        raise Refused(_("This person is no member."))
    return f"{record.number} {record.name} · {_(what)}"


async def _confirm(app: CoopApp, person_id: int, end: EndDate, question: str = "") -> None:
    """Show how the last day came about and what is still to settle; raises Refused where the answer is no."""
    ruled = await app.read(memberships.ending_rules, end.ends_on)
    leaving = await app.read(memberships.leaving, person_id, app.today)
    lines = [*end.lines, rules.contribution_text(end.ends_on, ruled)]
    open_yet = [*due_lines(leaving), *hand_back_lines(leaving)]
    if open_yet:
        lines += ["", _("Before leaving:"), *(f"● {line}" for line in open_yet)]
    question = question or _("End the membership on {day}?").format(day=long_date(end.ends_on))
    if not await app.push_screen_wait(ConfirmScreen(question, "\n".join(lines))):
        raise Refused(_("Nothing was saved. Change it, or leave it with Escape."))


def _say_ended(app: CoopApp, end: EndDate) -> None:
    app.say(_("The membership ends on {day}. U takes it back.").format(day=long_date(end.ends_on)))
