"""The builder's form of a question: rows and nested groups, as they stand on the screen while one edits."""
