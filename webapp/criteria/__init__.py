"""One language for "which people": a tree, read from text, said in English, asked of the database."""
