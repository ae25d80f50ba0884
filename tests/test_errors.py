"""Every error a person may meet is a sentence, in their language, with the exit code the command line gives it."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coopadmin import errors, i18n
from coopadmin.errors import (
    INSTALL_ENCRYPTION,
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
    os_reason,
)

STORE = Path("/home/noor/De Vonk.coop")
MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC)

EVERY: list[tuple[CoopadminError, int]] = [
    (Refused("one", "two"), 1),
    (Invalid([Problem("name", "give a name"), Problem("iban", "a digit is wrong")]), 1),
    (WrongUse("no such command"), 2),
    (Unreadable(Path("/tmp/leden.csv"), "it is empty"), 2),
    (FileUnusable("/home/noor/leden.csv", "it is a folder"), 2),
    (AnswerLost("the disk is full"), 2),
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
    assert str(error) == "/home/noor/leden.csv cannot be used: this user may not do that there"
    for other in (OSError(28, "No space left on device"), OSError(9, "Bad file", 7), ValueError("x"), OSError("x")):
        assert about_a_file(other) is None


REASONS = {
    "EACCES": ("this user may not do that there", "deze gebruiker mag dat daar niet"),
    "EBUSY": ("it is in use", "het is in gebruik"),
    "EDQUOT": ("the room this user may take is used up", "de ruimte die deze gebruiker mag innemen, is op"),
    "EEXIST": ("there is something of that name already", "er is al iets met die naam"),
    "EFBIG": ("the file grows too large for this disk", "het bestand wordt te groot voor deze schijf"),
    "EINVAL": ("the system does not accept it", "het systeem aanvaardt het niet"),
    "EIO": ("the disk gave an error", "de schijf gaf een fout"),
    "EISDIR": ("it is a folder", "het is een map"),
    "ELOOP": ("the links in the path lead round in a circle", "de koppelingen in het pad lopen in een kring rond"),
    "EMFILE": ("too many files are open", "er staan te veel bestanden open"),
    "ENAMETOOLONG": ("the name is too long", "de naam is te lang"),
    "ENFILE": ("too many files are open", "er staan te veel bestanden open"),
    "ENODEV": ("the disk or the device is not there", "de schijf of het apparaat is er niet"),
    "ENOENT": ("there is no such file or folder", "dat bestand of die map is er niet"),
    "ENOSPC": ("the disk is full", "de schijf is vol"),
    "ENOTDIR": ("a part of the path is no folder", "een deel van het pad is geen map"),
    "ENOTEMPTY": ("the folder is not empty", "de map is niet leeg"),
    "ENXIO": ("the disk or the device is not there", "de schijf of het apparaat is er niet"),
    "EPERM": ("this user may not do that there", "deze gebruiker mag dat daar niet"),
    "EROFS": ("the disk may only be read", "de schijf mag alleen worden gelezen"),
    "ESTALE": ("the network disk no longer knows the file", "de netwerkschijf kent het bestand niet meer"),
    "ETIMEDOUT": ("the disk did not answer in time", "de schijf antwoordde niet op tijd"),
    "ETXTBSY": ("it is in use by another program", "het is in gebruik bij een ander programma"),
}


@pytest.mark.parametrize("name", [one for one in REASONS if hasattr(errno, one)])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_why_the_system_refuses_is_said_in_the_language_in_use(name: str, language: str) -> None:
    number = getattr(errno, name)
    i18n.use(language)
    english, dutch = REASONS[name]
    assert os_reason(OSError(number, os.strerror(number))) == {"en": english, "nl": dutch}[language]


@pytest.mark.parametrize(
    ("number", "winerror", "said"),
    [
        (errno.EACCES, 32, "it is in use by another program"),
        (errno.EACCES, 33, "it is in use by another program"),
        (errno.EACCES, 5, "this user may not do that there"),
        (errno.EINVAL, 39, "the disk is full"),
        (errno.ENOSPC, 112, "the disk is full"),  # which Python tells by the number others have
    ],
)
def test_what_windows_tells_by_a_number_of_its_own_is_said(number: int, winerror: int, said: str) -> None:
    class OfWindows(OSError):
        def __init__(self) -> None:
            super().__init__(number, "Het proces heeft geen toegang")
            self.winerror = winerror

    assert os_reason(OfWindows()) == said


def test_what_has_no_words_of_ours_keeps_those_of_the_system() -> None:
    assert os_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert os_reason(OSError(99999, "Something new")) == "Something new"
    assert os_reason(OSError("it was not written whole")) == "it was not written whole"
    assert os_reason(TimeoutError()) == "TimeoutError"


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


@pytest.mark.parametrize("page", ["README.md", "README.nl.md"])
def test_what_encryption_needs_is_installed_by_the_command_that_the_readme_gives(page: str) -> None:
    readme = Path(__file__).parent.parent / page
    assert f"    {INSTALL_ENCRYPTION} " in readme.read_text(encoding="utf-8")
    assert INSTALL_ENCRYPTION in str(EncryptionMissing())
