"""/import and /imports: a file on its way in, page by page."""
