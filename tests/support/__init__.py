"""What tests share: pages, servers, corpora and readers of outputs."""
