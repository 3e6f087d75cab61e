"""Knows how a notice becomes a mail: its words, its look and its headers."""
