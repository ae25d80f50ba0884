"""Shared rooms and things, and their bookings, on the desk."""
