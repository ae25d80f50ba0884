"""Who holds an office is listed with the day the term is over."""

from __future__ import annotations

from datetime import date

import pytest

from coopadmin.services import members
from coopadmin.services.association import set_rule
from coopadmin.services.members import PersonData
from coopadmin.services.offices import appoint
from db.queries import offices as queries
from db.queries.base import Listing
from db.store import Store
from tests.conftest import TODAY, Furnish


def _fill(store: Store) -> None:
    for number, (name, office, starts_on, ends_on) in enumerate(
        (
            ("Anna", "chair", date(2024, 2, 1), None),
            ("Bo", "secretary", date(2020, 5, 1), date(2026, 10, 31)),
            ("Cor", "kascommissie", date(2026, 5, 1), None),
            ("Dee", "Sleutelbeheer", date(2021, 5, 1), None),
            ("Eef", "bestuurslid", date(2027, 1, 1), None),
        )
    ):
        person = store.do(
            members.register_member,
            number=f"L{number}",
            person=PersonData("Berg", given_name=name),
            kind="member",
            starts_on=date(2020, 1, 1),
        ).result
        term = store.do(appoint, person_id=person, office=office, starts_on=starts_on).result.term_ids[0]
        if ends_on:
            store.do(members.end_office, term_id=term, ends_on=ends_on)


@pytest.fixture
def group(store: Store, furnish: Furnish) -> Store:
    """Give a store with five terms of office: one past, one to come."""
    furnish(_fill)
    return store


@pytest.mark.parametrize(
    ("filtered", "names"),
    [
        ("now", ["Anna", "Eef", "Cor", "Dee"]),
        ("retiring", ["Anna", "Cor"]),
        ("board", ["Anna", "Eef"]),
        ("audit", ["Cor"]),
        ("former", ["Bo"]),
        ("all", ["Anna", "Bo", "Eef", "Cor", "Dee"]),
    ],
)
def test_terms_are_listed_by_office(group: Store, filtered: str, names: list[str]) -> None:
    page = group.read(queries.page, Listing(filter=filtered, sort="office"), TODAY)
    assert [row.name.split()[0] for row in page.rows] == names
    assert page.total == len(names)


def test_the_list_is_searched_by_name_number_and_office_and_sorted(group: Store) -> None:
    def found(**asked: object) -> list[str]:
        listing = Listing(filter="all", **asked)  # type: ignore[arg-type]
        return [row.name.split()[0] for row in group.read(queries.page, listing, TODAY).rows]

    assert found(search="berg chair") == ["Anna"]
    assert found(search="l3") == ["Dee"]
    assert found(sort="retires") == ["Bo", "Anna", "Cor", "Eef", "Dee"], "who has no term comes last"
    assert found(sort="retires", descending=True)[-1] == "Dee"
    assert found(sort="since", descending=True)[0] == "Eef"


def test_what_is_vacant_is_told_with_since_when(group: Store) -> None:
    found = [(one.office, one.held, one.needed, one.since) for one in group.read(queries.vacancies, TODAY)]
    assert found == [
        ("board", 1, 3, date(2026, 11, 1)),
        ("secretary", 0, 1, date(2026, 11, 1)),
        ("audit_committee", 1, 2, None),
    ]


def test_another_term_in_the_statutes_moves_the_schedule(group: Store) -> None:
    group.do(set_rule, name="term_years", value="4", valid_from=date(2026, 1, 1), source="statuten art. 9")
    rows = {row.name: row.retires_on for row in group.read(queries.schedule, TODAY).rows}
    assert rows["Anna Berg"] == date(2028, 2, 1)
    group.do(set_rule, name="term_years", value="0", valid_from=date(2026, 1, 1), source="statuten art. 9")
    assert group.read(queries.schedule, TODAY).years == ()


def test_an_office_is_held_on_a_day_by_who_held_it_then(group: Store) -> None:
    then = [(row.office, row.name, row.until) for row in group.read(queries.held_on, date(2025, 1, 1))]
    assert then == [
        ("chair", "Anna Berg", None),
        ("secretary", "Bo Berg", date(2026, 10, 31)),
        ("Sleutelbeheer", "Dee Berg", None),
    ]


def test_the_terms_of_one_person_are_told_newest_first(group: Store) -> None:
    group.do(appoint, person_id=1, office="treasurer", starts_on=date(2026, 11, 1))
    assert [row.office for row in group.read(queries.of_person, 1, TODAY)] == ["treasurer", "chair"]
