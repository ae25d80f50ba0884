"""Deposits on the desk."""
