"""By which words issues are found, and what a typed search asks for."""
