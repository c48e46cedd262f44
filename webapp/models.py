"""Every table, imported so that the schema and its migrations know them all."""

import webapp.activity.models
import webapp.activity.setbacks
import webapp.alerts.models
import webapp.bulk.models
import webapp.changes.models
import webapp.companies.models
import webapp.db.counters
import webapp.db.request_keys
import webapp.db.throttle
import webapp.duplicates.models
import webapp.fields.models
import webapp.files.models
import webapp.groups.models
import webapp.imports.models
import webapp.jobs.models
import webapp.messaging.models
import webapp.people.following
import webapp.people.models
import webapp.pipelines.models
import webapp.processes.models
import webapp.relations.models
import webapp.segments.models
import webapp.selections.models
import webapp.smart_groups.models
import webapp.suppressions.models
import webapp.tags.models
import webapp.users.half_sign_in
import webapp.users.link
import webapp.users.office
import webapp.users.own_company
import webapp.users.recovery_codes
import webapp.users.role
import webapp.users.second_factor
import webapp.users.session
import webapp.users.user  # noqa: F401  each import defines its tables
