"""A generated year of an office, and its report counted a second time, in plain Python over the raw rows."""
