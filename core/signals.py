from django.dispatch import Signal

# Sent every minute by `manage.py due`. A receiver does what is due in its app, and must be idempotent.
due = Signal()
