"""URLs: their hosts, and the parameters that only track visitors and never name a page."""

from __future__ import annotations

from urllib.parse import urlsplit

_TRACKERS = frozenset(
    (
        "_ga _gl _hsenc _hsmi _openstat dclid fbclid gad_source gbraid gclid gclsrc hsctatracking"
        " igsh igshid li_fat_id mc_cid mc_eid mkt_tok ml_subscriber_hash msclkid oly_anon_id"
        " oly_enc_id rb_clickid srsltid ttclid twclid vero_conv vero_id wbraid wickedid xtor yclid"
    ).split()
)
"""Names of parameters in lower case. A short list, because dropping a parameter that names pages
loses one: those of Firefox's query stripping (https://wiki.mozilla.org/Security/Anti_tracking_policy)
and the documented click IDs of Google, Microsoft, HubSpot, Mailchimp and AT Internet."""

_TRACKER_PREFIXES = ("utm_",)


def host_of(url: str | None) -> str:
    """Return the host of a URL in lower case, "" if there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # a page may carry any str as its URL
        return ""


def without_trackers(url: str) -> str:
    """Return a URL without the parameters that track visitors; the rest is left as it is."""
    start, mark, fragment = url.partition("#")
    query = start.partition("?")[2]
    trackers = [name for name in _names(query) if _is_tracker(name)]
    if trackers:
        from w3lib.url import url_query_cleaner

        start = url_query_cleaner(start, trackers, remove=True, unique=False)
    if fragment and all(map(_is_tracker, _names(fragment))):
        return start
    return f"{start}{mark}{fragment}"


def _names(query: str) -> list[str]:
    return [pair.partition("=")[0] for pair in query.split("&")]


def _is_tracker(name: str) -> bool:
    return name.lower() in _TRACKERS or name.lower().startswith(_TRACKER_PREFIXES)
