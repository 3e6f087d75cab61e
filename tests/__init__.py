"""The tests: each name is a sentence that the reader should believe."""
