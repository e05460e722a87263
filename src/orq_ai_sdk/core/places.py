"""Tells which item of an output an event is about, by its index and by ids where an index will not do."""

from __future__ import annotations

from typing import Any

from .merging import id_of

Json = dict[str, Any]


class Places:
    """Which item an event is about, as a number by which the items are sorted: its index, wherever that will do."""

    __slots__ = ("_beyond", "_done", "_ids", "_of_index", "_taken", "_told", "by_id")

    def __init__(self) -> None:
        self.by_id = False  # whether an index was left out or given to two items, so that ids have to tell
        self._taken: set[int] = set()
        self._beyond = 0  # the first place behind all that are taken
        self._of_index: dict[int | None, int] = {}  # where an index led last
        self._ids: dict[str, int] = {}
        self._told: dict[int, tuple[Any, Any]] = {}  # place -> type and id of the item as it was last told whole
        self._done: set[int] = set()

    def for_item(self, index: int | None, item: Json, *, added: bool) -> int:
        """Return the place of an item that is told whole."""
        kind, item_id = item.get("type"), id_of(item)
        place = self.for_event(index, item_id)
        if place in self._told and self._ids.get(item_id or "") != place:
            told_kind, told_id = self._told[place]
            over = added or place in self._done
            if kind != told_kind or (over and (index is None or (item_id and told_id))):
                self.by_id = True
                place = self._new(index)
        self._told[place] = kind, item_id
        if not added:
            self._done.add(place)
        if item_id:
            self._ids[item_id] = place
        return place

    def for_event(self, index: int | None, item_id: Any) -> int:
        """Return the place of the item that an event names by its index, its id, or both."""
        if index is None:
            self.by_id = True
        if self.by_id and isinstance(item_id, str) and item_id in self._ids:
            return self._ids[item_id]
        place = self._of_index.get(index)
        if place is None and index is None and self._taken:
            place = self._beyond - 1
        return self._new(index) if place is None else place

    def _new(self, index: int | None) -> int:
        place = self._beyond if index is None or index in self._taken else index
        self._taken.add(place)
        self._beyond = max(self._beyond, place + 1)
        self._of_index[index] = place
        return place
