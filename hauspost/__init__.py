"""Hauspost knows how a mail to a house becomes a ticket, and how everybody who may know of it hears of it."""

__version__ = "0.1.0"
