"""Judging a report that came in: what the list says of it, and who sees to it."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.demarcation import Routed
from coopadmin.domain.maintenance import OPEN, PARTIES
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from coopadmin.services.judgements import judge_task
from db.queries import demarcation, judgements
from db.queries.judgements import Reported
from screens.app import CoopApp
from screens.demarcation.forms import ANSWERS, answer_field
from screens.fields import Field
from screens.forms import ask
from screens.text import one_line

_BY_LIST = "list"


async def judge(app: CoopApp, task_id: int) -> None:
    """Say who has to see to a task, by the demarcation list or otherwise with a reason."""
    task = await app.read(judgements.reported, task_id)
    if task is None:
        return
    if task.status not in OPEN:
        app.say(_("Task {number} is closed; reopen it first.").format(number=task.number), "warning")
        return
    seen = await app.read(demarcation.route_for, **task.asked, reachable=None, notable_cost=None, on=task.reported_on)

    async def save(values: dict[str, Any]) -> None:
        routed, values = await _routed(app, task, values)
        responsible = values["responsible"]
        if responsible == _BY_LIST:
            responsible = routed.party
        if responsible == "unknown":
            raise Invalid([Problem("responsible", _("neither the list nor the law says; choose who sees to it"))])
        await app.do(
            judge_task,
            task_id=task_id,
            responsible=responsible,
            judged_on=app.today,
            reachable=values["reachable"],
            notable_cost=values["notable_cost"],
            line_id=routed.line_id,
            letter=routed.letter,
            routed=routed.party,
            reason=values["reason"] or "",
        )
        party = _("{number} is for: {party}.").format(number=task.number, party=_(PARTIES[responsible]))
        why = routed.told[:1] if responsible == routed.party and routed.line_id is not None else ()
        app.say(" ".join((party, *why, _("U takes it back."))))

    intro = "\n".join((one_line(task.what), *seen.told))
    title = _("Whose is {number}?").format(number=task.number)
    await ask(app, title, _fields(seen), save, draft_key=f"maintenance.judge.{task_id}", intro=intro)


def _fields(seen: Routed) -> list[Field]:
    parties = [(code, label) for code, label in PARTIES.items() if code != "unknown"]
    fields = [
        answer_field("reachable", N_("Can be reached")),
        answer_field("notable_cost", N_("Notable cost")),
        Field(
            "responsible",
            N_("Who sees to it"),
            "choice",
            required=True,
            choices=[(_BY_LIST, N_("as the list and the law say")), *parties],
            initial=_BY_LIST if seen.party != "unknown" else None,
        ),
        Field("reason", N_("Why otherwise"), help=N_("where it is decided otherwise than the list says")),
    ]
    if seen.others:
        lines = [("", _("the line that fits best")), *((str(one.line_id), one.name) for one in seen.others)]
        fields.insert(0, Field("line", N_("Another line is meant"), "choice", choices=lines, initial=""))
    return fields


async def _routed(app: CoopApp, task: Reported, values: dict[str, Any]) -> tuple[Routed, dict[str, Any]]:
    """Ask the list again with the answers, by the line that was chosen where one was."""
    answers: dict[str, Any] = {name: ANSWERS[values[name]] for name in ("reachable", "notable_cost")}
    line = values.get("line")
    if line:
        routed = await app.read(demarcation.route_by_line, int(line), **task.asked, **answers)
        if routed is not None:
            return routed, {**values, **answers}
    routed = await app.read(demarcation.route_for, **task.asked, **answers, on=task.reported_on)
    return routed, {**values, **answers}
