"""The app for whoever writes a step: it offers `flask db …`."""

from flask_migrate import Migrate

from webapp import create_app
from webapp.db import db
from webapp.migrations import FOLDER

app = create_app()
Migrate(app, db, directory=str(FOLDER))
