"""Knows which conversation a mail belongs to, and how well the mail proves it."""
