"""Report: HTML pages that show how a page was cleaned, or the numbers of a batch.

A report is one file that loads nothing and runs no script but its own; `document` says how.
"""

from cleanarticle.report.batch_summary import BatchSummary, summarize
from cleanarticle.report.overview import render_overview
from cleanarticle.report.page_report import render_page_report
from cleanarticle.report.records import is_batch_output, read_records

__all__ = [
    "BatchSummary",
    "is_batch_output",
    "read_records",
    "render_overview",
    "render_page_report",
    "summarize",
]
