"""The CSV of each Dutch bank gives its lines, and a row that cannot be read is refused by its number."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.errors import Unreadable

RABOBANK = (
    '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag","Saldo na trn","Tegenrekening IBAN/BBAN",'
    '"Naam tegenpartij","Naam uiteindelijke partij","Naam initiërende partij","BIC tegenpartij","Code","Batch ID",'
    '"Transactiereferentie","Machtigingskenmerk","Incassant ID","Betalingskenmerk","Omschrijving-1","Omschrijving-2",'
    '"Omschrijving-3","Reden retour","Oorspr bedrag","Oorspr munt","Koers"\n'
)
RABOBANK_ROW = (
    '"NL79RABO8563276100","EUR","RABONL2U","000000000000004711","2026-11-01","2026-11-02","{amount}","{after}",'
    '"NL34ABNA6049195234","P. Brouwer","","","","cb","","T-1","M-1","","","huur C-0012","tweede deel","","{reason}","",'
    '"",""\n'
)
ING = (
    '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";'
    '"Mededelingen";"Saldo na mutatie";"Tag"\n'
)
KNAB = (
    "Rekeningnummer;Transactiedatum;Valutacode;CreditDebet;Bedrag;Tegenrekeningnummer;Tegenrekeninghouder;Valutadatum;"
    "Betaalwijze;Omschrijving;Type betaling;Machtigingsnummer;Incassant ID;Adres;Referentie;Boekdatum;\n"
)
KNAB_ROW = (
    '"NL99KNAB9999999999";"31-10-2026";"EUR";"{word}";"{amount}";"NL34ABNA6049195234";"P. Brouwer";"02-11-2026";'
    '"Overboeking";"huur C-0012";"";"M-1";"";"";"K123";"01-11-2026";\n'
)
ASN_HEAD = (
    "Datum,Je rekening,Van / naar,Naam,Adres,Postcode,Woonplaats,Valuta saldo,Saldo voor boeking,Valuta,"
    "Bedrag bij / af,Verwerkingsdatum,Valutadatum,Code,Type,Volgnummer,Betalingskenmerk,Omschrijving,Afschriftnummer,"
    "Categorie\n"
)
OLD_ASN = (
    "01-11-2026,{own},NL34ABNA6049195234,{name},,,,EUR,100.00,EUR,{amount},01-11-2026,02-11-2026,8810,OVB,90043054,"
    "'','{said}',42\n"
)
ABN_ENGLISH = "accountNumber,mutationcode,transactiondate,valuedate,startsaldo,endsaldo,amount,description\n"
ABN_DUTCH = "Rekeningnummer;Muntsoort;Transactiedatum;Rentedatum;Beginsaldo;Eindsaldo;Transactiebedrag;Omschrijving\n"
SLASHED = "/TRTP/SEPA OVERBOEKING/IBAN/NL34ABNA6049195234/BIC/ABNANL2A/NAME/P. Brouwer/REMI/huur C-0012/EREF/T-1"
LABELLED = "SEPA Overboeking   IBAN: NL34ABNA6049195234   BIC: ABNANL2A   Naam: P. Brouwer   Omschrijving: huur C-0012"
SAID = "Naam: P. Brouwer Omschrijving: huur C-0012 IBAN: NL34ABNA6049195234 Kenmerk: T-1 Valutadatum: 02-11-2026"
TRIODOS_ROW = (
    '"01-11-2026","NL12TRIO0123456789","1.234,56","{word}","P. Brouwer","NL34ABNA6049195234","ET","huur C-0012",'
    '"2.234,56"\n'
)

DAY, VALUE = date(2026, 11, 1), date(2026, 11, 2)
OPENING, CLOSING = 100_000, 223_456

FILES: dict[str, tuple[str, str, tuple[int | None, int | None], str]] = {
    "rabobank": (
        RABOBANK + RABOBANK_ROW.format(amount="+1234,56", after="+2234,56", reason=""),
        "csv:rabobank",
        (OPENING, CLOSING),
        "000000000000004711",
    ),
    "rabobank, grouped": (
        RABOBANK + RABOBANK_ROW.format(amount="+1.234,56", after="2.234,56", reason=""),
        "csv:rabobank",
        (OPENING, CLOSING),
        "000000000000004711",
    ),
    "ing": (
        f'{ING}"20261101";"P. Brouwer";"NL01INGB0001234567";"NL34ABNA6049195234";"GT";"Bij";"1.234,56";"Online";'
        f'"{SAID}";"2.234,56";""\n',
        "csv:ing",
        (OPENING, CLOSING),
        "",
    ),
    "ing before": (
        '"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)","MutatieSoort",'
        '"Mededelingen"\n"20261101","P. Brouwer","NL01INGB0001234567","NL34ABNA6049195234","GT","Bij","1234,56",'
        f'"Online","{SAID}"\n',
        "csv:ing",
        (None, None),
        "",
    ),
    "ing, English": (
        "Date;Name / Description;Account;Counterparty;Code;Debit/credit;Amount (EUR);Transaction type;Notifications;"
        "Resulting balance;Tag\n20261101;P. Brouwer;NL01INGB0001234567;NL34ABNA6049195234;GT;Credit;1.234,56;Online;"
        "Name: P. Brouwer Description: huur C-0012 IBAN: NL34ABNA6049195234 Reference: T-1 Value date: 02-11-2026;"
        "2.234,56;\n",
        "csv:ing",
        (OPENING, CLOSING),
        "",
    ),
    "abn amro, tabs": (
        f"123456789\tEUR\t20261101\t1000,00\t2234,56\t20261102\t1234,56\t{SLASHED}\n",
        "csv:abnamro",
        (OPENING, CLOSING),
        "",
    ),
    "abn amro, tabs in another order": (
        f"123456789\tEUR\t20261101\t20261102\t1000,00\t2234,56\t1234,56\t{LABELLED}\n",
        "csv:abnamro",
        (OPENING, CLOSING),
        "",
    ),
    "abn amro, English": (
        f'{ABN_ENGLISH}123456789,EUR,20261101,20261102,1000,2234.56,1234.56,"{LABELLED}"\n',
        "csv:abnamro",
        (OPENING, CLOSING),
        "",
    ),
    "abn amro, Dutch": (
        f'{ABN_DUTCH}123456789;EUR;20261101;20261102;"1.000,00";"2.234,56";"1.234,56";{SLASHED}\n',
        "csv:abnamro",
        (OPENING, CLOSING),
        "",
    ),
    "knab": (KNAB + KNAB_ROW.format(word="C", amount="1234,56"), "csv:knab", (None, None), "K123"),
    "knab with a banner": (
        "\ufeffKNAB EXPORT;;;;;;;;;;;;;;;;\n" + KNAB + KNAB_ROW.format(word="Bijschrijvingen", amount="1234,56"),
        "csv:knab",
        (None, None),
        "K123",
    ),
    "bunq": (
        '"Date","Interest Date","Amount","Account","Counterparty","Name","Description"\n"2026-11-01","2026-11-02",'
        '"1,234.56","NL07BUNQ0123456789","NL34ABNA6049195234","P. Brouwer","huur C-0012"\n',
        "csv:bunq",
        (None, None),
        "",
    ),
    "bunq, semicolons": (
        "Date;Interest Date;Amount;Account;Counterparty;Name;Description\n2026-11-01;2026-11-02;1.234,56;"
        "NL07BUNQ0123456789;NL34ABNA6049195234;P. Brouwer;huur C-0012\n",
        "csv:bunq",
        (None, None),
        "",
    ),
    "asn": (
        ASN_HEAD + "1-11-2026,NL81ASNB9999999999,NL34ABNA6049195234,P. Brouwer,,,,EUR,1000.00,EUR,1234.56,1-11-2026,"
        "2-11-2026,8810,OVB,90043054,,huur C-0012,11,Wonen\n",
        "csv:asn",
        (OPENING, CLOSING),
        "20261101-90043054",
    ),
    "sns, semicolons": (
        ASN_HEAD.replace(",", ";") + '01-11-2026;NL81SNSB9999999999;NL34ABNA6049195234;"P. Brouwer";;;;EUR;"1.000,00";'
        'EUR;"1.234,56";01-11-2026;02-11-2026;8810;OVB;90043054;;"huur C-0012";11;\n',
        "csv:sns",
        (OPENING, CLOSING),
        "20261101-90043054",
    ),
    "regiobank, fewer columns": (
        "Datum,Je rekening,Van / naar,Naam,Valuta saldo,Saldo voor boeking,Valuta boeking,Bedrag bij/af,"
        "Verwerkingsdatum,Valutadatum,Code,Type,Volgnummer,Betalingskenmerk,Omschrijving,Afschriftnummer,Categorie\n"
        "01-11-2026,NL81RBRB9999999999,NL34ABNA6049195234,P. Brouwer,EUR,1000.00,EUR,1234.56,01-11-2026,02-11-2026,"
        "8810,OVB,90043054,,huur C-0012,1,\n",
        "csv:regiobank",
        (OPENING, CLOSING),
        "20261101-90043054",
    ),
    "asn without names": (
        OLD_ASN.format(own="NL81ASNB9999999999", name="P. Brouwer", amount="1234.56", said="huur C-0012").replace(
            "100.00", "1000.00"
        ),
        "csv:asn",
        (OPENING, CLOSING),
        "20261101-90043054",
    ),
    "sns without names, double quotation marks": (
        OLD_ASN.format(own="NL81SNSB9999999999", name="P. Brouwer", amount="1234.56", said="huur C-0012")
        .replace("100.00", "1000.00")
        .replace("'", '"'),
        "csv:sns",
        (OPENING, CLOSING),
        "20261101-90043054",
    ),
    "triodos": (TRIODOS_ROW.format(word="Credit"), "csv:triodos", (OPENING, CLOSING), ""),
    "triodos with names": (
        "Boekdatum,Rekeningnummer,Bedrag,Debet/Credit,Naam tegenrekening,Tegenrekening,Code,Omschrijving,Saldo\n"
        + TRIODOS_ROW.format(word="Credit"),
        "csv:triodos",
        (OPENING, CLOSING),
        "",
    ),
}


@pytest.mark.parametrize("bank", FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_each_bank_tells_the_same_line_in_its_own_columns(read: Any, bank: str, encoding: str) -> None:
    text, kind, balances, reference = FILES[bank]
    content = text if text.startswith("\ufeff") else text.encode(encoding)
    found = read(content)
    line, statement = found.line, found.statements[0]
    assert found.format == kind
    assert (line.booked_on, line.amount_cents) == (DAY, 123_456)
    assert line.value_on in (VALUE, None)
    assert (line.name, line.iban) == ("P. Brouwer", "NL34ABNA6049195234")
    assert line.description.startswith("huur C-0012")
    assert line.reference == reference
    assert line.raw == text.splitlines()[-1]
    assert (statement.opening_cents, statement.closing_cents) == balances
    assert (statement.opens_on, statement.closes_on) == (DAY, DAY)


@pytest.mark.parametrize("feed", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(read: Any, feed: str) -> None:
    assert read(FILES["knab"][0].replace("\n", feed)).cents == [123_456]


def test_a_savings_account_of_ing_is_read_too(read: Any) -> None:
    found = read(
        '"Datum";"Omschrijving";"Rekening";"Rekening naam";"Tegenrekening";"Af Bij";"Bedrag";"Valuta";"Mutatiesoort";'
        '"Mededelingen";"Saldo na mutatie"\n"2026-01-01";"Rente";"V 286-81505";"Oranje Spaarrekening";"";"Bij";"9,20";'
        '"EUR";"Rente";"";"1509,20"\n'
    )
    assert (found.format, found.statements[0].account, found.cents) == ("csv:ing", "V286-81505", [920])


def test_all_that_rabobank_tells_of_a_returned_collection_is_kept(read: Any) -> None:
    line = read(RABOBANK + RABOBANK_ROW.format(amount="-5,00", after="0,00", reason="MS03")).line
    assert (line.return_reason, line.is_reversal, line.mandate_id, line.end_to_end_id, line.code) == (
        "MS03",
        True,
        "M-1",
        "T-1",
        "cb",
    )
    assert line.description == "huur C-0012 tweede deel"


def test_names_with_apostrophes_and_texts_with_commas_stay_whole_at_asn(read: Any) -> None:
    row = OLD_ASN.format(own="NL81ASNB9999999999", name="'t hof, m", amount="-5.00", said="huur, c-0012 van 't hof")
    found = read(row * 2)
    assert [(line.name, line.description) for line in found.lines] == [("'t hof, m", "huur, c-0012 van 't hof")] * 2


def test_what_a_payer_writes_is_never_taken_for_the_words_of_the_bank(read: Any) -> None:
    said = "Naam: P. Brouwer Omschrijving: huur Kenmerk: C-0012 Naam: mijn zus IBAN: NL34ABNA6049195234"
    text = FILES["ing"][0].replace(SAID, said)
    line = read(text).line
    assert line.description == "huur Kenmerk: C-0012 Naam: mijn zus"
    assert line.end_to_end_id == ""


def row_of(day: str, amount: str, after: str, account: str = "NL79RABO8563276100") -> str:
    row = RABOBANK_ROW.format(amount=amount, after=after, reason="")
    return row.replace("2026-11-01", day).replace("NL79RABO8563276100", account)


@pytest.mark.parametrize("is_newest_first", [False, True])
def test_balances_are_found_whichever_row_stands_first(read: Any, is_newest_first: bool) -> None:
    rows = [row_of("2026-11-01", "+1,00", "11,00"), row_of("2026-11-01", "-2,00", "9,00")]
    rows.append(row_of("2026-11-01", "+3,00", "12,00"))
    statement = read(RABOBANK + "".join(reversed(rows) if is_newest_first else rows)).statements[0]
    assert (statement.opening_cents, statement.closing_cents) == (1_000, 1_200)


def test_a_file_of_several_accounts_gives_a_statement_for_each(read: Any) -> None:
    other = "NL24RABO2973661208"
    rows = [
        row_of("2026-11-01", "+1,00", "11,00"),
        row_of("2026-11-01", "+5,00", "5,00", other),
        row_of("2026-11-03", "+2,00", "13,00"),
    ]
    found = read(RABOBANK + "".join(rows))
    assert [(one.account, one.opening_cents, one.closing_cents) for one in found.statements] == [
        ("NL79RABO8563276100", 1_000, 1_300),
        (other, 0, 500),
    ]
    assert [type(item).__name__[0] for item in found.items] == ["S", "L", "L", "S", "L"]


@pytest.mark.parametrize(
    ("word", "amount", "cents"),
    [
        ("D", "6,5", -650),
        ("C", "7260", 726_000),
        ("Afschrijvingen", "0,01", -1),
        ("Bijschrijvingen", "1.234,56", 123_456),
    ],
)
def test_knab_says_in_a_word_whether_money_came_or_went(read: Any, word: str, amount: str, cents: int) -> None:
    assert read(KNAB + KNAB_ROW.format(word=word, amount=amount)).cents == [cents]


@pytest.mark.parametrize(
    ("written", "cents"),
    [("-17,38", -1738), ("-24.99", -2499), ("1234,56-", -123_456), ("-85,5", -8550), ("300", 30_000), ("+12,00", 1200)],
)
def test_bunq_writes_amounts_in_two_ways(read: Any, written: str, cents: int) -> None:
    assert read(FILES["bunq, semicolons"][0].replace("1.234,56", written)).cents == [cents]


# -- what cannot be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (KNAB + KNAB_ROW.format(word="Overig", amount="1,00"), "row 2: “Overig” does not say whether"),
        (KNAB + KNAB_ROW.format(word="", amount="1,00"), "row 2: .*does not say whether"),
        (KNAB + KNAB_ROW.format(word="D", amount="-1,00"), "row 2: .*not an amount"),
        (KNAB + KNAB_ROW.format(word="D", amount="1.00"), "row 2: .*not an amount"),
        (KNAB + KNAB_ROW.format(word="D", amount=""), "row 2: a cell is empty"),
        (KNAB + KNAB_ROW.format(word="D", amount="1,005"), "row 2: .*parts of a cent"),
        (FILES["ing"][0].replace('"Bij"', '"bijna"'), "row 2: “bijna”"),
        (FILES["triodos with names"][0].replace('"Credit"', '"Kredit"'), "row 2: “Kredit”"),
        (FILES["bunq"][0].replace("1,234.56", "1.234"), "row 2: .*not an amount"),
        (FILES["bunq"][0].replace("1,234.56", "twaalf"), "row 2: .*not an amount"),
        (RABOBANK + row_of("2026-02-30", "1,00", "1,00"), "row 2: .*does not exist"),
        (RABOBANK + row_of("01-02-2026", "1,00", "1,00"), "row 2: .*not a date"),
        (RABOBANK + row_of("2026-11-01", "1,00", "1,00").replace('"EUR"', '"euro"'), "row 2: .*not a currency"),
        (RABOBANK + row_of("2026-11-01", "1,00", "1,00") + '"NL79RABO8563276100","EUR"\n', "row 3: it has 2 cells"),
        (RABOBANK + row_of("2026-11-01", "1,00", "1,00")[:-2], "row 2: a quotation mark is missing"),
        (RABOBANK, "not one row"),
        (OLD_ASN.format(own="NL81ASNB9999999999", name="a", amount="1.00", said="b") + "1-1-2026,'\n", "row 2: it has"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_its_number(read: Any, text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


def test_a_row_without_end_is_refused(read: Any) -> None:
    with pytest.raises(Unreadable, match="line 2 is too long"):
        read(RABOBANK + '"' + "x" * 300_000)


@pytest.mark.parametrize(
    "text",
    ["a;b;c\n1;2;3\n", "Datum;Naam;Bedrag\n1-1-2026;Bos;1,00\n", "Lidnr;Naam\nL1;Bos\n", "zomaar tekst\n", "1,2,3\n"],
)
def test_other_files_are_refused_and_the_banks_named_that_are_known(read: Any, text: str) -> None:
    with pytest.raises(Unreadable, match=r"CAMT\.053, MT940, or the CSV of abnamro, asn, bunq, ing, knab, rabobank"):
        read(text)


# -- properties --------------------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), TEXTS, TEXTS), min_size=1, max_size=10), st.booleans())
def test_lines_that_are_written_come_back_and_no_cent_is_lost(
    read: Any, lines: list[tuple[int, str, str]], is_bunq: bool
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if is_bunq else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if is_bunq:
        writer.writerow(["Date", "Interest Date", "Amount", "Account", "Counterparty", "Name", "Description"])
    else:
        writer.writerow(next(csv.reader([RABOBANK])))
    after = 0
    for number, (cents, name, said) in enumerate(lines):
        after += cents
        sign = "-" if cents < 0 else "+"
        amount = f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"
        total = f"{'-' if after < 0 else ''}{abs(after) // 100},{abs(after) % 100:02d}"
        if is_bunq:
            writer.writerow(["2026-11-01", "", amount, "NL07BUNQ0123456789", "", name, said])
        else:
            row = ["NL79RABO8563276100", "EUR", "", str(number), "2026-11-01", "", amount, total, "", name, "", "", ""]
            writer.writerow([*row, "cb", "", "", "", "", "", said, "", "", "", "", "", ""])
    found = read(stream.getvalue())
    assert found.cents == [cents for cents, _name, _said in lines]
    assert [(line.name, line.description) for line in found.lines] == [(name, said) for _cents, name, said in lines]
    statement = found.statements[0]
    if not is_bunq:
        assert (statement.closing_cents or 0) - (statement.opening_cents or 0) == sum(found.cents)


def test_a_first_row_that_lacks_a_cell_is_refused_in_words(read: Any) -> None:
    with pytest.raises(Unreadable, match="fewer cells"):
        read('"01-11-2026","NL12TRIO0123456789","1.234,56","Credit","P. Brouwer","NL34ABNA6049195234","ET","huur"\n')
