"""The errors a person may meet, each with the exit code the command line gives it.

    CoopadminError
      Refused             1   a rule or the data says no; nothing was changed
        Invalid               a form or a row: one reason per field
        ChangedMeanwhile      somebody else changed it since it was read
      WrongUse            2   wrong words, or a file that cannot be read as what it should be
        Unreadable  FileUnusable  AnswerLost
      StoreUnusable       3   the store is missing, locked, damaged, or made by a newer version
        StoreMissing  StoreLocked  StoreDamaged  StoreNewer  StoreFull  StoreReadOnly
        StoreEncrypted  PassphraseWrong  EncryptionMissing  StoreReplaced

Every class builds its own sentence, in the language in use: what is wrong, where, and what would be right.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coopadmin.i18n import N_, _

INSTALL_ENCRYPTION = "pipx install --force '.[encryption]'"
"""The command that installs what encryption needs, from the folder of the program; README.md gives the same."""

_REASONS: dict[str, str] = {
    "EACCES": N_("this user may not do that there"),
    "EBUSY": N_("it is in use"),
    "EDQUOT": N_("the room this user may take is used up"),
    "EEXIST": N_("there is something of that name already"),
    "EFBIG": N_("the file grows too large for this disk"),
    "EINVAL": N_("the system does not accept it"),
    "EIO": N_("the disk gave an error"),
    "EISDIR": N_("it is a folder"),
    "ELOOP": N_("the links in the path lead round in a circle"),
    "EMFILE": N_("too many files are open"),
    "ENAMETOOLONG": N_("the name is too long"),
    "ENFILE": N_("too many files are open"),
    "ENODEV": N_("the disk or the device is not there"),
    "ENOENT": N_("there is no such file or folder"),
    "ENOSPC": N_("the disk is full"),
    "ENOTDIR": N_("a part of the path is no folder"),
    "ENOTEMPTY": N_("the folder is not empty"),
    "ENXIO": N_("the disk or the device is not there"),
    "EPERM": N_("this user may not do that there"),
    "EROFS": N_("the disk may only be read"),
    "ESTALE": N_("the network disk no longer knows the file"),
    "ETIMEDOUT": N_("the disk did not answer in time"),
    "ETXTBSY": N_("it is in use by another program"),
}
"""Why the system does not do what was asked, by the name of its number."""

_ON_WINDOWS = {32: "ETXTBSY", 33: "ETXTBSY", 39: "ENOSPC"}
"""What Windows tells by a number of its own that is lost in the one others have."""


def os_reason(error: OSError) -> str:
    """Say why the system refused, as the end of a sentence after a colon; in its own words where we have none."""
    name = _ON_WINDOWS.get(getattr(error, "winerror", None) or 0) or errno.errorcode.get(error.errno or 0, "")
    if name in _REASONS:
        return _(_REASONS[name])
    return error.strerror or str(error) or type(error).__name__


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field: `field` as the code names it, `message` as a person reads it."""

    field: str
    message: str


class CoopadminError(Exception):
    """Anything this program says no to; `str()` gives the sentence."""

    exit_code = 1


class Refused(CoopadminError):
    """A rule or the data forbids it; `reasons` are sentences, and nothing was changed."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class Invalid(Refused):
    """What was filled in cannot be; `problems` says which field and why, in the order of the form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.message for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One column that somebody else changed since it was read: what they made of it, and what is wanted, as text."""

    table: str
    row_id: int
    column: str
    theirs: str
    ours: str
    actor: str
    at: datetime
    touched: bool = True
    """Whether what is wanted differs from what was read; else it was only left as it stood."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the same since it was read; `changes` says what, and which of the two holds is asked.

    `shown` is the newest line of the journal when the two were compared, and its link: what comes after it is not in
    `changes`.
    """

    def __init__(self, changes: Sequence[Meanwhile], shown: tuple[int, str] = (0, "")) -> None:
        self.changes = tuple(changes)
        self.shown = shown
        who = ", ".join(sorted({change.actor for change in changes}))
        super().__init__(
            _("{who} changed this while you had it open. Look at it as it is now, and do it again.").format(who=who)
        )


class WrongUse(CoopadminError):
    """The command was worded wrongly."""

    exit_code = 2


class Unreadable(WrongUse):
    """A file cannot be read as what it should be."""

    def __init__(self, file: Path, why: str) -> None:
        self.file = file
        super().__init__(_("{file} cannot be read: {why}").format(file=file.name, why=why))


class FileUnusable(WrongUse):
    """A file or folder that was named cannot be looked for, or not be used as it should."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(_("{file} cannot be used: {why}").format(file=file, why=why))


