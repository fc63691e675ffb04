"""Helpers shared by tests: pages, servers, corpora and readers of batch outputs."""
