"""Running Muster: the first run, backup, doctor, demo data."""
