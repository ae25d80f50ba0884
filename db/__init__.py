"""The store: engine, tables, queries, journal, backup and migrations."""
