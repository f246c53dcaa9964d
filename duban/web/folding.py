"""Templates whose fixed parts are joined when they are read: text, words, addresses and files that never change.

A page has some hundred nodes that depend on the language alone. Drawn one by one at each request they took a sixth of
it; as one kept text between what does change they take next to nothing. `{% kept %}` does the same by hand, for more.
"""

from __future__ import annotations

from typing import Any

from django.template import Template
from django.template.base import Node, NodeList, Origin, TextNode
from django.template.defaulttags import IfNode, LoadNode, URLNode
from django.template.loaders.cached import Loader as Cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode

from duban.web.templatetags.duban import KeptNode


class Loader(Cached):
    """Django's cached loader, which joins what is fixed in a template before it keeps it.

    Not a loader inside the cached one: that asks the loaders it holds for text alone, and makes the template itself.
    """

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """Return the template, joined once."""
        known = self.cache_key(template_name, skip) in self.get_template_cache
        template = super().get_template(template_name, skip)
        if not known:
            join(template.nodelist)
        return template


def join(nodes: NodeList) -> None:
    """Join neighbours that are fixed, here and in all that these nodes hold."""
    for node in nodes:
        for held in _lists_of(node):
            join(held)
    joined: list[Node] = []
    run: list[Node] = []
    for node in [*nodes, None]:
        if node is not None and _is_fixed(node):
            run.append(node)
            continue
        joined += run if all(isinstance(one, TextNode | LoadNode) for one in run) else [KeptNode(NodeList(run))]
        run = []
        joined += [] if node is None else [node]
    nodes[:] = joined


def _lists_of(node: Node) -> list[NodeList]:
    if isinstance(node, KeptNode):
        return []  # drawn once anyhow
    if isinstance(node, IfNode):
        return [held for _condition, held in node.conditions_nodelists]
    return [held for name in node.child_nodelists if (held := getattr(node, name, None))]


def _is_fixed(node: Node) -> bool:
    """Tell whether the node depends on the language alone."""
    if isinstance(node, TextNode | KeptNode | LoadNode):
        return True
    if isinstance(node, TranslateNode):
        return not (node.asvar or node.noop or node.message_context) and _is_literal(node.filter_expression)
    if isinstance(node, URLNode):
        return not (node.asvar or node.args or node.kwargs) and _is_literal(node.view_name)
    return isinstance(node, StaticNode) and not node.varname and _is_literal(node.path)


def _is_literal(expression: Any) -> bool:
    variable = expression.var
    return not expression.filters and (isinstance(variable, str) or variable.literal is not None)
