"""A candidate's data is shown on the desk where they ask for it, from the lists of candidates."""

from __future__ import annotations

from coopadmin.services.members import PersonData, register_member
from db.journal import Transaction
from db.queries import forgetting as queries
from db.store import Store
from db.tables.allocation import AllocationFile, Candidacy
from db.tables.base import table_of
from db.tables.candidates import Candidate
from db.tables.members import Member
from screens.dialogs import ConfirmScreen
from screens.forgetting.papers import PersonScreen
from tests.conftest import Furnish
from tests.forgotten import FAMILY, fill_case
from tests.screens.conftest import WIDE, Drive
from tests.screens.filling import notices


async def test_all_that_is_kept_of_a_candidate_is_shown_from_the_list(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_case)
    async with drive(WIDE) as desk:
        desk.app.go_to("candidates")
        await desk.settle()
        await desk.press("a", "9")
        assert isinstance(desk.app.screen, PersonScreen)
        assert "What is kept of one person › K-0001" in desk.text
        assert FAMILY in desk.text
        assert desk.app.title == "coopadmin"


async def test_who_asks_to_be_forgotten_is_cleared_from_the_list_after_a_yes(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_case)
    async with drive() as desk:
        desk.app.go_to("candidates")
        await desk.settle()
        await desk.press("a", "8")
        assert "Did K-0001 ask for it?" in desk.text
        await desk.press("n")
        assert store.read(queries.facts, 1, desk.app.today) is not None
        await desk.press("a", "8", "y")
        assert "The data of K-0001 is cleared." in notices(desk)
        await desk.settle()
        assert FAMILY not in desk.text
    assert store.read(queries.facts, 1, desk.app.today) is None


async def test_who_lives_here_is_told_under_which_number_the_rest_is_kept(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_case)
    store.do(register_member, number="L063", kind="member", starts_on=store.today(), person=PersonData("Zee"))

    def join(transaction: Transaction) -> None:
        member = transaction.execute(table_of(Member).select()).mappings().one()
        transaction.change(Candidate, 1, person_id=member["person_id"])

    store.do(join)
    async with drive(WIDE) as desk:
        desk.app.go_to("candidates")
        await desk.settle()
        await desk.press("a", "8")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert "what is kept of them under L063" in desk.app.screen.detail


async def test_a_file_that_is_open_is_told_before_anything_is_asked(
    store: Store, furnish: Furnish, drive: Drive
) -> None:
    furnish(fill_case)

    def reopen(transaction: Transaction) -> None:
        for candidacy in transaction.execute(table_of(Candidacy).select()).mappings().all():
            transaction.change(AllocationFile, candidacy["file_id"], closed_on=None, outcome="")

    store.do(reopen)
    async with drive() as desk:
        desk.app.go_to("candidates")
        await desk.settle()
        await desk.press("a", "8")
        assert "stands in a file that is open" in notices(desk)
        assert desk.name == "ListScreen"
