"""From a spec to a labelled dataset: the pure core, and the machinery around it."""
