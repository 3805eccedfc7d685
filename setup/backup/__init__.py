"""`manage.py backup` and `restore`: all that an instance is, in one file that either database takes."""
