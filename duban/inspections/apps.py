"""Sources of tasks: inspections."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    name = "duban.inspections"
    verbose_name = _("督察整改")
    unit_pointers = (("Inspection", "desk_unit"), ("Term", "unit"))
    unit_holders = ("duban.inspections.actions.handing_over",)

    @property
    def audit_verbs(self) -> dict[str, Any]:
        """The verbs of the desk and of a petition's life."""
        from duban.inspections.models import VERB_LABELS  # models are there only once the apps are

        others = {
            "inspections.reorganize": _("机构调整移交"),
            "publication.prepare": _("编制公开表"),
            "publication.confirm": _("复核同意公开"),
            "publication.publish": _("登记公开"),
            "publication.withdraw": _("撤回公开表"),
        }
        return {**{f"petition.{verb}": label for verb, label in VERB_LABELS.items()}, **others}
