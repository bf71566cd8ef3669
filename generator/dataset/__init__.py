"""A dataset on disk: shards, merge, checks, contact sheet."""
