"""How fast it is, against the least that could be done for the same; `make bench` prints one table."""
