"""Candidates on the desk: all of them, the waiting list, and the pool."""
