"""A year of deadlines on two nodes, compared with a calendar that counts minutes."""
