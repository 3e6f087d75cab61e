"""Knows what the operator decided: read once, judged as a whole, handed on in pieces."""
