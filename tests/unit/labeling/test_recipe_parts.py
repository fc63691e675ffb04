"""Tests of the ingredients and steps of recipes, which are body."""

from __future__ import annotations

import pytest

import cleanarticle

STORY = (
    "<p>My aunt baked this bread on the day before every fair, and sold none of it, because her "
    "brothers had found the oven first.</p>"
)
INGREDIENTS = ("500 g rye flour", "2 tsp salt", "1 jar sourdough")
STEPS = ("Mix it all the evening before.", "Bake for an hour.")

PLUGINS = {
    "list_items": (
        "<div class=wprm-recipe-container><div class=wprm-recipe-ingredients-container><ul>",
        "<li class=wprm-recipe-ingredient>{}</li>",
        "</ul></div><div class=wprm-recipe-instructions-container><ul>",
        "<li><div>{}</div></li>",
        "</ul></div></div>",
    ),
    "body_of_list": (
        "<div class=tasty-recipes><div class=tasty-recipes-ingredients><h3>Ingredients</h3><ul>",
        "<li>{}</li>",
        "</ul></div><div class=tasty-recipes-instructions><ol>",
        "<li>{}</li>",
        "</ol></div></div>",
    ),
    "rows": (
        "<section class=rezept><table class=zutaten>",
        "<tr><td>{}</td></tr>",
        "</table><div class=zubereitung>",
        "<p>{}</p>",
        "</div></section>",
    ),
    "ids": (
        "<div id=receta><div id=ingredientes><ul>",
        "<li>{}</li>",
        "</ul></div><div id=preparacion>",
        "<p>{}</p>",
        "</div></div>",
    ),
    "definitions": (
        "<article class=recipe-card><dl class=ingredients>",
        "<dd>{}</dd>",
        "</dl><dl class=method>",
        "<dd>{}</dd>",
        "</dl></article>",
    ),
}
"""Markup before, of and behind an ingredient, of a step and behind the steps."""


BLOG = (
    "<body><header><p><a href=/>Oat</a></p><nav><ul><li><a href=/r>Recipes</a></li>"
    "<li><a href=/a>About</a></li></ul></nav></header><main><h1>Fair bread</h1>"
    "<div class=jump><a href='#r'>Jump to Recipe</a> <a href=/print>Print Recipe</a></div>{}</main>"
    "<aside><h3>Recent Posts</h3><ul><li><a href=/1>What we read this month</a></li>"
    "<li><a href=/2>Notes from the spring meeting</a></li></ul></aside>"
    "<section class=comments><h2>2 comments</h2><p class=comment-author>Jill says:</p>"
    "<p>I used damsons and it was lovely, thanks.</p></section><footer>© 2024 Oat</footer></body>"
)
HEAD = (
    "<div class=recipe-head><h2>Fair bread</h2><div class=rating>4.8 from 21 votes</div>"
    "<div class=times>Prep Time <span>40</span> minutes</div><div>Servings 12</div></div>"
)


def recipe(plugin: str) -> str:
    """Return the markup of a recipe by a plugin."""
    before, ingredient, between, step, after = PLUGINS[plugin]
    ingredients, steps = (
        "".join(map(ingredient.format, INGREDIENTS)),
        "".join(map(step.format, STEPS)),
    )
    return f"{before}{ingredients}{between}{steps}{after}"


@pytest.mark.parametrize("plugin", PLUGINS)
def test_clean_recipe_below_a_story_has_ingredients_and_steps(plugin: str) -> None:
    text = cleanarticle.clean(BLOG.format(STORY + HEAD + recipe(plugin))).text
    assert [part for part in (*INGREDIENTS, *STEPS) if part not in text] == []


@pytest.mark.parametrize(
    "control",
    [
        "<h4>Ingredients<div><button>2x</button></div></h4>",
        "<p><a href=/shop>Buy these ingredients</a></p>",
        "<div><button>Add to my list</button></div>",
    ],
)
def test_clean_controls_of_a_recipe_are_boilerplate(control: str) -> None:
    items = "".join(f"<li>{text}</li>" for text in INGREDIENTS)
    box = f"<div class=recipe><div class=recipe-ingredients>{control}<ul>{items}</ul></div></div>"
    article = cleanarticle.clean(BLOG.format(STORY + HEAD + box))
    assert INGREDIENTS[0] in article.text
    assert all(each not in article.text for each in ("2x", "Buy these", "Add to my"))


def test_clean_box_named_ingredients_without_a_list_is_left_to_the_models() -> None:
    box = "<div class=ingredients-banner><p>Our shop</p><p>Opening times</p></div>"
    page = f"<body><main><h1>Fair bread</h1>{STORY}</main>{box}</body>"
    assert "Our shop" not in cleanarticle.clean(page).text
