from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle import Article, HostRules, Rules, clean, clean_text
from cleanarticle.errors import ConfigError

SENTENCE = "This is a sentence of the kind that articles are made of, and it goes on for a while. "
PROSE = SENTENCE * 4
HTML = f"""<head><title>A story</title></head><body><nav id=menu><a href=/>Home</a></nav>
<h1>A story</h1><div class=story><p>One. {PROSE}</p><div class=promo><p>Two. {PROSE}</p>
<blockquote class=quote><p>Three. {PROSE}</p></blockquote></div>
<p>Four <b class=word>bold</b>. {PROSE}</p><p><span class=all>Five. {PROSE}</span> </p></div></body>
"""


def kept(article: Article) -> list[str]:
    return [block.text.split()[0] for block in article.body]


def reason(article: Article, start: str) -> str:
    return next(block.reason for block in article.blocks if block.text.startswith(start))


def test_without_rules_the_models_decide() -> None:
    assert kept(clean(HTML)) == ["A", "One.", "Two.", "Three.", "Four", "Five."]


@pytest.mark.parametrize(
    ("keep", "drop", "expected"),
    [
        ([], [".promo"], ["A", "One.", "Four", "Five."]),
        ([".quote"], [".promo"], ["A", "One.", "Three.", "Four", "Five."]),
        ([".promo"], [".quote"], ["A", "One.", "Two.", "Four", "Five."]),
        ([".promo"], [".promo"], ["A", "One.", "Two.", "Three.", "Four", "Five."]),
        ([".promo", "h1"], ["BODY"], ["A", "Two.", "Three."]),
        ([], [".word"], ["A", "One.", "Two.", "Three.", "Four", "Five."]),
        ([], ["span.all"], ["A", "One.", "Two.", "Three.", "Four"]),
        ([], ["p:has(> b)"], ["A", "One.", "Two.", "Three.", "Five."]),
        ([], ["h1"], ["One.", "Two.", "Three.", "Four", "Five."]),
        (["#menu"], [], ["Home", "A", "One.", "Two.", "Three.", "Four", "Five."]),
        ([], ["text=TWO: this is"], ["A", "One.", "Three.", "Four", "Five."]),
        ([], ['text="Two: this is"'], ["A", "One.", "Two.", "Three.", "Four", "Five."]),
        (['text="home"'], [], ["Home", "A", "One.", "Two.", "Three.", "Four", "Five."]),
        (["text=two this"], [".promo"], ["A", "One.", "Two.", "Four", "Five."]),
        ([], ["text=ne this"], ["A", "One.", "Two.", "Three.", "Four", "Five."]),
    ],
)
def test_what_rules_keep_and_drop(keep: list[str], drop: list[str], expected: list[str]) -> None:
    assert kept(clean(HTML, rules=Rules(keep=keep, drop=drop))) == expected


def test_a_rule_is_the_reason_and_nothing_is_lost() -> None:
    alone = clean(HTML)
    article = clean(HTML, rules=Rules(keep=["#menu"], drop=[".promo", "nav"]))
    assert [block.text for block in article.blocks] == [block.text for block in alone.blocks]
    assert reason(article, "Two.") == "dropped by your rule '.promo'"
    assert reason(article, "Home") == "kept by your rule '#menu'"
    assert "Two." not in article.text + article.markdown + article.html
    assert {block.score for block in article.boilerplate} == {0.0}


def test_a_dropped_block_has_a_fitting_kind() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p class=x>Subscribe to our newsletter. {SENTENCE}</p>"
    dropped = clean(html, rules=Rules(drop=[".x"])).blocks[-1]
    assert (dropped.kind, dropped.reason) == ("subscribe", "dropped by your rule '.x'")


def test_hidden_text_that_is_kept() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p class=x style='display: none'>Hidden. {PROSE}</p>"
    assert kept(clean(html)) == ["This", "This"]
    assert kept(clean(html, rules=Rules(keep=[".x"]))) == ["This", "This", "Hidden."]


def test_phrases_in_plain_text() -> None:
    text = f"One. {PROSE}\n\nTwo. {PROSE}\n\nThree. {PROSE}"
    article = clean_text(text, rules=Rules(drop=["text=two.", "p"]))
    assert kept(article) == ["One.", "Three."]
    assert reason(article, "Two.") == "dropped by your rule 'text=two.'"


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        ([".x["], "the rule '.x\\[' is not a CSS selector"),
        (["p::text"], "the rule 'p::text' is not a CSS selector"),
        ([""], "the rule '' is not a CSS selector"),
        (["text=—"], "the rule 'text=—' has no words"),
        (".promo", "drop must be a list of selectors and phrases, not '.promo'"),
        (7, "drop must be a list"),
        ({".promo": 1}, "drop must be a list"),
        (b".promo", "drop must be a list"),
        ([7], "a rule must be a str, not 7"),
    ],
)
def test_bad_rules(drop: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Rules(drop=drop)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    return path


def test_rules_by_host(tmp_path: Path) -> None:
    rules = HostRules.load(
        write(
            tmp_path,
            '["*"]\ndrop = ["text=five"]\n'
            '["example.org"]\ndrop = [".promo"]\n[Blog.Example.org]\nkeep = [".quote"]\n',
        )
    )
    everywhere = ["A", "One.", "Two.", "Three.", "Four"]
    assert kept(clean(HTML, url="https://other.org/", rules=rules)) == everywhere
    assert kept(clean(HTML, url="https://anexample.org/", rules=rules)) == everywhere
    assert kept(clean(HTML, url="https://[broken", rules=rules)) == everywhere
    assert kept(clean(HTML, rules=rules)) == everywhere
    below = kept(clean(HTML, url="https://WWW.example.org:80/x", rules=rules))
    assert below == ["A", "One.", "Four"]
    blog = kept(clean(HTML, url="http://blog.example.org", rules=rules))
    assert blog == ["A", "One.", "Three.", "Four"]


def test_a_saved_page_has_the_host_that_it_says_it_has(tmp_path: Path) -> None:
    path = write(tmp_path, '["example.org"]\ndrop = [".promo"]\n')
    saved = HTML.replace("<title>", "<link rel=canonical href=https://example.org/a><title>")
    assert kept(clean(saved, rules=path)) == ["A", "One.", "Four", "Five."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["a.org"]\ndrop = ["p["]', r"\[a.org\] the rule 'p\[' is not a CSS selector"),
        ('["a.org"]\ndrip = ["p"]', r"\[a.org\] has 'drip'; it can have keep and drop"),
        ('drop = ["p"]', "'drop' is outside of any table"),
        ('["a.org"]\ndrop = "p"', r"\[a.org\] drop must be a list"),
        ("[a", "is not a TOML file"),
    ],
)
def test_files_that_hold_no_rules(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as caught:
        HostRules.load(path)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.toml: cannot be read"):
        HostRules.load(tmp_path / "no.toml")


def test_rules_travel_to_other_processes() -> None:
    rules = HostRules({"*": Rules(keep=["p"], drop=["text=x"])})
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - our own


@given(st.lists(st.sampled_from(["p", ".promo", "nav", "b", "*", "text=one"]), max_size=4))
def test_whatever_is_dropped_the_blocks_are_the_page(drop: list[str]) -> None:
    article = clean(HTML, effort="fast", rules=Rules(drop=drop))
    assert len(article.blocks) == 7
    assert all(0 <= block.score <= 1 for block in article.blocks)
    assert 0 <= article.confidence <= 1
