"""The secretary sets how the group chooses its neighbours; a file keeps the version it began with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from coopadmin.domain.procedures import READY_MADE
from coopadmin.domain.voting import Rule
from coopadmin.errors import Invalid, Refused
from coopadmin.services import members, procedures
from coopadmin.services.dwellings import DwellingData, add_dwelling
from coopadmin.services.members import PersonData
from coopadmin.services.undo import undo
from db.journal import Transaction
from db.queries import journal
from db.queries import procedures as queries
from db.queries.base import Listing
from db.store import Store
from db.tables.allocation import AllocationFile
from db.tables.members import WorkingGroup
from db.tables.procedures import AllocationProcedure
from tests.conftest import TODAY

YEAR, NEXT = date(2026, 1, 1), date(2027, 1, 1)

OWN: dict[str, Any] = {
    "name": "Whole group",
    "valid_from": YEAR,
    "screened_by": "committee",
    "decided_by": "general",
    "method": "three-quarters",
    "quorum": "50%",
    "sizes": ((5, 3), (4, 2)),
    "admissions": 2,
    "second_after_days": 98,
    "source": "House rules, art. 7",
}


def make(store: Store, **values: Any) -> int:
    """Enter the procedure of the whole group, with some columns otherwise."""
    return store.do(procedures.make_procedure, **{**OWN, **values}).result


def _open_file(transaction: Transaction, *, procedure_id: int, number: str, dwelling_id: int) -> int:
    return transaction.add(
        AllocationFile(number=number, dwelling_id=dwelling_id, procedure_id=procedure_id, opened_on=TODAY)
    )


def open_files(store: Store, procedure_id: int, *numbers: str) -> None:
    """Let files begin with a version."""
    home = store.do(add_dwelling, dwelling=DwellingData(code="A1", street="Kade")).result
    for number in numbers:
        store.do(_open_file, procedure_id=procedure_id, number=number, dwelling_id=home)


def make_group(store: Store) -> int:
    """Give the number of a working group with one person in it."""
    person = PersonData("Bos", given_name="Gijs")
    member = store.do(members.register_member, number="7", person=person, kind="member", starts_on=YEAR).result
    store.do(members.join_group, person_id=member, group="Nominations", starts_on=YEAR)
    return store.read(queries.groups)[0][0]


def wrong(store: Store, deed: Any, **values: Any) -> dict[str, str]:
    """Give what is said of the fields that are refused; nothing may have changed."""
    before = store.read(queries.page, Listing(filter="all"), TODAY)
    with pytest.raises(Invalid) as refusal:
        store.do(deed, **values)
    assert store.read(queries.page, Listing(filter="all"), TODAY) == before
    assert all(problem.message for problem in refusal.value.problems)
    return {problem.field: problem.message for problem in refusal.value.problems}


# -- entering ------------------------------------------------------------------------------------------------------


def test_a_procedure_is_entered_and_read_back_as_it_is(store: Store) -> None:
    made = store.read(queries.procedure, make(store))
    assert made.name == "Whole group"
    assert made.rule == Rule("three-quarters", quorum=Fraction(1, 2))
    assert made.sizes == ((4, 2), (5, 3))
    assert (made.admissions, made.second_after_days) == (2, 98)
    assert (made.internal_first, made.procedure_check, made.nominees, made.invites) == (True, False, 1, "all")
    assert made.fee_required is False
    assert store.read(journal.page, Listing()).rows[0].about == "Whole group"


@pytest.mark.parametrize("code", [one.code for one in READY_MADE])
def test_each_ready_made_one_is_taken_up_as_it_stands(store: Store, code: str) -> None:
    ready = next(one for one in READY_MADE if one.code == code).procedure
    made = store.read(queries.procedure, store.do(procedures.adopt_ready_made, code=code, valid_from=YEAR).result)
    assert made.valid_from == YEAR
    assert (made.rule, made.sizes, made.name, made.source) == (ready.rule, ready.sizes, ready.name, ready.source)
    for field in ("screened_by", "decided_by", "choice", "invites", "committee_most", "acquaintance_days", "nominees"):
        assert getattr(made, field) == getattr(ready, field), field


def test_a_ready_made_one_may_have_its_own_name_source_and_committee(store: Store) -> None:
    group = make_group(store)
    one = store.do(
        procedures.adopt_ready_made, code="committee", valid_from=YEAR, name=" WVC ", group_id=group, source="HR art. 3"
    ).result
    made = store.read(queries.procedure, one)
    assert (made.name, made.group_id, made.source) == ("WVC", group, "HR art. 3")
    record = store.read(queries.record, one, TODAY)
    assert record is not None
    assert record.group == "Nominations"


def test_there_is_no_other_ready_made_one(store: Store) -> None:
    said = wrong(store, procedures.adopt_ready_made, code="lottery", valid_from=YEAR)
    assert said == {"code": "choose one of: committee, cluster, list"}
    assert "group_id" in wrong(store, procedures.adopt_ready_made, code="list", valid_from=YEAR, group_id=1)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "n" * 81}, ["name"]),
        ({"screened_by": "neighbours"}, ["screened_by"]),
        ({"decided_by": ""}, ["decided_by"]),
        ({"choice": "lot"}, ["choice"]),
        ({"invites": "some"}, ["invites"]),
        ({"method": "loudest"}, ["method"]),
        ({"method": "at-least"}, ["threshold"]),
        ({"threshold": "3/5"}, ["threshold"]),
        ({"method": "at-least", "threshold": "most"}, ["threshold"]),
        ({"method": "at-least", "threshold": "3/5", "counted_over": "members"}, ["counted_over"]),
        ({"quorum": "7/3"}, ["quorum"]),
        ({"max_against": -1}, ["max_against"]),
        ({"tie": "coin"}, ["tie"]),
        ({"committee_least": 5, "committee_most": 3}, ["committee_most"]),
        ({"committee_least": -1}, ["committee_least"]),
        ({"group_id": 99}, ["group_id"]),
        ({"screened_by": "board", "board_excluded": True, "committee_least": 3}, ["committee_least", "board_excluded"]),
        ({"internal_first": False, "internal_days": 7}, ["internal_days"]),
        ({"internal_days": -7}, ["internal_days"]),
        ({"acquaintance_days": 99_999}, ["acquaintance_days"]),
        ({"reply_days": -1}, ["reply_days"]),
        ({"size_extra": -1}, ["size_extra"]),
        ({"activities_least": 100}, ["activities_least"]),
        ({"interview_residents": -2}, ["interview_residents"]),
        ({"refusals_most": 0}, ["refusals_most"]),
        ({"nominees": 0}, ["nominees"]),
        ({"nominees": None}, ["nominees"]),
        ({"sizes": ((4, 3), (5, 2))}, ["sizes"]),
        ({"sizes": ((4, 3), (4, 3))}, ["sizes"]),
        ({"admissions": 3}, ["admissions"]),
        ({"admissions": 1}, ["second_after_days"]),
        ({"second_after_days": None}, ["second_after_days"]),
        ({"second_after_days": -1}, ["second_after_days"]),
        ({"ratification": True}, ["ratification"]),
        ({"source": ""}, ["source"]),
        ({"source": "s" * 401}, ["source"]),
        ({"name": "", "choice": "", "nominees": 0, "source": ""}, ["name", "choice", "nominees", "source"]),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(store: Store, values: dict[str, Any], fields: list[str]) -> None:
    assert list(wrong(store, procedures.make_procedure, **{**OWN, **values})) == fields


def test_a_column_that_no_procedure_has_is_a_mistake_of_the_program(store: Store) -> None:
    with pytest.raises(TypeError, match="religion"):
        make(store, religion="any")


def test_a_name_is_given_once_whatever_its_capitals(store: Store) -> None:
    make(store)
    assert "make its next version" in wrong(store, procedures.make_procedure, **{**OWN, "name": "whole GROUP"})["name"]


def test_a_committee_that_was_dissolved_cannot_be_chosen(store: Store) -> None:
    group = make_group(store)

    def dissolve(transaction: Transaction) -> None:
        transaction.change(WorkingGroup, group, ended_on=date(2025, 12, 31))

    assert store.read(queries.procedure, make(store, group_id=group)).group_id == group
    store.do(dissolve)
    assert list(wrong(store, procedures.make_procedure, **{**OWN, "name": "Other", "group_id": group})) == ["group_id"]
    assert store.read(queries.groups) == ()


# -- versions ------------------------------------------------------------------------------------------------------


def test_the_next_version_holds_from_its_day_and_takes_over_what_is_not_said(store: Store) -> None:
    first = make(store)
    second = store.do(
        procedures.next_version, procedure_id=first, valid_from=NEXT, method="consent", source="GM 2026-14"
    ).result
    before, after = store.read(queries.procedure, first), store.read(queries.procedure, second)
    assert (before.rule.method, after.rule.method) == ("three-quarters", "consent")
    assert (after.name, after.sizes, after.second_after_days) == (before.name, before.sizes, 98)
    assert after.rule.quorum == Fraction(1, 2)
    assert [one.procedure_id for one in store.read(queries.in_force, date(2026, 12, 31))] == [first]
    assert [one.procedure_id for one in store.read(queries.in_force, NEXT)] == [second]
    assert store.read(queries.in_force, date(2025, 12, 31)) == ()


def test_the_next_version_may_have_another_table_of_sizes_or_none(store: Store) -> None:
    first = make(store)
    second = store.do(procedures.next_version, procedure_id=first, valid_from=NEXT, sizes=()).result
    assert store.read(queries.procedure, second).sizes == ()
    assert store.read(queries.procedure, first).sizes == ((4, 2), (5, 3))


def test_the_next_version_comes_after_the_newest(store: Store) -> None:
    first = make(store)
    for day in (YEAR, date(2025, 1, 1)):
        said = wrong(store, procedures.next_version, procedure_id=first, valid_from=day)
        assert said == {"valid_from": "there is a version from 1 January 2026 already; choose a later day"}
    assert "nominees" in wrong(store, procedures.next_version, procedure_id=first, valid_from=NEXT, nominees=0)


def test_what_a_file_began_with_stays_also_after_a_next_version(store: Store) -> None:
    first = make(store)
    open_files(store, first, "T-2026-01")
    store.do(procedures.next_version, procedure_id=first, valid_from=date(2026, 6, 1), decided_by="board")
    record = store.read(queries.record, first, TODAY)
    assert record is not None
    assert record.state == "earlier"
    assert record.procedure.decided_by == "general"
    assert [(one.number, one.dwelling) for one in record.files] == [("T-2026-01", "A1")]
    assert [one.state for one in record.versions] == ["in_force", "earlier"]


# -- correcting ----------------------------------------------------------------------------------------------------


def test_a_version_no_file_uses_is_corrected(store: Store) -> None:
    one = make(store)
    changed = store.do(
        procedures.correct_procedure,
        procedure_id=one,
        name="Whole house",
        valid_from=date(2025, 5, 1),
        sizes=((4, 3), (6, 4)),
        quorum="",
    )
    assert changed.result is True
    made = store.read(queries.procedure, one)
    assert (made.name, made.valid_from, made.sizes) == ("Whole house", date(2025, 5, 1), ((4, 3), (6, 4)))
    assert made.rule.quorum is None
    assert not store.do(procedures.correct_procedure, procedure_id=one, name="Whole house").result
    assert changed.batch is not None
    store.do(undo, batch=changed.batch)
    assert store.read(queries.procedure, one).sizes == ((4, 2), (5, 3))


def test_sizes_alone_can_be_corrected(store: Store) -> None:
    one = make(store)
    assert store.do(procedures.correct_procedure, procedure_id=one, sizes=((5, 3),)).result
    assert store.read(queries.procedure, one).sizes == ((5, 3),)


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        (("T-2026-01",), "T-2026-01 began"),
        (("T-2026-01", "T-2026-02", "T-2026-03"), "T-2026-01, T-2026-02, T-2026-03 began"),
        (tuple(f"T-2026-0{place}" for place in range(1, 6)), "T-2026-03 and 2 more began"),
    ],
)
def test_a_version_a_file_began_with_is_not_corrected(store: Store, numbers: tuple[str, ...], named: str) -> None:
    one = make(store)
    open_files(store, one, *numbers)
    with pytest.raises(Refused, match=r"Whole group, from 1 January 2026 cannot be corrected") as refusal:
        store.do(procedures.correct_procedure, procedure_id=one, nominees=2)
    assert named in str(refusal.value)
    assert "Make the next version" in str(refusal.value)
    assert store.read(queries.procedure, one).nominees == 1


def test_a_correction_leaves_every_version_its_place(store: Store) -> None:
    first = make(store)
    board = make(store, name="Board")
    second = store.do(procedures.next_version, procedure_id=first, valid_from=NEXT).result
    deed = procedures.correct_procedure
    assert "valid_from" in wrong(store, deed, procedure_id=second, valid_from=YEAR)
    assert "bear this name" in wrong(store, deed, procedure_id=second, name="Whole house")["name"]
    assert "already" in wrong(store, deed, procedure_id=board, name="whole GROUP")["name"]
    store.do(procedures.end_procedure, procedure_id=second, ended_on=date(2027, 6, 30))
    assert "ended on 30 June 2027" in wrong(store, deed, procedure_id=second, valid_from=date(2027, 7, 1))["valid_from"]


# -- ending --------------------------------------------------------------------------------------------------------


def test_no_file_begins_with_a_procedure_after_its_last_day(store: Store) -> None:
    one = make(store)
    assert store.do(procedures.end_procedure, procedure_id=one, ended_on=date(2026, 6, 30)).result
    assert [found.procedure_id for found in store.read(queries.in_force, date(2026, 6, 30))] == [one]
    assert store.read(queries.in_force, date(2026, 7, 1)) == ()
    assert not store.do(procedures.end_procedure, procedure_id=one, ended_on=date(2026, 6, 30)).result
    assert store.do(procedures.end_procedure, procedure_id=one, ended_on=None).result
    assert store.read(queries.in_force, TODAY)


def test_an_ended_procedure_is_taken_up_again_by_a_next_version(store: Store) -> None:
    one = make(store)
    store.do(procedures.end_procedure, procedure_id=one, ended_on=date(2026, 6, 30))
    again = store.do(procedures.next_version, procedure_id=one, valid_from=date(2026, 9, 1)).result
    assert store.read(queries.in_force, date(2026, 8, 1)) == ()
    found = store.read(queries.in_force, TODAY)
    assert [(one.procedure_id, one.ended_on) for one in found] == [(again, None)]


def test_only_the_newest_version_ends_and_not_before_it_begins(store: Store) -> None:
    first = make(store)
    second = store.do(procedures.next_version, procedure_id=first, valid_from=NEXT).result
    with pytest.raises(Refused, match="gave way to the version from 1 January 2027"):
        store.do(procedures.end_procedure, procedure_id=first, ended_on=TODAY)
    assert "ended_on" in wrong(store, procedures.end_procedure, procedure_id=second, ended_on=TODAY)


@pytest.mark.parametrize(
    ("deed", "values"),
    [
        (procedures.next_version, {"valid_from": NEXT}),
        (procedures.correct_procedure, {"nominees": 2}),
        (procedures.end_procedure, {"ended_on": TODAY}),
    ],
)
def test_a_version_that_is_gone_is_said_to_be_gone(store: Store, deed: Any, values: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no longer there"):
        store.do(deed, procedure_id=4, **values)
    assert store.read(queries.record, 4, TODAY) is None


def test_entering_one_is_taken_back_whole(store: Store) -> None:
    made = store.do(procedures.make_procedure, **OWN)
    assert made.batch is not None
    store.do(undo, batch=made.batch)
    assert store.read(queries.page, Listing(filter="all"), TODAY).rows == ()


# -- the list ------------------------------------------------------------------------------------------------------


def _four(store: Store) -> None:
    store.do(procedures.adopt_ready_made, code="list", valid_from=NEXT)
    store.do(procedures.adopt_ready_made, code="cluster", valid_from=YEAR)
    first = store.do(procedures.adopt_ready_made, code="committee", valid_from=date(2024, 1, 1)).result
    store.do(procedures.next_version, procedure_id=first, valid_from=date(2025, 1, 1), source="GM 2025-02")
    old = store.do(procedures.make_procedure, **{**OWN, "name": "Old way", "valid_from": date(2020, 1, 1)}).result
    store.do(procedures.end_procedure, procedure_id=old, ended_on=date(2023, 12, 31))


@pytest.mark.parametrize(
    ("listing", "names"),
    [
        (Listing(filter="in_use"), ["Cluster 2026", "Committee 2025", "Waiting list 2027"]),
        (Listing(filter="before"), ["Committee 2024", "Old way 2020"]),
        (Listing(filter="all", search="gm 2025"), ["Committee 2025"]),
        (Listing(filter="all", search="consent"), []),
        (Listing(filter="all", search="objection"), ["Cluster 2026"]),
        (
            Listing(filter="in_use", sort="from", descending=True),
            ["Waiting list 2027", "Cluster 2026", "Committee 2025"],
        ),
        (Listing(filter="in_use", sort="who"), ["Committee 2025", "Cluster 2026", "Waiting list 2027"]),
        (Listing(filter="all", limit=1), ["Cluster 2026"]),
    ],
)
def test_the_list_tells_what_is_in_force_and_what_was(
    store: Store, furnish: Any, listing: Listing, names: list[str]
) -> None:
    furnish(_four)
    page = store.read(queries.page, listing, TODAY)
    assert [f"{row.procedure.name} {row.procedure.valid_from.year}" for row in page.rows] == names
    assert page.total == (len(names) if listing.limit > 1 else 5)


def test_the_table_keeps_what_the_rules_ask(store: Store) -> None:
    """A version written past the deeds is still held by the checks of the table."""

    def write(transaction: Transaction, *, admissions: int) -> None:
        transaction.add(
            AllocationProcedure(
                name="Past the deeds",
                valid_from=YEAR,
                screened_by="board",
                decided_by="board",
                method="simple",
                admissions=admissions,
            )
        )

    with pytest.raises(Refused, match="second_has_days"):
        store.do(write, admissions=2)
