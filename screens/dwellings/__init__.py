"""Homes on the desk."""
