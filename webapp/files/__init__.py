"""Files on people and their notes: rows in the database, bytes in the instance's folder."""
