"""From files to articles: readers, the parser, the pipeline."""
