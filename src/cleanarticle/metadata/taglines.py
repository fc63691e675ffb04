"""Taglines: descriptions that content systems give to a site until somebody writes one."""

from __future__ import annotations

from cleanarticle.core.tokens import letters

_DEFAULTS = """
Just another WordPress site
Just another WordPress weblog
My WordPress Blog
A WordPress Site
Eine weitere WordPress-Website
Eine weitere WordPress-Seite
Ein weiteres WordPress-Blog
Ein weiterer WordPress-Blog
Un site utilisant WordPress
Un site WordPress
Un blog WordPress
Otro sitio realizado con WordPress
Otro sitio más de WordPress
Sólo otro sitio de WordPress
Solo otro sitio de WordPress
Un nuovo sito targato WordPress
Un altro sito WordPress
Só mais um site WordPress
Mais um site WordPress
Apenas mais um site WordPress
Un altre lloc gestionat amb el WordPress
Een andere WordPress site
Weer een WordPress-site
Kolejna witryna oparta na WordPressie
Ещё один сайт на WordPress
Ще один сайт на WordPress
Bir başka WordPress sitesi
Ännu en WordPress-webbplats
En till WordPress-webbplats
Endnu en WordPress-blog
Endnu et WordPress-websted
Nok et WordPress-nettsted
Uusi WordPress-sivusto
Další web používající WordPress
Ďalšia WordPress stránka
Egy újabb WordPress honlap
Un alt site WordPress
Un alt sit WordPress
Ένας ακόμη ιστότοπος WordPress
또 하나의 워드프레스 사이트
又一个 WordPress 站点
又一個 WordPress 網站
موقع ووردبريس جديد
موقع ووردبريس آخر
אתר וורדפרס חדש
Joomla! - the dynamic portal engine and content management system
Joomla! - the dynamic portal engine
Thoughts, stories and ideas.
"""

_LETTERS = frozenset(map(letters, filter(None, _DEFAULTS.split("\n"))))


def telling_description(text: str) -> str | None:
    """Return a description, None if it is the tagline that its content system gives to all."""
    return None if letters(text) in _LETTERS else text
