"""Pages for operators: how every source is, what is wrong, and what to do. `rooms` has them."""
