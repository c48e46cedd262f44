"""Groups: a tree that people are put into, and why each of them is in it."""
