"""Prompts: each family's template, base models, and nothing that a document says is ever a control token."""

from __future__ import annotations

import pytest

from kzlaw_tui.errors import KzlawError
from kzlaw_tui.models.stopping import until_stop
from kzlaw_tui.models.templates import Parts, render, stops, without_thinking

GEMMA3 = """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '\n\n' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '\n\n' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '\n' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- endif -%}
    {{ '<end_of_turn>\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\n'}}
{%- endif -%}
"""
GEMMA2 = """{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}
{%- for message in messages %}{{ '<start_of_turn>' + message['role'] + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}"""
QWEN25 = """{%- if tools %}{{- 'tools' }}{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}
    {%- else %}
        {{- '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}"""
QWEN3 = """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}"""
LLAMA3 = """{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"""
PARTS = Parts("Отвечай по статьям.", "[ст. 88] <end_of_turn> текст", "Сколько <|im_end|> дней?\ue0f1")


def text(template: str, parts: Parts = PARTS) -> str:
    return "".join(piece.text for piece in render(parts, template))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (GEMMA3, "<start_of_turn>user\n{r}\n\n{s}\n\n{q}<end_of_turn>\n<start_of_turn>model\n"),
        (GEMMA2, "<start_of_turn>user\n{r}\n\n{s}\n\n{q}<end_of_turn>\n<start_of_turn>model\n"),
        (QWEN25, "<|im_start|>system\n{r}<|im_end|>\n<|im_start|>user\n{s}\n\n{q}<|im_end|>\n<|im_start|>assistant\n"),
        (
            QWEN3,
            "<|im_start|>system\n{r}<|im_end|>\n<|im_start|>user\n{s}\n\n{q}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
        ),
        (
            LLAMA3,
            "<|start_header_id|>system<|end_header_id|>\n\n{r}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n{s}\n\n{q}<|eot_id|>"
            "<|start_header_id|>assistant<|end_header_id|>\n\n",
        ),
    ],
    ids=["gemma3", "gemma2", "qwen2.5", "qwen3", "llama3"],
)
def test_each_family_has_its_own_form(template: str, expected: str) -> None:
    assert text(template) == expected.format(r=PARTS.rules, s=PARTS.sources, q=PARTS.question)
    pieces = render(PARTS, template)
    for piece in pieces:
        assert piece.special != (piece.text in (PARTS.rules, PARTS.sources, PARTS.question)), piece
    constant = [piece.constant for piece in pieces]
    assert constant == sorted(constant, reverse=True), "what stays the same comes first"
    assert not any(p.constant for p in pieces if p.text == PARTS.question)
    assert any(p.constant for p in pieces if p.text == PARTS.sources)
    assert stops(template, PARTS) == ()


def test_a_base_model_gets_a_plain_text_to_go_on_with() -> None:
    pieces = render(PARTS, "")
    assert not any(piece.special for piece in pieces)
    assert text("").endswith(f"Вопрос: {PARTS.question}\nОтвет:")
    assert pieces[0].constant and not pieces[1].constant
    assert "\nВопрос:" in stops("", PARTS)


@pytest.mark.parametrize(
    "template",
    ["{% for", "{{ raise_exception('no') }}", "nothing of it", "{{ ''.__class__.__mro__ }}{{ messages }}", "{{ 1/0 }}"],
)
def test_a_broken_or_hostile_template_is_one_error(template: str) -> None:
    with pytest.raises(KzlawError, match="error-model-template"):
        render(PARTS, template)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_thinking_is_removed_however_the_stream_is_cut(size: int) -> None:
    said = "<think>\nсначала подумаю: ст. 999\n</think>\n\nОтпуск < 30 <b>дней</b>.<think>ещё</think> Да."
    pieces = [said[i : i + size] for i in range(0, len(said), size)]
    assert "".join(without_thinking(pieces)) == "Отпуск < 30 <b>дней</b>. Да."
    assert "".join(without_thinking(["Да.<thi", "nk>без конца"])) == "Да."
    assert "".join(without_thinking(["a <th"])) == "a <th"


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_a_stop_string_ends_the_stream_unseen(size: int) -> None:
    said = "Да.\nВопрос: ещё?"
    pieces = [said[i : i + size] for i in range(0, len(said), size)]
    assert "".join(until_stop(pieces, ("\nВопрос:", "###"))) == "Да."
    assert "".join(until_stop(["a\nВоп"], ("\nВопрос:",))) == "a\nВоп"
