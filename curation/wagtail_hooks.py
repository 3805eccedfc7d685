from wagtail import hooks

from .page_listings import CollectionListing


@hooks.register("register_admin_viewset")
def register_listing():
    return CollectionListing()
