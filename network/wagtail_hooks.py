from wagtail.snippets.models import register_snippet

from .viewsets import NetworkGroup

register_snippet(NetworkGroup)
