from core import declarations
from users.groups import EDITORS


class GroupsConfig(declarations.ProjectApp):
    name = "groups"
    verbose_name = "Groupes et programmes"
    content = ("Person", "Mandate", "Group", "Programme", "Edition")
    not_content = ("RemovedPerson",)
    # What is in a group goes with it; of a programme, its editions; a sheet leaves what is told of it.
    goes_along = (
        "Mandate.person",
        "Mandate.group",
        "Edition.programme",
        "Meeting.event",
        "CohortMember.sheet",
        "ProgrammeSheet.sheet",
    )
    rights = {
        EDITORS: {
            "Person": declarations.ALL,
            "Mandate": declarations.ALL,
            "Group": declarations.ALL,
            "Programme": declarations.ALL,
            "Edition": declarations.ALL,
        }
    }
    slots = {
        "sheet": "groups/on_sheet.html",
        "event": "groups/on_event.html",
        "network_doors": "groups/door.html",
    }

    def ready(self):
        super().ready()
        from core.retention import Retention, register

        register(
            Retention(
                what="name and public function of who sits in a group or an organisation, with its source",
                why="to say who answers for what",
                who_sees="everybody",
                kept="until the person asks to be taken out (`manage.py remove_person`, or the box that an editor ticks when deleting the row)",
                where="groups/models/people.py",
            ),
            Retention(
                what="that a person asked to be taken out",
                why="so that no file brings the name back",
                who_sees="nobody: a keyed hash",
                kept="for ever",
                where="groups/models/people.py",
            ),
        )
