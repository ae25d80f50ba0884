"""Bank files of any length, of a made-up co-operative whose tenants mostly name their contract."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.registers import NAMES, iban

ACCOUNT = iban(9_999_999_999)
OPENING_CENTS = 1_234_567
FIRST_DAY = date(2026, 1, 1)
WORDS = ("Huur", "huur flat", "Betaling huur en servicekosten", "Overboeking huur", "HUUR PERIODE")

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>BENCH</MsgId>'
    "<CreDtTm>2026-12-31T23:59:00</CreDtTm></GrpHdr><Stmt><Id>2026</Id><CreDtTm>2026-12-31T23:59:00</CreDtTm>"
    "<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
)
_BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
    '<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
)
_ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt>'
    "<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
    "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>541</Cd><Issr>RABOBANK</Issr></Prtry></BkTxCd><NtryDtls>"
    "<TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs><AmtDtls><TxAmt>"
    '<Amt Ccy="EUR">{amount}</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr><DbtrAcct><Id>'
    "<IBAN>{iban}</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>{said}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
)
_FOOT = "</Stmt></BkToCstmrStmt></Document>\n"


def _entries(lines: int, contracts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Make up entries over a year, in order; nine of ten name a contract."""
    random = Random(lines)
    for number in range(lines):
        place = random.randrange(len(contracts)) if contracts else number
        cents = 40_000 + random.randrange(60_000)
        day = FIRST_DAY + timedelta(days=number * 365 // lines)
        named = f" {contracts[place]}" if contracts and random.random() < 0.9 else ""
        yield (
            cents,
            _ENTRY.format(
                amount=f"{cents // 100}.{cents % 100:02d}",
                day=day,
                reference=f"{day:%y%m%d}{number:08d}",
                name=f"{random.choice('ABCDEFGHJK')}. {random.choice(NAMES)}",
                iban=iban(place),
                said=f"{random.choice(WORDS)}{named} over de maand {day:%m-%Y} volgens afspraak met het bestuur",
            ),
        )


def make_camt(path: Path, lines: int, contracts: Sequence[str]) -> Path:
    """Write a CAMT.053 file of so many lines (fifty thousand are 38 MB) whose balances agree."""
    closing = OPENING_CENTS + sum(cents for cents, _entry in _entries(lines, contracts))
    with path.open("w", encoding="utf-8") as stream:
        stream.write(_HEAD.format(account=ACCOUNT))
        for kind, cents, day in (
            ("OPBD", OPENING_CENTS, FIRST_DAY),
            ("CLBD", closing, FIRST_DAY + timedelta(days=364)),
        ):
            stream.write(_BALANCE.format(kind=kind, amount=f"{cents // 100}.{cents % 100:02d}", day=day))
        stream.writelines(entry for _cents, entry in _entries(lines, contracts))
        stream.write(_FOOT)
    return path


def read_all(path: Path) -> float:
    """Give the milliseconds it takes to read a bank file from its first byte to its last line."""
    from coopadmin.exchange.bank import open_bank_file

    start = time.perf_counter()
    for _item in open_bank_file(path).statements():
        pass
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    print(read_all(Path(sys.argv[1])))
