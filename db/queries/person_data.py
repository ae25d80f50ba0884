"""What the store holds of one person, in words, by table; what is or may be others' is left out, and that is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from sqlalchemy import Connection, or_, select
from sqlmodel import col

from coopadmin.domain.forgetting_people import Scrubber, sure_names
from coopadmin.domain.members import display_name
from coopadmin.domain.person_data import BANK_LINE, CANDIDATE, CONTRACT, PARTS, ROLES, place_of
from db.queries import forgetting_rows, journal, people_rows
from db.queries.forgetting import taken_back_numbered
from db.queries.forgetting_people import contracts_of
from db.queries.forgetting_rows import Row
from db.queries.person_words import LEFT_OUT, Deed, Others, Words, is_person
from db.tables.bank import BankLine
from db.tables.base import Record, table_of
from db.tables.candidates import Candidate
from db.tables.contracts import Contract, ContractParty
from db.tables.matching import KnownAccount, Posting
from db.tables.members import Member, Person

_DAYS = {
    "charge": "due_on",
    "openingbalance": "due_on",
    "posting": "booked_on",
    "depositmovement": "moved_on",
    "refund": "decided_on",
    "paymentplan": "agreed_on",
    "collectionstep": "taken_on",
    "rentobjection": "received_on",
    "rentline": "valid_from",
    "rentregime": "valid_from",
}
"""The day of a row about a contract: of who came later or left earlier it is not."""

_GOES_ON = ("rentline", "rentregime")
"""What holds from its day on, for who comes later too."""

_NAME = ("family_name", "prefix", "initials", "given_name")

_ABOUT_EITHER = ("note", "reason")
"""Words about what several people share: whom they are about is not known."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table, each as what it is called and what it says."""

    table: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is kept of one person; `deeds` are what was done to their records: when, which deed, what changed.

    `elsewhere`: how many texts that are not shown surely name them, the books left aside. `shares`: they are or were a
    party to a contract with others, of which what may be theirs is left out. `lines_left_out`: how many bank lines
    behind the money that is shown came from or went to an account that is not surely their own.
    """

    number: str
    name: str
    parts: tuple[Part, ...]
    deeds: tuple[Deed, ...]
    elsewhere: int
    shares: bool = False
    lines_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for their data: a person, or with `is_candidate` a candidate who is no person here."""

    row_id: int
    is_candidate: bool = False


def person_numbered(connection: Connection, number: str) -> int | None:
    """Find a person by the member number, or by `P` and the number of the row; None where there is nobody."""
    found = connection.execute(select(col(Member.person_id)).where(col(Member.number) == number)).scalar()
    digits = number[1:]
    if found is None and number[:1] in ("P", "p") and digits.isascii() and digits.isdigit() and len(digits) < 10:
        found = connection.execute(select(col(Person.id)).where(col(Person.id) == int(digits))).scalar()
    return found


def candidate_numbered(connection: Connection, number: str) -> int | None:
    """Find a candidate by their number, one whose registration was taken back too; None where there is nobody."""
    found = connection.execute(select(col(Candidate.id)).where(col(Candidate.number) == number)).scalar()
    return taken_back_numbered(connection, number) if found is None else found


def asker_numbered(connection: Connection, number: str) -> Asker | None:
    """Find who asks for their data, by the number of a member, a person or a candidate; None where there is nobody."""
    person_id = person_numbered(connection, number)
    if person_id is not None:
        return Asker(person_id)
    candidate_id = candidate_numbered(connection, number)
    return None if candidate_id is None else asking_candidate(connection, candidate_id)


def asking_candidate(connection: Connection, candidate_id: int) -> Asker:
    """Give who a candidate is: the person, where they are one here too."""
    person_id = connection.execute(select(col(Candidate.person_id)).where(col(Candidate.id) == candidate_id)).scalar()
    return Asker(candidate_id, is_candidate=True) if person_id is None else Asker(person_id)


def data_of(connection: Connection, asker: Asker) -> PersonData:
    """Give what the store holds of who asks for it; raises LookupError where there is nobody."""
    return (candidate_data if asker.is_candidate else person_data)(connection, asker.row_id)


