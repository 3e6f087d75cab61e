"""Machines that answer machines, and strangers by the thousand: how much mail each can make us send."""
