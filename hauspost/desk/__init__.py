"""The rules of the house: knows who may do and read what, which move follows which, and who is told."""
