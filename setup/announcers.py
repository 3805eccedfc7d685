"""Whom the accounts of the group Animation announce for, the first time that it is asked."""

from django.contrib.auth import get_user_model

from events.models import EventOrganiser, TourOrganiser
from network.models import Announcer
from users.groups import ORGANISERS


def announce_as_before() -> None:
    """Each in the name of the networks of the events and tours that it made: nobody loses what is theirs."""
    for user in get_user_model().objects.filter(groups__name=ORGANISERS):
        networks = {
            key
            for rows in (EventOrganiser, TourOrganiser)
            for key in rows.objects.filter(
                page__owner=user, organisation__isnull=False
            ).values_list("organisation", flat=True)
        }
        Announcer.objects.bulk_create(
            [Announcer(user=user, organisation_id=key) for key in sorted(networks)],
            ignore_conflicts=True,
        )
