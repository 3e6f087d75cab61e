"""Knows how arrivals, tickets, people and mails are kept in one database, and what is written together or not at all."""
