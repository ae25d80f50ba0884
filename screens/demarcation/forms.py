"""The forms of the demarcation list: a line, and asking the list whose job something is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.domain.demarcation import Routed
from coopadmin.domain.demarcation_lines import PARTIES, Line
from coopadmin.domain.maintenance import PARTIES as RESPONSIBLE
from coopadmin.i18n import N_, _
from coopadmin.services import demarcation as deeds
from coopadmin.services.demarcation import LineData, Saved
from db.queries import demarcation as queries
from db.queries.demarcation import Version
from screens.app import CoopApp
from screens.common_fields import flag
from screens.demarcation import versions
from screens.dialogs import ConfirmScreen
from screens.fields import Field
from screens.forms import ask

ASKED = (("unasked", N_("not asked")), ("yes", N_("yes")), ("no", N_("no")))
"""The answers to a question nobody need have put."""

ANSWERS: dict[str, bool | None] = {"unasked": None, "yes": True, "no": False}


async def add(app: CoopApp) -> None:
    """Add a line to the version in force, or begin the first version."""
    found = await app.read(queries.versions)
    if not found:
        await versions.begin(app)
        return
    version = await versions.choose(app, found)
    if version is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.add_demarcation_line, list_id=version.list_id, line=_data(values))
        app.say(_("The line is on the list. U takes it back."))
        _warn(app, done.result)
        app.show_record("demarcation", done.result.line_id)

    title = _("A line for version {version}").format(version=version.version)
    await ask(app, title, _fields(None), save, draft_key="demarcation.new", intro=_of(version))


async def change(app: CoopApp, line_id: int) -> None:
    """Correct a line."""
    record = await app.read(queries.record, line_id, app.today)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_demarcation_line, line_id=line_id, line=_data(values))
        app.say(_("Corrected. U takes it back.") if done.result.changed else _("Nothing was different."))
        _warn(app, done.result)

    intro = _("Who sees to it stays once a report was judged by it; the next version says it otherwise.")
    line = record.row.line
    await ask(app, line.name, _fields(line), save, draft_key=f"demarcation.{line_id}", intro=intro)


async def take_out(app: CoopApp, line_id: int) -> None:
    """Take a line out of its version."""
    record = await app.read(queries.record, line_id, app.today)
    if record is None:
        return
    question = _("Take “{line}” out of the list?").format(line=record.row.line.name)
    if await app.push_screen_wait(ConfirmScreen(question)):
        await app.do(deeds.remove_demarcation_line, line_id=line_id)
        app.say(_("The line is off the list. U takes it back."))


async def try_out(app: CoopApp, line_id: int) -> None:
    """Ask the list whose job something is, without entering anything."""
    del line_id
    again = True
    while again:
        again = await _asked(app)


async def _asked(app: CoopApp) -> bool:
    """Ask once; tells whether something else is asked."""
    fields = [
        Field("what", N_("What is reported"), required=True, help=N_("in the neighbour's own words")),
        answer_field("reachable", N_("Can be reached")),
        answer_field("notable_cost", N_("Notable cost")),
        flag("shared", N_("In a shared room"), False),
    ]
    heard: list[Routed] = []

    async def save(values: dict[str, Any]) -> None:
        routed = await app.read(
            queries.route_words,
            what=values["what"],
            reachable=ANSWERS[values["reachable"]],
            notable_cost=ANSWERS[values["notable_cost"]],
            shared=bool(values["shared"]),
            on=app.today,
        )
        heard.append(routed)

    await ask(app, _("Whose job is it?"), fields, save)
    return bool(heard) and bool(await app.push_screen_wait(_answer(heard[0])))


def _answer(routed: Routed) -> ConfirmScreen:
    others = [f"  {one.name}: {_(PARTIES[one.party])}" for one in routed.others]
    told = [*routed.told, *(["", _("Other lines that could be meant:"), *others] if others else [])]
    question = _("Who sees to it: {party}. Ask something else?").format(party=_(RESPONSIBLE[routed.party]))
    return ConfirmScreen(question, "\n".join(told))


def answer_field(name: str, label: str) -> Field:
    """Ask yes or no of something that nobody need have asked."""
    return Field(name, label, "choice", required=True, choices=ASKED, initial="unasked")


def _fields(line: Line | None) -> list[Field]:
    """Ask what a line says, beginning with what it says now."""
    parties = [(code, label) for code, label in PARTIES.items()]
    return [
        Field(
            "keyword",
            N_("Keyword"),
            required=True,
            initial=line.keyword if line else None,
            help=N_("the word people look for; two side by side as “lamp / bulb”"),
        ),
        Field(
            "component", N_("Component"), initial=line.component if line else None, help=N_("the part of it, if any")
        ),
        Field(
            "work",
            N_("Work"),
            initial=line.work if line else None,
            help=N_("repair, replace, clean…; empty for all work on it"),
        ),
        _party_field("party", N_("Who sees to it"), parties, line.party if line else "cooperative"),
        flag(
            "only_reachable",
            N_("Only if reachable"),
            line.only_reachable if line else False,
            N_("what cannot be reached without special means is another's"),
        ),
        flag(
            "only_low_cost",
            N_("Only at little cost"),
            line.only_low_cost if line else False,
            N_("what costs more than a little is another's"),
        ),
        _party_field("otherwise", N_("Else it is for"), parties, line.otherwise if line else "corporation"),
        Field(
            "letter",
            N_("Letter"),
            initial=line.letter if line else None,
            help=N_("of the small repairs by law, a to v, where it is the resident's"),
        ),
        Field(
            "codes",
            N_("VERA codes"),
            initial=" ".join(line.codes) if line else None,
            help=N_("like ELEMENT.DDR DEFECTSOORT.KLE; empty: the words decide"),
        ),
        Field("note", N_("Note"), "long", initial=line.note if line else None),
    ]


def _party_field(name: str, label: str, parties: Sequence[tuple[str, str]], party: str) -> Field:
    return Field(name, label, "choice", required=True, choices=parties, initial=party)


def _data(values: dict[str, Any]) -> LineData:
    given: dict[str, Any] = {name: "" if value is None else value for name, value in values.items()}
    return LineData(**given)


def _warn(app: CoopApp, saved: Saved) -> None:
    for warning in saved.warnings:
        app.say(warning, "warning")


def _of(version: Version) -> str:
    return deeds.version_name(version.version, version.valid_from)
