"""This project, as installed from its wheel."""

import measure
from orq_shape import OrqShape


class Ours(OrqShape):
    def iterate_text(self, model: str) -> int:
        with self.orq.router.responses.create(model=model, input_="hi", stream=True) as stream:
            return sum(len(text) for text in stream.text_stream)

    def get_final(self, model: str) -> int:
        with self.orq.router.responses.create(model=model, input_="hi", stream=True) as stream:
            return len(stream.get_final_response().output_text)


if __name__ == "__main__":
    measure.main(Ours)
