"""Knows the revisions; the newest one agrees with `hauspost.store.schema`, which a test compares."""
