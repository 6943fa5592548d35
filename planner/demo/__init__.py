"""The demo city: everything in `data/demo`, brought in through the services."""

from planner.demo.loading import demo_links, load_demo

__all__ = ["demo_links", "load_demo"]
