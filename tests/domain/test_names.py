"""Names of tenants who are no members, as a register of contracts spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopadmin.domain.names import Name, read_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Peters, V.", Name("Peters", initials="V.")),
        ("V. Peters", Name("Peters", initials="V.")),
        ("Peters", Name("Peters")),
        ("Heuvel, T. van den", Name("Heuvel", "van den", "T.")),
        ("T. van den Heuvel", Name("Heuvel", "van den", "T.")),
        ("van den Heuvel, T.", Name("Heuvel", "van den", "T.")),
        ("Vera van den Heuvel", Name("Heuvel", "van den", given_name="Vera")),
        ("Bos, A.B. (Anna)", Name("Bos", initials="A.B.", given_name="Anna")),
        ("Anna M. Jansen", Name("Jansen", initials="M.", given_name="Anna")),
        ("J.-P. in 't Veld", Name("Veld", "in 't", "J.-P.")),
        ("dhr. P. de Heer", Name("Heer", "de", "P.")),
        ("P. de Heer", Name("Heer", "de", "P.")),
        ("Jansen, mevr. P.", Name("Jansen", initials="P.")),
        ("Familie Jansen", Name("Jansen")),
        ("Fatima El Amrani", Name("El Amrani", given_name="Fatima")),
        ("El Amrani, F.", Name("El Amrani", initials="F.")),
        ("Yılmaz, Ö.", Name("Yılmaz", initials="Ö.")),
        ("Jansen-de Vries, A.", Name("Jansen-de Vries", initials="A.")),
        ("  Peters ,  V. ", Name("Peters", initials="V.")),
    ],
)
def test_a_name_is_taken_apart(text: str, name: Name) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize("text", [",", ", V.", "mevr.", "—", "Peters, V., L."])
def test_what_holds_no_family_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a name"):
        read_name(text)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Name("Peters", initials="V."), Name("Peters", initials="V.", given_name="Vera"), True),
        (Name("Peters", initials="V."), Name("PETERS", given_name="Vera"), True),
        (Name("Heuvel", "van den", "T."), Name("van den Heuvel", initials="T"), True),
        (Name("Peters", initials="V."), Name("Peters", initials="W."), False),
        (Name("Peters", initials="V."), Name("Pieters", initials="V."), False),
        (Name("Yilmaz", initials="O."), Name("Yılmaz", initials="Ö."), True),
    ],
)
def test_two_spellings_may_name_one_person(first: Name, second: Name, same: bool) -> None:
    assert first.may_be(second) is same
    assert second.may_be(first) is same


@given(st.text(max_size=60))
def test_whatever_is_written_gives_a_name_or_a_sentence(text: str) -> None:
    try:
        name = read_name(text)
    except ValueError:
        return
    assert name.family_name
    assert name.may_be(read_name(text))
