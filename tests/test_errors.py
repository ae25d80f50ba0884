"""Every error a person may meet is a sentence, in their language, with the exit code the command line gives it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coopadmin import errors, i18n
from coopadmin.errors import (
    AnswerLost,
    ChangedMeanwhile,
    CoopadminError,
    EncryptionMissing,
    FileUnusable,
    Invalid,
    Meanwhile,
    PassphraseWrong,
    Problem,
    Refused,
    StoreDamaged,
    StoreEncrypted,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreNotUpgraded,
    StoreReadOnly,
    StoreReplaced,
    StoreUnusable,
    Unreadable,
    WrongUse,
    about_a_file,
)

STORE = Path("/home/noor/De Vonk.coop")
MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC)

EVERY: list[tuple[CoopadminError, int]] = [
    (Refused("one", "two"), 1),
    (Invalid([Problem("name", "give a name"), Problem("iban", "a digit is wrong")]), 1),
    (WrongUse("no such command"), 2),
    (Unreadable(Path("/tmp/leden.csv"), "it is empty"), 2),
    (FileUnusable("/home/noor/leden.csv", "Permission denied"), 2),
    (AnswerLost("No space left on device"), 2),
    (StoreUnusable("no"), 3),
    (StoreMissing(STORE), 3),
    (StoreLocked(STORE), 3),
    (StoreDamaged(STORE, "the file is damaged"), 3),
    (StoreNewer(STORE, "0007"), 3),
    (StoreFull(STORE), 3),
    (StoreReadOnly(STORE), 3),
    (StoreNotUpgraded(STORE, "a link in it is broken", STORE.with_name("copy.coop")), 3),
    (StoreReplaced(STORE), 3),
    (StoreEncrypted(STORE), 3),
    (PassphraseWrong(STORE), 3),
    (EncryptionMissing(), 3),
    (ChangedMeanwhile([Meanwhile("person", 1, "phone", "06-2", "06-3", "Emre", MOMENT)]), 1),
]


@pytest.mark.parametrize(("error", "code"), EVERY, ids=lambda value: type(value).__name__)
def test_an_error_has_a_sentence_and_an_exit_code(error: CoopadminError, code: int) -> None:
    assert str(error)
    assert error.exit_code == code


def test_every_kind_of_error_is_looked_at_here() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, CoopadminError)}
    assert kinds == {CoopadminError, *(type(error) for error, _code in EVERY)}


@pytest.mark.parametrize(
    "error",
    [one for one, _code in EVERY if isinstance(one, StoreUnusable) and not isinstance(one, EncryptionMissing)][1:],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_the_store_names_the_file_and_never_swallows_a_word(error: StoreUnusable) -> None:
    assert str(STORE) in str(error)
    assert "{" not in str(error)


def test_what_is_wrong_with_a_file_names_it_without_its_folders() -> None:
    assert str(EVERY[3][0]) == "leden.csv cannot be read: it is empty"


def test_only_an_error_that_names_a_file_is_taken_for_one_about_a_file() -> None:
    error = about_a_file(PermissionError(13, "Permission denied", "/home/noor/leden.csv"))
    assert str(error) == "/home/noor/leden.csv cannot be used: Permission denied"
    for other in (OSError(28, "No space left on device"), OSError(9, "Bad file", 7), ValueError("x"), OSError("x")):
        assert about_a_file(other) is None


def test_a_form_is_told_everything_at_once_in_its_own_order() -> None:
    invalid = EVERY[1][0]
    assert isinstance(invalid, Invalid)
    assert invalid.reasons == ("give a name", "a digit is wrong")
    assert [problem.field for problem in invalid.problems] == ["name", "iban"]
    assert str(invalid) == "give a name\na digit is wrong"


def test_the_sentence_is_made_in_the_language_that_is_spoken_then() -> None:
    i18n.use("nl")
    dutch = str(StoreLocked(STORE))
    i18n.use("en")
    assert str(STORE) in dutch
    assert "in use by another program" in str(StoreLocked(STORE))
