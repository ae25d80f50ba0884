"""A harness that pulls the plug: what a board does is broken off at every possible point, and then looked at.

One *run* is a seed. From the seed follow a store to begin with (empty, filled, or of an older form), a script of deeds
(`script.py`), and what befalls the process that carries them out (`mishaps.py`):

- it is killed at the n-th *moment*: each time SQLite writes, syncs, cuts or deletes a file, and each time Python makes,
  moves or removes one, is a moment; a write may be cut in half. So every point of every deed can be reached, and a seed
  gives the same run again;
- or it is killed by its parent without warning, after some time (`Popen.kill` and its like);
- or from the n-th moment on the disk is full, gives errors, or may only be read, once or until the end;
- or its files may not grow, or its memory ends, or `Transaction.flush` says that it does.

The process (`child.py`) tells its parent through a pipe what it begins, and what it has done with the number and the
link of the line in the journal. Afterwards the parent (`inspection.py`) opens the store without any other help and
looks whether every deed that was told to be done is there, at most the one under way besides, nothing else; whether
`check` finds it whole (which holds the tables against the journal, row by row: `db/agreement.py`); whether nothing half
made lies about; whether a store that was put back is the old or the new one and the replaced one is kept.

`test_torture.py` runs some seeds in the suite. `make torture` goes on for TORTURE_MINUTES (30), prints a table, and
ends with 1 where anything was wrong. A seed is repeated with: python -m tests.torture --seed N

Moments are counted by wrapping the file layer of the SQLite library that Python loaded (`moments.py`). Where that
library cannot be reached, moments are those of Python alone, and killing goes by time.
"""
