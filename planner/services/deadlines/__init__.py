"""Until when: the days that are worked, the norms of categories and agencies, and how well promises were kept."""
