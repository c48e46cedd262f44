"""/bulk: choosing people, asking what to do with them, doing it, and following what takes long."""
