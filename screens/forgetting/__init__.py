"""Forgetting candidates on the desk."""
