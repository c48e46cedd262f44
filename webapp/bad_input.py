"""What is refused of what somebody typed or chose."""

from typing import ClassVar


class BadInput(ValueError):
    """One sentence on what is wrong; `about` is the input that it belongs to, '' for the whole form."""

    usually: ClassVar[str] = "name"

    def __init__(self, sentence: str, about: str | None = None):
        super().__init__(sentence)
        self.about = self.usually if about is None else about