def unwritten(file: Path, error: OSError) -> WrongUse:
    """Make the error for a file or folder that was named and cannot be written."""
    return WrongUse(_("{file} cannot be written: {why}").format(file=file, why=os_reason(error)))


class AnswerLost(WrongUse):
    """What a command answers cannot be written where it was sent; what it saved before stays saved."""

    def __init__(self, why: str) -> None:
        super().__init__(_("The answer could not be written: {why}. What was saved is safe.").format(why=why))


def about_a_file(error: Exception) -> FileUnusable | None:
    """Make the error that a person understands of one about a file they named; None where it is about none."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return FileUnusable(error.filename, os_reason(error))
    return None


class StoreUnusable(CoopadminError):
    """The store cannot be used; the file is left as it was."""

    exit_code = 3


class StoreMissing(StoreUnusable):
    """There is no store where one was expected."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "There is no store at {path}. Make one with: coopadmin init --name NAME, or name another with --store."
            ).format(path=path)
        )


class StoreLocked(StoreUnusable):
    """Another program is writing and did not finish in time."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The store {path} is in use by another program. Close it there, or wait a moment "
                "and try again; nothing was changed."
            ).format(path=path)
        )


class StoreReplaced(StoreUnusable):
    """Another file was put in the place of the store between opening it and writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "Another file was put in the place of the store {path} just now: a copy, or the store encrypted. "
                "Nothing was changed; do it again on what is there now."
            ).format(path=path)
        )


class StoreDamaged(StoreUnusable):
    """The file is not a store, or is no longer a whole one."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            _("The store {path} cannot be read: {why}. Put a backup back with: coopadmin restore FILE.").format(
                path=path, why=why
            )
        )


class StoreNotUpgraded(StoreUnusable):
    """The store has an older form and could not be given this version's; it is as it was, and so is its copy."""

    def __init__(self, path: Path, why: str, copy: Path) -> None:
        super().__init__(
            _(
                "The store {path} could not be brought to the form of this version ({why}). Nothing was changed in it, "
                "and a copy of it is safe at {copy}. Go on with the version of coopadmin you had before, and tell its "
                "makers what stands between the brackets."
            ).format(path=path, why=why, copy=copy)
        )


class StoreNewer(StoreUnusable):
    """The store was written by a later version of this program."""

    def __init__(self, path: Path, revision: str) -> None:
        super().__init__(
            _(
                "The store {path} was made by a newer version of coopadmin (its form is {revision}). "
                "Install the newest version to open it; nothing was changed."
            ).format(path=path, revision=revision)
        )


class StoreFull(StoreUnusable):
    """The disk has no room left."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The disk that holds {path} is full. Make room and try again; nothing was changed.").format(path=path)
        )


class StoreReadOnly(StoreUnusable):
    """The store or its folder may not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The store {path} may only be read. Ask for the right to write it and its folder, "
                "or copy it to a place of your own; nothing was changed."
            ).format(path=path)
        )


class StoreEncrypted(StoreUnusable):
    """The store opens only with its passphrase, which was not given."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _(
                "The store {path} is encrypted. Open it from a terminal, where its passphrase can be asked, or give "
                "the passphrase in COOPADMIN_PASSPHRASE."
            ).format(path=path)
        )


class PassphraseWrong(StoreUnusable):
    """The passphrase does not open the store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _("This passphrase does not open {path}. Capitals and spaces count; try again.").format(path=path)
        )


class EncryptionMissing(StoreUnusable):
    """The library that opens encrypted stores is not installed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Encrypted stores need a part that is not installed. Install it from the folder of coopadmin: {command}"
            ).format(command=INSTALL_ENCRYPTION)
        )
