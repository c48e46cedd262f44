"""The text of a note with the colleagues whom it mentions, called as they are now."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from webapp.drawing import drawn_around
from webapp.people.mentions import pieces


def drawn_note(text: str, mentions: Mapping[str, int], names: Mapping[int, str]) -> Markup | str:
    """The text, escaped where it is drawn, with a chip for each mention; `names` are those of users."""
    if not mentions:
        return text
    return Markup("").join(
        drawn_around("components/mention.html", "mention", name=names[piece.user_id])
        if piece.user_id in names
        else escape(piece.text)
        for piece in pieces(text, mentions)
    )
