"""A program in a real terminal (a pty), with the moments at which it showed something."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence

_ESCAPES = re.compile(rb"\x1b\[[0-9;?:<>=]*[A-Za-z~]|\x1b[()][A-Z0-9]|\x1b[=>]|\x1b\][^\x07]*\x07|\x1bP[^\x1b]*\x1b\\")


class Terminal:
    """Starts a program in a terminal of 120 × 40 and reads what it shows."""

    def __init__(self, words: Sequence[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execvpe(words[0], list(words), {**os.environ, **environment, "TERM": "xterm-256color"})
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._seen = b""

    def until(self, marker: str, seconds: float = 30) -> float:
        """Read until `marker` was shown since the last key; gives the moment, raises TimeoutError."""
        wanted = marker.encode()
        limit = time.perf_counter() + seconds
        while time.perf_counter() < limit:
            ready, _, _ = select.select([self.handle], [], [], 0.2)
            if ready:
                try:
                    self._seen += os.read(self.handle, 1 << 16)
                except OSError:
                    break
                if wanted in _ESCAPES.sub(b"", self._seen):
                    return time.perf_counter()
        raise TimeoutError(f"{marker!r} was not shown; last: {_ESCAPES.sub(b'', self._seen)[-300:]!r}")

    def quiet(self, seconds: float = 0.25) -> None:
        """Read until nothing was shown for a while."""
        while select.select([self.handle], [], [], seconds)[0]:
            try:
                os.read(self.handle, 1 << 16)
            except OSError:
                return
        self._seen = b""

    def press(self, keys: str) -> float:
        """Press keys; gives the moment, and forgets what was shown before."""
        self._seen = b""
        os.write(self.handle, keys.encode())
        return time.perf_counter()

    def ended(self, seconds: float = 10) -> int:
        """Wait until the program ends by itself; gives its exit code, raises TimeoutError."""
        limit = time.perf_counter() + seconds
        while time.perf_counter() < limit:
            with contextlib.suppress(OSError):
                if select.select([self.handle], [], [], 0.05)[0]:
                    self._seen += os.read(self.handle, 1 << 16)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.handle)
                return os.waitstatus_to_exitcode(status)
        raise TimeoutError("the program did not end")

    @property
    def seen(self) -> bytes:
        """What came since the last key, escapes and all."""
        return self._seen

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)
