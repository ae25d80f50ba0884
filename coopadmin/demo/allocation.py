"""The made-up vacancy files: one closed with a new neighbour, one with interviews under way, and one just opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from coopadmin.demo import candidates as people
from coopadmin.demo.candidates import ALONE, BUSY, COUPLE, FAMILY, HOUSED, INTERNAL, TURNED_DOWN, UNPAID
from coopadmin.demo.households import BY_LIST, Tenancy, tenancy_of
from coopadmin.demo.story import Story, take_over_records
from coopadmin.domain.periods import last_of_month
from coopadmin.services import (
    allocation,
    allocation_steps,
    candidates,
    choosing,
    interests,
    interviews,
    invitations,
    nominations,
    procedures,
    reasons,
    screening,
)
from db.journal import Transaction
from db.queries.meetings import groups
from db.queries.tenants import parties_of
from db.tables.allocation import AllocationFile, Nomination
from db.tables.candidates import Candidate

_COMMITTEE = "Voordrachtscommissie"
_LIST = "Wachtlijst"
_VACANT, _BECOMING_FREE = "4B", "6C"
_TALKERS = ("Rachida el Amrani", "Naima Haddou")
_RELATED = "Tineke de Boer-Hoekstra"


def tell(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """Tell the procedures, the candidates and the files."""
    people.tell(story)
    _tell_procedures(story)
    _tell_closed(story, all_tenancies)
    _tell_running(story, all_tenancies)
    _tell_opened(story, all_tenancies)


def _tell_procedures(story: Story) -> None:
    """The waiting list decided until the committee took over."""
    day = story.month(30) + timedelta(days=8)
    story.tell(
        day,
        story.secretary(day),
        procedures.adopt_ready_made,
        lambda do: do(code="list", valid_from=story.month(29), name=_LIST, source="Besluit ALV, bijlage 2"),
        key=_LIST,
    )
    changed = story.month(4) + timedelta(days=6)
    story.tell(
        changed,
        story.secretary(changed),
        procedures.adopt_ready_made,
        lambda do: do(
            code="committee",
            valid_from=story.month(3),
            name=_COMMITTEE,
            group_id=_group(story),
            source="Huishoudelijk reglement, artikel 9",
        ),
        key=_COMMITTEE,
    )
    story.tell(
        changed,
        story.secretary(changed),
        procedures.end_procedure,
        lambda do: do(procedure_id=story.ids[_LIST], ended_on=story.month(3) - timedelta(days=1)),
    )


def _group(story: Story) -> int:
    return next(group_id for group_id, name in groups(story.connection) if name == _COMMITTEE)


# -- one that was closed -----------------------------------------------------------------------------------------


def _tell_closed(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """The first on the list became a tenant; the second left the list since, so their data is to be cleared."""
    came = tenancy_of(all_tenancies, BY_LIST)
    left = next(one for one in all_tenancies if one.home == BY_LIST and one.ends_on is not None)
    ended = last_of_month(story.month(8))
    file, day = "file closed", ended - timedelta(days=10)
    _tell_file(story, file, left, _LIST, day, "Drie kamers, op volgorde van de wachtlijst.")
    asked = ended - timedelta(days=9)
    _tell_step(story, file, "internal_asked", asked)
    _tell_entered(
        story, file, ended - timedelta(days=8), ((HOUSED, "waiting"), (TURNED_DOWN, "waiting"), (UNPAID, "waiting"))
    )
    _tell_screened(story, file, ended - timedelta(days=7))
    _tell_invited(story, file, HOUSED, ended + timedelta(days=6))
    _tell_answer(story, file, HOUSED, ended + timedelta(days=8), "yes")
    _tell_nominated(story, file, ended)
    _tell_housed(story, file, came)
    for name, code in ((TURNED_DOWN, "list_order"), (UNPAID, "fee")):
        _tell_turned_down(story, file, name, code, came.entered_on + timedelta(days=2), told_after=1)
    _tell_step(story, file, "keys", came.starts_on)
    gone = came.starts_on + timedelta(days=40)
    story.tell(
        gone,
        story.secretary(gone),
        candidates.take_off_waiting_list,
        lambda do: do(candidate_id=story.ids[people.key(TURNED_DOWN)], ended_on=gone, end_reason="housed_elsewhere"),
    )


def _tell_nominated(story: Story, file: str, ended: date) -> None:
    ranked, sent, answered = (ended + timedelta(days=days) for days in (9, 10, 14))
    story.tell(
        ranked,
        story.secretary(ranked),
        choosing.fix_order,
        lambda do: do(file_id=story.ids[file], ranked_on=ranked),
    )
    story.tell(
        sent,
        story.secretary(sent),
        nominations.nominate,
        lambda do: do(
            file_id=story.ids[file],
            candidacy_id=story.ids[f"{file} {HOUSED}"],
            statement_on=ranked,
            papers_on=ranked,
            sent_on=sent,
        ),
        key="nomination",
    )
    story.tell(
        answered,
        story.secretary(answered),
        nominations.note_fit,
        lambda do: do(
            nomination_id=story.ids["nomination"], fit="PAS", fit_on=answered, fit_by="Woonstichting Veenmolen"
        ),
    )
    story.tell(
        answered,
        story.secretary(answered),
        nominations.note_answer,
        lambda do: do(nomination_id=story.ids["nomination"], answer="accepted", answered_on=answered),
    )


def _tell_housed(story: Story, file: str, came: Tenancy) -> None:
    """The contract was made with the others of the register; the file takes it over."""
    day = came.entered_on + timedelta(days=1)

    def enter(transaction: Transaction) -> None:
        contract_id, candidate_id = story.ids[came.number], story.ids[people.key(HOUSED)]
        (tenant, *_others) = parties_of(transaction.connection, contract_id)
        transaction.change(Nomination, story.ids["nomination"], contract_id=contract_id)
        candidates.take_off_waiting_list(transaction, candidate_id=candidate_id, ended_on=day, end_reason="housed_here")
        transaction.change(Candidate, candidate_id, person_id=tenant.person_id)
        transaction.change(AllocationFile, story.ids[file], outcome="let", closed_on=day)

    story.tell(day, story.secretary(day), take_over_records, lambda do: do(enter=enter, about=came.number))


# -- one that runs -----------------------------------------------------------------------------------------------


def _tell_running(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """A home that stands empty: candidates were screened and invited, one was talked with, one is to come."""
    file = "file running"
    profile = "Drie kamers aan de kade, voor twee mensen of meer; wie hier komt doet mee aan één klus per maand."
    _tell_file(story, file, _leaving(all_tenancies, _VACANT), _COMMITTEE, story.ago(60), profile)
    _tell_step(story, file, "internal_asked", story.ago(58))
    _tell_entered(story, file, story.ago(54), ((INTERNAL, "internal"),))
    entered = ((UNPAID, "pool"), (COUPLE, "pool"), (ALONE, "pool"), (BUSY, "pool"), (FAMILY, "pool"))
    _tell_entered(story, file, story.ago(50), entered)
    _tell_screened(story, file, story.ago(48))
    _tell_turned_down(story, file, ALONE, "size_rule", story.ago(46))
    for name in (INTERNAL, UNPAID, COUPLE, BUSY, FAMILY):
        _tell_invited(story, file, name, story.ago(44))
    for name, ago, answer in ((INTERNAL, 43, "yes"), (UNPAID, 42, "yes"), (BUSY, 41, "no"), (COUPLE, 40, "yes")):
        _tell_answer(story, file, name, story.ago(ago), answer)
    day = story.ago(39)
    story.tell(
        day,
        story.secretary(day),
        interests.declare_interest,
        lambda do: do(
            file_id=story.ids[file],
            person_id=story.ids[_RELATED],
            kind="relative",
            declared_on=day,
            candidacy_id=story.ids[f"{file} {COUPLE}"],
        ),
    )
    _tell_talk(story, file, INTERNAL, story.ago(24), held=True)
    _tell_talk(story, file, UNPAID, story.ago(22), held=True)
    _tell_talk(story, file, COUPLE, story.ago(-2), held=False)


def _tell_opened(story: Story, all_tenancies: tuple[Tenancy, ...]) -> None:
    """A home that becomes free: nobody was asked yet."""
    profile = "Drie kamers; het nieuwe huishouden telt ten minste twee mensen."
    _tell_file(story, "file opened", _leaving(all_tenancies, _BECOMING_FREE), _COMMITTEE, story.ago(12), profile)


def _leaving(all_tenancies: Iterable[Tenancy], home: str) -> Tenancy:
    return next(one for one in all_tenancies if one.home == home and one.notice_on is not None)


# -- the deeds of a file -----------------------------------------------------------------------------------------


def _tell_file(story: Story, file: str, left: Tenancy, procedure: str, day: date, profile: str) -> None:
    story.tell(
        day,
        story.secretary(day),
        allocation.open_file,
        lambda do: do(
            dwelling_id=story.ids[left.home],
            procedure_id=story.ids[procedure],
            opened_on=day,
            contract_id=story.ids[left.number],
            permit_regime="none",
        ),
        key=file,
    )
    story.tell(
        day,
        story.secretary(day),
        allocation_steps.publish_profile,
        lambda do: do(file_id=story.ids[file], profile=profile, published_on=day),
    )


def _tell_step(story: Story, file: str, step: str, day: date) -> None:
    story.tell(
        day,
        story.secretary(day),
        allocation_steps.tick_step,
        lambda do: do(file_id=story.ids[file], step=step, done_on=day),
    )


def _tell_entered(story: Story, file: str, day: date, entered: Iterable[tuple[str, str]]) -> None:
    for name, origin in entered:
        story.tell(
            day,
            story.secretary(day),
            screening.enter_candidate,
            lambda do, name=name, origin=origin: do(
                file_id=story.ids[file], candidate_id=story.ids[people.key(name)], origin=origin, entered_on=day
            ),
            key=f"{file} {name}",
        )


def _tell_screened(story: Story, file: str, day: date) -> None:
    story.tell(day, story.secretary(day), screening.screen, lambda do: do(file_id=story.ids[file], on=day))


def _tell_invited(story: Story, file: str, name: str, day: date) -> None:
    story.tell(
        day,
        story.secretary(day),
        invitations.invite,
        lambda do: do(candidacy_id=story.ids[f"{file} {name}"], invited_on=day),
    )


def _tell_answer(story: Story, file: str, name: str, day: date, answer: str) -> None:
    story.tell(
        day,
        story.secretary(day),
        invitations.answer,
        lambda do: do(candidacy_id=story.ids[f"{file} {name}"], answered_on=day, answer=answer),
    )


def _tell_turned_down(
    story: Story, file: str, name: str, code: str, day: date, *, told_after: int | None = None
) -> None:
    story.tell(
        day,
        story.secretary(day),
        reasons.decide_not_chosen,
        lambda do: do(candidacy_id=story.ids[f"{file} {name}"], reason_code=code, on=day),
    )
    if told_after is None:
        return
    sent = day + timedelta(days=told_after)
    story.tell(
        sent,
        story.secretary(sent),
        reasons.note_reasons_sent,
        lambda do: do(candidacy_id=story.ids[f"{file} {name}"], sent_on=sent),
    )


def _tell_talk(story: Story, file: str, name: str, on: date, *, held: bool) -> None:
    planned = min(on, story.today) - timedelta(days=8)
    talk = f"talk {name}"

    def talkers() -> list[int]:
        return [story.ids[one] for one in _TALKERS]

    story.tell(
        planned,
        story.secretary(planned),
        interviews.plan_interview,
        lambda do: do(
            candidacy_id=story.ids[f"{file} {name}"],
            starts_at=f"{on.isoformat()}T20:00",
            place="Zaal, Kade 4",
            resident_ids=talkers(),
        ),
        key=talk,
    )
    if held:
        story.tell(
            on,
            story.secretary(on),
            interviews.hold_interview,
            lambda do: do(
                interview_id=story.ids[talk],
                held_on=on,
                resident_ids=talkers(),
                notes="Een open gesprek; wil meedoen met de klusploeg.",
            ),
        )
