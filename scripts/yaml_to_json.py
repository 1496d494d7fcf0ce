#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints a YAML file as JSON, strictly: no key twice, no anchors, no tags, texts as keys. Prints nothing without python3-yaml."""
import json
import sys

try:
    import yaml
except ImportError:
    sys.exit(0)


class Strict(yaml.SafeLoader):
    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.constructor.ConstructorError(None, None, "anchors are not used here", event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise yaml.constructor.ConstructorError(None, None, f"write {name!r} as a text", key.start_mark)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{name!r} stands here twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


with open(sys.argv[1], encoding="utf-8") as file:
    json.dump(yaml.load(file, Strict), sys.stdout, ensure_ascii=False)
