"""A text pasted instead of typed: what it suggests, and what its author ticked."""

from django.shortcuts import redirect, render

from catalogue import pasted
from core.network_address import network_address
from core.visitor_requests import origin
from core.visitor_requests.views import FOREIGN, TOO_MANY
from territories.models import Authority

from .forms import SuggestionsForm, TextForm
from .models import Contribution
from .screens import TEXT, TITLE, number_of
from .views import SAVES, StoryView

# What the screens ask, and can open with.
_KINDS = ("authority", "theme", "start", "cost")


class TextView(StoryView):
    def get(self, request):
        said = self.story.answers.get(TEXT, {})
        return self.page(TextForm(initial={"text": said.get("text", "")}))

    def page(self, form, status: int = 200):
        context = {"form": form, "back_url": self.url("tell", number_of(TITLE))}
        return render(self.request, "contributions/text.html", context, status=status)

    def post(self, request):
        form = TextForm(request.POST)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return self.page(form, 403)
        if not form.is_valid():
            return self.page(form, 422)
        if not SAVES.hit(network_address(request)):
            form.add_error(None, TOO_MANY)
            return self.page(form, 429)
        if not self.story.save_answers(TEXT, form.answers()):
            return self.confirmed(request)
        return redirect("tell_suggestions", token=self.token)


class SuggestionsView(StoryView):
    def _form(self, data=None) -> SuggestionsForm:
        text = self.story.answers.get(TEXT, {}).get("text", "")
        return SuggestionsForm(data, found=pasted.suggestions(text, _KINDS))

    def get(self, request):
        return self.page(self._form())

    def page(self, form, status: int = 200):
        context = {
            "form": form,
            "ticked": form.data.getlist("choix") if form.is_bound else [],
            "next_url": self.url("tell", number_of(TITLE)),
            "back_url": self.url("tell_text"),
        }
        return render(self.request, "contributions/suggestions.html", context, status=status)

    def post(self, request):
        form = self._form(request.POST)
        if not origin.is_own(request):
            form.add_error(None, FOREIGN)
            return self.page(form, 403)
        if not form.is_valid():
            return self.page(form, 422)
        if not SAVES.hit(network_address(request)):
            form.add_error(None, TOO_MANY)
            return self.page(form, 429)
        if not _note(self.story, form.ticked()):
            return self.confirmed(request)
        return redirect("tell", token=self.token, number=number_of(TITLE))


def _note(story: Contribution, ticked: list[pasted.Suggestion]) -> bool:
    """Kept beside the text: each screen opens with what was ticked for it, and its author sends it, or writes another."""
    said = {"text": story.answers[TEXT]["text"]} if TEXT in story.answers else {}
    for one in ticked:
        match one.kind:
            case "authority":
                authority = Authority.objects.get(code=one.value)
                if not story.save_own(authority=authority):
                    return False
            case "cost":
                line = f"{one.label} : « {one.sentence} »"
                said["costs_text"] = "\n".join(filter(None, [said.get("costs_text"), line]))
            case kind:
                said.setdefault(kind, one.value)
    return story.save_answers(TEXT, said)
