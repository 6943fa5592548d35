"""How the bus goes: travel times, and the best order of the stops.

`engine` is the interface of travel times, `estimate` the engine that is always there; `order` proposes an order.
"""
