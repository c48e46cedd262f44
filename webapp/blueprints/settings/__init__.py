"""Settings: each page is one module."""

from flask import Blueprint

from webapp.blueprints.settings import (
    audit,
    company,
    deactivation,
    fields,
    index,
    offices,
    outbox,
    permission_matrix,
    pipelines,
    relation_kinds,
    roles,
    second_factor,
    sections,
    segments,
    stages,
    statuses,
    suppressions,
    system,
    tags,
    user_sessions,
    users,
)

bp = Blueprint("settings", __name__, url_prefix="/settings")
bp.register_blueprint(index.bp)
bp.register_blueprint(users.bp)
bp.register_blueprint(user_sessions.bp)
bp.register_blueprint(deactivation.bp)
bp.register_blueprint(offices.bp)
bp.register_blueprint(roles.bp)
bp.register_blueprint(permission_matrix.bp)
bp.register_blueprint(second_factor.bp)
bp.register_blueprint(tags.bp)
bp.register_blueprint(segments.bp)
bp.register_blueprint(company.bp)
bp.register_blueprint(audit.bp)
bp.register_blueprint(suppressions.bp)
bp.register_blueprint(outbox.bp)
bp.register_blueprint(system.bp)
bp.register_blueprint(sections.bp)
bp.register_blueprint(fields.bp)
bp.register_blueprint(relation_kinds.bp)
bp.register_blueprint(statuses.bp)
bp.register_blueprint(pipelines.bp)
bp.register_blueprint(stages.bp)
