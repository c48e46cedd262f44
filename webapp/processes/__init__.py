"""Processes: what is done for people once they join or leave a group."""
