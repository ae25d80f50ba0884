"""Tenancy contracts on the desk: their list, a contract's record with its rents, and what can be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.contracts import PAYMENT_METHODS, ROLES, STATUSES
from coopadmin.domain.identifiers import group_iban
from coopadmin.i18n import N_, _, ngettext
from db.queries import contracts as queries
from db.queries import journal
from db.queries.contracts import ContractRecord, ContractRow
from db.queries.tenants import PartyRow
from screens.app import CoopApp, Ref
from screens.contracts import forms, rent_forms, tenant_forms
from screens.contracts.rents import month_section, opening_section, rent_section
from screens.contracts.words import status_sentence, status_text
from screens.decisions.section import decisions_section
from screens.increases.actions import CONTRACT_ACTIONS as INCREASE_ACTIONS
from screens.ledger.actions import ACTIONS as LEDGER_ACTIONS
from screens.subject import (
    Action,
    Card,
    Choice,
    Column,
    Entry,
    Section,
    Subject,
    day,
    filled,
    money,
    period,
    story_section,
)


def _per_month(row: ContractRow) -> str:
    """Show the rent in force; ▲ where a contract that runs has none."""
    if row.monthly_cents is None and row.status in ("in_force", "ending"):
        return _("▲ no rent")
    return money(row.monthly_cents)


def _card(connection: Connection, contract_id: int, today: date) -> Card | None:
    record = queries.record(connection, contract_id, today)
    if record is None:
        return None
    return Card(
        title=f"{record.number} · {record.dwelling}",
        status=_status(record),
        sections=(
            Section(_("tenants"), tuple(entry for party in record.parties for entry in _party(party, today))),
            _details(record),
            rent_section(record),
            month_section(record, today),
            _account_section(connection, contract_id, today),
            opening_section(record),
            _increase_section(connection, contract_id),
            *_arrears_and_deposit(connection, contract_id, today),
            _known_accounts(connection, contract_id),
            _files(connection, contract_id),
            decisions_section(connection, contract_id=contract_id),
            story_section(journal.story(connection, [*_rows_of(record), *_increase_rows(connection, contract_id)])),
        ),
    )


def _increase_section(connection: Connection, contract_id: int) -> Section:
    from screens.increases.section import contract_section

    return contract_section(connection, contract_id)


def _increase_rows(connection: Connection, contract_id: int) -> list[tuple[str, int]]:
    from screens.increases.section import contract_rows

    return contract_rows(connection, contract_id)


def _account_section(connection: Connection, contract_id: int, today: date) -> Section:
    from screens.ledger.section import account_section

    return account_section(connection, contract_id, today)


def _arrears_and_deposit(connection: Connection, contract_id: int, today: date) -> tuple[Section, Section]:
    from screens.arrears.section import arrears_section
    from screens.deposits.section import deposit_section

    return arrears_section(connection, contract_id, today), deposit_section(connection, contract_id, today)


def _status(record: ContractRecord) -> str:
    said = status_sentence(record)
    if record.status not in ("in_force", "ending"):
        return said
    rent = _("▲ no rent")
    if record.monthly_cents is not None:
        rent = _("{amount} per month").format(amount=money(record.monthly_cents))
    return f"{said} · {rent}"


def _party(party: PartyRow, today: date) -> list[Entry]:
    """Show who is party to the contract; days of their own stand on a line below."""
    gone = party.ends_on is not None and party.ends_on < today
    role = _(ROLES[party.role])
    entries = [
        Entry(
            f"✓ {role}" if gone else role,
            f"{party.name} {party.number}".strip(),
            Ref("members", party.person_id),
        )
    ]
    if party.starts_on is not None:
        entries.append(Entry("", f"  {period(party.starts_on, party.ends_on)}", style="$text-muted"))
    elif party.ends_on is not None:
        entries.append(Entry("", "  " + _("until {day}").format(day=day(party.ends_on)), style="$text-muted"))
    return entries


def _details(record: ContractRecord) -> Section:
    home = " · ".join(part for part in (record.dwelling, record.address) if part)
    return Section(
        _("contract"),
        filled(
            Entry(_("home"), home, Ref("dwellings", record.dwelling_id)),
            Entry(_("since"), day(record.starts_on)),
            Entry(_("notice given on"), day(record.notice_on)),
            Entry(_("last day"), day(record.ends_on)),
            Entry(_("deposit"), money(record.deposit_cents)),
            Entry(_("way of paying"), _(PAYMENT_METHODS[record.payment_method])),
            Entry(_("account"), group_iban(record.iban)),
            Entry(_("note"), record.note),
        ),
    )


def _files(connection: Connection, contract_id: int) -> Section:
    from screens.allocation.section import files_section

    return files_section(connection, contract_id=contract_id)


def _known_accounts(connection: Connection, contract_id: int) -> Section:
    """Show the accounts that a person said pay for the contract."""
    from db.queries.postings import known_accounts

    return Section(
        _("accounts that pay for it"),
        tuple(Entry("", group_iban(one.iban)) for one in known_accounts(connection, contract_id)),
    )


async def _forget_account(app: CoopApp, contract_id: int) -> None:
    from screens.bank import forms as bank_forms

    await bank_forms.forget_account(app, contract_id)


def _rows_of(record: ContractRecord) -> list[tuple[str, int]]:
    """Name the rows whose changes make a contract's story."""
    return [
        ("contract", record.contract_id),
        *(("contractparty", party.party_id) for party in record.parties),
        *(("rentline", line.line_id) for line in record.rent_lines),
        *(("openingbalance", opening.opening_id) for opening in record.openings),
    ]


