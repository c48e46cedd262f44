"""One's own account: preferences, password, signed-in browsers."""

from flask import Blueprint

from webapp.blueprints.account import password, preferences, sessions

bp = Blueprint("account", __name__, url_prefix="/account")
bp.register_blueprint(preferences.bp)
bp.register_blueprint(password.bp)
bp.register_blueprint(sessions.bp)
