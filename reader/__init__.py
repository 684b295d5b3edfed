"""A reader's own copy of the lessons, which an update of the course brings up to date without touching an answer."""
