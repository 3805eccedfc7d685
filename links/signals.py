from django.dispatch import Signal

# Sent once when an address is found dead, with `uses`: the rows of LinkUse that hold it.
died = Signal()
