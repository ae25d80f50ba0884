"""Account numbers, addresses and building numbers are checked when they are typed, not when they fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.identifiers import group_iban, read_bag, read_email, read_iban, read_postcode

READERS: dict[str, Callable[[str], str]] = {
    "iban": read_iban,
    "email": read_email,
    "postcode": read_postcode,
    "bag": read_bag,
}


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("NL91ABNA0417164300", "NL91ABNA0417164300"),
        ("nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("NL91-ABNA-0417-1643-00", "NL91ABNA0417164300"),
        ("\u00a0NL91\u202fABNA0417164300\u200b", "NL91ABNA0417164300"),
        ("BE68 5390 0754 7034", "BE68539007547034"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("NO93 8601 1117 947", "NO9386011117947"),
    ],
)
def test_an_account_number_is_kept_in_one_form(text: str, tidy: str) -> None:
    assert read_iban(text) == tidy


@pytest.mark.parametrize("text", ["NL91ABNA0417164301", "NL69TRIO8575038096", "NL00 ABNA 0417 1643 00"])
def test_a_wrong_digit_is_told_from_what_is_no_account_number(text: str) -> None:
    with pytest.raises(ValueError, match="check digits"):
        read_iban(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "NL",
        "0417164300",
        "NL91ABNA041716430٠",
        "XX",
        "NL91 ABNA 0417 1643",
        "ß" * 10,
        "NL91ABNAO417164300",
    ],
)
def test_what_is_no_account_number_is_refused_with_one_that_is(text: str) -> None:
    with pytest.raises(ValueError, match=r"“.*NL91 ABNA 0417 1643 00|“.*check digits"):
        read_iban(text)


@given(st.integers(0, 10**10 - 1), st.integers(0, 17), st.integers(1, 9))
def test_any_one_wrong_digit_in_an_account_number_is_found(account: int, place: int, shift: int) -> None:
    bban = f"ABNA{account:010}"
    digits = "".join(str(int(sign, 36)) for sign in f"{bban}NL00")
    good = f"NL{98 - int(digits) % 97:02}{bban}"
    assert read_iban(group_iban(good)) == good
    if good[place].isdigit():
        wrong = f"{good[:place]}{(int(good[place]) + shift) % 10}{good[place + 1 :]}"
        with pytest.raises(ValueError):
            read_iban(wrong)


def test_an_account_number_is_shown_as_on_the_card() -> None:
    assert group_iban("NL91ABNA0417164300") == "NL91 ABNA 0417 1643 00"
    assert group_iban("") == ""


@pytest.mark.parametrize(
    "text",
    ["anna@example.org", "a.b+c@post.example.nl", "o'neill@example.org", "ö@münchen.example", " anna@example.org "],
)
def test_an_address_that_could_be_one_is_kept(text: str) -> None:
    assert read_email(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "anna@example",
        "anna@example.o",
        "an na@example.org",
        "a@b@example.org",
        "anna@example..org",
        "anna@example.org.",
        ".anna@example.org",
        "Anna <anna@example.org>",
        "a@example.org, b@example.org",
        "mailto:anna@example.org",
        "anna@example.org\x07",
        f"{'x' * 250}@example.org",
        f"a@{'a.' * 20000}@",
    ],
    ids=lambda text: text[:30],
)
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        read_email(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1234ab", "1234 AB"),
        ("1234  aB", "1234 AB"),
        (" 1234\u00a0AB ", "1234 AB"),
        ("D-10115", "D-10115"),
        ("SW1A 1AA", "SW1A 1AA"),
    ],
)
def test_a_postcode_is_written_in_one_way_and_a_foreign_one_left_alone(text: str, kept: str) -> None:
    assert read_postcode(text) == kept


@pytest.mark.parametrize(
    "text", ["0123 AB", "1234", "1234 A", "12345", "1234 ÀB", "²²²² AB", "1234 AB Amsterdam", "SW1A\x1b"]
)
def test_a_slip_in_a_dutch_postcode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a postcode"):
        read_postcode(text)


def test_a_building_number_has_sixteen_digits() -> None:
    assert read_bag("0363 0100 0000 0001") == "0363010000000001"
    for text in ("363010000000001", "03630100000000010", "", "٠٣٦٣٠١٠٠٠٠٠٠٠٠٠١", "0363O10000000001"):
        with pytest.raises(ValueError, match="sixteen digits"):
            read_bag(text)


@pytest.mark.parametrize("name", READERS)
@given(text=st.one_of(st.text(max_size=40), st.text("NLABCnl0123456789 @.-\u00a0", max_size=30)))
def test_whatever_is_typed_gives_a_tidy_form_that_reads_as_itself_or_a_sentence(name: str, text: str) -> None:
    try:
        read = READERS[name](text)
    except ValueError as refusal:
        said = str(refusal)
    else:
        said = ""
        assert READERS[name](read) == read
    assert not said or said.startswith("“")


@pytest.mark.parametrize("name", READERS)
def test_a_very_long_text_is_refused_at_once_and_not_repeated_in_full(name: str) -> None:
    for sign in ("x", "1", "@", "."):
        with pytest.raises(ValueError) as refusal:
            READERS[name](sign * 200_000)
        assert len(str(refusal.value)) < 200
