"""The list of people: its columns, sorts, pages and counts, and the same list as a file."""
