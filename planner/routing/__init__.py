"""How the bus goes: travel times, which stops to make, and in which order.

`engine` is the interface of travel times; `ladder` asks one of `servers`, then `streets`, then `estimate`, which is always
there. `optimiser` chooses stops out of many and puts them in order, `order` puts the stops that a tour has in order.
"""
