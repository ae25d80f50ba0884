"""The columns of each Dutch bank's CSV, found by name whatever their order, and how a row of it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coopadmin.exchange.bank.lines import LineRead
from coopadmin.exchange.bank.narrative import told_by
from coopadmin.exchange.bank.rows import Cells, Row
from coopadmin.exchange.bank.values import account, day, reference, tidied

ISO, COMPACT, DUTCH = ("iso",), ("compact",), ("dutch",)
COMMA, POINT, EITHER = ",", ".", ""

_OUT_OR_IN = {"af": -1, "bij": 1, "debit": -1, "credit": 1}
_KNAB_WORDS = {"d": -1, "c": 1, "debet": -1, "credit": 1, "afschrijvingen": -1, "bijschrijvingen": 1}
TRIODOS_WORDS = {"debet": -1, "credit": 1}

_LETTERS = {"ASNB": "asn", "SNSB": "sns", "RBRB": "regiobank"}
"""How the letters in an IBAN name a bank."""

Columns = tuple[str, ...]
"""The names one column may have."""


def _before(after: int | None, cents: int) -> int | None:
    return None if after is None else after - cents


def _rabobank(cells: Cells, raw: str) -> Row:
    cents = cells.cents(COMMA, "bedrag")
    after = cells.cents_or_none(COMMA, "saldonatrn")
    said = [cells.text(f"omschrijving{number}") for number in (1, 2, 3)]
    reason = cells.text("redenretour")
    line = LineRead(
        booked_on=cells.day(ISO, "datum"),
        value_on=cells.day_or_none(ISO, "rentedatum"),
        amount_cents=cents,
        name=cells.text("naamtegenpartij")
        or cells.text("naamuiteindelijkepartij")
        or cells.text("naaminitierendepartij"),
        iban=account(cells.text("tegenrekeningibanbban")),
        description=tidied(" ".join((*said, cells.text("betalingskenmerk")))),
        reference=reference(cells.text("volgnr")),
        end_to_end_id=reference(cells.text("transactiereferentie")),
        mandate_id=cells.text("machtigingskenmerk"),
        code=cells.text("code"),
        return_reason=reason,
        is_reversal=bool(reason),
        raw=raw,
    )
    return Row(cells.own_account("ibanbban"), cells.currency("munt"), line, _before(after, cents), after)


_ING_VALUE_DAY = re.compile(r"(?:Valutadatum|Value date): (\d{2}-\d{2}-\d{4})", re.ASCII)


def _ing(cells: Cells, raw: str) -> Row:
    amount: Columns = ("bedrageur", "amounteur", "bedrag", "amount")
    cents = cells.directed_cents(COMMA, amount, _OUT_OR_IN, "afbij", "debitcredit")
    after = cells.cents_or_none(COMMA, "saldonamutatie", "resultingbalance")
    said = cells.text("mededelingen", "notifications")
    told, valued = told_by(said), _ING_VALUE_DAY.search(said)
    name = cells.text("naamomschrijving", "namedescription", "omschrijving", "description")
    line = LineRead(
        booked_on=cells.day((*COMPACT, *ISO, *DUTCH), "datum", "date"),
        value_on=day(valued[1], DUTCH) if valued else None,
        amount_cents=cents,
        name=name,
        iban=account(cells.text("tegenrekening", "counterparty")) or told.iban,
        description=told.description,
        end_to_end_id=told.end_to_end_id,
        mandate_id=told.mandate_id,
        code=cells.text("code", "mutatiesoort", "transactiontype"),
        raw=raw,
    )
    currency = cells.currency("valuta", "currency")
    return Row(cells.own_account("rekening", "account"), currency, line, _before(after, cents), after)


def _abn(cells: Cells, raw: str) -> Row:
    cents = cells.cents(EITHER, "amount", "transactiebedrag")
    told = told_by(cells.text("description", "omschrijving"))
    line = LineRead(
        booked_on=cells.day((*COMPACT, *ISO, *DUTCH), "transactiondate", "transactiedatum"),
        value_on=cells.day_or_none((*COMPACT, *ISO, *DUTCH), "valuedate", "rentedatum"),
        amount_cents=cents,
        name=told.name,
        iban=told.iban,
        description=told.description,
        end_to_end_id=told.end_to_end_id,
        mandate_id=told.mandate_id,
        code=told.code,
        return_reason=told.return_reason,
        is_reversal=bool(told.return_reason),
        raw=raw,
    )
    before = cells.cents_or_none(EITHER, "startsaldo", "beginsaldo")
    after = cells.cents_or_none(EITHER, "endsaldo", "eindsaldo")
    own = cells.own_account("accountnumber", "rekeningnummer")
    return Row(own, cells.currency("mutationcode", "muntsoort"), line, before, after)


def _knab(cells: Cells, raw: str) -> Row:
    line = LineRead(
        booked_on=cells.day_or_none(DUTCH, "boekdatum") or cells.day(DUTCH, "transactiedatum"),
        value_on=cells.day_or_none(DUTCH, "valutadatum"),
        amount_cents=cells.directed_cents(COMMA, ("bedrag",), _KNAB_WORDS, "creditdebet"),
        name=cells.text("tegenrekeninghouder"),
        iban=account(cells.text("tegenrekeningnummer")),
        description=cells.text("omschrijving"),
        reference=reference(cells.text("referentie")),
        mandate_id=cells.text("machtigingsnummer"),
        code=cells.text("typebetaling") or cells.text("betaalwijze"),
        raw=raw,
    )
    return Row(cells.own_account("rekeningnummer"), cells.currency("valutacode"), line)


def _bunq(cells: Cells, raw: str) -> Row:
    line = LineRead(
        booked_on=cells.day((*ISO, *DUTCH), "date", "datum"),
        value_on=cells.day_or_none((*ISO, *DUTCH), "interestdate", "rentedatum"),
        amount_cents=cells.cents(EITHER, "amount", "bedrag"),
        name=cells.text("name", "naam"),
        iban=account(cells.text("counterparty", "tegenrekening", "tegenpartij")),
        description=cells.text("description", "omschrijving"),
        raw=raw,
    )
    return Row(cells.own_account("account", "rekening"), "EUR", line)


def _asn(cells: Cells, raw: str) -> Row:
    """Read a row of ASN, SNS or RegioBank; a number counts within its day in the books of the bank."""
    cents = cells.cents(EITHER, "bedragbijaf", "transactiebedrag")
    before = cells.cents_or_none(EITHER, "saldovoorboeking", "saldorekeningvoormutatie", "saldovoormutatie")
    processed_on = cells.day_or_none((*DUTCH, *ISO), "verwerkingsdatum", "journaaldatum", "datumafschrijving")
    number = reference(cells.text("volgnummer", "volgnummertransactie"))
    mark = cells.quoted_text("betalingskenmerk")
    said = cells.quoted_text("omschrijving")
    line = LineRead(
        booked_on=cells.day((*DUTCH, *ISO), "datum", "boekingsdatum"),
        value_on=cells.day_or_none((*DUTCH, *ISO), "valutadatum"),
        amount_cents=cents,
        name=cells.text("naam", "naamtegenrekening", "naamtegenpartij"),
        iban=account(cells.text("vannaar", "tegenrekeningnummer")),
        description=said if not mark or mark in said else f"{said} {mark}".strip(),
        reference=f"{processed_on:%Y%m%d}-{number}" if number and processed_on else number,
        code=cells.text("type", "globaletransactiecode"),
        raw=raw,
    )
    own = cells.own_account("jerekening", "opdrachtgeversrekening", "rekeningnummer")
    currency = cells.currency("valutaboeking", "valuta", "valutasoortmutatie", "valutasaldo", "valutasoortrekening")
    return Row(own, currency, line, before, None if before is None else before + cents)


def _triodos(cells: Cells, raw: str) -> Row:
    where: Columns = ("debetcredit", "creditdebet", "debitcredit")
    cents = cells.directed_cents(COMMA, ("bedrag",), TRIODOS_WORDS, *where)
    after = cells.cents_or_none(COMMA, "saldo", "saldonatransactie", "saldonamutatie", "saldonaboeking")
    line = LineRead(
        booked_on=cells.day(DUTCH, "boekdatum", "datum", "boekingsdatum"),
        value_on=cells.day_or_none(DUTCH, "valutadatum", "rentedatum"),
        amount_cents=cents,
        name=cells.text("naamtegenrekening", "naamtegenpartij", "tegenpartij", "naam"),
        iban=account(cells.text("tegenrekening", "tegenrekeningnummer")),
        description=cells.text("omschrijving"),
        code=cells.text("code", "type", "transactietype", "mutatiesoort"),
        raw=raw,
    )
    own = cells.own_account("rekeningnummer", "rekening")
    return Row(own, cells.currency("valuta", "munt"), line, _before(after, cents), after)


# -- whose file it is --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a bank, or of banks that share them, and what reads a row."""

    names: tuple[str, *tuple[str, ...]]
    """The banks, as they stand behind `csv:`."""
    account: Columns
    """The names the column of the own account may have."""
    needed: tuple[Columns, ...]
    """Columns without which it is not this layout."""
    read: Callable[[Cells, str], Row]

    def fits(self, columns: Mapping[str, int]) -> bool:
        """Tell whether all columns it needs are there."""
        return all(any(name in columns for name in names) for names in (self.account, *self.needed))

    def bank_of(self, first: Sequence[str], columns: Mapping[str, int]) -> str:
        """Tell the bank, by the letters in the first account where several share the columns."""
        place = next((columns[name] for name in self.account if name in columns), 0)
        letters = account(first[place])[4:8] if place < len(first) else ""
        bank = _LETTERS.get(letters, "")
        return bank if bank in self.names else self.names[0]


