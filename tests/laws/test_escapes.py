"""No template gets out of its sandbox or exhausts the machine: each published way is refused with file and line, at once."""

from __future__ import annotations

import sys

import pytest

from connectkit.drafts.template import Template, check
from connectkit.errors import TemplateError

ESCAPES = (
    "{{ 'a'*10**9 }}", "{{ 'a' * 999999999 }}", "{{ range(10**9) }}", "{% for a in range(10**9) %}x{% endfor %}", "{{ -9**9**9 }}", "{{ '%999999999d'|format(1) }}",
    "{{ name|center(999999999) }}", "{{ name|replace('a', 'b'*9999) }}", "{{ name|indent(10**9) }}", "{{ name|batch(1)|list }}", "{{ lipsum(10**6) }}",
    "{% for a in tags|parts %}{% for b in tags|parts %}{% for c in tags|parts %}x{% endfor %}{% endfor %}{% endfor %}", "{% for a in tags|parts recursive %}{{ loop(tags) }}{% endfor %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "{% include 'x.txt.j2' %}", "{% import 'x.txt.j2' as x %}", "{% from 'x.txt.j2' import y %}", "{% extends 'x.txt.j2' %}",
    "{{ joiner(',') }}", "{{ joiner.__init__.__globals__ }}", "{{ namespace(x=1) }}", "{% set ns = namespace(x=1) %}", "{% set x.y = 1 %}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}", "{{ lipsum.__globals__ }}", "{{ self._TemplateReference__context }}", "{{ self.__init__.__globals__ }}", "{{ request.application.__globals__ }}",
    "{{ config }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ name.__class__.__base__ }}", "{{ ().__class__ }}", "{{ [].__class__ }}", "{{ {}.__class__ }}", "{{ name.format }}", "{{ '{0.__class__}'.format(name) }}",
    "{{ name|attr('__class__') }}", r"{{ name|attr('\x5f\x5fclass\x5f\x5f') }}", r"{{ name|attr('\u005f\u005fclass\u005f\u005f') }}", r"{{ name['\x5f\x5fclass\x5f\x5f'] }}", "{{ name|attr(['_'*2,'class','_'*2]|join) }}",
    "{{ tags|map(attribute='__class__') }}", "{{ tags|map('attr','__class__')|first }}", "{{ tags|groupby('__class__') }}", "{{ tags|sort(attribute='__class__') }}", "{{ tags|selectattr('__class__') }}", "{{ name|xmlattr }}", "{{ name|tojson }}",
    "{{ name is callable }}", "{{ name is sameas name }}", "{{ name.\uff46ormat('x') }}", "{{ \uff4eame.__class__ }}", "{{ name[:1000000] }}", "{{ dict(a=1) }}", "{{ caller() }}", "{{ varargs }}", "{{ kwargs }}", "{{ loop.cycle }}",
    "{% call name() %}x{% endcall %}", "{% with a = name.__class__ %}{{ a }}{% endwith %}", "{% block a %}{{ super() }}{% endblock %}", "{% filter attr('__class__') %}x{% endfilter %}", "{% debug %}", "{% do 1 %}", "{% trans %}x{% endtrans %}", "{% autoescape false %}x{% endautoescape %}",
)  # fmt: skip


@pytest.mark.parametrize("body", ESCAPES)
def test_every_published_escape_and_bomb_is_refused_with_file_and_line_in_little_work(body: str) -> None:
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        with pytest.raises(TemplateError) as caught:
            check(Template("x", "reconnect", "", "en", "", f"Hello,\n{body}", "templates/x.txt.j2", 4))
    finally:
        sys.setprofile(former)
    assert caught.value.message.startswith("templates/x.txt.j2, line 5: ")
    assert steps < 100_000