def person_data(connection: Connection, person_id: int) -> PersonData:
    """Give what the store holds of one person, by table; raises LookupError where there is nobody."""
    own = people_rows.own_rows(connection, person_id, books=True)
    if Person not in own:
        raise LookupError(person_id)
    person = own[Person][0]
    tenancies = _Tenancies(connection, person)
    found: defaultdict[type[Record], list[Row]] = defaultdict(list, own)
    for model, rows in people_rows.rows_beside(connection, person_id, books=True).items():
        if str(table_of(model).name) in CONTRACT:
            found[model] += [told for row in rows if (told := tenancies.theirs(model, row)) is not None]
    found[BankLine] = _lines(connection, found[Posting], tenancies.accounts)
    candidates = own.get(Candidate, [])
    for candidate in candidates:
        _add_candidacy(connection, candidate["id"], found)
    led = _led(connection, person_id)
    rows_of_story = [*journal.rows_of_person(connection, person_id), *_of_candidate(found)]
    number = own[Member][0]["number"] if Member in own else f"P{person_id}"
    elsewhere = _elsewhere(connection, _called(connection, person_id, candidates), {**found, **led})
    words = Words(connection, Others(connection, [person, *candidates], person_id), person_id)
    written = _written(number, person, {**found, **led}, words, rows_of_story, elsewhere)
    behind = {row["line_id"] for row in found[Posting]}
    return replace(written, shares=tenancies.shares, lines_left_out=len(behind) - len(found[BankLine]))


def candidate_data(connection: Connection, candidate_id: int) -> PersonData:
    """Give what the store holds of a candidate who is no person here; raises LookupError where there is nobody.

    Of one whose registration was taken back that is what the journal still holds.
    """
    found: defaultdict[type[Record], list[Row]] = defaultdict(list)
    _add_candidacy(connection, candidate_id, found)
    if not found[Candidate]:
        raise LookupError(candidate_id)
    candidate = {**dict.fromkeys(("number", *_NAME), ""), **found[Candidate][0]}
    words = Words(connection, Others(connection, [candidate], None), None)
    elsewhere = _elsewhere(connection, _called(connection, None, [candidate]), found)
    return _written(candidate["number"], candidate, found, words, _of_candidate(found), elsewhere)


# -- which rows ----------------------------------------------------------------------------------------------------


class _Tenancies:
    """What of the contracts somebody is a party to is about them: not what others brought or were told there.

    A subtenant is no party to what is between the tenant and the landlord, and is told their own part only.
    """

    def __init__(self, connection: Connection, person: Row) -> None:
        parties = table_of(ContractParty)
        contracts = contracts_of(connection, person["id"])
        self._between: defaultdict[int, list[tuple[date | None, date | None]]] = defaultdict(list)
        self._shared: set[int] = set()
        for row in connection.execute(select(parties).where(parties.c.contract_id.in_(contracts))).mappings():
            if row["person_id"] != person["id"]:
                self._shared.add(row["contract_id"])
            elif row["role"] != "subtenant":
                self._between[row["contract_id"]].append((row["starts_on"], row["ends_on"]))
        self.shares = not self._shared.isdisjoint(self._between)
        alone = [one for one in self._between if one not in self._shared]
        paying = [
            select(table_of(model).c.iban).where(table_of(model).c[column].in_(alone))
            for model, column in ((Contract, "id"), (KnownAccount, "contract_id"))
        ]
        known = {iban for statement in paying for iban in connection.execute(statement).scalars()}
        self.accounts = frozenset({person["iban"], *known} - {""})

    def theirs(self, model: type[Record], row: Row) -> Row | None:
        """Give what a row about a contract says of somebody; None where it is another's."""
        contract_id = row["id"] if model is Contract else row.get("contract_id")
        if contract_id not in self._between:
            return None
        if contract_id not in self._shared:
            return row
        name = str(table_of(model).name)
        if model is KnownAccount and row["iban"] not in self.accounts:
            return None
        if name in _DAYS and not self._holds(contract_id, row[_DAYS[name]], goes_on=name in _GOES_ON):
            return None
        left_out = {*_ABOUT_EITHER, *(() if row.get("iban") in self.accounts else ("iban",))}
        return {column: value for column, value in row.items() if column not in left_out}

    def _holds(self, contract_id: int, on: date | None, *, goes_on: bool) -> bool:
        return on is None or any(
            (goes_on or starts_on is None or starts_on <= on) and (ends_on is None or on <= ends_on)
            for starts_on, ends_on in self._between[contract_id]
        )


def _lines(connection: Connection, postings: Iterable[Row], accounts: frozenset[str]) -> list[Row]:
    """Give the bank lines behind their money that came from or went to an account of their own."""
    table = table_of(BankLine)
    wanted = sorted({row["line_id"] for row in postings})
    found: list[Row] = []
    for start in range(0, len(wanted), 500):
        rows = connection.execute(select(table).where(table.c.id.in_(wanted[start : start + 500])).order_by(table.c.id))
        found += [
            {"id": row["id"], **{name: row[name] for name in BANK_LINE}}
            for row in rows.mappings()
            if row["iban"] in accounts
        ]
    return found


