"""One's own account: preferences, address, password, second factor, signed-in browsers."""

from flask import Blueprint

from webapp.blueprints.account import email, password, preferences, second_factor, sessions

bp = Blueprint("account", __name__, url_prefix="/account")
bp.register_blueprint(preferences.bp)
bp.register_blueprint(email.bp)
bp.register_blueprint(password.bp)
bp.register_blueprint(second_factor.bp)
bp.register_blueprint(sessions.bp)
