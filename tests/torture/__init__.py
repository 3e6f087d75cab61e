"""Hauspost under faults: a real `serve` that is killed at any moment, and what must hold nevertheless (SAFETY)."""
