"""Residents follow what becomes public: by mail, once a day at most, until they end it."""
