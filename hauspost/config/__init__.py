"""Knows what an operator may set, where it is written, and how to name everything that is wrong with it at once."""
