"""The number of the protocol stands for what the messages look like: one does not change without the other."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tutor.kernel.protocol import schema
from tutor.kernel.protocol.message_bases import CellEvent, SessionEvent
from tutor.kernel.protocol.messages import FromKernel

NOW = schema.present()


def test_no_message_has_changed_without_a_new_number() -> None:
    assert (words := schema.problem(NOW, schema.stored())) == "", words


def test_a_changed_message_of_the_same_number_is_named_with_what_to_do() -> None:
    types = {**NOW.types, "Beat": {"type": "object", "properties": {"loud": {"type": "boolean"}}}}
    words = schema.problem(msgspec.structs.replace(NOW, types=types), NOW)
    assert words.startswith("Beat: ")
    assert "Raise PROTOCOL" in words
    assert schema.COMMAND in words


def test_a_new_number_is_to_be_written_down() -> None:
    raised = msgspec.structs.replace(NOW, protocol=NOW.protocol + 1)
    assert schema.COMMAND in schema.problem(raised, NOW)
    assert schema.problem(raised, raised) == ""


def test_a_field_may_have_any_name_and_words_and_defaults_are_no_part_of_what_travels() -> None:
    class Odd(msgspec.Struct):
        """Words."""

        description: str = "a"
        default: dict[str, int] = {}
        properties: int = 1

    (_,), parts = msgspec.json.schema_components([Odd])
    bare = schema._bare(parts["Odd"])
    assert set(bare["properties"]) == {"description", "default", "properties"}
    assert "Words" not in str(bare)
    assert bare["properties"]["properties"] == {"type": "integer"}


def test_the_command_overwrites_a_number_only_where_that_was_never_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "schema.json"
    older = msgspec.structs.replace(NOW, types={**NOW.types, "Beat": {}})
    schema.write(older, path)
    with pytest.raises(SystemExit):
        schema.main([], path)
    assert "Raise PROTOCOL" in capsys.readouterr().err
    assert schema.stored(path) == older
    schema.main(["--unreleased"], path)
    assert schema.stored(path) == NOW


def test_the_command_writes_a_new_number(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    schema.write(msgspec.structs.replace(NOW, protocol=NOW.protocol - 1, types={}), path)
    schema.main([], path)
    assert schema.stored(path) == NOW


def test_who_tells_of_a_session_or_a_cell_is_known_by_its_base() -> None:
    for kind in FromKernel.__args__:
        fields = set(kind.__struct_fields__)
        assert issubclass(kind, CellEvent) == ("cell" in fields), kind
        if kind.__name__ != "Fault":  # which may be nobody's
            assert issubclass(kind, SessionEvent) == ("session" in fields), kind
