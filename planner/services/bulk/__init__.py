"""One decision for many: tried before it is made, made one by one, and taken back while nothing has gone out."""
