from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .page_listings import SheetListing
from .viewsets import CatalogueGroup

register_snippet(CatalogueGroup)


@hooks.register("register_admin_viewset")
def register_listing():
    return SheetListing()
