"""What the tests of bank files share: a file written and read at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coopadmin.exchange.bank import BankFile, LineRead, StatementEnd, StatementRead, open_bank_file

Item = StatementRead | LineRead | StatementEnd


class Outcome:
    """Everything a file gave."""

    def __init__(self, file: BankFile) -> None:
        self.format = file.format
        self.items: list[Item] = list(file.statements())
        self.statements = [item for item in self.items if isinstance(item, StatementRead)]
        self.lines = [item for item in self.items if isinstance(item, LineRead)]
        self.ends = [item for item in self.items if isinstance(item, StatementEnd)]

    @property
    def line(self) -> LineRead:
        """Give the only line."""
        assert len(self.lines) == 1
        return self.lines[0]

    @property
    def cents(self) -> list[int]:
        """Give the amounts of all lines."""
        return [line.amount_cents for line in self.lines]


Read = Callable[[str | bytes], Outcome]


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Give a function that writes a file under a name that tells nothing, and reads it."""
    folder = tmp_path_factory.mktemp("bank")

    def read_file(content: str | bytes) -> Outcome:
        path = folder / "download.dat"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Outcome(open_bank_file(path))

    return read_file
