"""The copies of a store that are made by themselves: when one is due, and which go in time.

Nothing about them is stored (see `db/backup_folders.py`), and nothing that goes wrong with one stops the work.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from coopadmin import log, settings
from coopadmin.domain.association import RuleValue
from coopadmin.domain.backups import ENCRYPTED, Stamp, Thinning, copy_name, kept, read_name, thinning_day, thinning_on
from coopadmin.errors import CoopadminError, os_reason
from coopadmin.i18n import _
from db.backup import back_up
from db.backup_folders import (
    Keeping,
    Newest,
    all_asked,
    asked,
    chosen_folder,
    files_of,
    folders,
    in_folder,
    is_locked,
    is_there,
    newest_of,
    own_folder,
)
from db.drafts import held_beside
from db.heads import let_go
from db.sealed_backup import back_up_for
from db.sweeping import ASKS_FIRST_LINK

_LINK = "SELECT chain FROM journalentry WHERE id = ?"
_RULES = "SELECT name, value, valid_from, source FROM setting WHERE name LIKE 'copies_%'"


def make_copy(
    keeping: Keeping, why: str, moment: datetime, *, on_copied: Callable[[], object] | None = None
) -> tuple[Path, str]:
    """Make a verified copy of the store at a moment; gives its file, and what is to be said of where it had to go.

    Where the chosen folder is gone or full, or the keys cannot be used, it lies beside the store. `on_copied` is called
    when the store is not looked at any more. Raises StoreUnusable and its kin where none could be made.
    """
    stamp = Stamp(moment.replace(microsecond=0, tzinfo=None), why)
    own = own_folder(keeping.path)
    folder, trouble = _place(keeping)
    copied = Event()

    def told() -> None:
        copied.set()
        if on_copied is not None:
            on_copied()

    if folder != own or keeping.recipients:
        try:
            return _made(keeping.path, folder, stamp, keeping.recipients, told), trouble
        except CoopadminError as error:
            if on_copied is not None and copied.is_set():
                raise  # by now the store may be another than was to be copied
            # What is not encrypted goes no further than the store itself.
            sentence = _("{why} So it lies beside the store, in {own}, as readable as the store.")
            trouble = sentence.format(why=error, own=own)
    return _made(keeping.path, own, stamp, (), told), trouble


def _made(path: Path, folder: Path, stamp: Stamp, recipients: Sequence[str], on_copied: Callable[[], object]) -> Path:
    target = _free(folder, path, stamp)
    if recipients:
        sealed = target.with_name(target.name + ENCRYPTED)
        return back_up_for(path, sealed, recipients, on_copied=on_copied)
    made = back_up(path, target, on_copied=on_copied)
    let_go(made)
    return made


@contextmanager
def copied_before(keeping: Keeping, why: str, now: datetime, tell: Callable[[str], object]) -> Generator[None]:
    """Copy the store before something large is taken in; what goes wrong is told in a sentence, and stops nothing.

    What is done within begins when all is copied; the copy is verified meanwhile. An empty store needs none, nor does
    one that was copied for the same since its last deed.
    """

    def work(on_copied: Callable[[], object]) -> str:
        newest = newest_of(keeping.path)
        if newest is None or newest.entry_id <= 1 or _is_held(keeping, newest, now, ("import", "bank", "migration")):
            return ""
        thin(keeping, now)
        return make_copy(keeping, why, now, on_copied=on_copied)[1]

    wait = _until_copied(work, tell)
    try:
        yield
    finally:
        wait()


def end_day(keeping: Keeping, now: datetime) -> str:
    """Copy the store at the end of a working day, where anything was done since the last copy; says what went wrong.

    It takes the place of the earlier copy of that day, where that can be looked into and holds nothing else. A day that
    was not ended then is ended later: its copy bears the moment of its last deed.
    """

    def work() -> str:
        trouble = _end_day(keeping, now)
        thin(keeping, now)
        return trouble

    return _told(work)


def begin_day(keeping: Keeping, now: datetime, tell: Callable[[str], object]) -> None:
    """Copy the store before the first change of a day, where an earlier day was not ended.

    What goes wrong is told in a sentence, and stops nothing. It is over when all is copied; the copy is verified
    meanwhile, and the program does not end before that.
    """

    def work(on_copied: Callable[[], object]) -> str:
        newest = newest_of(keeping.path)
        # A deed of a day that is still to come was done by a wrong clock: what it is now tells of no day's end.
        if newest is None or newest.at.date() == now.date():
            return ""
        thin(keeping, now)
        return _end_day(keeping, now, on_copied)

    _until_copied(work, tell)


def _end_day(keeping: Keeping, now: datetime, on_copied: Callable[[], object] | None = None) -> str:
    newest = newest_of(keeping.path)
    if newest is None or newest.entry_id <= 1 or _is_held(keeping, newest, now):
        return ""
    moment = now if newest.at.date() >= now.date() else newest.at + timedelta(seconds=1)
    made, trouble = make_copy(keeping, "day", moment, on_copied=on_copied)
    _replace_earlier(keeping.path, made)
    return trouble


def _until_copied(work: Callable[[Callable[[], object]], str], tell: Callable[[str], object]) -> Callable[[], None]:
    """Begin some work in a thread and wait until it says that all is copied; gives what waits until it is done."""
    copied = Event()

    def run() -> None:
        try:
            trouble = _told(lambda: work(copied.set))
            if trouble:
                tell(trouble)
        finally:
            copied.set()

    thread = Thread(target=run, name="copy")
    try:
        thread.start()
    except RuntimeError:
        # There is no memory for one: then all of it is done before the work goes on.
        run()
        return lambda: None
    # A thread that ends for want of memory may not even come to say so.
    while thread.is_alive() and not copied.wait(1):
        pass
    return thread.join


def _told(work: Callable[[], str]) -> str:
    try:
        trouble = work()
    except CoopadminError as error:
        trouble = str(error)
    except OSError as error:
        trouble = os_reason(error)
    except Exception as error:  # noqa: BLE001 - the outermost door of the thread; no copy may stop the work
        trouble = log.unexpected(error)
    return _("About the copy of the store: {trouble}").format(trouble=trouble) if trouble else ""


def _place(keeping: Keeping) -> tuple[Path, str]:
    """Choose the folder of the next copy, and say where the chosen one cannot be it."""
    own = own_folder(keeping.path)
    if keeping.folder is None:
        return own, ""
    if not is_there(keeping.folder):
        sentence = _("the folder {folder} is not there, so the copy lies beside the store, in {own}.")
        return own, sentence.format(folder=keeping.folder, own=own)
    chosen = chosen_folder(keeping, keeping.folder)
    try:
        settings.private_folder(chosen)
    except OSError as error:
        why = os_reason(error)
        sentence = _("the folder {folder} cannot be written ({why}), so the copy lies beside the store, in {own}.")
        return own, sentence.format(folder=keeping.folder, why=why, own=own)
    return chosen, ""


def _free(folder: Path, path: Path, stamp: Stamp) -> Path:
    """Name a copy as no other is named, encrypted or not."""
    while True:
        target = folder / copy_name(path.stem, path.suffix, stamp)
        if not target.exists() and not target.with_name(target.name + ENCRYPTED).exists():
            return target
        stamp = replace(stamp, number=stamp.number + 1)


def _is_held(keeping: Keeping, newest: Newest, now: datetime, whys: tuple[str, ...] = ()) -> bool:
    """Tell whether the folder of the next copy has one that holds the store as it is, made for one of `whys` if any.

    Of one that nobody can look into, its moment tells; not a moment that is still to come, which a wrong clock gave.
    Where such a clock gave the newest deed a day that is still to come, the copy of a day counts for that day.
    """
    here = now.replace(tzinfo=None)
    for one in in_folder(keeping.path, _place(keeping)[0]):
        if (whys and one.stamp.why not in whys) or one.sealed != bool(keeping.recipients):
            continue
        if one.sealed:
            of_today = one.stamp.why == "day" and one.stamp.moment.date() == here.date() < newest.at.date()
            if newest.at < one.stamp.moment <= here or (of_today and not whys):
                return True
        elif newest.at.replace(microsecond=0) <= one.stamp.moment or newest.at > here:
            with suppress(CoopadminError):
                if newest_of(one.file, immutable=True) == newest:
                    return True
    return False


def _replace_earlier(path: Path, made: Path) -> None:
    """Remove the earlier copies of a day, now that a later one is there; not one that may hold what the store has not.

    What is behind a key may, so that goes with the thinning only.
    """
    stamp = read_name(made.name, path.stem, path.suffix)
    earlier: list[Path] = []
    for one in in_folder(path, made.parent):
        same_day = stamp is not None and one.stamp.moment.date() == stamp.moment.date() and one.stamp < stamp
        if one.stamp.why == "day" and same_day and not one.sealed and _is_past_of(path, one.file):
            earlier.append(one.file)
    if not earlier:
        return
    # What stays of them goes with the thinning; the later one is there, and that is what counts.
    with suppress(OSError), held_beside(path) as alone:
        for file in earlier if alone and made.exists() else ():
            with suppress(OSError):
                file.unlink(missing_ok=True)


def _is_past_of(path: Path, file: Path) -> bool:
    """Tell whether a copy holds nothing that the journal of the store does not."""
    try:
        newest = newest_of(file, immutable=True)
        return newest is not None and asked(path, _LINK, newest.entry_id) == (newest.link,)
    except CoopadminError:
        return False


# -- thinning --------------------------------------------------------------------------------------------------------


def thin(keeping: Keeping, now: datetime) -> tuple[Path, ...]:
    """Remove the copies that have had their time, each folder by itself; names those that are gone.

    Only files named by this program go, and, as far as can be seen, only copies of this store. None goes while somebody
    removes another one, who may count on it.
    """
    rule = thinning_of(keeping.path, now.date())
    if not _outlived(keeping, now, rule):
        return ()
    gone: list[Path] = []
    with suppress(OSError), held_beside(keeping.path) as alone:
        for file in _outlived(keeping, now, rule) if alone else ():
            with suppress(OSError):
                file.unlink()
                gone.append(file)
    return tuple(gone)


def _outlived(keeping: Keeping, now: datetime, rule: Thinning) -> list[Path]:
    """Name the copies that have had their time."""
    gone: list[Path] = []
    for folder in folders(keeping):
        named = [(read_name(file.name, keeping.path.stem, keeping.path.suffix), file) for file in files_of(folder)]
        stamps = {stamp for stamp, _file in named if stamp}
        stays = kept(stamps, thinning_day(stamps, now.date(), rule), rule)
        gone += [file for stamp, file in named if stamp and stamp not in stays and _is_ours(keeping.path, file)]
    return gone


def thinning_of(path: Path, on: date) -> Thinning:
    """Give how the copies of a store are thinned on a day, by its own rules; raises StoreUnusable and its kin."""
    rows = all_asked(path, _RULES)
    return thinning_on((RuleValue(name, value, date.fromisoformat(day), why) for name, value, day, why in rows), on)


def _is_ours(path: Path, file: Path) -> bool:
    # What is behind a key, or a passphrase of before, nobody can look at: the name must do.
    if file.name.endswith(ENCRYPTED) or is_locked(file):
        return True
    try:
        return asked(file, ASKS_FIRST_LINK, immutable=True) == asked(path, ASKS_FIRST_LINK)
    except CoopadminError:
        return False
