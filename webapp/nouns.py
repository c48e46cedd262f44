"""What the nouns tell each other at the start, so that none has to import its users."""

from flask import Flask

import webapp.alerts.known
import webapp.bulk.known
import webapp.changes.known
import webapp.companies.deeds
import webapp.companies.known
import webapp.duplicates.due
import webapp.duplicates.known
import webapp.files.known
import webapp.files.reversing
import webapp.groups.deeds
import webapp.groups.following
import webapp.groups.known
import webapp.groups.merging
import webapp.groups.reversing
import webapp.imports.known
import webapp.leaving.belongings
import webapp.leaving.deactivating
import webapp.leaving.next_steps
import webapp.merging.joining
import webapp.messaging.known
import webapp.people.coming_along
import webapp.people.handing_over
import webapp.people.known
import webapp.people.known_history
import webapp.people.next_steps
import webapp.people.notes
import webapp.people.reversing
import webapp.people.touches
import webapp.pipelines.deeds
import webapp.processes.beginning
import webapp.processes.deeds
import webapp.processes.erasing
import webapp.processes.known
import webapp.processes.merging
import webapp.relations.known
import webapp.relations.merging
import webapp.relations.reversing
import webapp.segments.deeds
import webapp.segments.following
import webapp.segments.known
import webapp.segments.merging
import webapp.segments.reversing
import webapp.selecting.deeds
import webapp.selections.known
import webapp.selections.merging
import webapp.smart_groups.deeds
import webapp.smart_groups.erasing
import webapp.smart_groups.following
import webapp.smart_groups.known
import webapp.smart_groups.reacting
import webapp.smart_groups.resting
import webapp.tags.deeds
import webapp.tags.following
import webapp.tags.known
import webapp.tags.merging
import webapp.tags.reversing


def prepare(_app: Flask) -> None:
    """Register what can be taken back, who follows what, and what reacts to changes."""
    webapp.people.reversing.register()
    webapp.people.handing_over.register()
    webapp.people.touches.register()
    webapp.people.next_steps.register()
    webapp.people.notes.register()
    webapp.companies.deeds.register()
    webapp.files.reversing.register()
    webapp.pipelines.deeds.register()
    webapp.tags.reversing.register()
    webapp.tags.deeds.register()
    webapp.tags.following.register()
    webapp.relations.reversing.register()
    webapp.segments.reversing.register()
    webapp.segments.deeds.register()
    webapp.segments.following.register()
    webapp.groups.reversing.register()
    webapp.groups.deeds.register()
    webapp.groups.following.register()
    webapp.selecting.deeds.register()
    webapp.smart_groups.deeds.register()
    webapp.smart_groups.erasing.register()
    webapp.processes.erasing.register()
    webapp.smart_groups.following.register()
    webapp.smart_groups.reacting.register()
    webapp.smart_groups.resting.register()
    webapp.processes.beginning.register()
    webapp.processes.deeds.register()
    webapp.duplicates.due.register()
    webapp.merging.joining.register()
    webapp.processes.merging.register()
    webapp.people.coming_along.register()
    webapp.tags.merging.register()
    webapp.relations.merging.register()
    webapp.segments.merging.register()
    webapp.groups.merging.register()
    webapp.selections.merging.register()
    webapp.leaving.belongings.register()
    webapp.leaving.deactivating.register()
    webapp.leaving.next_steps.register()
    _say_what_is_known()


def _say_what_is_known() -> None:
    """In the order in which somebody is told of it."""
    webapp.people.known.register()
    webapp.relations.known.register()
    webapp.files.known.register()
    webapp.tags.known.register()
    webapp.segments.known.register()
    webapp.groups.known.register()
    webapp.selections.known.register()
    webapp.duplicates.known.register()
    webapp.imports.known.register()
    webapp.processes.known.register()
    webapp.alerts.known.register()
    webapp.changes.known.register()
    webapp.messaging.known.register()
    webapp.companies.known.register()
    webapp.smart_groups.known.register()
    webapp.bulk.known.register()
    webapp.people.known_history.register()
