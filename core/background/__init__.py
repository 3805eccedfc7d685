"""What takes longer than a request: kept as a task, done by `manage.py due`, watched and fetched in the admin."""
