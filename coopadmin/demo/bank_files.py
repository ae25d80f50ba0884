"""Files as the bank of the made-up co-operative delivers them: CAMT.053, and a list of one day as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement as the bank tells it: cents above zero came in. `batch` gathers the direct debits of a day."""

    on: date
    cents: int
    name: str
    iban: str
    text: str
    reference: str
    batch: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """The days a statement is of, the account's own number, and what was on it before."""

    iban: str
    first: date
    last: date
    opening_cents: int


_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">\n'
    "<BkToCstmrStmt><GrpHdr><MsgId>{name}</MsgId><CreDtTm>{last}T23:10:00</CreDtTm></GrpHdr>\n"
    "<Stmt><Id>{name}</Id><CreDtTm>{last}T23:10:00</CreDtTm>"
    "<FrToDt><FrDtTm>{first}T00:00:00</FrDtTm><ToDtTm>{last}T23:59:59</ToDtTm></FrToDt>\n"
    "<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
)


def write_camt(path: Path, statement: Statement, entries: list[Entry]) -> int:
    """Write a CAMT.053 statement with its entries in their order; gives what is on the account after it."""
    closing = statement.opening_cents + sum(entry.cents for entry in entries)
    parts = [_HEAD.format(name=path.stem, iban=statement.iban, first=statement.first, last=statement.last)]
    parts.append(_balance("OPBD", statement.opening_cents, statement.first))
    parts.append(_balance("CLBD", closing, statement.last))
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(entry.batch or entry.reference, []).append(entry)
    parts += [_entry(alike) for alike in together.values()]
    parts.append("</Stmt></BkToCstmrStmt></Document>\n")
    path.write_text("".join(parts), encoding="utf-8")
    return closing


def write_day_list(path: Path, iban: str, entries: list[Entry]) -> None:
    """Write the movements as the CSV that a bank's own page offers, without balances and references."""
    rows = ['"Date";"Interest Date";"Amount";"Account";"Counterparty";"Name";"Description"']
    for entry in entries:
        cells = (f"{entry.on}", f"{entry.on}", _amount(entry.cents, ","), iban, entry.iban, entry.name, entry.text)
        rows.append(";".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _amount(cents: int, point: str) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}{point}{abs(cents) % 100:02d}"


def _sum(cents: int) -> str:
    """Write an amount with its direction, as an entry and a balance have them."""
    side = "DBIT" if cents < 0 else "CRDT"
    return f'<Amt Ccy="EUR">{_amount(abs(cents), ".")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _balance(kind: str, cents: int, on: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_sum(cents)}<Dt><Dt>{on}</Dt></Dt></Bal>\n"


def _entry(alike: list[Entry]) -> str:
    first = alike[0]
    code = "PMNT-RDDT-PMDD" if first.batch or first.return_reason else "PMNT-RCDT-ESCT"
    domain, family, sub = code.split("-")
    total = sum(entry.cents for entry in alike)
    returned = "<RvslInd>true</RvslInd>" if first.return_reason else ""
    reference = first.batch or first.reference
    return (
        f"<Ntry>{_sum(total)}{returned}<Sts>BOOK</Sts><BookgDt><Dt>{first.on}</Dt></BookgDt>"
        f"<ValDt><Dt>{first.on}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>{domain}</Cd>"
        f"<Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>"
        + "".join(_details(entry) for entry in alike)
        + "</NtryDtls></Ntry>\n"
    )


def _details(entry: Entry) -> str:
    role = "Dbtr" if entry.cents >= 0 else "Cdtr"
    party = f"<{role}><Nm>{escape(entry.name)}</Nm></{role}>" if entry.name else ""
    if entry.iban:
        party += f"<{role}Acct><Id><IBAN>{entry.iban}</IBAN></Id></{role}Acct>"
    reason = f"<RtrInf><Rsn><Cd>{entry.return_reason}</Cd></Rsn></RtrInf>" if entry.return_reason else ""
    amount = _amount(abs(entry.cents), ".")
    return (
        f"<TxDtls><Refs><AcctSvcrRef>{entry.reference}</AcctSvcrRef></Refs>"
        f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls>'
        f"<RltdPties>{party}</RltdPties><RmtInf><Ustrd>{escape(entry.text)}</Ustrd></RmtInf>{reason}</TxDtls>"
    )
