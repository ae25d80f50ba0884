"""The register of decisions (besluitenlijst)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.decisions import COUNT_FIELDS, KIND_WORDS, METHOD_WORDS, OUTCOME_WORDS, OUTCOMES, contradiction
from coopadmin.domain.voting import impossible
from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_choice, as_date, as_line, as_text, as_whole
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from db.tables.base import table_of
from db.tables.decisions import Decision
from db.tables.dwellings import Dwelling

REGISTER = Register(
    "decisions",
    (
        Column("number", ("Nr", "Nummer", "Besluitnummer", "Number", "No", "Decision number"), as_line(40), True),
        Column("decided_on", ("Datum", "Besloten op", "Date", "Decided on"), as_date, required=True),
        Column("body", ("Vergadering", "Orgaan", "Besloten door", "Meeting", "Body", "Decided by"), as_line(200)),
        Column("subject", ("Onderwerp", "Agendapunt", "Subject", "Agenda item"), as_line(400), required=True),
        Column("text", ("Besluit", "Besluittekst", "Tekst", "Decision", "Text"), as_text),
        Column("method", ("Methode", "Wijze van besluiten", "Method"), as_choice(METHOD_WORDS)),
        Column("entitled", ("Stemgerechtigd", "Stemgerechtigden", "Entitled", "Entitled to vote"), as_whole),
        Column("present", ("Aanwezig", "Aanwezigen", "Present"), as_whole),
        Column("proxies", ("Volmachten", "Volmacht", "Proxies", "Proxy"), as_whole),
        Column("votes_for", ("Voor", "Stemmen voor", "For", "Votes for", "In favour"), as_whole),
        Column("votes_against", ("Tegen", "Stemmen tegen", "Against", "Votes against"), as_whole),
        Column("votes_blank", ("Blanco", "Onthouding", "Onthoudingen", "Blank", "Abstentions"), as_whole),
        Column("outcome", ("Uitslag", "Uitkomst", "Outcome", "Result"), as_choice(OUTCOME_WORDS), required=True),
        Column("kind", ("Soort", "Kind", "Type"), as_choice(KIND_WORDS)),
        Column("dwelling", ("Woning", "Dwelling", "Home"), as_line(40)),
        Column("candidate", ("Kandidaat", "Candidate"), as_line(200)),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)

_WHEN_EMPTY: dict[str, Any] = {"method": "unknown", "kind": "decision", **dict.fromkeys(COUNT_FIELDS)}
"""What an empty cell means; in the other columns it is empty text."""


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in decisions; a number that is known already is brought up to date."""
    known = _known(intake, [row.text("number") for row in rows])
    homes = _homes(intake, {row.text("dwelling") for row in rows} - {""})
    for row in rows:
        there = known.get(row.text("number"))
        problems = [*row.problems, *_cannot_be(intake, row, there, homes)]
        if problems:
            intake.reject(row, problems)
            continue
        values = _values(row, homes)
        if there is None:
            intake.tx.insert(Decision, **values)
            intake.count(created=True)
        else:
            intake.count(changed=_update(intake, row, there, values))
        if there is None or there["vote_id"] is None:  # a recorded vote has a rule of its own, which the record shows
            _warn_of_contradiction(intake, row, {**(there or _WHEN_EMPTY), **values})


def _cannot_be(intake: Intake, row: Row, there: dict[str, Any] | None, homes: dict[str, int]) -> list[Problem]:
    problems: list[Problem] = []
    number, home = row.text("number"), row.text("dwelling")
    if number and (earlier := intake.repeated(number, row)):
        reason = _("decision {number} is already in row {row} of this file").format(number=number, row=earlier)
        problems.append(Problem("number", reason))
    if home and home not in homes:
        problems.append(Problem("dwelling", _("there is no home {code}").format(code=home)))
    counts = {name: row.values.get(name, there[name] if there else None) for name in COUNT_FIELDS}
    problems.extend(impossible(**counts))
    return problems


def _values(row: Row, homes: dict[str, int]) -> dict[str, Any]:
    """Give the columns of a decision that the file speaks of."""
    values = {
        name: _WHEN_EMPTY.get(name, "") if value is None else value
        for name, value in row.values.items()
        if name != "dwelling"
    }
    if "dwelling" in row.values:
        values["dwelling_id"] = homes.get(row.text("dwelling"))
    return values


def _update(intake: Intake, row: Row, there: dict[str, Any], values: dict[str, Any]) -> bool:
    """Bring a decision up to date; one that was withdrawn here is not brought back by an older list."""
    if there["outcome"] == "withdrawn" != values["outcome"]:
        reason = _("decision {number} was withdrawn in the store; “{outcome}” is not taken over")
        intake.warn(row, "outcome", reason.format(number=there["number"], outcome=_(OUTCOMES[values["outcome"]])))
        values["outcome"] = "withdrawn"
    if there["vote_id"] is not None:
        _keep_count(intake, row, there, values)
    different = {name: value for name, value in values.items() if there[name] != value}
    return bool(different) and intake.tx.change(Decision, there["id"], **different)


def _keep_count(intake: Intake, row: Row, there: dict[str, Any], values: dict[str, Any]) -> None:
    """Leave the count of a vote that was recorded in its meeting as it is; a list may only withdraw the decision."""
    counted = ["method", *COUNT_FIELDS]
    if values.get("outcome") != "withdrawn":
        counted.append("outcome")
    different = [name for name in counted if name in values and values[name] != there[name]]
    for name in different:
        del values[name]
    if different:
        reason = _(
            "decision {number} was counted in its meeting, and that count stays; what the file says of it is left"
        )
        intake.warn(row, different[0], reason.format(number=there["number"]))


def _warn_of_contradiction(intake: Intake, row: Row, values: dict[str, Any]) -> None:
    contradicted = contradiction(
        values["method"],
        votes_for=values["votes_for"],
        votes_against=values["votes_against"],
        entitled=values["entitled"],
        present=values.get("present"),
        proxies=values.get("proxies"),
        outcome=values["outcome"],
    )
    if contradicted:
        intake.warn(row, "outcome", contradicted)


def _known(intake: Intake, numbers: Sequence[str]) -> dict[str, dict[str, Any]]:
    table = table_of(Decision)
    found = intake.tx.execute(select(table).where(table.c.number.in_(numbers))).mappings()
    return {row["number"]: dict(row) for row in found}


def _homes(intake: Intake, codes: set[str]) -> dict[str, int]:
    statement = select(col(Dwelling.code), col(Dwelling.id)).where(col(Dwelling.code).in_(codes))
    return dict(intake.tx.execute(statement).all())
