"""Forms drawn by the project's own templates: label, hint, error and field in one row."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Use the templates of `web` for fields and whole forms."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
