"""Clearing the queue of bank lines that wait for their place."""
