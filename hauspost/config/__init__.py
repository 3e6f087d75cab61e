"""Knows what an operator may set and where, and names everything that is wrong with it at once."""
