"""Fetching: from a URL to a `Page`, politely, within limits, and never from private hosts.

`fetch` and `afetch` get one page for a person who asked for it: like a browser or curl they do not
read robots.txt. A `Fetcher` gets many with shared connections; a `HostScheduler` makes a batch
polite.
"""

from cleanarticle.fetching.client import Fetcher, afetch, fetch
from cleanarticle.fetching.host_scheduler import HostScheduler
from cleanarticle.fetching.robots import Robots

__all__ = ["Fetcher", "HostScheduler", "Robots", "afetch", "fetch"]
