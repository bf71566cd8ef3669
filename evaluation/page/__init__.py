"""The report as one page: self-contained HTML with pictures inside, plots as SVG, sortable tables, light and dark."""
