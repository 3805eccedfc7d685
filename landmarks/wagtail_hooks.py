from wagtail.snippets.models import register_snippet

from .viewsets import DeadlineViewSet

register_snippet(DeadlineViewSet)
