"""Saved segments: filters kept under a name, for oneself or for everybody, with a reminder of their own."""
