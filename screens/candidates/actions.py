"""What can be done with a candidate, the same on all three lists: how they stand says which form comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import Connection

from coopadmin.i18n import N_, _
from screens.app import CoopApp
from screens.candidates import forms, list_forms
from screens.dialogs import ChooseScreen
from screens.subject import Action

Run = Callable[[CoopApp, int], Awaitable[None]]


async def waiting_list(app: CoopApp, candidate_id: int) -> None:
    """Put on the waiting list, or what may come to somebody who is on it."""
    record = await forms.open_candidate(app, candidate_id)
    if record is None:
        return
    if record.on_waiting_list is None:
        await list_forms.put_on(app, candidate_id)
        return
    ways = ((_("The fee is paid"), list_forms.fee), (_("Off the waiting list"), list_forms.take_off))
    await _choose(app, candidate_id, _("{number} on the waiting list").format(number=record.number), ways)


async def pool(app: CoopApp, candidate_id: int) -> None:
    """Take into the pool, or what may come to somebody who is in it."""
    record = await forms.open_candidate(app, candidate_id)
    if record is None:
        return
    if record.in_pool is None:
        await list_forms.take_in(app, candidate_id)
        return
    ways = ((_("Keep in the pool longer"), list_forms.keep_longer), (_("Out of the pool"), list_forms.leave))
    await _choose(app, candidate_id, _("{number} in the pool").format(number=record.number), ways)


async def consent(app: CoopApp, candidate_id: int) -> None:
    """Note consent, or that it is taken back where it holds."""
    record = await forms.open_candidate(app, candidate_id)
    if record is None:
        return
    if record.consent_until is None or record.consent_until < app.today:
        await forms.consent(app, candidate_id)
        return
    ways = ((_("Until another day"), forms.consent), (_("Taken back"), forms.no_consent))
    await _choose(app, candidate_id, _("Consent of {number}").format(number=record.number), ways)


async def _choose(app: CoopApp, candidate_id: int, title: str, ways: Sequence[tuple[str, Run]]) -> None:
    place = await app.push_screen_wait(ChooseScreen(title, [label for label, _run in ways]))
    if place is not None:
        await ways[place][1](app, candidate_id)


async def _show_data(app: CoopApp, candidate_id: int) -> None:
    from screens.forgetting.papers import show_candidate

    await show_candidate(app, candidate_id)


async def _forget(app: CoopApp, candidate_id: int) -> None:
    from screens.forgetting.forms import answer

    await answer(app, candidate_id)


ACTIONS: tuple[Action, ...] = (
    Action(N_("Note a contact"), forms.contact, N_("An introduction, an activity they joined, a talk")),
    Action(N_("Waiting list…"), waiting_list, N_("On it, the fee, or off it with the reason")),
    Action(N_("Pool…"), pool, N_("Somebody the group has met: into the pool, longer, or out of it")),
    Action(N_("A home was refused"), list_forms.refuse, N_("So many refusals cost the place, where you agreed so")),
    Action(
        N_("Told of being taken off"), list_forms.told, N_("The day they were told that they are off a list, and why")
    ),
    Action(N_("Consent…"), consent, N_("Until when they agreed that their data is kept; or taken back")),
    Action(N_("A contact was a mistake"), forms.remove_contact, N_("Takes it off again")),
    Action(N_("They ask to be forgotten"), _forget, N_("Cleared for good; a file that is open comes first")),
    Action(N_("All that is kept of them"), _show_data, N_("When they ask for it: to read, then to save as a file")),
)


def of_place(whose: Callable[[Connection, int], int | None]) -> tuple[Run, tuple[Action, ...]]:
    """Give the form to correct and the actions for a list whose rows are places; `whose` says whose one is."""

    def meant(run: Run) -> Run:
        async def do(app: CoopApp, place_id: int) -> None:
            candidate_id = await app.read(whose, place_id)
            if candidate_id is not None:
                await run(app, candidate_id)

        return do

    return meant(forms.correct), tuple(Action(one.label, meant(one.run), one.help) for one in ACTIONS)
