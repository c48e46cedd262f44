"""Making one person of several, and taking them apart again."""
