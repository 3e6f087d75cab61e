"""The operator's door: knows the commands, their options and what they print; it holds no rules."""
