"""The whole URL map."""

from flask import Flask

from webapp.blueprints import (
    account,
    changes,
    companies,
    differences,
    duplicates,
    health,
    help,
    home,
    invitations,
    jump,
    logo,
    new_email,
    passwords,
    settings,
    setup,
    sign_in,
    sign_in_code,
    tags,
    today,
    trash,
    viewing,
    welcome,
)
from webapp.blueprints.bulk import actions as bulk_actions
from webapp.blueprints.bulk import choices as bulk_choices
from webapp.blueprints.bulk import field_inputs as bulk_field_inputs
from webapp.blueprints.bulk import runs as bulk_runs
from webapp.blueprints.groups import (
    archive,
    deletion,
    members,
    merging,
    name,
    place,
    tree,
)
from webapp.blueprints.groups import exit as group_exit
from webapp.blueprints.groups import history as group_history
from webapp.blueprints.groups import new as new_group
from webapp.blueprints.groups import people as group_people
from webapp.blueprints.groups import rule as group_rule
from webapp.blueprints.groups import rule_card as group_rule_card
from webapp.blueprints.groups import show as group
from webapp.blueprints.groups import smart as smart_group
from webapp.blueprints.groups import why as group_why
from webapp.blueprints.groups.processes import list as group_processes
from webapp.blueprints.groups.processes import log as process_log
from webapp.blueprints.groups.processes import process as group_process
from webapp.blueprints.groups.processes import rehearsal as process_rehearsal
from webapp.blueprints.imports import mapping as import_mapping
from webapp.blueprints.imports import runs as imports
from webapp.blueprints.imports import uploads
from webapp.blueprints.people import (
    board,
    branches,
    columns,
    conversion,
    engagement,
    erasing,
    everything,
    export,
    fields,
    filter,
    new,
    notes,
    office,
    outlook,
    owner,
    people,
    person,
    reminders,
    stage,
    status,
    touches,
    vcard,
)
from webapp.blueprints.people import files as person_files
from webapp.blueprints.people import groups as person_groups
from webapp.blueprints.people import merging as person_merging
from webapp.blueprints.people import relations as person_relations
from webapp.blueprints.people import segments as person_segments
from webapp.blueprints.people import tags as person_tags
from webapp.blueprints.people.saved import deletion as saved_deletion
from webapp.blueprints.people.saved import keeping as saved_keeping
from webapp.blueprints.people.saved import lists as saved_lists
from webapp.blueprints.selections import editing as selection_editing
from webapp.blueprints.selections import keeping as selection_keeping
from webapp.blueprints.selections import lists as selections


def register_pages(app: Flask) -> None:
    """Register every blueprint under its address."""
    app.register_blueprint(home.bp)
    app.register_blueprint(health.bp)
    app.register_blueprint(setup.bp)
    app.register_blueprint(welcome.bp)
    app.register_blueprint(sign_in.bp)
    app.register_blueprint(sign_in_code.bp)
    app.register_blueprint(passwords.bp)
    app.register_blueprint(new_email.bp)
    app.register_blueprint(invitations.bp)
    app.register_blueprint(account.bp)
    app.register_blueprint(logo.bp)
    app.register_blueprint(settings.bp)
    app.register_blueprint(viewing.bp)
    app.register_blueprint(jump.bp)
    app.register_blueprint(help.bp)
    app.register_blueprint(today.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(board.bp)
    app.register_blueprint(changes.bp)
    app.register_blueprint(trash.bp)
    app.register_blueprint(new.bp)
    app.register_blueprint(branches.bp)
    app.register_blueprint(columns.bp)
    app.register_blueprint(filter.bp)
    for resource in (saved_lists, saved_keeping, saved_deletion):
        app.register_blueprint(resource.bp)
    for resource in (selections, selection_editing, selection_keeping):
        app.register_blueprint(resource.bp)
    app.register_blueprint(export.bp)
    app.register_blueprint(person_merging.bp)
    app.register_blueprint(duplicates.bp)
    app.register_blueprint(differences.bp)
    for resource in (bulk_choices, bulk_runs, bulk_field_inputs, bulk_actions):
        app.register_blueprint(resource.bp)
    app.register_blueprint(uploads.bp)
    app.register_blueprint(import_mapping.bp)
    app.register_blueprint(imports.bp)
    app.register_blueprint(tags.bp)
    app.register_blueprint(person_tags.bp)
    app.register_blueprint(person_segments.bp)
    app.register_blueprint(person_groups.bp)
    app.register_blueprint(person_relations.bp)
    app.register_blueprint(person_files.bp)
    for resource in (
        person,
        reminders,
        fields,
        notes,
        touches,
        engagement,
        conversion,
        status,
        stage,
        outlook,
        owner,
        office,
        vcard,
        everything,
        erasing,
    ):
        app.register_blueprint(resource.bp)
    app.register_blueprint(companies.bp)
    for resource in (
        tree,
        new_group,
        group_people,
        group,
        name,
        place,
        archive,
        merging,
        deletion,
        members,
    ):
        app.register_blueprint(resource.bp)
    for resource in (smart_group, group_rule, group_rule_card, group_exit, group_why, group_history):
        app.register_blueprint(resource.bp)
    for resource in (group_processes, group_process, process_log, process_rehearsal):
        app.register_blueprint(resource.bp)
