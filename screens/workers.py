"""Work beside the screen: every read and write runs in a thread, and what goes wrong becomes a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual import work
from textual.css.query import NoMatches

from coopadmin import log
from coopadmin.errors import CoopadminError, about_a_file
from screens.typed_ahead import DOING, is_at_work

if TYPE_CHECKING:
    from db.seen import Seen
    from screens.app import CoopApp


SEEN: ContextVar[Seen | None] = ContextVar("SEEN", default=None)
"""How new what a person works on was when it was read: the first thing read by what they started."""


READING = ("list", "card", "desk")
"""Groups of workers that read a page."""


class OnDesk(Protocol):
    """A screen or widget of this app."""

    @property
    def app(self) -> CoopApp:
        """The app it belongs to."""
        ...

    @property
    def display(self) -> bool:
        """Whether it stands on the screen: no longer from the moment it is being taken down."""
        ...


S = TypeVar("S", bound=Any)
P = ParamSpec("P")


def background(
    group: str, *, exclusive: bool = True
) -> Callable[[Callable[Concatenate[S, P], Coroutine[Any, Any, None]]], Callable[Concatenate[S, P], Any]]:
    """Run an async method as a worker of `group`; with `exclusive` a newer call stops the older one.

    What does something (`DOING`) is not stopped, for its thread would go on and do it all the same: while it is under
    way a newer call does nothing. A sentence of ours (CoopadminError) is told to the person; anything else goes to the
    page for the unexpected. A page of which the reading failed is read again when somebody goes to it.
    """

    def decorate(
        method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
    ) -> Callable[Concatenate[S, P], Any]:
        @wraps(method)
        async def run(self: S, *args: P.args, **kwargs: P.kwargs) -> None:
            was_done = await guarded(self.app, _while_there(self, method(self, *args, **kwargs)))
            if group in READING:
                (self.app.unread.discard if was_done else self.app.unread.add)(self)

        begin = work(run, group=group, exclusive=exclusive, name=method.__name__)
        if not exclusive or group not in DOING:
            return begin

        @wraps(method)
        def begin_once(self: S, *args: P.args, **kwargs: P.kwargs) -> object:
            return None if is_at_work(self, (group,)) else begin(self, *args, **kwargs)

        return begin_once

    return decorate


def leave(page: Any) -> None:
    """Leave a page that has nothing to show any more; one that another lies on reads again when it shows, and leaves.

    `page` is a screen that keeps in `_read_at` of which changes it knows.
    """
    if page.is_active:
        page.dismiss(None)
    else:
        page._read_at = -1


async def _while_there(node: OnDesk, doing: Awaitable[None]) -> None:
    """Await work of a page or a part of one; once that is being taken down nobody waits for what would be shown.

    Its widgets go before its work is stopped, so that what was just read may find no place to stand.
    """
    try:
        await doing
    except NoMatches:
        if node.display:
            raise


async def guarded(app: CoopApp, doing: Awaitable[None]) -> bool:
    """Await something a person started; tell them when it could not be. Tells whether it could."""
    SEEN.set(None)
    try:
        await doing
        return True
    except CoopadminError as error:
        app.tell(error)
    except Exception as error:  # noqa: BLE001 - the outermost door of the desk: nothing may end it unsaid
        named = about_a_file(error)
        if named is None:
            app.tell_unexpected(error)
        else:
            log.noted(error)
            app.tell(named)
    return False
