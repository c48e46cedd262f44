"""What is wrong with a question, so that the person who asked can mend it."""


class CriteriaError(ValueError):
    """One sentence; `position` is the place in the text (None where there is no text), `suggestion` the
    nearest known word, '' if none is near."""

    def __init__(self, message: str, position: int | None = None, suggestion: str = ""):
        super().__init__(message)
        self.message = message
        self.position = position
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self.message} Did you mean {self.suggestion}?" if self.suggestion else self.message
