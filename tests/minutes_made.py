"""A made-up general meeting, played through the services: the minutes are tried on it on every floor."""

from __future__ import annotations

from datetime import date

from coopadmin.services.actions import make_action
from coopadmin.services.agenda import add_document, add_item
from coopadmin.services.attendance import arrive, give_proxy, leave, recuse
from coopadmin.services.meeting_course import begin_item, close_meeting, open_meeting, write_notes
from coopadmin.services.meetings import note_convened, plan_meeting
from coopadmin.services.members import PersonData, register_member
from coopadmin.services.voting import (
    decide_by_consent,
    object_to,
    put_motion,
    record_names,
    record_vote,
    settle_objection,
    start_round,
    withdraw_motion,
)
from coopadmin.services.voting_rules import set_voting_rule
from db.store import Store

MEETING = 1
"""Its number in the store."""

HELD = date(2026, 11, 2)

NAMES = ("Anna|Berg|van den", "Bas|Bos|", "Çelik|Öz_türk|", "Dirk|Dijk|", "Els|Evers|", "Fa*d|Faber|", "Gé|Groot|de")


def hold_meeting(store: Store) -> dict[str, int]:
    """Hold it: late arrivals, proxies, a recusal, an amendment, a tie counted again, votes by name and consent."""
    people = [_member(store, number, name) for number, name in enumerate(NAMES, 1)]
    anna, bas, celik, dirk, els, fadi, ge = people
    store.do(
        set_voting_rule,
        body="general",
        kind="self_allocation",
        valid_from=date(2020, 1, 1),
        method="consent",
        source="House rules art. 4",
    )
    meeting = store.do(
        plan_meeting,
        body="general",
        title="Najaarsvergadering",
        starts_at="2026-11-02T20:00",
        place="Zaal <De Vonk>",
        usual_items=False,
    ).result
    opening, rules, lift, fourth, business = _agenda(store, meeting, bas)
    store.do(note_convened, meeting_id=meeting, convened_on=date(2026, 10, 12))
    store.do(give_proxy, meeting_id=meeting, giver_id=els, holder_id=bas, given_on=date(2026, 11, 1))
    store.do(give_proxy, meeting_id=meeting, giver_id=fadi, holder_id=ge, given_on=date(2026, 11, 1))
    for person in (anna, bas, celik):
        store.do(arrive, meeting_id=meeting, person_id=person, at="2026-11-02T19:55")
    store.do(open_meeting, meeting_id=meeting, at="2026-11-02T20:02", chair_id=anna, secretary_id=bas)
    store.do(begin_item, item_id=opening, at="2026-11-02T20:02")
    store.do(
        write_notes,
        item_id=opening,
        notes="Anna opent *de* vergadering.\n\n# Geen kop\n- een punt\n- nog een punt\n1. geen lijst",
    )
    store.do(arrive, meeting_id=meeting, person_id=dirk, at="2026-11-02T20:10")
    _house_rules(store, rules, dirk, celik)
    store.do(leave, meeting_id=meeting, person_id=celik, at="2026-11-02T20:40")
    _lift(store, lift, bas)
    _new_neighbour(store, fourth, dirk)
    store.do(begin_item, item_id=business, at="2026-11-02T21:25")
    quote = store.do(
        make_action,
        what="Offertes | vragen",
        made_on=HELD,
        owner_id=bas,
        due_on=date(2026, 12, 1),
        item_id=lift,
        decision_id=1,
    ).result
    store.do(make_action, what="Sleutels tellen", made_on=HELD, item_id=business)
    store.do(close_meeting, meeting_id=meeting, at="2026-11-02T21:40")
    assert meeting == MEETING
    return {"anna": anna, "bas": bas, "rules": rules, "lift": lift, "business": business, "quote": quote}


def _member(store: Store, number: int, name: str) -> int:
    given, family, prefix = name.split("|")
    return store.do(
        register_member,
        number=f"L{number:03d}",
        person=PersonData(family_name=family, given_name=given, prefix=prefix),
        kind="member",
        starts_on=date(2020, 1, 1),
    ).result


def _agenda(store: Store, meeting: int, presenter: int) -> tuple[int, int, int, int, int]:
    def item(title: str, kind: str = "discussion", decision_kind: str = "", presenter_id: int | None = None) -> int:
        return store.do(
            add_item,
            meeting_id=meeting,
            title=title,
            kind=kind,
            decision_kind=decision_kind,
            presenter_id=presenter_id,
        ).result

    opening = item("Opening", "information")
    rules = item("Huisregels [café]", "decision", "house_rules")
    lift = item("Lift", "decision", "ordinary", presenter)
    fourth = item("Nieuwe buur 4A", "decision", "self_allocation")
    business = item("Rondvraag")
    store.do(add_document, item_id=lift, title="Offerte_lift.pdf", place="map <lift>")
    return opening, rules, lift, fourth, business


def _house_rules(store: Store, item: int, proposer: int, recused: int) -> None:
    """A motion with an amendment that is carried, somebody stands aside, and the count is corrected."""
    store.do(begin_item, item_id=item, at="2026-11-02T20:12")
    store.do(recuse, item_id=item, person_id=recused, reason="huurt het café")
    motion = store.do(
        put_motion, item_id=item, text="De zaal sluit om 23 uur.\nDe sleutel blijft hier.", proposer_id=proposer
    ).result
    amendment = store.do(put_motion, item_id=item, text="22 uur in plaats van 23 uur", amends_id=motion).result
    store.do(
        record_vote,
        motion_id=amendment,
        at="2026-11-02T20:20",
        votes_for=3,
        votes_against=1,
        amended_text="De zaal sluit om 22 uur.\nDe sleutel blijft hier.",
    )
    first = store.do(record_vote, motion_id=motion, at="2026-11-02T20:25", votes_for=2, votes_against=2).result
    store.do(
        record_vote,
        motion_id=motion,
        at="2026-11-02T20:27",
        votes_for=3,
        votes_against=1,
        replaces_id=first.vote_id,
        reason="de volmacht van Els was vergeten",
    )


def _lift(store: Store, item: int, voter: int) -> None:
    """A vote by name, which the proxy follows; and a motion that is withdrawn."""
    store.do(begin_item, item_id=item, at="2026-11-02T20:45")
    motion = store.do(put_motion, item_id=item, text="De lift wordt vernieuwd voor ten hoogste € 40.000").result
    store.do(record_names, motion_id=motion, at="2026-11-02T20:55", choices={1: "against", voter: "for", 4: "blank"})
    other = store.do(put_motion, item_id=item, text="Wachten tot 2028").result
    store.do(withdraw_motion, motion_id=other, at="2026-11-02T20:58")


def _new_neighbour(store: Store, item: int, person: int) -> None:
    """Two rounds of consent: an objection is met in the words of the second."""
    store.do(begin_item, item_id=item, at="2026-11-02T21:00")
    motion = store.do(put_motion, item_id=item, text="4A gaat naar kandidaat 12").result
    first = store.do(start_round, motion_id=motion, at="2026-11-02T21:05").result
    objection = store.do(object_to, round_id=first, person_id=person, argument="De proeftijd ontbreekt").result
    store.do(
        settle_objection,
        objection_id=objection,
        status="integrated",
        at="2026-11-02T21:10",
        answer="proeftijd toegevoegd",
    )
    store.do(start_round, motion_id=motion, at="2026-11-02T21:12", text="4A gaat naar kandidaat 12, met proeftijd")
    store.do(decide_by_consent, motion_id=motion, at="2026-11-02T21:15")
