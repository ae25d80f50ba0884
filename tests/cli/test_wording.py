"""No word of the command-line library itself is left standing: all that is read comes from the catalogue."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

_DRIVER = """
import gettext, io, json, sys
from coopadmin import i18n

class Marked(gettext.NullTranslations):
    def gettext(self, message):
        return f"«{message}»"
    def ngettext(self, one, many, count):
        return f"«{one if count == 1 else many}»"

i18n.use = lambda language: None
i18n._catalogue = Marked()
from coopadmin.cli.door import enter

said = {}
for words in json.load(sys.stdin):
    written = io.BytesIO()
    sys.stdout = sys.stderr = io.TextIOWrapper(written, "utf-8", write_through=True)
    enter(["--store", "/nowhere.coop", *words])
    said[" ".join(words)] = written.getvalue().decode()
json.dump(said, sys.__stdout__)
"""

COMMANDS = (
    "init",
    "import",
    "charge",
    "bank",
    "raise",
    "audit",
    "calendar",
    "worksheet",
    "undo",
    "backup",
    "restore",
    "backups",
    "identity",
    "check",
    "doctor",
    "demo",
    "vote",
    "minutes",
    "proof",
    "figures",
    "report",
    "forget",
    "encrypt",
    "decrypt",
    "passphrase",
    "privacy",
    "person",
    "erase",
)
REPORTS = (
    "members",
    "rent-roll",
    "vacancies",
    "facilities",
    "bookings",
    "maintenance",
    "inspections",
    "hours",
    "decisions",
    "mismatches",
    "arrears",
    "credits",
    "statement",
    "unmatched",
    "budget",
    "actions",
    "meetings",
    "offices",
    "deadlines",
    "allocations",
    "candidates",
    "plan",
    "keys",
)
WRONG = (
    ["report"],
    ["reprot"],
    ["--"],
    ["import"],
    ["import", "members", "x", "y"],
    ["import", "members", "x", "--shet"],
    ["import", "members", "x", "--sheet"],
    ["check", "--json=x"],
    ["check", "--lang", "nl"],
    ["check", "-x"],
    ["undo", "x"],
    ["vote", "--method", "simple"],
)
_OURS = {
    *(
        "coopadmin",
        "nowhere",
        "coop",
        "individual",
        "collective",
        "table",
        "csv",
        "json",
        "xlsx",
        "yes",
        "reprot",
        "shet",
        "html",
    ),
    *("cast", "present", "entitled", "represented", "rejected", "again", "lot"),
    *("general", "residents", "board", "committee", "candidates", "people", "books", "calls"),
    *COMMANDS,
    *" ".join(REPORTS).replace("-", " ").split(),
}
"""Words that are the same in every language: names of commands, formats and what was typed."""


def _outside_the_catalogue(text: str) -> str:
    text = " ".join(text.split())
    while (shorter := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = shorter
    return re.sub(r"--?[a-z-]+", " ", text)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Ask for every help there is and make every mistake there is, with each sentence of the catalogue marked."""
    asked = [["--help"], *([name, "--help"] for name in COMMANDS), *(["report", name, "--help"] for name in REPORTS)]
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER], input=json.dumps([*asked, *WRONG]), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_every_help_and_every_mistake_is_said_in_words_of_the_catalogue(said: dict[str, str]) -> None:
    assert len(said) == 1 + len(COMMANDS) + len(REPORTS) + len(WRONG)
    foreign = {
        words: left
        for words, text in said.items()
        if (left := set(re.findall(r"[A-Za-z]{3,}", _outside_the_catalogue(text))) - _OURS)
    }
    assert not foreign


def test_every_help_names_its_options(said: dict[str, str]) -> None:
    assert "--skip-bad" in said["import --help"]
    assert "--within" in said["report inspections --help"]
    assert "--quorum" in said["vote --help"]
    assert all(name in said["--help"] for name in COMMANDS)
    assert all(name in said["report --help"] for name in REPORTS)
