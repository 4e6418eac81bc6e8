"""What helps while somebody types: completions, corrections, documents like one that was found."""
