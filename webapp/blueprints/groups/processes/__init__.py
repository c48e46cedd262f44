"""/groups/7/processes: what is done for who joins or leaves a group."""
