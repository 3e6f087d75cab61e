"""The imperative shell: knows the sockets, the loops, the limited processes and the clock, and carries out what the pure parts conclude."""
