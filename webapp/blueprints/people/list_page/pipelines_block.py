"""The pipelines in the sidebar, each with its stages."""

from markupsafe import Markup

from webapp.criteria.conditions import asking_for
from webapp.drawing import drawn
from webapp.listing.address import Address
from webapp.listing.counts import Totals
from webapp.pipelines.stages import Pipelines


def drawn_pipelines(address: Address, totals: Totals, pipelines: Pipelines) -> Markup:
    """Each pipeline as a heading that leads to its board, with its stages and how many stand there."""
    blocks = []
    for pipeline in pipelines:
        entries = []
        for stage in pipeline.stages:
            q = asking_for("stage", pipelines.shortest(stage))
            place = (stage.name, stage.hue, stage.filled, totals.stages[stage.id])
            entries.append((address.searching(q).url(), q == address.q, *place))
        board = address.searching("").on_board(pipeline.id).url()
        blocks.append((pipeline.name, board, tuple(entries)))
    return drawn("people/_pipelines_block.html", "pipelines", tuple(blocks))
