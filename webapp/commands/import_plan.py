"""What the options of `muster import` ask for."""

from pathlib import Path

from webapp.commands.named_groups import group_called
from webapp.fields.places import find_country
from webapp.groups.naming import groups_for
from webapp.imports import mapping
from webapp.imports.plan import Plan
from webapp.imports.reading import Table, open_table
from webapp.imports.ways_of_reading import BadReading, delimiter_typed, encoding_typed
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import status_named, statuses
from webapp.refusal import Refusal
from webapp.segments.naming import called, segments_for
from webapp.tags.naming import checked_name
from webapp.users.acting import muster_itself
from webapp.users.own_company import own_company


def open_as_asked(file: Path, *, no_header: bool, sheet, delimiter, encoding, **_) -> Table:
    """The table of the file; raises UnreadableFile and BadReading."""
    table = open_table(
        file,
        header=False if no_header else None,
        sheet=sheet,
        delimiter=delimiter and delimiter_typed(delimiter),
        encoding=encoding and encoding_typed(encoding),
    )
    if table.encoding and sheet:
        table.close()
        raise BadReading("This file is text: it has no sheets.")
    if table.sheet and (delimiter or encoding):
        table.close()
        raise BadReading("This file is a spreadsheet: it has neither a delimiter nor an encoding.")
    return table


def mapped(text: str) -> tuple[str, str]:
    """The header and the path of a --map; raises Refusal."""
    header, equals, path = text.rpartition("=")
    if not equals:
        raise Refusal(f"Write --map as 'Header=Section › Field', not “{text}”.")
    return header, path


def plan_of(table: Table, columns: list[str], targets: dict, choices: dict) -> Plan:
    """What the import does by the command's options; raises Refusal, BadReading and BadTag."""
    country = own_company().country
    if choices["country"]:
        country = find_country(choices["country"])
        if country is None:
            raise Refusal(f"“{choices['country']}” is no country.")
    status = None
    if choices["status"]:
        status = status_named(choices["status"])
        if status is None or status.retired_at is not None:
            known = ", ".join(status.name for status in statuses())
            raise Refusal(f"There is no status “{choices['status']}”; there are {known}.")
    return Plan(
        columns=tuple(columns),
        header=table.header is not None,
        delimiter=table.dialect and table.dialect.delimiter,
        encoding=table.encoding,
        sheet=table.sheet,
        styles=mapping.styles_of(table, columns, targets, country),
        match=choices["match"],
        on_match=choices["on_match"],
        unknown=choices["unknown"],
        kind=choices["kind"] or "",
        status_id=status and status.id,
        stage_id=_stage(choices["stage"]) if choices["stage"] else None,
        country=country,
        segment_id=_segment(choices["segment"]) if choices["segment"] else None,
        tags=tuple(map(checked_name, choices["tags"])),
        group_ids=tuple(group_called(name, groups_for(muster_itself())).id for name in choices["groups"]),
    )


def _segment(text: str) -> int:
    known = segments_for(muster_itself())
    found = called(text, known, muster_itself())
    if not found:
        there = ", ".join(segment.path for segment in known)
        raise Refusal(f"There is no segment “{text}”; there are {there or 'none yet'}.")
    if len(found) > 1:
        paths = " or ".join(segment.path for segment in found)
        raise Refusal(f"Several offices have a segment “{text}”; write {paths}.")
    return found[0].id


def _stage(text: str) -> int:
    there = pipelines()
    found = there.named(text)
    if not found:
        known = ", ".join(map(there.shortest, there.stages.values()))
        raise Refusal(f"There is no stage “{text}”; there are {known}.")
    if len(found) > 1:
        paths = " or ".join(stage.path for stage in found)
        raise Refusal(f"Several pipelines have a stage “{text}”; write {paths}.")
    return found[0].id