ASN_FAMILY = Layout(
    ("asn", "sns", "regiobank"),
    ("jerekening", "opdrachtgeversrekening", "rekeningnummer"),
    (
        ("datum", "boekingsdatum"),
        ("vannaar", "tegenrekeningnummer"),
        ("bedragbijaf", "transactiebedrag"),
        ("omschrijving",),
    ),
    _asn,
)
ABN = Layout(
    ("abnamro",),
    ("accountnumber", "rekeningnummer"),
    (
        ("mutationcode", "muntsoort"),
        ("transactiondate", "transactiedatum"),
        ("startsaldo", "beginsaldo"),
        ("amount", "transactiebedrag"),
        ("description", "omschrijving"),
    ),
    _abn,
)
TRIODOS = Layout(
    ("triodos",),
    ("rekeningnummer", "rekening"),
    (
        ("boekdatum", "datum", "boekingsdatum"),
        ("bedrag",),
        ("debetcredit", "creditdebet", "debitcredit"),
        ("naamtegenrekening", "naamtegenpartij", "tegenpartij", "naam"),
        ("omschrijving",),
    ),
    _triodos,
)
LAYOUTS = (
    Layout(
        ("rabobank",),
        ("ibanbban",),
        (
            ("munt",),
            ("volgnr",),
            ("datum",),
            ("bedrag",),
            ("tegenrekeningibanbban",),
            ("omschrijving1",),
        ),
        _rabobank,
    ),
    Layout(
        ("ing",),
        ("rekening", "account"),
        (
            ("datum", "date"),
            ("naamomschrijving", "namedescription"),
            ("tegenrekening", "counterparty"),
            ("afbij", "debitcredit"),
            ("bedrageur", "amounteur"),
            ("mededelingen", "notifications"),
        ),
        _ing,
    ),
    Layout(
        ("ing",),
        ("rekening", "account"),
        (
            ("datum", "date"),
            ("omschrijving", "description"),
            ("rekeningnaam", "accountname"),
            ("afbij", "debitcredit"),
            ("bedrag", "amount"),
            ("mededelingen", "notifications"),
        ),
        _ing,
    ),
    ABN,
    Layout(
        ("knab",),
        ("rekeningnummer",),
        (
            ("transactiedatum",),
            ("valutacode",),
            ("creditdebet",),
            ("bedrag",),
            ("tegenrekeninghouder",),
        ),
        _knab,
    ),
    Layout(
        ("bunq",),
        ("account", "rekening"),
        (
            ("date", "datum"),
            ("interestdate", "rentedatum"),
            ("amount", "bedrag"),
            ("counterparty", "tegenrekening", "tegenpartij"),
            ("name", "naam"),
            ("description", "omschrijving"),
        ),
        _bunq,
    ),
    ASN_FAMILY,
    TRIODOS,
)
