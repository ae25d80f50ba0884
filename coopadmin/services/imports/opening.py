"""What was still owed when this administration began (beginstand): one amount per contract and day it was due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_cents, as_date, as_line, as_text
from coopadmin.formats import long_date
from coopadmin.i18n import _
from coopadmin.services.closing import why_closed
from coopadmin.services.imports import Intake
from coopadmin.services.imports.leases import Let, contracts_numbered, unknown_contract
from db.queries.closing import closed_through
from db.tables.base import table_of
from db.tables.rents import OpeningBalance

REGISTER = Register(
    "opening",
    (
        Column("contract", ("Contract", "Contractnummer", "Contractnr", "Contract number"), as_line(40), required=True),
        Column("due_on", ("Vervaldatum", "Vervalt op", "Due on", "Due date", "Due"), as_date, required=True),
        Column(
            "amount_cents",
            ("Openstaand", "Bedrag", "Open", "Saldo", "Outstanding", "Amount", "Balance"),
            as_cents,
            required=True,
        ),
        Column("note", ("Toelichting", "Opmerking", "Omschrijving", "Note", "Explanation", "Remark"), as_text),
    ),
)


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in opening balances; one of a contract and day known already is brought up to date.

    An amount below zero says that the tenant was ahead.
    """
    contracts = contracts_numbered(intake, [row.text("contract") for row in rows])
    known = _known(intake, [contract.contract_id for contract in contracts.values()])
    closed = closed_through(intake.tx.connection)
    for row in rows:
        contract = contracts.get(row.text("contract"))
        problems = [*row.problems, *_cannot_be(intake, row, contract)]
        if problems or contract is None:
            intake.reject(row, problems)
            continue
        values: dict[str, Any] = {"amount_cents": row.values["amount_cents"]}
        if intake.has("note"):
            values["note"] = row.text("note")
        there = known.get((contract.contract_id, row.values["due_on"]))
        different = {name: value for name, value in values.items() if there is None or there[name] != value}
        if different and (reason := why_closed(closed, row.values["due_on"])):
            intake.reject(row, [Problem("due_on", reason)])
            continue
        _warn(intake, row, contract)
        if there is None:
            due_on = row.values["due_on"]
            intake.tx.insert(OpeningBalance, contract_id=contract.contract_id, due_on=due_on, **values)
            intake.count(created=True)
        else:
            intake.count(changed=bool(different) and intake.tx.change(OpeningBalance, there["id"], **different))


def _cannot_be(intake: Intake, row: Row, contract: Let | None) -> list[Problem]:
    number, due_on = row.text("contract"), row.values.get("due_on")
    problems: list[Problem] = []
    if number and contract is None:
        problems.append(Problem("contract", unknown_contract(number)))
    if number and due_on and (earlier := intake.repeated((number, due_on), row)):
        reason = _("contract {number} already has an amount due on {day} in row {row} of this file")
        problems.append(Problem("due_on", reason.format(number=number, day=long_date(due_on), row=earlier)))
    return problems


def _warn(intake: Intake, row: Row, contract: Let) -> None:
    due_on = row.values["due_on"]
    if due_on < contract.starts_on:
        reason = _("the contract began only on {day}").format(day=long_date(contract.starts_on))
        intake.warn(row, "due_on", reason)
    elif due_on > intake.tx.today:
        reason = _("{day} is still to come; an opening balance was owed before").format(day=long_date(due_on))
        intake.warn(row, "due_on", reason)


def _known(intake: Intake, contracts: Sequence[int]) -> dict[tuple[int, Any], dict[str, Any]]:
    openings = table_of(OpeningBalance)
    rows = intake.tx.execute(select(openings).where(col(OpeningBalance.contract_id).in_(contracts))).mappings()
    return {(row["contract_id"], row["due_on"]): dict(row) for row in rows}
