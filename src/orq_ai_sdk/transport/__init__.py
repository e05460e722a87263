"""Everything that touches the network or an event loop: clients, reading, cancelling, and who drives a call."""
