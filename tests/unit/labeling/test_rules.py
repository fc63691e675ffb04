from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

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


def first_words_of_body(article: Article) -> list[str]:
    return [block.text.split()[0] for block in article.body]


def reason_of(article: Article, start: str) -> str:
    return next(block.reason for block in article.blocks if block.text.startswith(start))


def test_clean_without_rules_models_decide() -> None:
    assert first_words_of_body(clean(HTML)) == ["A", "One.", "Two.", "Three.", "Four", "Five."]


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
def test_clean_with_rules_keeps_and_drops_matching_blocks(
    keep: list[str], drop: list[str], expected: list[str]
) -> None:
    assert first_words_of_body(clean(HTML, rules=Rules(keep=keep, drop=drop))) == expected


def test_clean_with_rules_names_rule_as_reason_and_keeps_all_blocks() -> None:
    without_rules = clean(HTML)
    article = clean(HTML, rules=Rules(keep=["#menu"], drop=[".promo", "nav"]))
    assert [block.text for block in article.blocks] == [
        block.text for block in without_rules.blocks
    ]
    assert reason_of(article, "Two.") == "dropped by your rule '.promo'"
    assert reason_of(article, "Home") == "kept by your rule '#menu'"
    assert "Two." not in article.text + article.markdown + article.html
    assert {block.score for block in article.boilerplate} == {0.0}


LINES = (
    "<title>Bells - Post</title><h1>Bells</h1><p class=by>By Ann Lee | 3 May 2024</p>"
    f"<p>{PROSE}</p><figure><img src=a.jpg><figcaption>A bell on a tram</figcaption></figure>"
    f"<p>{PROSE}</p><p>{PROSE}</p>"
)


@pytest.mark.parametrize(
    ("rules", "text", "is_body"),
    [
        (Rules(), "A bell on a tram", True),
        (Rules(drop=["figcaption"]), "A bell on a tram", False),
        (Rules(), "By Ann Lee | 3 May 2024", False),
        (Rules(keep=[".by"]), "By Ann Lee | 3 May 2024", True),
    ],
)
def test_clean_rules_outweigh_the_lines_around_a_block(
    rules: Rules, text: str, *, is_body: bool
) -> None:
    assert (text in clean(LINES, rules=rules).text) == is_body


def test_clean_dropped_block_has_kind_of_its_text() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p class=x>Subscribe to our newsletter. {SENTENCE}</p>"
    dropped = clean(html, rules=Rules(drop=[".x"])).blocks[-1]
    assert (dropped.kind, dropped.reason) == ("subscribe", "dropped by your rule '.x'")


def test_clean_keep_rule_on_hidden_text_makes_it_body() -> None:
    html = f"<p>{PROSE}</p><p>{PROSE}</p><p class=x style='display: none'>Hidden. {PROSE}</p>"
    assert first_words_of_body(clean(html)) == ["This", "This"]
    assert first_words_of_body(clean(html, rules=Rules(keep=[".x"]))) == ["This", "This", "Hidden."]


