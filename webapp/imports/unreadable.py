"""The one error of a file that cannot be read as a table."""


class UnreadableFile(ValueError):
    """The message is one sentence for the person who chose the file: what is wrong and what to do."""
