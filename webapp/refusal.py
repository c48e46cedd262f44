"""What Muster refuses to whoever starts it."""


class Refusal(Exception):
    """One sentence that ends a command: what is wrong and what to do."""
