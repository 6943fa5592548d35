"""The pictures of the leader's board, as SVG."""
