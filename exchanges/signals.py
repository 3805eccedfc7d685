from django.dispatch import Signal

# An asker was told that nobody answers. sheet: what was asked about. Sent in the transaction that notes it.
left_unanswered = Signal()
