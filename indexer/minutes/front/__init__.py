"""Front: what stands before the first item, and what it tells of the meeting: organ, day, place, people."""
