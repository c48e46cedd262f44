"""The demo's pipelines beside Sales, and where invented people stand in them."""

from webapp.formatting import DAY
from webapp.pipelines.stages import Pipelines, add_pipeline_of

PIPELINES = {
    "Partners": (
        ("Found", "gray", False),
        ("Talking", "teal", False),
        ("Agreement", "violet", False),
        ("Partner", "green", False),
        ("Not now", "red", True),
    ),
    "Renewals": (
        ("Due soon", "amber", False),
        ("Offer sent", "blue", False),
        ("Renewed", "green", False),
        ("Cancelled", "red", True),
    ),
}
STANDING = 0.5
"""The share of people who stand in a pipeline."""
EPOCH_DAY = 719_163


def add_pipelines(now: int) -> None:
    """Make them, behind the first one."""
    for name, stages in PIPELINES.items():
        add_pipeline_of(name, stages, now=now)


def standing(place: float, pipelines: Pipelines, *, now: int) -> dict[str, int]:
    """Where somebody stands and what is hoped for; `place` is a number from 0 to 1 that is their own.

    Six of ten who stand anywhere stand in the first pipeline.
    """
    share, chance = place * 97 % 1, place * 1_009 % 1
    stages = [stage for pipeline in pipelines for stage in pipeline.stages]
    if share >= STANDING or not stages:
        return {}
    first = next(iter(pipelines)).stages
    among = first if first and chance < 0.6 else stages
    stage = among[int(place * 10_007 % 1 * len(among))]
    if stage.pauses_reminders:
        return {"stage_id": stage.id}
    days = int(place * 50_021 % 1 * 150) - 20
    return {
        "stage_id": stage.id,
        "stage_value": (5 + int(chance * 400)) * 5_000,
        "stage_expected": EPOCH_DAY + now // DAY + days,
    }
