"""The organiser's desk in the admin: short forms around the full one of an event."""
