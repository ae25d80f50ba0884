"""Tenancy contracts and rents on the desk."""
