"""Work beside the web: one schedule table, its runner, and the lease that makes one process run it."""
