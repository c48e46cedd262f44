"""Selections: criteria saved by name for what comes next; what is kept of them, and what they are called."""
