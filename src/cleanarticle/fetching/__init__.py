"""Fetching: from an address to a `Page`, politely, within limits, and never where it should not go.

`fetch` and `afetch` get one page that a person asked for: like a browser or curl they do not read
robots.txt. `Fetcher` gets many with one pool of connections; `Pace` and `Robots` are what a batch
adds to be polite.
"""

from cleanarticle.fetching.client import Fetcher, afetch, fetch
from cleanarticle.fetching.options import FetchKeywords, FetchOptions
from cleanarticle.fetching.politeness import Pace
from cleanarticle.fetching.robots import Robots

__all__ = ["FetchKeywords", "FetchOptions", "Fetcher", "Pace", "Robots", "afetch", "fetch"]
