"""Cutting a graph loses nothing, and what crosses a border is named on both sides."""

from generator.chunks import cut
from generator.shading import Graph, Socket


def chain(nodes: int, number: float = 1.0) -> Graph:
    """Each node adds to the one before it, and the last one also reads the first."""
    graph = Graph()
    first = last = graph.node("ShaderNodeTexCoord")
    for _ in range(nodes - 2):
        last = graph.node("ShaderNodeMath", {0: last, 1: number}, operation="ADD")
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Color": last, "Normal": graph.output(first, "Normal")})
    graph.layers = {"wear_dust": last}
    return graph


def test_the_chunks_hold_all_nodes_in_order():
    graph = chain(50)
    assert [node for chunk in cut(graph) for node in chunk.nodes] == graph.nodes


def test_a_chunk_takes_only_what_an_earlier_one_gives():
    given: set[Socket] = set()
    graph = chain(50)
    for chunk in cut(graph):
        assert set(chunk.takes) <= given
        given |= set(chunk.gives)
    assert graph.surface in given
    assert graph.layers["wear_dust"] in given
    assert Socket(0, "Normal") in given


def test_a_socket_that_nothing_outside_uses_stays_inside():
    chunks = list(cut(chain(50)))
    assert all(len(chunk.gives) <= 2 for chunk in chunks)


def test_equal_work_has_an_equal_key_wherever_it_stands():
    chunks = list(cut(chain(80)))
    assert chunks[1].key == chunks[2].key
    assert chunks[1].key != list(cut(chain(80, number=2.0)))[1].key


def test_a_graph_that_fits_is_one_chunk_that_takes_nothing():
    (chunk,) = cut(chain(5))
    assert chunk.takes == ()
    assert set(chunk.gives) == {Socket(4), Socket(3)}
