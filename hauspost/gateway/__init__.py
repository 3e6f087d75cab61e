"""The imperative shell: knows the sockets, loops, limited processes and the clock, and acts on conclusions."""
