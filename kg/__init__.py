"""newskg: news articles in, a trustworthy knowledge graph out."""
