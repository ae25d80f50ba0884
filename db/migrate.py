"""Making a store and bringing an older one up to date; Alembic is imported only when one of these is due."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from coopadmin import settings
from coopadmin.errors import Refused, StoreFull, StoreLocked, StoreNotUpgraded, StoreReadOnly, StoreUnusable, os_reason
from coopadmin.i18n import _
from db import schema
from db.drafts import draft_beside, put_in_place
from db.files import database_errors, open_file
from db.schema import APPLICATION_ID, explain, revision_of

_SCRIPTS = Path(__file__).parent / "migrations"


class _Failed(Exception):
    """A migration could not be carried out on what is in a store; everything it did was rolled back."""


def bring_up_to_date(path: Path, *, scripts: Path = _SCRIPTS) -> Path | None:
    """Give the store at `path` this version's form, and name the backup made first (None: nothing was due).

    Raises StoreMissing, StoreDamaged, StoreNewer, and StoreNotUpgraded where a migration fails; then the store is
    as it was, and one copy of it stays beside it however often that is tried.
    """
    if revision_of(path) == schema.HEAD:
        return None
    from db.backup_folders import keeping_of
    from db.backups import make_copy

    backup, _trouble = make_copy(keeping_of(path), "migration", settings.now().astimezone())
    try:
        _upgrade(path, scripts)
    except _Failed as error:
        raise StoreNotUpgraded(path, str(error), _kept(backup, path)) from error
    except BaseException:
        # The store is as it was, so the copy says nothing new; every next try would leave another.
        with suppress(OSError):
            backup.unlink(missing_ok=True)
        raise
    return backup


def _kept(backup: Path, path: Path) -> Path:
    """Give the copy the one name it has however often a migration is tried; gives where it lies."""
    from coopadmin.domain.backups import ENCRYPTED

    sealed = ENCRYPTED if backup.name.endswith(ENCRYPTED) else ""
    name = f"{path.stem}-before-{schema.HEAD}{path.suffix}{sealed}"
    # The folder that was chosen for copies may be on another disk, and nothing is renamed from one disk to another.
    for target in (path.with_name(name), backup.with_name(name)):
        with suppress(OSError):
            return backup.replace(target)
    return backup


def make_store(path: Path, *, scripts: Path = _SCRIPTS) -> None:
    """Make an empty store at `path`, private to the user; raises Refused where there is a file already.

    It is made beside its place under another name and moved there whole, so a failure leaves nothing.
    """
    try:
        if path.exists():
            raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=path))
        with draft_beside(path, _no_store_at) as draft:
            with closing(open_file(draft, "rw")) as connection:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            _upgrade(draft, scripts)
            if path.exists():
                raise Refused(_("There is already a file at {path}; nothing was changed.").format(path=path))
            put_in_place(draft, path)
    except _Failed as error:
        raise StoreUnusable(_("No store can be made at {path}: {why}").format(path=path, why=error)) from error
    except database_errors() as error:
        raise explain(error, path) from error
    except OSError as error:
        raise _no_store_at(path, error) from None


def _no_store_at(path: Path, error: OSError) -> StoreUnusable:
    return StoreUnusable(_("No store can be made at {path}: {why}").format(path=path, why=os_reason(error)))


def _upgrade(path: Path, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy import Connection
    from sqlalchemy.exc import DBAPIError

    import db.tables.everything  # noqa: F401  # pyright: ignore[reportUnusedImport] - declares the tables migrations speak of
    from db.engine import make_engine
    from db.triggers import drop_triggers, make_triggers

    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", scripts.as_posix().replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        drop_triggers(connection)
        command.upgrade(config, schema.HEAD)
        make_triggers(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise _Failed(_("a link in it is broken: {table} {row}").format(table=broken[0], row=broken[1]))

    # Table rebuilds need foreign keys off, and the pragma does nothing inside a transaction.
    engine = make_engine(path, write=True, foreign_keys=False)
    try:
        with engine.begin() as connection:
            run(connection)
    except DBAPIError as error:
        said = error.orig or error
        told = explain(said, path)
        # The file was found whole when it was copied, so it is the migration that failed, not the file.
        of_disk = any(sign in str(said).lower() for sign in ("disk i/o", "unable to open"))
        if of_disk or isinstance(told, StoreLocked | StoreFull | StoreReadOnly):
            raise told from error
        raise _Failed(str(said).partition("\n")[0]) from error
    except CommandError as error:
        raise _Failed(str(error).partition("\n")[0]) from error
    finally:
        engine.dispose()
