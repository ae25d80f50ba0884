"""Amounts, dates and text are read as people write them, and what is not understood is refused in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin import formats, i18n

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))
CENTS = st.integers(-(10**13), 10**13)
MESSY = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,-−+€ EURer\u00a0\u202f/:T٣½²", max_size=24),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9]{1,4}( [0-9]{1,2}[:.][0-9]{1,2})?", fullmatch=True),
)
READERS: dict[str, Callable[[str], Any]] = {
    "amount": formats.parse_cents,
    "English amount": lambda text: formats.parse_cents(text, "en"),
    "decimal": lambda text: formats.parse_decimal(text, 2),
    "whole number": formats.parse_whole,
    "day": formats.parse_date,
    "day in a form": lambda text: formats.parse_date(text, short_years=True),
    "moment": formats.parse_moment,
    "month": formats.parse_month,
}


@pytest.fixture(params=["nl", "en"])
def tongue(request: pytest.FixtureRequest) -> str:
    """Speak Dutch, then English."""
    i18n.use(request.param)
    return request.param


def refused(read: Callable[[Any], Any], given_value: Any) -> str:
    """Give the sentence with which a value is refused, empty where it is read."""
    try:
        read(given_value)
    except ValueError as refusal:
        return str(refusal) or "nothing was said"
    return ""


# -- amounts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("600", 60000),
        ("12,50", 1250),
        ("1234,56", 123456),
        ("1.234,56", 123456),
        ("1.234.567,89", 123456789),
        ("1.234", 123400),
        ("12,-", 1200),
        ("€ 12,50", 1250),
        ("€12,50", 1250),
        ("12,50 €", 1250),
        ("EUR 12,50", 1250),
        ("Eur 12,50", 1250),
        ("12,50 eur", 1250),
        ("-12,50", -1250),
        ("−12,50", -1250),
        ("- 12,50", -1250),
        ("€ -12,50", -1250),
        ("-€ 12,50", -1250),
        ("€ −12,50", -1250),
        ("+3,00", 300),
        ("1 234,56", 123456),
        ("1\u202f234\u00a0567", 123456700),
        ("€\u00a01.234,56", 123456),
        ("\u202f 12,50\u00a0", 1250),
        ("007,00", 700),
        ("100000000000,00", 10**13),
    ],
)
def test_an_amount_is_read_as_the_dutch_write_it(text: str, cents: int) -> None:
    assert formats.parse_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "€",
        "-",
        "1.234,5",
        "600.0",
        "12.50",
        "12,5",
        "12,500",
        "1,234.56",
        "1.23,45",
        "1.2345,00",
        "12.345.6",
        ",50",
        "12,",
        "12,--",
        "--12",
        "12-",
        "(12,50)",
        "1e3",
        "5€5",
        "1EUR2",
        "€ 1 €",
        "€ EUR 1",
        "1 2 3",
        "12 50",
        "1 - 2",
        "٣,٠٠",
        "１２,５０",
        "²",
        "½",
        "twaalf",
        "NaN",
        "0x10",
        "12,50 USD",
        "1\n2",
        pytest.param("9" * 5000, id="long"),
        "100000000000,01",
    ],
)
def test_an_amount_that_could_mean_two_things_or_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refusal:
        formats.parse_cents(text)
    assert str(refusal.value).startswith("“")
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1,234.56", 123456), ("12.50", 1250), ("€1,234", 123400), ("12.-", 1200), ("1,234,567.00", 123456700)],
)
def test_an_english_amount_is_read_only_where_it_is_asked_for(text: str, cents: int) -> None:
    assert formats.parse_cents(text, "en") == cents


@pytest.mark.parametrize("text", ["1.234,56", "12,50", "1,23.45", "12.5"])
def test_a_dutch_amount_is_no_english_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"1,234\.56"):
        formats.parse_cents(text, "en")


@given(CENTS)
def test_what_is_written_as_an_amount_reads_back_as_the_same_cents(cents: int) -> None:
    for language in ("nl", "en"):
        i18n.use(language)
        for text in (formats.euro(cents), formats.plain_amount(cents)):
            assert formats.parse_cents(text, language) == cents
    i18n.use("en")


def test_amounts_are_written_with_their_sign_where_the_reader_expects_it() -> None:
    i18n.use("nl")
    assert [formats.euro(cents) for cents in (0, 5, -5, 123456, -123456789)] == [
        "€ 0,00",
        "€ 0,05",
        "€ −0,05",
        "€ 1.234,56",
        "€ −1.234.567,89",
    ]
    i18n.use("en")
    assert [formats.euro(cents) for cents in (123456, -5)] == ["€1,234.56", "−€0.05"]


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        (0, 0),
        (600, 60000),
        (600.0, 60000),
        (643.58, 64358),
        (0.1 + 0.2, 30),
        (-12.5, -1250),
        (-0.0, 0),
        (Decimal("1.10"), 110),
        (1e11, 10**13),
    ],
)
def test_a_number_of_a_spreadsheet_is_taken_as_euros(number: float | Decimal, cents: int) -> None:
    assert formats.cents_of_number(number) == cents


@pytest.mark.parametrize(
    "number",
    [0.005, 12.345, 1e-7, float("nan"), float("inf"), float("-inf"), 1e300, -1e12, 10**5000, 10**400, Decimal("sNaN")],
    ids=lambda _number: "",
)
def test_a_number_that_is_no_amount_is_refused_in_words(number: float | Decimal) -> None:
    with pytest.raises(ValueError) as refusal:
        formats.cents_of_number(number)
    assert "“" in str(refusal.value)
    assert len(str(refusal.value)) < 200


@given(st.one_of(st.integers(), st.floats(), st.decimals()))
def test_a_number_gives_its_own_cents_or_a_sentence(number: float | Decimal) -> None:
    if said := refused(formats.cents_of_number, number):
        assert said.startswith("“")
    else:
        assert abs(Decimal(formats.cents_of_number(number)) / 100 - Decimal(str(number))) < Decimal("0.0000001")


# -- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("45", 2, 4500),
        ("45,5", 2, 4550),
        ("45.5", 2, 4550),
        ("45,50", 1, 455),
        ("157,25", 2, 15725),
        ("0,000", 2, 0),
        (" 7 ", 0, 7),
        ("7,0", 0, 7),
        ("999999999,99", 2, 99999999999),
    ],
)
def test_a_number_is_read_with_a_comma_or_a_point(text: str, places: int, value: int) -> None:
    assert formats.parse_decimal(text, places) == value


@pytest.mark.parametrize(
    "text", ["", "45,555", "1.234,5", "1.234", "1.200", "-1", "1e3", "1,", ",5", "٤٥", "1 2", "9" * 10]
)
def test_a_number_that_may_be_thousands_or_decimals_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        formats.parse_decimal(text, 2)


@given(st.integers(0, 999_999_999), st.integers(0, 4))
def test_a_number_written_for_people_reads_back(value: int, places: int) -> None:
    for language in ("nl", "en"):
        i18n.use(language)
        written = formats.decimal_text(value, places)
        if not (language == "en" and places == 4 and len(written.partition(".")[2]) == 3):
            assert formats.parse_decimal(written, places) == value
        assert formats.decimal_text(-value, places) == (f"−{written}" if value else written)
    i18n.use("en")


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("007", 7), (" 12 ", 12), ("999999999", 999999999)])
def test_a_whole_number_is_read(text: str, value: int) -> None:
    assert formats.parse_whole(text) == value


@pytest.mark.parametrize("text", ["", "-1", "1,0", "1.0", "١٢", "²", "1 2", "1000000000", "1_000"])
def test_no_whole_number_of_nine_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        formats.parse_whole(text)


# -- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "1-2-2026",
        "01-02-2026",
        "1/2/2026",
        "1.2.2026",
        "1 2 2026",
        "2026-02-01",
        "2026-2-1",
        "1 februari 2026",
        "1 Februari 2026",
        "1 feb 2026",
        "1 feb. 2026",
        "1-feb-2026",
        "1 February, 2026",
        "1st February 2026",
        "1e februari 2026",
        "2026-02-01 00:00:00",
        "2026-02-01T00:00",
        "1-2-2026 00:00",
        "\u00a01-2-2026 ",
        "1\u00a0februari\u00a02026",
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert formats.parse_date(text) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a date"),
        ("morgen", "not a date"),
        ("2026", "not a date"),
        ("1-2", "not a date"),
        ("1-2-27", "four digits"),
        ("1 feb 27", "four digits"),
        ("1-2-027", "not a date"),
        ("1-2/2026", "not a date"),
        ("29-02-2026", "February 2026 has no day 29"),
        ("31-11-2026", "November 2026 has no day 31"),
        ("0-1-2026", "no day 0"),
        ("29-02-1900", "February 1900 has no day 29"),
        ("2026-13-01", "no month 13"),
        ("1-0-2026", "no month 0"),
        ("31/12/1799", "year cannot be right"),
        ("1-1-2201", "year cannot be right"),
        ("0000-01-01", "year cannot be right"),
        ("1 maarts 2026", "“maarts” is not a month"),
        ("1 january feb 2026", "not a date"),
        ("١-٢-٢٠٢٦", "not a date"),
        ("1-2-2026 14:00", "not a date"),
        ("46000", "not a date"),
        ("1-2-2026-3", "not a date"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        formats.parse_date(text)
    assert len(str(refusal.value)) < 200


def test_a_leap_day_is_a_day_only_in_leap_years() -> None:
    assert formats.parse_date("29-2-2024") == date(2024, 2, 29)
    assert formats.parse_date("29 februari 2000") == date(2000, 2, 29)


def test_a_year_of_two_digits_is_understood_only_where_it_is_shown_at_once() -> None:
    assert formats.parse_date("1-2-27", short_years=True) == date(2027, 2, 1)
    assert formats.parse_date("1 feb 27", short_years=True) == date(2027, 2, 1)


@given(DAYS)
def test_a_day_reads_back_from_every_way_it_is_written(day: date) -> None:
    for language in ("nl", "en"):
        i18n.use(language)
        for text in (formats.long_date(day), formats.short_date(day), day.isoformat(), f"{day.day}.{day:%m}.{day:%Y}"):
            assert formats.parse_date(text) == day
    i18n.use("en")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2-11-2026 14:00", datetime.fromisoformat("2026-11-02T14:00")),
        ("2026-11-02T14:00", datetime.fromisoformat("2026-11-02T14:00")),
        ("2026-11-02T14:00:00", datetime.fromisoformat("2026-11-02T14:00")),
        ("2026-11-02 9:05", datetime.fromisoformat("2026-11-02T09:05")),
        ("2 november 2026 14.30", datetime.fromisoformat("2026-11-02T14:30")),
        ("2 november 2026, 14.30u", datetime.fromisoformat("2026-11-02T14:30")),
        ("2-11-2026 24:00", datetime.fromisoformat("2026-11-03T00:00")),
        ("31-12-2026 24:00", datetime.fromisoformat("2027-01-01T00:00")),
        ("28-2-2028 24:00", datetime.fromisoformat("2028-02-29T00:00")),
        ("31-12-2200 24:00", datetime.fromisoformat("2201-01-01T00:00")),
        ("2-11-2026 00:00", datetime.fromisoformat("2026-11-02T00:00")),
        ("2-11-2026\u00a014:00", datetime.fromisoformat("2026-11-02T14:00")),
    ],
)
def test_a_moment_is_read_to_the_minute(text: str, moment: datetime) -> None:
    assert formats.parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14:00",
        "2-11-2026",
        "2-11-2026 24:01",
        "2-11-2026 25:00",
        "2-11-2026 12:60",
        "2-11-2026 12:00:30",
        "2-11-2026 14",
        "2-11-26 14:00",
        "31-2-2026 14:00",
        "2-11-2026 ١٤:٠٠",
        "2026-11-02T14:00Z",
        "2026-11-02T14:00+01:00",
        "Tuesday 14:00",
    ],
)
def test_a_moment_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        formats.parse_moment(text)


@given(st.datetimes(datetime.fromisoformat("1800-01-01"), datetime.fromisoformat("2200-12-31")))
def test_a_moment_reads_back_from_every_way_it_is_written(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)
    for language in ("nl", "en"):
        i18n.use(language)
        for text in (formats.moment_text(minute), minute.isoformat("T", "minutes"), minute.isoformat(" ", "minutes")):
            assert formats.parse_moment(text) == minute
    i18n.use("en")


@pytest.mark.parametrize(("text", "first"), [("2026-09", date(2026, 9, 1)), (" 2026-12 ", date(2026, 12, 1))])
def test_a_month_is_its_first_day(text: str, first: date) -> None:
    assert formats.parse_month(text) == first


@pytest.mark.parametrize("text", ["", "2026", "2026-9", "2026-13", "2026-00", "09-2026", "1799-12", "٢٠٢٦-٠٩"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        formats.parse_month(text)


def test_days_and_months_are_called_by_their_names(tongue: str) -> None:
    dutch = tongue == "nl"
    assert formats.day_name(date(2026, 11, 20)) == ("vrijdag" if dutch else "Friday")
    assert formats.month_name(3) == ("maart" if dutch else "March")
    assert formats.long_date(date(2026, 3, 1)) == ("1 maart 2026" if dutch else "1 March 2026")
    assert formats.short_date(date(2026, 3, 1)) == ("01-03-2026" if dutch else "01 Mar 2026")
    assert formats.moment_text(datetime.fromisoformat("2026-03-01T09:05")).endswith(" 09:05")


def test_an_age_keeps_its_sign() -> None:
    assert [formats.age_text(days) for days in (3, 0, -2)] == ["3 d", "0 d", "−2 d"]


# -- any text at all -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
@given(text=MESSY)
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(name: str, text: str) -> None:
    said = refused(READERS[name], text)
    assert not said or said.startswith("“")
    assert said.isprintable() or not text.isprintable()


@pytest.mark.parametrize("name", READERS)
def test_a_very_long_text_is_refused_at_once_and_not_repeated_in_full(name: str) -> None:
    for text in ("x" * 1_000_000, "1" * 1_000_000, "1." * 500_000, " " * 1_000_000 + "x"):
        with pytest.raises(ValueError) as refusal:
            READERS[name](text)
        assert str(refusal.value).startswith("“")
        assert len(str(refusal.value)) < 200


# -- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Yılmaz", "yilmaz"),
        ("Öztürk", "ozturk"),
        ("VAN  DEN\u00a0BERG", "van den berg"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Straße", "strasse"),
        ("IJsbrand", "ijsbrand"),
        ("Ĳsbrand", "ijsbrand"),
        ("Œuvre Æ", "oeuvre ae"),
        ("İstanbul", "istanbul"),
        ("ﬁets", "fiets"),
        ("ℌans ４", "hans 4"),
        ("e\u0301", "e"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_regard_to_case_and_accents(text: str, folded: str) -> None:
    assert formats.fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = formats.fold(text)
    assert formats.fold(once) == once
    assert formats.fold(unicodedata.normalize("NFD", text)) == once
    assert once == formats.tidy(once)


@given(st.text())
def test_tidying_leaves_single_blanks_and_no_edges(text: str) -> None:
    tidied = formats.tidy(text)
    assert tidied == tidied.strip()
    assert "  " not in tidied
    assert tidied.replace(" ", "") == "".join(text.split())


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "\t=1", "\r=1", "+1+1", "-1+cmd|' /C calc'!A0", "-A1", "+", "-"])
def test_a_spreadsheet_runs_nothing_that_a_person_typed(text: str) -> None:
    assert formats.disarmed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Berg", "-12,50", "+31 6 12345678", "-1", "12-", "a=b", "+31(0)6-123"])
def test_amounts_and_phone_numbers_stay_as_they_are(text: str) -> None:
    assert formats.disarmed(text) == text


def test_the_days_of_a_whole_leap_year_follow_one_another() -> None:
    day = date(2024, 1, 1)
    for step in range(366):
        assert formats.parse_date(formats.short_date(day + timedelta(days=step))) == day + timedelta(days=step)
