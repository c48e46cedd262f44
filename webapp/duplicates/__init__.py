"""People who are probably the same: found, scored, listed, dismissed."""
