"""MT940 of every Dutch bank gives each of its lines, or the file is refused with the line that is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.errors import Unreadable

OWN = "NL79RABO8563276100"


def statement(
    *lines: str,
    account: str = OWN,
    head: str = ":940:\n",
    opening: str = "C260930EUR100,00",
    closing: str = "C261031EUR90,00",
) -> str:
    body = "".join(f"{line}\n" for line in lines)
    return f"{head}:20:940S261031\n:25:{account}\n:28C:12/1\n:60F:{opening}\n{body}:62F:{closing}\n"


def wrapped(text: str, width: int = 65, first: int = 65) -> str:
    """Cut a text as banks do, in the middle of whatever stands there."""
    pieces, rest = [text[:first]], text[first:]
    while rest:
        pieces.append(rest[:width])
        rest = rest[width:]
    return "\n".join(pieces)


# -- statements --------------------------------------------------------------------------------------------------------


def test_a_statement_gives_its_balances_around_its_lines(read: Any) -> None:
    line = (
        ":61:261001C000000000657,68N541NONREF\nNL16SNSB8536587690\n:86:/TRCD/541/ORDP//NAME/Z. de Groot/REMI/C0033 huur"
    )
    found = read(statement(line, account=f"{OWN} EUR"))
    opening, end, one = found.statements[0], found.ends[0], found.line
    assert (found.format, opening.account, opening.currency, opening.reference) == ("mt940", OWN, "EUR", "12/1")
    assert (opening.opens_on, opening.opening_cents) == (date(2026, 9, 30), 10_000)
    assert (end.closes_on, end.closing_cents) == (date(2026, 10, 31), 9_000)
    assert (one.booked_on, one.value_on, one.amount_cents) == (date(2026, 10, 1), date(2026, 10, 1), 65_768)
    assert (one.name, one.iban, one.description, one.code, one.reference) == (
        "Z. de Groot",
        "NL16SNSB8536587690",
        "C0033 huur",
        "541",
        "",
    )
    assert one.raw == line


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (f"{OWN} EUR", OWN),
        (f"{OWN}EUR", OWN),
        ("1291.99.348EUR", "129199348"),
        ("TRIODOSBANK/0390123456", "0390123456"),
        ("28020050/1426292700", "28020050/1426292700"),
        ("0001234567", "0001234567"),
    ],
)
def test_the_account_is_found_however_it_is_written(read: Any, written: str, number: str) -> None:
    assert read(statement(account=written)).statements[0].account == number


@pytest.mark.parametrize(
    "head",
    [
        "",
        ":940:\n",
        "0000 01INGBNL2AXXXX00001\n0000 01INGBNL2AXXXX00001\n940 00\n",
        "ABNANL2A\n940\nABNANL2A\n",
        "{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\n",
        "\n\n  ",
    ],
)
@pytest.mark.parametrize("end", ["", "-\n", "-XXX\n", "-}{5:}\n", "\n"])
@pytest.mark.parametrize("feed", ["\n", "\r\n", "\r"])
def test_blocks_around_statements_are_passed_over(read: Any, head: str, end: str, feed: str) -> None:
    text = (statement(":61:261001D10,N192NONREF", ":86:a", head=head) + end) * 2
    found = read(text.replace("\n", feed))
    assert (found.cents, len(found.statements), len(found.ends)) == ([-1_000, -1_000], 2, 2)
    assert [line.description for line in found.lines] == ["a", "a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_come_through(read: Any, encoding: str) -> None:
    text = statement(":61:261001C1,00NTRFNONREF", ":86:/ORDP//NAME/C.J. Öztürk/REMI/café €")
    line = read(text.encode(encoding)).line
    assert (line.name, line.description) == ("C.J. Öztürk", "café €")


# -- the line itself ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("C000000000657,68", 65_768),
        ("D9,", -900),
        ("D11,8", -1_180),
        ("C500", 50_000),
        ("C12.34", 1_234),
        ("C8,850", 885),
        ("RC10,00", -1_000),
        ("RD10,00", 1_000),
        ("DR10,00", -1_000),
    ],
)
def test_an_amount_has_a_direction_and_a_comma_or_a_point(read: Any, written: str, cents: int) -> None:
    line = read(statement(f":61:2610011001{written}NTRFNONREF")).line
    assert line.amount_cents == cents
    assert line.is_reversal == written.startswith(("RC", "RD"))


@pytest.mark.parametrize(
    ("written", "booked_on", "value_on"),
    [
        ("261001", date(2026, 10, 1), date(2026, 10, 1)),
        ("2610011003", date(2026, 10, 3), date(2026, 10, 1)),
        ("261001    ", date(2026, 10, 1), date(2026, 10, 1)),
        ("2612310102", date(2027, 1, 2), date(2026, 12, 31)),
        ("2601021231", date(2025, 12, 31), date(2026, 1, 2)),
        ("2402280229", date(2024, 2, 29), date(2024, 2, 28)),
        ("991231", date(1999, 12, 31), date(1999, 12, 31)),
    ],
)
def test_the_entry_date_takes_the_year_nearest_to_the_value_date(
    read: Any, written: str, booked_on: date, value_on: date
) -> None:
    line = read(statement(f":61:{written}C1,00NTRFNONREF")).line
    assert (line.booked_on, line.value_on) == (booked_on, value_on)


@pytest.mark.parametrize(
    ("rest", "reference", "end_to_end_id"),
    [
        ("NTRFNONREF", "", ""),
        ("NTRFNONREF//B4E07XM00J000023", "B4E07XM00J000023", ""),
        ("NTRFEREF//31102000055044", "31102000055044", ""),
        ("NTRF29-07-2014 10:05//B4G29", "B4G29", "29-07-2014 10:05"),
        ("NTRFTMG TANGO", "", "TMG TANGO"),
        ("FMSC01916//NONREF", "", "01916"),
        ("NBA NONREF", "", ""),
        ("NDIV", "", ""),
    ],
)
def test_the_references_behind_the_amount_are_the_banks_and_the_payers(
    read: Any, rest: str, reference: str, end_to_end_id: str
) -> None:
    line = read(statement(f":61:261001C1,00{rest}")).line
    assert (line.reference, line.end_to_end_id) == (reference, end_to_end_id)


# -- what the banks write under it -------------------------------------------------------------------------------------

BANKS = {
    "rabobank": (
        ":61:261001C1,00N541NONREF\nNL16SNSB8536587690",
        "/EREF/E-1/MARF/M-1/ORDP//NAME/J. Bos/REMI/Huur C-0012/ISDT/2026-10-01",
        ("J. Bos", "NL16SNSB8536587690", "Huur C-0012", "E-1", "M-1", "541"),
    ),
    "rabobank, a payment mark": (
        ":61:261001D1,00N541NONREF\nP001234567",
        "/BENM//NAME/Gemeente/REMI//CDTRREFTP//CD/SCOR/ISSR/CUR/CDTRREF/9001123412341234/ISDT/2026-10-01",
        ("Gemeente", "P001234567", "9001123412341234", "", "", "541"),
    ),
    "rabobank, a purpose behind the text": (
        ":61:261001D1,00N102EREF\nNL34DEUT0499438906",
        "/EREF/02-06-2016 09:00 1230/BENM//NAME/Some Name/REMI/some text/PURP//CD/EPAY",
        ("Some Name", "NL34DEUT0499438906", "some text", "02-06-2016 09:00 1230", "", "102"),
    ),
    "rabobank before the IBAN": (
        ":61:261001D000000001213,28N0440121470966      W.P. Jansen",
        "Terugboeking\n:86:NIET AKKOORD",
        ("W.P. Jansen", "0121470966", "Terugboeking NIET AKKOORD", "", "", "044"),
    ),
    "rabobank before the IBAN, by card": (
        ":61:261001D236,56N030NONREF          TOMTE TUMMETOT AMERSFOORT",
        "Betaalautomaat 14:23 pasnr. 065",
        ("TOMTE TUMMETOT AMERSFOORT", "", "Betaalautomaat 14:23 pasnr. 065", "", "", "030"),
    ),
    "ing": (
        ":61:261001C1,00NTRFEREF//31102000055044\n/TRCD/00100/",
        "/EREF/SCT-1//CNTP/NL68RABO0106200123/RABONL2U/Lambrix///REMI/USTD//110130590/",
        ("Lambrix", "NL68RABO0106200123", "110130590", "SCT-1", "", "00100"),
    ),
    "ing, a payment mark": (
        ":61:261001C1,00NTRFNONREF//3\n/TRCD/00100/",
        "/CNTP/NL68RABO0106200123/RABONL2U/Lambrix///REMI/STRD/CUR/9001123412341234/",
        ("Lambrix", "NL68RABO0106200123", "9001123412341234", "", "", "00100"),
    ),
    "ing before": (
        ":61:261001D25,03NTRFNONREF",
        " RC AFREKENING BETALINGSVERKEER\nBETREFT REKENING 4715589",
        ("", "", "RC AFREKENING BETALINGSVERKEER BETREFT REKENING 4715589", "", "", "TRF"),
    ),
    "abn amro": (
        ":61:2610011001C1,00N654NONREF",
        "/TRTP/SEPA OVERBOEKING/IBAN/FR1234567890123456/BIC/GEFRADAM\n/NAME/QASD JGRED/REMI/Huur C-0012/EREF/"
        "NOTPROVIDED",
        ("QASD JGRED", "FR1234567890123456", "Huur C-0012", "", "", "654"),
    ),
    "abn amro, collection": (
        ":61:2610011001D78,9N944NONREF",
        "/TRTP/SEPA INCASSO ALGEMEEN DOORLOPEND/CSID/NL70XS43/NAME/XS4ALL B.V./MARF/M100/REMI/FACTUUR ZIE X.NL/F./IBAN/"
        "NL55INGB0004683839/BIC/INGBNL2A/EREF/1412",
        ("XS4ALL B.V.", "NL55INGB0004683839", "FACTUUR ZIE X.NL/F.", "1412", "M100", "944"),
    ),
    "abn amro, words": (
        ":61:2610011001C1,00N654NONREF",
        "SEPA OVERBOEKING                 IBAN: NL55INGB0004683839        BIC: INGBNL2A                    "
        "NAAM: J BOS                      OMSCHRIJVING: HUUR C-0012       KENMERK: 77",
        ("J BOS", "NL55INGB0004683839", "HUUR C-0012 KENMERK: 77", "", "", "654"),
    ),
    "abn amro, free text": (
        ":61:1105240524D9,N192NONREF",
        "BEA   NR:XXX1234   21.05.11/12.54 DIRCKIII FIL2500 KATWIJK,PAS999",
        ("", "", "BEA NR:XXX1234 21.05.11/12.54 DIRCKIII FIL2500 KATWIJK,PAS999", "", "", "192"),
    ),
    "knab": (
        ":61:1407290729D7260,NTRFNONREF//B4G29PGCVO7Q06US",
        "FACTUUR 201403110\nREK: NL65INGB0123456789/NAAM: PICQER",
        ("PICQER", "NL65INGB0123456789", "FACTUUR 201403110", "", "", "TRF"),
    ),
    "triodos": (
        ":61:110101D15,70N000NONREF",
        "000>100987654321\n>20ALGEMENE TUSSENREKENING KOS>21TEN VAN 01-10-2010 TOT EN M\n>22ET 31-12-2010>310390123456",
        ("", "987654321", "ALGEMENE TUSSENREKENING KOSTEN VAN 01-10-2010 TOT EN MET 31-12-2010", "", "", "000"),
    ),
    "triodos with an IBAN": (
        ":61:260301C35,90NET NONREF",
        "000>100000000000\n>20TRIONL2U\n>21NL36TRIO2300471469\n>22R.F.B. KUIPERS EN/OF I. VER>23REKENEN HUUR"
        "\n>310338505768",
        ("", "NL36TRIO2300471469", "R.F.B. KUIPERS EN/OF I. VERREKENEN HUUR", "", "", "000"),
    ),
    "asn": (
        ":61:2001010101D65,00NOVBNL47INGB9999999999\nhr gjlm paulissen",
        f"NL47INGB9999999999 hr gjlm paulissen\n{' ' * 65}\n{'Betaling sieraden':65}\n{' ' * 65}",
        ("hr gjlm paulissen", "NL47INGB9999999999", "Betaling sieraden", "", "", "OVB"),
    ),
    "asn, cut in a word": (
        ":61:2001010101D65,00NIDBNL08ABNA9999999999\ninternational card services ",
        "NL08ABNA9999999999 international card services \n"
        f"{' ' * 65}\n{'000000000000000000000000000000000 0000000000000000 Betaling aan I'}\nCS 99999999999",
        (
            "international card services",
            "NL08ABNA9999999999",
            "000000000000000000000000000000000 0000000000000000 Betaling aan ICS 99999999999",
            "",
            "",
            "IDB",
        ),
    ),
    "sns before the IBAN": (
        ":61:1206070608D20,00NIOB0987654321\nmarechal s",
        "0987654321 marechal s\n\ndit is een test\n\n",
        ("marechal s", "0987654321", "dit is een test", "", "", "IOB"),
    ),
    "numbered fields": (
        ":61:2009040904C230,00N051NONREF",
        "166?00GUTSCHRIFT?100004772?20EREF+SCP 100?21MREF+M-1?22SVWZ+HUUR C-00?2312?30OLBODEH2?31NL16SNSB8536587690"
        "?32J. BOS EN/OF ?33A. BOS",
        ("J. BOS EN/OF A. BOS", "NL16SNSB8536587690", "HUUR C-00 12", "SCP 100", "M-1", "166"),
    ),
}


@pytest.mark.parametrize("bank", BANKS)
def test_each_bank_tells_its_line_in_its_own_way(read: Any, bank: str) -> None:
    line, said, expected = BANKS[bank]
    found = read(statement(line, f":86:{said}")).line
    assert (
        found.name,
        found.iban,
        found.description,
        found.end_to_end_id,
        found.mandate_id,
        found.code,
    ) == expected


def test_a_returned_collection_tells_its_reason(read: Any) -> None:
    line = read(statement(":61:261001D1,00NRTIEREF//1", ":86:/RTRN/MS03//EREF/E1//CNTP/NL68RABO0106200123/B/J///")).line
    assert (line.return_reason, line.is_reversal, line.end_to_end_id, line.name) == ("MS03", True, "E1", "J")


LONG = (
    "/TRCD/541/ORDP//NAME/Coöperatieve Vereniging De Zaag/REMI/Huur oktober C-0012 voor de woning 12A/ISDT/2026-10-01"
)


@pytest.mark.parametrize(("width", "first"), [(65, 65), (65, 61)])
@pytest.mark.parametrize("shift", range(0, 60, 3))
def test_line_ends_inside_words_and_tags_are_joined(read: Any, width: int, first: int, shift: int) -> None:
    text = LONG.replace("/TRCD", f"/EREF/{'7' * shift}/TRCD")
    line = read(statement(":61:261001C1,00N541NONREF", f":86:{wrapped(text, width, first)}")).line
    assert line.description == "Huur oktober C-0012 voor de woning 12A"
    assert (line.name, line.code) == ("Coöperatieve Vereniging De Zaag", "541")


def test_a_time_cut_before_its_minutes_is_no_tag(read: Any) -> None:
    text = "x" * 63 + "18\n:20:30 pinbetaling"
    found = read(statement(":61:261001C1,00N541NONREF", f":86:{text}"))
    assert found.line.description == "x" * 63 + "18:20:30 pinbetaling"


def test_what_the_bank_says_behind_the_closing_balance_is_no_line(read: Any) -> None:
    text = statement(":61:261001C1,00NTRFNONREF") + ":64:C261031EUR1,00\n:86:D000004C000002D25,24C28,71\n-XXX\n"
    assert read(text + statement(":61:261001C2,00NTRFNONREF")).cents == [100, 200]


# -- what cannot be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (":61:261001X1,00NTRFNONREF", "not a line of a statement"),
        (":61:261001C1x,00NTRFNONREF", "not a line of a statement"),
        (":61:261001C1,00", "not a line of a statement"),
        (":61:261001Ctien,00NTRFNONREF", "not a line of a statement"),
        (":61:261001C1,005NTRFNONREF", "parts of a cent"),
        (":61:261001C1,0,0NTRFNONREF", "not an amount"),
        (":61:261301C1,00NTRFNONREF", "does not exist"),
        (":61:260230C1,00NTRFNONREF", "does not exist"),
        (":61:2602280230C1,00NTRFNONREF", "does not exist"),
        (":61:", "not a line of a statement"),
        ("61:261001C1,00NTRFNONREF", "damaged"),
        (": 61:261001C1,00NTRFNONREF", "damaged"),
        (":86:a\n61:261001C1,00NTRFNONREF", "damaged"),
        ("wat is dit", "damaged"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_number(read: Any, line: str, why: str) -> None:
    with pytest.raises(Unreadable, match=rf"line [67].*{why}"):
        read(statement(line))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (statement().replace(":62F:", ":64:"), "no closing balance"),
        (statement().replace(":60F:", ":64:"), "outside the balances"),
        (statement(opening="C260930EUR1x"), "line 5 .*not a balance"),
        (statement(opening="C260931EUR1,00"), "line 5 .*does not exist"),
        (statement(account=""), "of which account"),
        (statement() + ":61:261001C1,00NTRFNONREF\n", "line 7 .*outside the balances"),
        (statement(":61:261001C1,00NTRFNONREF")[:-25], "no closing balance|not a balance"),
        (statement().replace(":28C:", ":13D:2610010900+0100\n:28C:"), "MT942"),
        (statement(":60F:C260930EUR1,00"), "two opening balances"),
        (statement(":61:261001C1,00NTRFNONREF", ":86:" + "a\n" * 3_000), "does not end"),
        (statement(":61:261001C1,00NTRFNONREF", ":86:" + "a" * 200_000), "line 7 is too long"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(read: Any, text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text)


# -- properties --------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.text("abcdefgÖ0123456789-", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), WORDS, WORDS), max_size=10), st.sampled_from([61, 65]))
def test_lines_that_are_written_come_back_and_no_cent_is_lost(
    read: Any, lines: list[tuple[int, str, str]], first: int
) -> None:
    written: list[str] = []
    for cents, said, name in lines:
        amount = f"{'D' if cents < 0 else 'C'}{abs(cents) // 100:012d},{abs(cents) % 100:02d}"
        written.append(f":61:261001{amount}N541NONREF\nNL16SNSB8536587690")
        written.append(":86:" + wrapped(f"/TRCD/541/ORDP//NAME/{name}/REMI/{said}/ISDT/2026-10-01", 65, first))
    found = read(statement(*written))
    assert found.cents == [cents for cents, _said, _name in lines]
    assert [(line.description, line.name) for line in found.lines] == [(said, name) for _cents, said, name in lines]
    assert "\n".join(line.raw for line in found.lines) == "\n".join(written)


@given(st.text(max_size=300), st.integers(0, 200))
def test_whatever_stands_in_it_every_line_is_given_or_the_file_is_refused(read: Any, noise: str, place: int) -> None:
    text = statement(":61:261001C1,00NTRFNONREF", ":86:a", ":61:261002D2,00NTRFNONREF", ":86:b")
    text = text[:place] + noise + text[place:]
    try:
        found = read(text.encode("utf-8", errors="replace"))
    except Unreadable:
        return
    if found.format == "mt940":
        assert len(found.lines) == sum(1 for line in text.splitlines() if line.lstrip().startswith(":61:"))
