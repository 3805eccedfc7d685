from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .page_listings import PublicationListing
from .viewsets import StandingNoteViewSet

register_snippet(StandingNoteViewSet)


@hooks.register("register_admin_viewset")
def register_listing():
    return PublicationListing()
