"""The register of tenancy contracts (huurcontracten)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from coopadmin.domain.contracts import (
    PAYMENT_WORDS,
    ContractDates,
    already_let,
    check_contract,
    doubtful_notice,
    managed_until,
)
from coopadmin.domain.names import Name, read_name
from coopadmin.errors import Problem
from coopadmin.exchange.registers import (
    Column,
    Register,
    Row,
    as_choice,
    as_date,
    as_iban,
    as_line,
    as_positive_cents,
    as_text,
)
from coopadmin.exchange.sheets import Cell
from coopadmin.formats import long_date, quoted
from coopadmin.i18n import _
from coopadmin.services.imports import Intake
from coopadmin.services.imports.leases import Held, Home, Known, Party, known_about
from db.tables.contracts import Contract, ContractParty
from db.tables.members import Person

_BETWEEN_TENANTS = re.compile(r"\s*[+&;]\s*|\s+en\s+|\s+and\s+", re.IGNORECASE)
_read_tenants_text = as_line(400)


def _as_tenants(cell: Cell) -> tuple[str | Name, ...] | None:
    """Read who rents: member numbers, which hold a digit, and names of people who are no members."""
    text: str | None = _read_tenants_text(cell)
    if not text:
        return None
    tenants: list[str | Name] = []
    for part in _BETWEEN_TENANTS.split(text):
        numbers = part.split(",")
        if not part:
            raise ValueError(_("“{text}” leaves out a tenant between its signs").format(text=quoted(text)))
        if all(any(sign.isdigit() for sign in number) for number in numbers):
            tenants.extend(number.strip() for number in numbers)
        elif any(sign.isdigit() for sign in part):
            raise ValueError(_("“{text}” is neither a member number nor a name").format(text=quoted(part)))
        else:
            tenants.append(read_name(part))
    if len(set(tenants)) < len(tenants):
        raise ValueError(_("“{text}” names the same tenant twice").format(text=quoted(text)))
    return tuple(tenants)


REGISTER = Register(
    "contracts",
    (
        Column("number", ("Contract", "Contractnummer", "Contractnr", "Contract number"), as_line(40), required=True),
        Column("dwelling", ("Woning", "Woningcode", "Eenheid", "VHE", "Dwelling", "Home", "Unit"), as_line(40), True),
        Column("tenants", ("Huurders", "Huurder", "Tenants", "Tenant"), _as_tenants, required=True),
        Column("starts_on", ("Ingangsdatum", "Begindatum", "Vanaf", "Start date", "Starts on"), as_date, True),
        Column("notice_on", ("Opgezegd op", "Opzegdatum", "Opzegging", "Notice on", "Notice given on"), as_date),
        Column("ends_on", ("Einddatum", "Einde", "Tot en met", "End date", "Ends on"), as_date),
        Column("deposit_cents", ("Waarborgsom", "Borg", "Deposit"), as_positive_cents),
        Column("iban", ("IBAN", "Rekeningnummer", "Rekening", "Account"), as_iban),
        Column("payment_method", ("Betaalwijze", "Betaling", "Payment method", "Payment"), as_choice(PAYMENT_WORDS)),
        Column("note", ("Opmerking", "Opmerkingen", "Notitie", "Note", "Notes", "Remark"), as_text),
    ),
)


def take(intake: Intake, rows: Sequence[Row]) -> None:
    """Take in contracts; a number that is known already is brought up to date.

    A contract that is in the way of another may be ended further down in the file, so what does not fit is tried
    again after the rest.
    """
    known = known_about(intake, rows)
    refused: dict[int, list[Problem]] = {}
    waiting: list[Row] = []
    for row in rows:
        if problems := [*row.problems, *_cannot_be(intake, row, known)]:
            refused[row.number] = problems
        else:
            waiting.append(row)
    fitted = True
    while waiting and fitted:
        before, waiting = waiting, []
        for row in before:
            if _taken(known, row):
                waiting.append(row)
            else:
                _write(intake, row, known)
        fitted = len(waiting) < len(before)
    refused.update((row.number, []) for row in waiting)
    for row in rows:
        if row.number in refused:
            intake.reject(row, [*refused[row.number], *_taken(known, row)])


def _cannot_be(intake: Intake, row: Row, known: Known) -> list[Problem]:
    problems: list[Problem] = []
    number, code = row.text("number"), row.text("dwelling")
    home, there = known.homes.get(code), known.contracts.get(number)
    if number and (earlier := intake.repeated(number, row)):
        reason = _("contract number {number} is already in row {row} of this file").format(number=number, row=earlier)
        problems.append(Problem("number", reason))
    elif (
        there
        and home
        and home.dwelling_id != there["dwelling_id"]
        and row.values.get("starts_on") != there["starts_on"]
    ):
        reason = _("contract number {number} is that of home {dwelling} since {day}").format(
            number=number, dwelling=there["code"], day=long_date(there["starts_on"])
        )
        problems.append(Problem("number", reason))
    if code and home is None:
        reason = _("there is no home {code}; take in the homes first, or mend the code").format(code=code)
        problems.append(Problem("dwelling", reason))
    problems.extend(
        Problem("tenants", _("there is no member {number}; mend the number, or write the name").format(number=tenant))
        for tenant in row.values.get("tenants") or ()
        if isinstance(tenant, str) and tenant not in known.members
    )
    dates = _dates(row, there)
    problems.extend(check_contract(dates))
    if home and home.ended_on and (dates.ends_on is None or dates.ends_on > home.ended_on):
        problems.append(Problem("dwelling", managed_until(code, home.ended_on)))
    return problems


def _dates(row: Row, there: dict[str, Any] | None) -> ContractDates:
    """Give the days of a contract as the file has them; a column it lacks leaves them as they are stored."""
    stored = there or {}
    return ContractDates(
        row.values.get("starts_on"),
        row.values["notice_on"] if "notice_on" in row.values else stored.get("notice_on"),
        row.values["ends_on"] if "ends_on" in row.values else stored.get("ends_on"),
    )


def _taken(known: Known, row: Row) -> list[Problem]:
    """Say that the home of a row is let already, as far as home and days can be read at all."""
    home = known.homes.get(row.text("dwelling"))
    dates = _dates(row, known.contracts.get(row.text("number")))
    if home is None or dates.starts_on is None or (dates.ends_on and dates.ends_on < dates.starts_on):
        return []
    wanted = Held(row.text("number"), dates.starts_on, dates.ends_on)
    other = known.in_the_way(home.dwelling_id, wanted)
    if other is None:
        return []
    return [Problem("dwelling", already_let(row.text("dwelling"), other.number, other.starts_on, other.ends_on))]


def _write(intake: Intake, row: Row, known: Known) -> None:
    number, home = row.text("number"), known.homes[row.text("dwelling")]
    there = known.contracts.get(number)
    dates = _dates(row, there)
    if dates.notice_on:
        for doubt in doubtful_notice(dates, known.notice_months(dates.notice_on)):
            intake.warn(row, doubt.field, doubt.message)
    values = _values(row, home)
    known.hold(home.dwelling_id, Held(number, row.values["starts_on"], dates.ends_on))
    if there is None:
        contract_id = intake.tx.insert(Contract, number=number, **values)
        _match_parties(intake, row, known, contract_id)
        intake.count(created=True)
        return
    different = {name: value for name, value in values.items() if there[name] != value}
    changed = bool(different) and intake.tx.change(Contract, there["id"], **different)
    changed = _match_parties(intake, row, known, there["id"]) or changed
    intake.count(changed=changed)


def _values(row: Row, home: Home) -> dict[str, Any]:
    values: dict[str, Any] = {"dwelling_id": home.dwelling_id}
    plain = ("starts_on", "notice_on", "ends_on", "deposit_cents")
    values.update({name: row.values[name] for name in plain if name in row.values})
    values.update({name: row.text(name) for name in ("iban", "note") if name in row.values})
    if "payment_method" in row.values:
        values["payment_method"] = row.text("payment_method") or "unknown"
    return values


def _match_parties(intake: Intake, row: Row, known: Known, contract_id: int) -> bool:
    """Make the tenants of a row party to its contract; tells whether anything was different.

    A name is the same person only where that person is party to this very contract. Who is party to it but not in
    the file is left there: that they were is history, and the file does not say until when.
    """
    unclaimed = list(known.parties.get(contract_id, ()))
    changed = False
    # Numbers claim their people before names do, so that a name does not take a member for somebody else.
    tenants: Sequence[str | Name] = row.values["tenants"]
    for place, tenant in sorted(enumerate(tenants, 1), key=lambda pair: isinstance(pair[1], Name)):
        party = next((one for one in unclaimed if _is(one, tenant, known)), None)
        if party is None:
            person_id = known.members[tenant] if isinstance(tenant, str) else _new_person(intake, tenant)
            intake.tx.insert(ContractParty, contract_id=contract_id, person_id=person_id, place=place)
            changed = True
            continue
        unclaimed.remove(party)
        if party.place != place:
            changed = intake.tx.change(ContractParty, party.party_id, place=place) or changed
    if any(not party.left for party in unclaimed):
        reason = _("the store has another tenant on this contract; end that there if they left")
        intake.warn(row, "tenants", reason)
    return changed


def _is(party: Party, tenant: str | Name, known: Known) -> bool:
    if isinstance(tenant, Name):
        return party.name.may_be(tenant)
    return party.person_id == known.members[tenant]


def _new_person(intake: Intake, name: Name) -> int:
    return intake.tx.insert(
        Person, family_name=name.family_name, prefix=name.prefix, initials=name.initials, given_name=name.given_name
    )
