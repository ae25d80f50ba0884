"""Contractors on the desk."""
