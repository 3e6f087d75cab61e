"""Knows how the tables came to be, revision by revision (`hauspost.store.migrate` runs them)."""