def test_clean_text_phrase_rule_drops_block() -> None:
    text = f"One. {PROSE}\n\nTwo. {PROSE}\n\nThree. {PROSE}"
    article = clean_text(text, rules=Rules(drop=["text=two.", "p"]))
    assert first_words_of_body(article) == ["One.", "Three."]
    assert reason_of(article, "Two.") == "dropped by your rule 'text=two.'"


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        ([".x["], "the rule '.x\\[' is not a CSS selector"),
        (["p::text"], "the rule 'p::text' is not a CSS selector"),
        ([""], "the rule '' is not a CSS selector"),
        (["svg|p"], r"the rule 'svg\\|p' is not a CSS selector"),
        (["text=—"], "the rule 'text=—' has no words"),
        (".promo", "drop must be a list of selectors and phrases, not '.promo'"),
        (7, "drop must be a list"),
        ({".promo": 1}, "drop must be a list"),
        (b".promo", "drop must be a list"),
        ([7], "a rule must be a str, not 7"),
    ],
)
def test_rules_invalid_rule_raises_config_error(drop: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Rules(drop=drop)


def write_rules(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    return path


def test_host_rules_of_page_host_and_its_subdomains_apply(tmp_path: Path) -> None:
    rules = HostRules.load(
        write_rules(
            tmp_path,
            '["*"]\ndrop = ["text=five"]\n'
            '["example.org"]\ndrop = [".promo"]\n[Blog.Example.org]\nkeep = [".quote"]\n',
        )
    )
    default = ["A", "One.", "Two.", "Three.", "Four"]
    assert first_words_of_body(clean(HTML, url="https://other.org/", rules=rules)) == default
    assert first_words_of_body(clean(HTML, url="https://anexample.org/", rules=rules)) == default
    assert first_words_of_body(clean(HTML, url="https://[broken", rules=rules)) == default
    assert first_words_of_body(clean(HTML, rules=rules)) == default
    subdomain = first_words_of_body(clean(HTML, url="https://WWW.example.org:80/x", rules=rules))
    assert subdomain == ["A", "One.", "Four"]
    blog = first_words_of_body(clean(HTML, url="http://blog.example.org", rules=rules))
    assert blog == ["A", "One.", "Three.", "Four"]


def test_host_rules_hosts_are_compared_without_case() -> None:
    rules = HostRules({"Example.ORG": Rules(drop=["p"])})
    assert rules.for_url("https://www.example.org/a") == Rules(drop=["p"]).for_url(None)


@pytest.mark.parametrize("is_kept", [True, False])
def test_rules_of_a_host_win_over_those_of_all(*, is_kept: bool) -> None:
    keep, drop = Rules(keep=[".promo"]), Rules(drop=[".promo"])
    hosts = {"example.org": keep if is_kept else drop, "*": drop if is_kept else keep}
    page = f"{HTML}<p class=promo>The promo."
    article = clean(page, url="https://www.example.org/a", rules=HostRules(hosts))
    assert ("The promo." in article.text) == is_kept


@pytest.mark.parametrize(
    "hosts", [None, [], {"a.example": {"drop": ["p"]}}, {5: Rules()}, {"a.example": None}]
)
def test_host_rules_of_other_types_raise_config_error(hosts: Any) -> None:
    with pytest.raises(ConfigError, match="hosts must"):
        HostRules(hosts)


def test_host_rules_saved_page_uses_canonical_host(tmp_path: Path) -> None:
    path = write_rules(tmp_path, '["example.org"]\ndrop = [".promo"]\n')
    saved = HTML.replace("<title>", "<link rel=canonical href=https://example.org/a><title>")
    assert first_words_of_body(clean(saved, rules=path)) == ["A", "One.", "Four", "Five."]


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
def test_host_rules_invalid_file_raises_config_error(
    tmp_path: Path, text: str, message: str
) -> None:
    path = write_rules(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as caught:
        HostRules.load(path)
    assert str(caught.value).startswith(str(path))


def test_host_rules_missing_file_raises_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.toml: cannot be read"):
        HostRules.load(tmp_path / "no.toml")


def test_host_rules_pickled_are_equal() -> None:
    rules = HostRules({"*": Rules(keep=["p"], drop=["text=x"])})
    assert pickle.loads(pickle.dumps(rules)) == rules  # noqa: S301 - our own


@given(st.lists(st.sampled_from(["p", ".promo", "nav", "b", "*", "text=one"]), max_size=4))
def test_clean_any_drop_rules_keep_all_blocks_and_valid_scores(drop: list[str]) -> None:
    article = clean(HTML, effort="fast", rules=Rules(drop=drop))
    assert len(article.blocks) == 7
    assert all(0 <= block.score <= 1 for block in article.blocks)
    assert 0 <= article.confidence <= 1
