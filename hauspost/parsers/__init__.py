"""Knows how octets become a mail, and how a mail becomes what a person wrote, wishes and attached."""
