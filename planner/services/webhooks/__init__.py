"""Other programs that are told what became public: their addresses, what happened, and bringing it there."""
