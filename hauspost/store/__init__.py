"""Knows how arrivals, tickets, people and mails are kept, and what is written together or not at all."""
