"""What anybody may ask of a sheet, and the pages behind the links of its mails."""

from django.urls import path

from core.visitor_requests.urls import confirmation_path, form_paths

from .asker_views import AskerView
from .models import Question
from .owner_suggestions import OwnerSuggestionsView
from .owner_views import OwnerQuestionView, OwnerView
from .views import AskView, numbers

urlpatterns = [
    *form_paths("f/<int:number>/demander/", AskView, name="ask"),
    confirmation_path("questions/confirmer/", Question),
    path("questions/chiffres/", numbers, name="public_question_numbers"),
    path("questions/<text:token>/", AskerView.as_view(), name="asker_desk"),
    path("collectivite/<text:token>/", OwnerView.as_view(), name="owner_desk"),
    path(
        "collectivite/<text:token>/fiches/<int:number>/",
        OwnerSuggestionsView.as_view(),
        name="owner_suggestions",
    ),
    path(
        "collectivite/<text:token>/<int:number>/",
        OwnerQuestionView.as_view(),
        name="owner_question",
    ),
]
