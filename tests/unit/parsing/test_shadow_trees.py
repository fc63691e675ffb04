from __future__ import annotations

import pytest

from support.pages import segmentation

BLOCK = "<style>:host{display:block}</style>"

CASES = {
    "without_slots": (
        "<x-a><template shadowrootmode='open'><p>shadow</p></template><p>light</p></x-a>",
        ["shadow"],
    ),
    "default_slot": (
        "<x-a><template shadowrootmode='open'><p>one</p><slot></slot><p>three</p></template>"
        "<p>two</p></x-a>",
        ["one", "two", "three"],
    ),
    "default_slot_of_text": (
        "<x-a>my <b>light</b> text<template shadowrootmode='open'><p><slot></slot>!</p></template>"
        "</x-a>",
        ["my light text!"],
    ),
    "named_slots_in_the_order_of_the_tree": (
        "<x-a><template shadowrootmode='closed'><h2><slot name='title'></slot></h2>"
        "<slot name='body'></slot></template><p slot='body'>body</p><span slot='title'>title</span>"
        "</x-a>",
        ["title", "body"],
    ),
    "several_elements_in_a_slot": (
        "<x-a><template shadowrootmode='open'><div><slot name='p'></slot></div></template>"
        "<p slot='p'>one</p><p>none</p><p slot='p'>two</p></x-a>",
        ["one", "two"],
    ),
    "fallback_content": (
        "<x-a><template shadowrootmode='open'><p><slot name='n'>nobody</slot></p></template></x-a>",
        ["nobody"],
    ),
    "fallback_content_is_replaced": (
        "<x-a><template shadowrootmode='open'><p><slot name='n'>nobody</slot></p></template>"
        "<b slot='n'>Ann</b></x-a>",
        ["Ann"],
    ),
    "older_attribute": (
        "<x-a><template shadowroot='open'><p>shadow</p></template></x-a>",
        ["shadow"],
    ),
    "nested_trees": (
        "<x-a><template shadowrootmode='open'><h2>outer</h2><x-b><template shadowrootmode='open'>"
        "<p>inner</p><slot></slot></template><p>between</p></x-b><slot></slot></template>"
        "<p>light</p></x-a>",
        ["outer", "inner", "between", "light"],
    ),
    "slot_in_a_slot": (
        "<x-a><template shadowrootmode='open'><x-b><template shadowrootmode='open'><p>inner:</p>"
        "<slot name='in'></slot></template><slot name='out' slot='in'></slot></x-b></template>"
        "<p slot='out'>light</p></x-a>",
        ["inner:", "light"],
    ),
    "host_inside_a_slot": (
        "<x-a><template shadowrootmode='open'><slot></slot></template>"
        "<x-b><template shadowrootmode='open'><p>inner</p></template></x-b></x-a>",
        ["inner"],
    ),
    "hosts_of_block_level": (
        f"<x-a><template shadowrootmode='open'>{BLOCK}one</template></x-a>"
        f"<x-a><template shadowrootmode='open'>{BLOCK}two</template></x-a>",
        ["one", "two"],
    ),
    "host_within_a_line": (
        "<p>a <x-a><template shadowrootmode='open'><b>b</b></template></x-a> c</p>",
        ["a b c"],
    ),
    "ordinary_template": ("<div><template><p>no</p></template><p>yes</p></div>", ["yes"]),
    "unknown_mode": ("<div><template shadowrootmode='x'><p>no</p></template>yes</div>", ["yes"]),
    "first_of_two_templates": (
        "<x-a><template shadowrootmode='open'><p>1</p></template>"
        "<template shadowrootmode='open'><p>2</p></template></x-a>",
        ["1"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_segment_shadow_tree_is_read_as_shown(name: str) -> None:
    html, expected = CASES[name]
    assert [block.text for block in segmentation(f"<body>{html}</body>").blocks] == expected
