"""What the tests of faults stand on: scripted servers on loopback, TLS, a proxy, and stories told in two colours."""
