from __future__ import annotations

import pytest

from support.pages import segmentation


@pytest.mark.parametrize(
    "attribute",
    [
        "hidden",
        "style='display:none'",
        "style='DISPLAY : NONE'",
        "style='visibility:hidden'",
        "style='visibility: collapse'",
        "style='font-size:0'",
        "style='color:red; font-size: 0px; margin:0'",
        "style='opacity:0'",
        "style='opacity: 0.0; color: red'",
        "style='position:absolute;clip:rect(0,0,0,0)'",
        "style='clip: rect(1px, 1px, 1px, 1px); height:20px'",
        "style='clip-path: inset(50%)'",
        "style='text-indent:-9999px'",
        "style='text-indent: -100%'",
        "style='position:absolute;left:-10000px'",
        "style='height:0;overflow:hidden'",
        "style='width:1px;height:1px;overflow:hidden'",
        "style='color:transparent'",
        "style='color:#fff;background:#fff'",
        "style='background-color: white; margin: 0; color: white'",
        "style='opacity:0;transition:all 1s;display:none'",
    ],
)
@pytest.mark.parametrize("tag", ["p", "span"])
def test_segment_text_with_hiding_attribute_is_hidden(tag: str, attribute: str) -> None:
    html = f"<p>Seen, and of some length.</p><{tag} {attribute}>Unseen.</{tag}><p>Seen again.</p>"
    hidden = [block.text for block in segmentation(html).blocks if block.hidden]
    assert hidden == ["Unseen."]


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0.9em",
        "opacity:0.5",
        "opacity:0;transform:translateY(20px)",
        "fill-opacity:0",
        "height:0",
        "max-height:0;overflow:hidden",
        "height:0;overflow:hidden;transition:height 1s",
        "line-height:0;overflow:hidden",
        "margin-left:-100px",
        "text-indent:-2em",
        "color:#fff",
        "color:#fff;background:#ffe",
        "background-color:#000;border-color:#000",
        "border-color:transparent",
        "clip:rect(0,100px,100px,0)",
        "width:100px;overflow:hidden",
    ],
)
def test_segment_text_with_harmless_style_is_visible(style: str) -> None:
    (block,) = segmentation(f"<p style='{style}'>Seen.</p>").blocks
    assert not block.hidden


def test_segment_text_with_aria_hidden_is_visible() -> None:
    (block,) = segmentation("<p aria-hidden=true>Seen.</p>").blocks
    assert not block.hidden
