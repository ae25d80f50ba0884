"""The way in, for `coopadmin` and `python -m coopadmin`."""

from __future__ import annotations

import sys


def main() -> int:
    """Do what the words on the command line ask; gives the exit code.

    Telling the version needs nothing else, so it loads nothing else. Who breaks off before that door is reached has
    broken off nothing.
    """
    words = sys.argv[1:]
    if words == ["--version"]:
        from coopadmin import __version__

        sys.stdout.write(f"coopadmin {__version__}\n")
        return 0
    try:
        from coopadmin.cli.door import enter

        return enter(words)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
