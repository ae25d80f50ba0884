"""What a board does, as a script of deeds; each is told to the parent before it is begun and once it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from coopadmin.domain.periods import add_months
from coopadmin.errors import CoopadminError, Refused
from coopadmin.exchange.bank import open_bank_file
from coopadmin.services import bookings, candidate_lists, candidates, charges, forgetting, increases, maintenance
from coopadmin.services.bank import take_bank_file
from coopadmin.services.imports import ImportRefused, import_register
from coopadmin.services.undo import undo
from db.backup import check
from db.queries import forgetting as forgetting_queries
from db.tables.candidates import Candidate
from db.tables.facilities import Facility
from db.tables.members import Person
from tests.torture.script_of_copies import OF_COPIES, taking
from tests.torture.work import TODAY, Deed, Unheard, Work


def _register(kind: str, name: str) -> Deed:
    return lambda work: work.do(import_register, kind, work.folder / "files" / name, skip_bad=True)


def _more_members(work: Work) -> None:
    work.do(import_register, "members", taking(work, "more-*.csv"), skip_bad=True)


def _charge(work: Work) -> None:
    work.do(charges.charge_month, month=add_months(date(2026, 9, 1), work.chance.randrange(24)))


def _raise(work: Work) -> None:
    work.do(increases.raise_rents, valid_from=date(2027 + work.chance.randrange(4), 7, 1), percent=150)


def _bank(work: Work) -> None:
    work.do(take_bank_file, file=open_bank_file(taking(work, "2026-*")))


def _undo(work: Work) -> None:
    work.do(undo)


def _ids(connection: Connection, model: Any) -> list[int]:
    return list(connection.execute(select(col(model.id)).order_by(col(model.id)).limit(50)).scalars())


def _book(work: Work) -> None:
    store = work.opened()
    facilities, people = store.read(_ids, Facility), store.read(_ids, Person)
    if not (facilities and people):
        raise Refused("there is nothing to book")
    begin = datetime.fromisoformat("2027-01-01T10:00") + timedelta(days=work.chance.randrange(300))
    work.do(
        bookings.book,
        facility_id=work.chance.choice(facilities),
        person_id=work.chance.choice(people),
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        reason="the board said yes",
    )


def _report(work: Work) -> None:
    task = maintenance.TaskData(what="Lekkage", reported_on=TODAY, note="keuken " * work.chance.randrange(200))
    work.do(maintenance.report_task, number=f"T-{work.chance.randrange(10**9)}", task=task)


def _candidate(work: Work) -> None:
    work.do(
        candidates.register_candidate,
        registered_on=date(2020, 1, 1),
        family_name=f"Kandidaat{work.chance.randrange(10**6)}",
        wishes="tuin " * work.chance.randrange(100),
    )


def _waiting(work: Work) -> None:
    last = work.opened().read(_last_candidate)
    values = {"candidate_id": last, "registered_on": date(2020, 1, 1)}
    work.do(candidate_lists.put_on_waiting_list, **values)


def _last_candidate(connection: Connection) -> int:
    return connection.execute(select(func.max(col(Candidate.id)))).scalar() or 0


def _forget(work: Work) -> None:
    due = work.opened().read(forgetting_queries.due, TODAY)
    work.do(forgetting.clear_candidates, candidate_ids=[one.who_id for one in due], on=TODAY)


def _reopen(work: Work) -> None:
    work.store = None
    work.opened()
    work.tell(done="reopen")


def _check(work: Work) -> None:
    bad = [finding.detail for finding in check(work.path) if not finding.ok]
    work.tell(done="check", bad=bad)


TAKING_OVER: dict[str, Deed] = {
    "members": _register("members", "ledenlijst.csv"),
    "dwellings": _register("dwellings", "woningen.xlsx"),
    "contracts": _register("contracts", "huurcontracten.csv"),
    "rents": _register("rents", "huurprijzen.csv"),
    "opening": _register("opening", "beginstand.csv"),
    "facilities": _register("facilities", "voorzieningen.csv"),
    "bookings": _register("bookings", "reserveringen.csv"),
    "maintenance": _register("maintenance", "onderhoud.xlsx"),
    "decisions": _register("decisions", "besluiten.csv"),
}
"""Taking in the registers, in their order; only where they are there."""

DEEDS: dict[str, Deed] = {
    "more_members": _more_members,
    "charge": _charge,
    "raise": _raise,
    "bank": _bank,
    "undo": _undo,
    "book": _book,
    "report": _report,
    "candidate": _candidate,
    "waiting": _waiting,
    "forget": _forget,
    "reopen": _reopen,
    "check": _check,
    **OF_COPIES,
}
"""What is done in any order."""

WEIGHTS = {
    "more_members": 4,
    "bank": 4,
    "charge": 4,
    "undo": 4,
    "restore": 4,
    "check": 1,
    "reopen": 1,
}
"""How often each is done; all others 2."""


def carry_out(work: Work, names: Sequence[str]) -> None:
    """Carry out a script; what is refused, or cannot be for what befell the process, is told and passed over."""
    known = {**TAKING_OVER, **DEEDS}
    for name in names:
        work.begun += 1
        work.tell(begin=name)
        work.on_begin(work.begun)
        try:
            known[name](work)
        except Unheard:
            # The parent takes what was under way for done or not, as it finds it; what came after would not fit.
            break
        except (CoopadminError, ImportRefused) as error:
            work.tell(failed=name, error=type(error).__name__, said=str(error))
        except MemoryError:
            work.tell(failed=name, error="MemoryError", said="")
    work.tell(end=True)
