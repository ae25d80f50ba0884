"""Bank files of the example co-operative and of public repositories are read whole or refused for what they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coopadmin.errors import Unreadable
from coopadmin.exchange.bank import LineRead, StatementEnd, StatementRead, open_bank_file


@pytest.fixture
def statements(registers: Path) -> Path:
    """Find the bank files of public repositories beside the example registers."""
    folder = registers.parent / "statements"
    if not folder.is_dir():
        pytest.skip("../shared/statements is not there")
    return folder


def gap(file: Path) -> list[int | None]:
    """Give for each statement what its lines leave unexplained between its balances."""
    found: list[int | None] = []
    opening = closing = None
    cents = 0
    for item in [*open_bank_file(file).statements(), StatementRead("")]:
        if isinstance(item, LineRead):
            cents += item.amount_cents
        elif isinstance(item, StatementEnd):
            closing = item.closing_cents
        else:
            found.append(None if opening is None or closing is None else opening + cents - closing)
            opening, closing, cents = item.opening_cents, item.closing_cents, 0
    return found[1:]


def test_the_bank_files_of_the_example_give_all_their_lines_and_agree(registers: Path) -> None:
    expected = json.loads((registers / "expected.json").read_text())
    for name, counts in expected["bank"].items():
        items = list(open_bank_file(registers / name).statements())
        assert sum(isinstance(item, LineRead) for item in items) == counts["lines"], name
        assert gap(registers / name) == [0], name
        heads = [item for item in items if isinstance(item, StatementRead)]
        assert {head.account for head in heads} == {expected["account"]}


def test_texts_of_the_example_are_whole(registers: Path) -> None:
    for name in ("2026-10.940", "2026-09.camt053.xml", "2026-11.csv"):
        for item in open_bank_file(registers / name).statements():
            if isinstance(item, LineRead):
                assert item.name
                assert item.description
                assert not re.search(r"/[A-Z]{4}/", item.description + item.name)


def test_every_mt940_gives_as_many_lines_as_it_has(statements: Path) -> None:
    for file in sorted(statements.rglob("*.sta")):
        items = list(open_bank_file(file).statements())
        count = sum(isinstance(item, LineRead) for item in items)
        assert count == len(re.findall(rb"(?m)^:61:", file.read_bytes())), file.name


def test_every_camt_is_read_or_refused_for_what_it_is(statements: Path) -> None:
    refused: set[str] = set()
    for file in sorted(statements.rglob("*.xml")):
        try:
            items = list(open_bank_file(file).statements())
        except Unreadable:
            refused.add(file.name)
            continue
        count = sum(isinstance(item, LineRead) for item in items)
        assert count == file.read_text().count("<Ntry>"), file.name
    assert refused == {"camt053.v2.wrong.xml", "abn-pain.008.001.02.xml", "ing-pain.008.001.02.xml"}


@pytest.mark.parametrize(
    ("name", "gaps"),
    [
        ("newinnovations-camt053/example-camt053-a.xml", [0, 0]),
        ("dutch-sepa-iso20022/camt.053.001.02.xml", [0]),
        ("wolph-mt940/jejik/generic.sta", [0, 0]),
        ("wolph-mt940/jejik/sns.sta", [0, 0]),
        ("wolph-mt940/jejik/knab.sta", [0, -50_000]),
        ("wolph-mt940/jejik/rabobank-iban.sta", [0, 0]),
    ],
)
def test_what_the_balances_say_of_the_public_files_is_told(statements: Path, name: str, gaps: list[int]) -> None:
    assert [one == 0 for one in gap(statements / name)] == [one == 0 for one in gaps]


def test_another_parser_found_the_same_amounts(statements: Path) -> None:
    for file in sorted((statements / "genkgo-camt").glob("*.json")):
        expected = re.findall(r'"amount": "(-?\d+)"', file.read_text())
        amounts = {
            item.amount_cents
            for item in open_bank_file(file.with_suffix(".xml")).statements()
            if isinstance(item, LineRead)
        }
        if expected:
            assert amounts <= {int(one) for one in expected}, file.name