def _add_candidacy(connection: Connection, candidate_id: int, found: defaultdict[type[Record], list[Row]]) -> None:
    """Add the rows about somebody as a candidate; what residents declared of themselves is theirs.

    Where the registration was taken back they are given as the journal last remembers them.
    """
    own = forgetting_rows.own_rows(connection, candidate_id)
    for model, rows in own.rows.items():
        if str(table_of(model).name) in CANDIDATE:
            there = {row["id"] for row in found[model]}
            found[model] += [row for row in rows if row["id"] not in there]
            if not own.rows[Candidate]:
                gone = _as_it_was(connection, model, {row_id: {} for row_id in own.gone[model]})
                columns = table_of(model).c.keys()
                found[model] += [
                    {**{name: row[name] for name in columns if name in row}, "id": row_id}
                    for row_id, (row, *_earlier) in gone.items()
                ]


def _as_it_was(connection: Connection, model: type[Record], now: Mapping[int, Row]) -> dict[int, list[Row]]:
    """Give some rows as the journal remembers they were, latest first; `now` are they as they are, empty where gone."""
    found: dict[int, list[Row]] = {}
    for row_id, sides in forgetting_rows.remembered(connection, model, now.keys()).items():
        # A change tells only what was different; told back from the row as it is, each is a whole row.
        found[row_id] = list(accumulate(reversed(sides), lambda row, side: {**row, **side}, initial=now[row_id]))[1:]
    return found


def _called(connection: Connection, person_id: int | None, candidates: Collection[Row]) -> tuple[str, ...]:
    """Give what means nobody but the asker in any text: all they are and were called, less what others are called."""
    there = {row["id"]: row for row in candidates}
    known = [*candidates, *([] if person_id is None else people_rows.ever_known(connection, [person_id])[person_id])]
    for rows in _as_it_was(connection, Candidate, there).values():
        known += rows
    others: list[Row] = []
    own = {Person: [] if person_id is None else [person_id], Candidate: [*there]}
    for model, ids in own.items():
        table = table_of(model)
        alike = [
            table.c[name].in_({str(row.get(name) or "") for row in known} - {""})
            for name in ("family_name", "email", "phone", "iban")
            if name in table.c
        ]
        found = connection.execute(select(table).where(or_(*alike), table.c.id.not_in(ids))).mappings()
        others += [{str(key): value for key, value in row.items()} for row in found]
    return sure_names(known, others)


def _of_candidate(found: Mapping[type[Record], list[Row]]) -> list[tuple[str, int]]:
    names = [(str(table_of(model).name), rows) for model, rows in found.items()]
    return [(name, row["id"]) for name, rows in names if name in CANDIDATE for row in rows]


def _led(connection: Connection, person_id: int) -> dict[type[Record], list[Row]]:
    """Give the rows about much else in which somebody has a part, and of them only what tells that part."""
    found: dict[type[Record], list[Row]] = {}
    for name, columns in ROLES.items():
        model = people_rows.models()[name]
        table = table_of(model)
        keys = [table.c[one] for one in columns if one.endswith("_id") and is_person(table, one)]
        statement = select(table).where(or_(*[key == person_id for key in keys])).order_by(table.c.id)
        rows = connection.execute(statement).mappings()
        told: list[Row] = [{"id": row["id"], **{one: row[one] for one in columns}} for row in rows]
        if told:
            found[model] = told
    return found


def _elsewhere(connection: Connection, names: Collection[str], found: Mapping[type[Record], list[Row]]) -> int:
    """Count the texts outside the books that surely name somebody and are not shown, as they stand now."""
    shown = {(model, row["id"]): row for model, rows in found.items() for row in rows}
    without = Scrubber(names, LEFT_OUT)
    count = 0
    for name, model in people_rows.models().items():
        table = table_of(model)
        columns = people_rows.texts_of(table)
        if name in people_rows.BOOKS or not columns:
            continue
        for row_id, *texts in connection.execute(select(table.c.id, *[table.c[one] for one in columns])):
            told = shown.get((model, row_id), ())
            for column, text in zip(columns, texts, strict=True):
                count += bool(text) and column not in told and without(text) != text
    return count


# -- in words ------------------------------------------------------------------------------------------------------


def _written(
    number: str,
    who: Row,
    found: Mapping[type[Record], list[Row]],
    words: Words,
    rows_of_story: Iterable[tuple[str, int]],
    elsewhere: int,
) -> PersonData:
    """Put all that was found of somebody in words."""
    return PersonData(
        number,
        display_name(who["family_name"], who["prefix"], who["initials"], who["given_name"]),
        tuple(sorted(_parts(found, words), key=lambda part: place_of(part.table))),
        words.deeds(rows_of_story),
        elsewhere,
    )


def _parts(found: Mapping[type[Record], list[Row]], words: Words) -> Iterator[Part]:
    for model, rows in found.items():
        table = table_of(model)
        if table.name in PARTS:
            told = [line for row in rows if (line := words.told(table, row))]
            if told:
                yield Part(str(table.name), tuple(told))
