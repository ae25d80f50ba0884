"""What is done about arrears: steps, letters, their delivery, the cost, a payment plan."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.arrears import LETTERS, LEVELS, WORDS, EarlyWarning
from coopadmin.domain.arrears_letters import letter_text
from coopadmin.domain.collection import cost_text, presumed_delivery
from coopadmin.formats import euro, long_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import arrears as deeds
from db.queries import arrears as queries
from db.queries.arrears import ArrearsRecord, DueRow
from db.queries.collection import StepRow, letter_of
from screens.app import CoopApp
from screens.dialogs import ChooseScreen, ConfirmScreen
from screens.fields import Field
from screens.forms import ask
from screens.letters import save_letters, show_letter
from screens.text import one_line

MOST_SHOWN = 40
"""Steps a question names before a run; the rest is counted."""


def _heading(record: ArrearsRecord) -> str:
    return f"{record.number} · {record.dwelling}"


async def take(app: CoopApp, contract_id: int) -> None:
    """Log a step; the next one is proposed."""
    record = await app.read(queries.record, contract_id, app.today)
    if record is None:
        return
    proposed = record.following.level if record.following else None
    fields = [
        Field("level", N_("Step"), "choice", required=True, initial=proposed, choices=list(LEVELS.items())),
        Field("taken_on", N_("Taken on"), "date", required=True, initial=app.today),
        Field("note", N_("Note"), "long", help=N_("how, and what was answered")),
    ]
    chosen: dict[str, Any] = {}
    made: list[int] = []

    async def save(values: dict[str, Any]) -> None:
        if values["level"] == "municipality":
            chosen.update(values)
            return
        done = await app.do(deeds.take_step, contract_id=contract_id, **_texts(values))
        made.append(done.result)
        _say_taken(app, record.number, values["level"])

    intro = one_line(record.following.reason) if record.following else ""
    title = _("Step for {contract}").format(contract=_heading(record))
    if not await ask(app, title, fields, save, draft_key=f"arrears.{contract_id}", intro=intro):
        return
    if chosen:
        await _municipality(app, record, chosen)
    for step_id in made:
        await _show(app, step_id)


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "note": values["note"] or ""}


def _say_taken(app: CoopApp, number: str, level: str) -> None:
    app.say(_("Logged for {number}: {level}. U takes it back.").format(number=number, level=_(WORDS[level])))


async def _municipality(app: CoopApp, record: ArrearsRecord, given: dict[str, Any]) -> None:
    """Ask for the facts that a report to the municipality rests on."""
    fields = [
        Field("contact", N_("Personal contact"), required=True, help=N_("when, and how it was tried")),
        Field("help", N_("Debt counselling"), required=True, help=N_("when the tenant was pointed to it")),
        Field("offer", N_("Offer to pass on"), required=True, help=N_("when it was offered to pass the details on")),
        Field("agreed", N_("Agreed with"), required=True, help=N_("the municipality's agreement to take reports")),
        Field("no_objection", N_("No objection"), "flag", required=True, help=N_("yes: the tenant does not object")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(
            deeds.take_step, contract_id=record.contract_id, early_warning=EarlyWarning(**values), **_texts(given)
        )
        _say_taken(app, record.number, "municipality")

    intro = _("The law asks for a reminder and these four before the municipality may be told.")
    title = _("Report to the municipality: {contract}").format(contract=_heading(record))
    await ask(app, title, fields, save, draft_key=f"arrears.municipality.{record.contract_id}", intro=intro)


# -- letters ---------------------------------------------------------------------------------------------------


async def letter(app: CoopApp, contract_id: int) -> None:
    """Show a letter as text."""
    step = await _choose_letter(app, contract_id, _("Which letter?"), LETTERS)
    if step is not None:
        await _show(app, step.step_id)


async def _show(app: CoopApp, step_id: int) -> None:
    found = await app.read(letter_of, step_id)
    if found is not None:
        await show_letter(app, letter_text(found), f"{found.contract}-{found.level}-{found.on.isoformat()}")


async def _choose_letter(app: CoopApp, contract_id: int, question: str, levels: tuple[str, ...]) -> StepRow | None:
    record = await app.read(queries.record, contract_id, app.today)
    steps = [step for step in reversed(record.steps) if step.level in levels] if record else []
    if not steps:
        app.say(_("No letter was sent yet; take that step first."), "warning")
        return None
    if len(steps) == 1:
        return steps[0]
    names = [f"{long_date(step.taken_on)} · {_(WORDS[step.level])} · {euro(step.open_cents)}" for step in steps]
    place = await app.push_screen_wait(ChooseScreen(question, names))
    return None if place is None else steps[place]


async def delivered(app: CoopApp, contract_id: int) -> None:
    """Log the day a letter was delivered."""
    step = await _choose_letter(app, contract_id, _("Which letter was delivered?"), ("fourteen_day_letter",))
    if step is None:
        return
    presumed = presumed_delivery(step.taken_on)
    fields = [
        Field(
            "received_on",
            N_("Delivered on"),
            "date",
            required=True,
            initial=step.received_on or min(presumed, app.today),
        )
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.set_received, step_id=step.step_id, **values)
        app.say(_("Noted. The fourteen days begin on the day after. U takes it back."))

    intro = _("Sent on {day}; without a day it counts as delivered on {presumed}.").format(
        day=long_date(step.taken_on), presumed=long_date(presumed)
    )
    await ask(app, _("Letter delivered"), fields, save, intro=intro)


# -- the cost ----------------------------------------------------------------------------------------------


async def cost(app: CoopApp, contract_id: int) -> None:
    """Charge the collection cost of a letter, once the calculation was seen."""
    record = await app.read(queries.record, contract_id, app.today)
    if record is None:
        return
    if record.missing or record.case is None or record.case.cost is None:
        app.say(record.missing, "warning")
        return
    amount = euro(record.case.cost.cost_cents)
    question = _("Charge {amount} collection cost on {number}?").format(amount=amount, number=record.number)
    if await app.push_screen_wait(ConfirmScreen(question, cost_text(record.case.cost))):
        await app.do(deeds.charge_cost, contract_id=contract_id, on=app.today)
        app.say(_("Charged: {amount} on {number}. U takes it back.").format(amount=amount, number=record.number))


# -- all steps that are due ------------------------------------------------------------------------------------


async def run(app: CoopApp, _contract_id: int = 0) -> None:
    """Take every letter that is due, once the list was seen, and offer to save the letters."""
    due = await app.read(queries.due_steps, app.today)
    letters = [row for row in due if row.step.by_run]
    if not letters:
        by_hand = ngettext("{count} other step is due.", "{count} other steps are due.", len(due)).format(
            count=len(due)
        )
        app.say(_("No letter is due today.") + (f" {by_hand}" if due else ""))
        return
    question = ngettext("Take {count} step?", "Take {count} steps?", len(letters)).format(count=len(letters))
    if not await app.push_screen_wait(ConfirmScreen(question, _preview(letters, len(due) - len(letters)))):
        return
    done = await app.do(deeds.run_steps, on=app.today)
    count = len(done.result.taken)
    told = ngettext("{count} step taken. U takes it back.", "{count} steps taken. U takes them back.", count)
    app.say(told.format(count=count))
    texts: dict[str, str] = {}
    for step_id in done.result.step_ids:
        found = await app.read(letter_of, step_id)
        if found is not None:
            texts[f"{found.contract}-{found.level}"] = letter_text(found)
    await save_letters(app, texts, f"{_('letters')}-{app.today.isoformat()}")


def _preview(letters: list[DueRow], by_hand: int) -> str:
    lines = [
        one_line(f"{row.number} {row.dwelling} · {_(WORDS[row.step.level])} · {euro(row.step.open_cents)}")
        for row in letters[:MOST_SHOWN]
    ]
    more = len(letters) - len(lines)
    if more:
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    if by_hand:
        told = ngettext(
            "{count} other step is due, which is a person's own work.",
            "{count} other steps are due, which are a person's own work.",
            by_hand,
        )
        lines += ["", told.format(count=by_hand)]
    lines += ["", _("Match what the bank brought first, so that nobody is asked for what was paid.")]
    return "\n".join(lines)
