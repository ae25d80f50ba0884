"""A secretary finds meetings, sees what their letter asks, and whom it goes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coopadmin import i18n
from coopadmin.domain.convening_letters import letter_text
from coopadmin.errors import Refused
from coopadmin.services import meetings as deeds
from coopadmin.services.contracts import start_contract
from coopadmin.services.dwellings import DwellingData, add_dwelling
from db.journal import Transaction
from db.queries import meetings as queries
from db.queries.agenda import item_of
from db.queries.base import Listing
from db.queries.convening import convening_letter
from db.store import Store
from db.tables.decisions import Decision
from db.tables.meetings import Meeting, Presence
from db.tables.memberships import EmailConsent, Suspension
from db.tables.voting import VotingRule
from tests.conftest import TODAY, Furnish
from tests.meetings import add_group, item, items, member, plan


def change_meeting(transaction: Transaction, *, meeting_id: int, **values: Any) -> bool:
    """Put a meeting where the deeds of others leave it."""
    return transaction.change(Meeting, meeting_id, **values)


def add_rows(transaction: Transaction, *, records: list[Any]) -> None:
    """Put rows in the store."""
    for record in records:
        transaction.add(record)


# -- the list --------------------------------------------------------------------------------------------------


def _some(store: Store) -> None:
    held = plan(store, "2026-03-05T20:00", title="Voorjaars-ALV", place="Café De Hoek")
    store.do(
        change_meeting,
        meeting_id=held,
        opened_at="2026-03-05T20:05",
        closed_at="2026-03-05T22:00",
        minutes_approved_on=date(2026, 6, 1),
    )
    waiting = plan(store, "2026-09-05T20:00", title="Zomer", body="residents")
    store.do(change_meeting, meeting_id=waiting, opened_at="2026-09-05T20:05", closed_at="2026-09-05T22:00")
    gone = plan(store, "2026-12-01T20:00", title="Sneeuw")
    store.do(deeds.cancel_meeting, meeting_id=gone, reason="Sneeuw")
    plan(store, "2026-11-20T09:00", title="Vandaag", body="board")
    plan(store, title="Najaars-ALV")
    garden = store.do(add_group, name="Tuingroep").result
    plan(store, "2026-11-01T20:00", title="Snoeien", body="committee", group_id=garden)
    people = [member(store, f"L{number}", f"Lid {number}") for number in range(3)]
    store.do(
        add_rows,
        records=[
            *(Presence(meeting_id=held, person_id=one, arrived_at="2026-03-05T19:55") for one in people[:2]),
            *(
                Decision(
                    number=f"B-{number}", decided_on=date(2026, 3, 5), subject="x", outcome="carried", meeting_id=held
                )
                for number in range(3)
            ),
        ],
    )
    store.do(change_meeting, meeting_id=held, chair_id=people[0], secretary_id=people[1])


@pytest.fixture
def some(store: Store, furnish: Furnish) -> Store:
    """Give a store with meetings in every state."""
    furnish(_some)
    return store


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ("open", ["Zomer", "Snoeien", "Vandaag", "Najaars-ALV"]),
        ("ahead", ["Vandaag", "Najaars-ALV"]),
        ("minutes", ["Zomer"]),
        ("cancelled", ["Sneeuw"]),
        ("all", ["Voorjaars-ALV", "Zomer", "Snoeien", "Vandaag", "Sneeuw", "Najaars-ALV"]),
    ],
)
def test_meetings_are_listed_by_what_they_still_ask(some: Store, wanted: str, titles: list[str]) -> None:
    page = some.read(queries.page, Listing(filter=wanted, sort="date"), TODAY)
    assert ([row.title for row in page.rows], page.total) == (titles, len(titles))
    assert wanted in queries.FILTERS


@pytest.mark.parametrize(
    ("search", "titles"),
    [("cafe", ["Voorjaars-ALV"]), ("tuingroep", ["Snoeien"]), ("najaars", ["Najaars-ALV"]), ("x", [])],
)
def test_a_meeting_is_found_by_its_title_place_or_group(some: Store, search: str, titles: list[str]) -> None:
    found = some.read(queries.page, Listing(search=search, filter="all"), TODAY)
    assert [row.title for row in found.rows] == titles


def test_meetings_are_ordered_and_counted(some: Store) -> None:
    by_title = some.read(queries.page, Listing(filter="all", sort="title", limit=2), TODAY)
    assert ([row.title for row in by_title.rows], by_title.total) == (["Najaars-ALV", "Sneeuw"], 6)
    by_body = some.read(queries.page, Listing(filter="all", sort="body"), TODAY)
    assert [row.body for row in by_body.rows] == ["board", "committee", "general", "general", "general", "residents"]
    first = some.read(queries.page, Listing(filter="all", sort="date"), TODAY).rows[0]
    assert (first.present, first.decisions, first.state, first.time) == (2, 3, "approved", "20:00")


def test_the_next_meeting_is_the_one_under_way_or_the_first_to_come(some: Store) -> None:
    def upcoming(on: date) -> str:
        found = some.read(queries.next_meeting, on)
        return found.title if found else ""

    assert upcoming(TODAY) == "Vandaag"
    assert upcoming(date(2026, 11, 21)) == "Najaars-ALV"
    assert upcoming(date(2027, 1, 1)) == ""
    some.do(change_meeting, meeting_id=2, closed_at=None)
    assert upcoming(date(2026, 11, 21)) == "Zomer", "it was never closed"


def test_a_record_names_everybody_and_what_came_of_the_meeting(some: Store) -> None:
    record = some.read(queries.record, 1)
    assert record is not None
    assert (record.chair, record.secretary, record.present, record.state) == ("Lid 0", "Lid 1", 2, "approved")
    assert [(one.text, one.code) for one in record.decisions] == [(f"B-{number} x", "carried") for number in range(3)]
    assert some.read(queries.record, 99) is None


def test_the_register_of_meetings_is_given_by_day(some: Store) -> None:
    rows = some.read(queries.register)
    assert rows[0] == {
        "date": date(2026, 3, 5),
        "time": "20:00",
        "body": "general",
        "title": "Voorjaars-ALV",
        "place": "Café De Hoek",
        "state": "approved",
        "send_by": date(2026, 2, 18),
        "present": 2,
        "decisions": 3,
    }
    assert [(row["title"], row["send_by"]) for row in rows if row["state"] == "cancelled"] == [("Sneeuw", None)]


# -- the agenda ------------------------------------------------------------------------------------------------


def test_an_agenda_tells_the_time_and_what_each_decision_needs(store: Store) -> None:
    meeting = plan(store, "2026-12-17T19:45")
    item(store, meeting, "Opening", kind="information", minutes=5)
    item(store, meeting, "Dak", kind="decision", minutes=40)
    item(store, meeting, "Statuten", kind="decision", decision_kind="statutes")
    agenda = items(store, meeting)
    assert [one.expected for one in agenda] == ["19:45", "19:50", "20:30"]
    assert agenda[0].majority == ""
    assert "more than half of the votes cast" in agenda[1].majority
    assert "two thirds of the votes cast" in agenda[2].majority
    assert "2:43(1)" in agenda[2].majority
    assert store.read(item_of, agenda[1].item_id) == (meeting, agenda[1])
    assert store.read(item_of, 99) is None
    assert items(store, 99) == ()


def test_the_rule_on_the_agenda_is_the_one_of_the_day_of_the_meeting(store: Store) -> None:
    store.do(
        add_rows,
        records=[
            VotingRule(
                body="general", kind="ordinary", valid_from=date(2026, 12, 1), method="three-quarters", source="HR 9"
            )
        ],
    )
    before, after = plan(store, "2026-11-30T20:00"), plan(store, "2026-12-01T20:00")
    for meeting in (before, after):
        item(store, meeting, kind="decision")
    assert "three quarters" not in items(store, before)[0].majority
    assert "three quarters" in items(store, after)[0].majority
    assert items(store, after)[0].majority.endswith("HR 9")


# -- the letter ------------------------------------------------------------------------------------------------


def test_the_letter_follows_what_is_on_the_agenda(store: Store) -> None:
    meeting = plan(store, body="board")
    assert store.read(queries.latest_sending, meeting).by == date(2026, 12, 13)
    row = item(store, meeting, kind="decision", decision_kind="statutes")
    sending = store.read(queries.latest_sending, meeting)
    assert (sending.by, sending.open_for_inspection_from) == (date(2026, 12, 9), date(2026, 12, 11))
    assert len(sending.lines) == 3
    assert sending.lines[1].startswith("Change of the statutes: 7 whole days before, so by 9 December 2026 · ")
    assert "2:42" in sending.lines[1]
    store.do(deeds.correct_item, item_id=row, title="x", kind="decision", decision_kind="ordinary")
    assert store.read(queries.latest_sending, meeting).by == date(2026, 12, 13)
    with pytest.raises(Refused, match="no longer there"):
        store.read(queries.latest_sending, 99)


def _people(store: Store) -> int:
    agreed = member(
        store, "L1", "Bakker", email="bakker@example.org", address="Kade 1", postcode="1011 AA", place="Delft"
    )
    without_mail = member(store, "L2", "Cohen", address="Kade 2")
    member(store, "L3", "Dekker", email="dekker@example.org")
    tenant = member(store, "L4", "Evers", email="evers@example.org")
    aspirant = member(store, "A1", "Aspirant", kind="aspirant", email="a@example.org", address="Kade 9")
    suspended = member(store, "L5", "Flinck", address="Kade 3")
    lost = member(store, "L6", "Groen")
    home = store.do(
        add_dwelling,
        dwelling=DwellingData(code="7", street="Dorpsstraat", house_number="7", postcode="2611 AB", place="Delft"),
    ).result
    store.do(
        start_contract,
        number="C-1",
        dwelling_id=home,
        tenants=[tenant],
        starts_on=date(2022, 1, 1),
        basic_rent_cents=50000,
    )
    store.do(
        add_rows,
        records=[
            *(
                EmailConsent(person_id=one, starts_on=date(2024, 1, 1))
                for one in (agreed, without_mail, aspirant, lost)
            ),
            EmailConsent(person_id=tenant, starts_on=date(2024, 1, 1), ends_on=date(2026, 11, 19)),
            Suspension(person_id=suspended, starts_on=date(2026, 11, 1), reason="x"),
        ],
    )
    return tenant


def test_who_agreed_is_called_by_email_and_all_others_by_post(store: Store, furnish: Furnish) -> None:
    tenant = furnish(_people)
    meeting = plan(store)
    called = store.read(queries.called_how, meeting, TODAY)
    assert [(one.name, one.email) for one in called.by_email] == [("Bakker", "bakker@example.org")]
    assert [(one.name, one.address, one.remark) for one in called.by_post] == [
        ("Cohen", "Kade 2", "agreed to e-mail, but no e-mail address is known"),
        ("Dekker", "", "no address is known"),
        ("Evers", "Dorpsstraat 7, 2611 AB Delft", ""),
        ("Groen", "", "agreed to e-mail, but no address at all is known"),
    ]
    assert [one.name for one in called.unreachable] == ["Dekker", "Groen"]
    assert [one.name for one in called.without_vote] == ["Aspirant", "Flinck"]
    assert called.by_email[0].address == "Kade 1, 1011 AA Delft"
    store.do(deeds.note_convened, meeting_id=meeting, convened_on=date(2026, 11, 19))
    sent = store.read(queries.called_how, meeting, TODAY)
    assert tenant in {one.person_id for one in sent.by_email}, "the consent held on the day the letter went out"
    with pytest.raises(Refused, match="no longer there"):
        store.read(queries.called_how, 99)


def test_of_a_board_only_the_board_is_called(store: Store, furnish: Furnish) -> None:
    furnish(_people)
    called = store.read(queries.called_how, plan(store, body="board"))
    assert (called.by_email, called.by_post, called.without_vote) == ((), (), ())


def _letter(store: Store, meeting: int) -> str:
    letter = store.read(convening_letter, meeting, TODAY)
    assert letter is not None
    return letter_text(letter)


def test_a_letter_says_when_where_what_and_how_one_is_represented(store: Store) -> None:
    meeting = plan(store, place="De zaal")
    first = item(store, meeting, "Dak", kind="decision", explanation="Drie offertes\n\nZie de map", minutes=30)
    store.do(deeds.add_document, item_id=first, title="Offertes", place="map 3")
    store.do(deeds.add_document, item_id=first, title="Advies")
    item(store, meeting, "Statuten", kind="decision", decision_kind="statutes")
    text = _letter(store, meeting)
    for part in (
        "De Vonk\n\n20 November 2026\n",
        "  when: Thursday 17 December 2026, 20:00\n",
        "  where: De zaal\n",
        "   1 20:00  Dak (decision)\n            Drie offertes\n            Zie de map\n",
        "            paper: Offertes, map 3\n            paper: Advies\n",
        "   2 20:30  Statuten (decision: change of the statutes)\n            needs: two thirds of the votes cast",
        "item 2 lies open for members from 11\nDecember 2026 until the end of the day of the meeting, with",
        "Nobody holds more than 2.",
        "a proxy for the meeting of 17 December 2026 to:",
        "the secretary of De Vonk\n",
    ):
        assert part in text, text
    assert "item 1 lies open" not in text
    assert "Practice" not in text, "where a rule comes from is not for the members"
    assert max(map(len, text.splitlines())) <= 76


def test_a_board_is_called_without_proxies_and_a_letter_needs_no_place(store: Store) -> None:
    text = _letter(store, plan(store, body="board"))
    assert "Nobody can vote for another at this meeting" in text
    assert "you will be told in time" in text
    assert store.read(convening_letter, 99, TODAY) is None


def test_a_letter_is_written_in_the_language_in_use(store: Store) -> None:
    meeting = plan(store)
    i18n.use("nl")
    assert "17 december 2026" in _letter(store, meeting)
