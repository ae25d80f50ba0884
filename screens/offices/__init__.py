"""Offices: who holds them, when the term is over, and which seats are vacant."""
