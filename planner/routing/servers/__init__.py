"""Routing servers in the network: OSRM and Valhalla."""
