from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from cleanarticle import UserCues, clean, clean_text
from cleanarticle.errors import ConfigError

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
SLOGAN = "The lighthouse keeper wishes all of you fair winds, calm seas and a safe return home."
HTML = f"""<p>{PROSE}</p><p>{PROSE}</p><p>{SLOGAN}</p><p>{PROSE}</p>
<div class="zz-Harbour box"><p>{PROSE} And more.</p></div><p>{PROSE}</p>"""


def found(cues: Any = None) -> dict[str, tuple[str, str]]:
    """Kind and reason of the slogan and of the box."""
    article = clean(HTML, cues=cues) if cues else clean(HTML)
    return {
        name: (str(block.kind), block.reason)
        for name, block in (("slogan", article.blocks[2]), ("box", article.blocks[4]))
    }


def test_without_them_the_models_keep_both() -> None:
    assert [kind for kind, _ in found().values()] == ["body", "body"]


@pytest.mark.parametrize(
    ("place", "phrase"),
    [
        ("exact", SLOGAN.upper()),
        ("starts", "the lighthouse keeper"),
        ("starts", "* lighthouse keeper"),
        ("contains", "calm seas"),
    ],
)
def test_a_phrase_turns_what_the_models_keep(place: str, phrase: str) -> None:
    kind, reason = found({"advert": {place: [phrase]}})["slogan"]
    assert kind == "advert"
    assert reason.startswith("your cue: text '")


def test_a_class_name_turns_all_that_is_in_the_box() -> None:
    turned = found({"related": {"attrs": ["zz harbour"]}})
    assert turned["box"] == ("related", "your cue: class 'zz-harbour'")
    assert turned["slogan"][0] == "body"


def test_the_name_of_the_page_itself_says_nothing_of_it() -> None:
    html = f"<div class=harbour><p>{PROSE}</p><p>{PROSE}</p></div>"
    assert len(clean(html, cues={"advert": {"attrs": ["harbour"]}}).body) == 2


def test_the_users_cue_goes_before_the_packages_own() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p>Subscribe to our newsletter</p>"
    assert clean(html).blocks[2].kind == "subscribe"
    told = clean(html, cues={"legal": {"exact": ["subscribe to our newsletter"]}})
    assert told.blocks[2].kind == "legal"


def test_a_beginning_does_not_turn_long_prose_alone() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p>This is a sentence. {PROSE}</p>"
    article = clean(html, cues={"advert": {"starts": ["this is"]}})
    assert all(not block.reason.startswith("your cue") for block in article.body)


def test_phrases_of_plain_text() -> None:
    text = f"{PROSE}\n\n{SLOGAN}\n\n{PROSE}\n\n{PROSE}"
    told = clean_text(text, cues={"advert": {"exact": [SLOGAN]}}).blocks[1]
    assert told.kind == "advert"


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(f'[advert]\nexact = ["{SLOGAN}"]\n', "utf-8")
    assert found(path)["slogan"][0] == "advert"
    assert UserCues.of(path) == UserCues.of({"advert": {"exact": [SLOGAN]}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[adverts]\nexact = []", r"\[adverts\] is not a kind of boilerplate"),
        ("[body]\nexact = []", r"\[body\] is not a kind of boilerplate"),
        ("[advert]\nexactly = []", r"\[advert\] has 'exactly'; it can have exact, starts"),
        ('[advert]\nexact = "buy"', r"\[advert\] exact must be a list of phrases, not 'buy'"),
        ("[advert]\nexact = [7]", r"\[advert\] exact must be a list of phrases"),
        ('[advert]\nexact = ["—"]', r"\[advert\] exact must be a list of phrases"),
        ('advert = "buy"', "advert must be a table"),
        ("[advert", "is not a TOML file"),
    ],
)
def test_files_that_hold_no_cues(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        UserCues.of(path)
    assert str(caught.value).startswith(str(path))


def test_cues_travel_to_other_processes() -> None:
    cues = UserCues.of({"advert": {"exact": ["buy now"]}})
    assert pickle.loads(pickle.dumps(cues)) == cues  # noqa: S301 - our own
