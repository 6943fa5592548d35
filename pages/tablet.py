"""Where a tablet lands without an address: it goes to its page on the bus, which is no screen."""

from planner.ui.ride.which_tour import leave_for_the_bus
from planner.ui.visit import current_visit

leave_for_the_bus(current_visit())
