"""The register of rents (huurprijzen): one line per contract and the day it holds from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.errors import Problem
from coopadmin.exchange.registers import Column, Register, Row, as_date, as_line, as_positive_cents, shown
from coopadmin.exchange.sheets import Cell
from coopadmin.formats import long_date, tidy
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from coopadmin.services.imports.leases import Let, contracts_numbered, unknown_contract
from db.tables.base import table_of
from db.tables.rents import RentLine


def _as_amount_or_none(cell: Cell) -> int | None:
    """Read an amount; empty and a lone dash, as spreadsheets show nought, are nothing."""
    if isinstance(cell, str) and tidy(cell.replace("€", "")) in ("-", "–", "—"):
        return 0
    return as_positive_cents(cell) if shown(cell) else 0


REGISTER = Register(
    "rents",
    (
        Column("contract", ("Contract", "Contractnummer", "Contractnr", "Contract number"), as_line(40), required=True),
        Column("valid_from", ("Vanaf", "Ingangsdatum", "Per", "From", "Valid from"), as_date, required=True),
        Column(
            "basic_rent_cents",
            ("Kale huur", "Netto huur", "Huur", "Basic rent", "Bare rent", "Rent"),
            as_positive_cents,
            required=True,
        ),
        Column(
            "service_charge_cents",
            ("Servicekosten", "Service", "Voorschot servicekosten", "Service charge", "Service charges"),
            _as_amount_or_none,
        ),
        Column("energy_cents", ("Energie", "Stookkosten", "Voorschot energie", "Energy"), _as_amount_or_none),
    ),
)

_AMOUNTS = ("basic_rent_cents", "service_charge_cents", "energy_cents")


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in rent lines; one of a contract and day known already is brought up to date."""
    contracts = contracts_numbered(intake, [row.text("contract") for row in rows])
    known = _known(intake, [contract.contract_id for contract in contracts.values()])
    for row in rows:
        contract = contracts.get(row.text("contract"))
        problems = [*row.problems, *_cannot_be(intake, row, contract)]
        if problems or contract is None:
            intake.reject(row, problems)
            continue
        _warn(intake, row, contract)
        amounts = {name: row.values[name] for name in _AMOUNTS if name in row.values}
        there = known.get((contract.contract_id, row.values["valid_from"]))
        if there is None:
            valid_from = row.values["valid_from"]
            intake.tx.insert(RentLine, contract_id=contract.contract_id, valid_from=valid_from, **amounts)
            intake.count(created=True)
        else:
            different = {name: cents for name, cents in amounts.items() if there[name] != cents}
            intake.count(changed=bool(different) and intake.tx.change(RentLine, there["id"], **different))


def _cannot_be(intake: Intake, row: Row, contract: Let | None) -> list[Problem]:
    number, valid_from = row.text("contract"), row.values.get("valid_from")
    problems: list[Problem] = []
    if number and contract is None:
        problems.append(Problem("contract", unknown_contract(number)))
    if number and valid_from and (earlier := intake.repeated((number, valid_from), row)):
        reason = _("contract {number} already has a rent from {day} in row {row} of this file")
        problems.append(Problem("valid_from", reason.format(number=number, day=long_date(valid_from), row=earlier)))
    return problems


def _warn(intake: Intake, row: Row, contract: Let) -> None:
    valid_from = row.values["valid_from"]
    if valid_from < contract.starts_on:
        reason = _("the contract begins on {day}; this rent counts from then").format(day=long_date(contract.starts_on))
        intake.warn(row, "valid_from", reason)
    elif contract.ends_on and valid_from > contract.ends_on:
        reason = _("the contract ended on {day}; this rent never counts").format(day=long_date(contract.ends_on))
        intake.warn(row, "valid_from", reason)


def _known(intake: Intake, contracts: Sequence[int]) -> dict[tuple[int, Any], dict[str, Any]]:
    lines = table_of(RentLine)
    rows = intake.tx.execute(select(lines).where(col(RentLine.contract_id).in_(contracts))).mappings()
    return {(row["contract_id"], row["valid_from"]): dict(row) for row in rows}
