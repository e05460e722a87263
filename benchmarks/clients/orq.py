"""The published orq-ai-sdk. It takes every event of the stream, all of them as one permissive class."""

import measure
from orq_shape import OrqShape

if __name__ == "__main__":
    measure.main(OrqShape)
