"""How the bus goes: travel times, which stops to make, and in which order.

`engine` is the interface of travel times; `ladder` asks `osrm` or `valhalla`, then `street_graph`, then `estimate`, which is
always there. `optimise` chooses stops out of many and puts them in order (its parts are called tour_…), `order` puts the stops
that a tour has in order.
"""