async def _put_on_account(app: CoopApp, contract_id: int) -> None:
    from screens.charges.forms import for_contract

    await for_contract(app, contract_id)


async def _correct_months(app: CoopApp, contract_id: int) -> None:
    from screens.charges.months import correct

    await correct(app, [contract_id])


async def _open_file(app: CoopApp, contract_id: int) -> None:
    from screens.allocation.opening import open_for_contract

    await open_for_contract(app, contract_id)


SUBJECT: Subject[ContractRow] = Subject(
    name="contracts",
    title=N_("Contracts"),
    columns=(
        Column(N_("No."), lambda row: row.number, 8),
        Column(N_("Home"), lambda row: row.dwelling, 6),
        Column(N_("Tenants"), lambda row: ", ".join(row.tenants)),
        Column(N_("Per month"), _per_month, 11, True, value=lambda row: row.monthly_cents, kind="cents"),
        Column(N_("Status"), status_text, 20, value=lambda row: _(STATUSES[row.status])),
        Column(
            N_("Since"), lambda row: day(row.starts_on), 11, wide=True, value=lambda row: row.starts_on, kind="date"
        ),
        Column(N_("Until"), lambda row: day(row.ends_on), 11, wide=True, value=lambda row: row.ends_on, kind="date"),
        Column(
            N_("Notice"), lambda row: day(row.notice_on), 11, wide=True, value=lambda row: row.notice_on, kind="date"
        ),
    ),
    page=queries.page,
    key=lambda row: row.contract_id,
    card=_card,
    filters=(
        Choice("in_force", N_("in force")),
        Choice("ending", N_("ending")),
        Choice("without_rent", N_("without rent")),
        Choice("future", N_("still to begin")),
        Choice("ended", N_("ended")),
        Choice("behind", N_("behind")),
        Choice("ahead", N_("with a credit")),
        Choice("all", N_("all contracts")),
    ),
    sorts=(
        Choice("number", N_("number")),
        Choice("dwelling", N_("home")),
        Choice("tenant", N_("tenant")),
        Choice("since", N_("since"), descending=True),
        Choice("until", N_("until")),
    ),
    counted=lambda total: ngettext("{count} contract", "{count} contracts", total).format(count=total),
    empty=N_(
        "Tenancy contracts stand here, with their tenants and rents. Press N to begin one, or F9 to import the "
        "contracts and rents you have (CSV files or workbooks); the homes come first."
    ),
    new=forms.start,
    edit=forms.correct,
    actions=(
        Action(N_("Notice given"), forms.give_notice, N_("The day of the notice and the last day of the contract")),
        Action(N_("Withdraw the notice"), forms.withdraw_notice, N_("The contract runs on without an end")),
        Action(N_("End the contract"), forms.end, N_("Give the last day, or put it right; membership is left alone")),
        Action(N_("Add a tenant"), tenant_forms.add_party, N_("A partner, a housemate, a subtenant")),
        Action(
            N_("A tenant leaves"),
            tenant_forms.end_party,
            N_("Give their last day; the contract runs on with the others"),
        ),
        Action(N_("New rent from a day"), rent_forms.set_rent, N_("What it costs per month from that day on")),
        Action(N_("Correct a rent"), rent_forms.correct_rent, N_("Put the amounts of an earlier line right")),
        Action(
            N_("Owed at the beginning"),
            rent_forms.set_opening,
            N_("What was still owed when this administration began"),
        ),
        Action(N_("Put on the account"), _put_on_account, N_("Key deposit, damage, a contribution …")),
        Action(N_("Corrections"), _correct_months, N_("Months that were charged otherwise than they should be by now")),
        *LEDGER_ACTIONS,
        *INCREASE_ACTIONS,
        Action(N_("Forget an account"), _forget_account, N_("One that was remembered as paying for this contract")),
        Action(
            N_("Open the vacancy file"),
            _open_file,
            N_("The clock, the steps and the candidates; or goes to the one there is"),
        ),
    ),
    row_style=lambda row: "dim" if row.status == "ended" else "",
)
