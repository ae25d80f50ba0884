"""A harness that pulls the plug: what a board does is broken off at every possible point, and then looked at.

One *run* is a seed, and the life of one store. From the seed follow what it begins with (empty, filled, encrypted, made
up, or of an older form) and some *turns* (`plans.py`): each is a process that carries out a few deeds (`script.py`,
`script_of_copies.py`) until something befalls it (`mishaps.py`):

- it is killed at the n-th *moment*: each time SQLite writes, syncs, cuts or deletes a file, and each time Python makes,
  moves or removes one, is a moment; a write may be cut in half. So every point of every deed can be reached, and a seed
  gives the same run again;
- or it is killed without warning after some time, by its own clock or by its parent (`Popen.kill` and its like);
- or from the n-th moment on the disk is full, gives errors, or may only be read, once or until the end;
- or its files may not grow, or its memory ends, or `Transaction.flush` says that it does.

Every process that is to be killed is: what was not reached is killed when it has done all, with its store open.

The process (`child.py`) tells its parent through a pipe what it begins, and what it has done with the number and the
link of the line in the journal (`told.py`). After each turn the parent (`inspection.py`) opens the store without any
other help and looks whether every deed that was told to be done is there, at most the one under way besides, nothing
else; whether `check` finds it whole (which holds the tables against the journal row by row: `db/agreement.py`); whether
every copy is whole and holds what it held, and there is one where one was made; whether the store opens with the
passphrase it should have; whether nothing half made lies about; whether a store that was put back is the old or the new
one and the replaced one is kept. Then the next turn goes on with what the last one left, as people do.

`test_torture.py` runs some turns of a few seeds in the suite. `make torture` goes on for TORTURE_MINUTES (30), prints
tables, and ends with 1 where anything was wrong. A seed is repeated with: python -m tests.torture --seed N

Where the system can copy a process, a turn is a copy of one that has all loaded; else each is begun anew. Moments are
counted by wrapping the file layer of the SQLite library that Python loaded, and that of the one for encrypted stores
(`moments.py`). Where a library cannot be reached, moments are those of Python alone, and killing goes by time.
"""
