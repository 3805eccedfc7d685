"""What the register tells the apps that show authorities; it does not know them."""

from django.dispatch import Signal

# Sent inside the loading transaction, once, with `codes`: frozenset of the Authority.code whose
# name, population, class, parents or state changed. Bulk writes send no post_save of their own.
authorities_changed = Signal()
