"""What we hold, by HTTP: pages for people, and an interface for programs."""
