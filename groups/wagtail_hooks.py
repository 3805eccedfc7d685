from wagtail.snippets.models import register_snippet

from .viewsets import GroupsGroup

register_snippet(GroupsGroup)
