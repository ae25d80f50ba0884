"""Hostile input: valid files that are spoilt by bytes and by structure, and what must come of reading them."""
