from django.template import Context, Engine, Template
from django.template.base import NodeList, TextNode
from django.templatetags.i18n import TranslateNode
from django.utils import translation

from duban.web.folding import Loader, join
from duban.web.templatetags.duban import KeptNode

SOURCE = (
    '{% load i18n static %}<p>{% translate "查找" %} <a href="{% url \'web:today\' %}">{% translate "今日" %}</a>'
    '{% if shown %}<b>{% translate "设置" %}</b>{{ word }}{% else %}{% translate word %}{% endif %}'
    '{% for one in many %}<i>{% static "web/mark.svg" %}</i>{{ one }}{% empty %}<u>{% translate "关闭" %}</u>{% endfor %}'
)
CASES = [{"shown": True, "word": "<甲>", "many": [1, 2]}, {"shown": False, "word": "查找", "many": []}]


def drawn(template: Template, language: str) -> list[str]:
    with translation.override(language):
        return [template.render(Context(case)) for case in CASES]


def test_a_joined_template_draws_what_it_drew_in_each_language_each_time() -> None:
    engine = Engine.get_default()
    plain, joined = (Template(SOURCE, engine=engine) for _ in range(2))
    join(joined.nodelist)
    for language in ("zh-hans", "en", "zh-hans"):
        assert drawn(joined, language) == drawn(plain, language)


def test_fixed_neighbours_become_one_node_and_a_word_from_outside_stays_apart() -> None:
    template = Template(SOURCE, engine=Engine.get_default())
    join(template.nodelist)
    kinds = [type(node).__name__ for node in template.nodelist]
    assert kinds == ["KeptNode", "IfNode", "ForNode"]
    (_condition, shown), (_otherwise, hidden) = template.nodelist[1].conditions_nodelists  # type: ignore[attr-defined]
    assert [type(node).__name__ for node in shown] == ["KeptNode", "VariableNode"]
    assert [type(node).__name__ for node in hidden] == ["TranslateNode"]


def test_text_alone_needs_no_keeping() -> None:
    nodes = NodeList([TextNode("甲"), TextNode("乙")])
    join(nodes)
    assert [type(node) for node in nodes] == [TextNode, TextNode]


def test_the_pages_templates_are_read_joined() -> None:
    engine = Engine.get_default()
    (loader,) = engine.template_loaders
    assert type(loader) is Loader
    page = engine.get_template("tasks/detail.html")
    assert page is engine.get_template("tasks/detail.html")
    assert page.nodelist.get_nodes_by_type(KeptNode)
    words = [node for node in page.nodelist.get_nodes_by_type(TranslateNode) if not _kept(page, node)]
    assert not [node for node in words if not (node.asvar or node.message_context)]


def _kept(page: Template, word: TranslateNode) -> bool:
    return any(word in kept.nodelist for kept in page.nodelist.get_nodes_by_type(KeptNode))
