"""Today: who waits for one, and how people stand."""
