"""Settings: each page is one module."""

from flask import Blueprint

from webapp.blueprints.settings import deactivation, index, offices, roles, tags, users

bp = Blueprint("settings", __name__, url_prefix="/settings")
bp.register_blueprint(index.bp)
bp.register_blueprint(users.bp)
bp.register_blueprint(deactivation.bp)
bp.register_blueprint(offices.bp)
bp.register_blueprint(roles.bp)
bp.register_blueprint(tags.bp)
