"""Calls a server through ZeroMQ: client.py SOCKET CHECK. Prints what CHECK gives; fails where an answer is wrong."""
import math
import sys
import threading
import uuid

import msgpack
import zmq

address = "ipc://" + sys.argv[1]
context = zmq.Context()


def connect(kind, wait=10_000):
    socket = context.socket(kind)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, wait)
    socket.connect(address)
    return socket


def request(method, *args, **kwargs):
    return [str(uuid.uuid4()), method, list(args), kwargs]


def call(socket, method, *args, **kwargs):
    asked = request(method, *args, **kwargs)
    socket.send(msgpack.packb(asked))
    answer = msgpack.unpackb(socket.recv())
    assert answer[0] == asked[0], (asked, answer)
    return answer[1:]


def same(given, expected):
    assert given == expected, (given, expected)


def req():
    socket = connect(zmq.REQ)
    every = [None, True, False, 0, -5, 1 << 40, 3.25, math.inf, -math.inf, "text", b"bytes", {"a": [1]}, "x" * 300]
    same(call(socket, "echo", every), [every, False])
    same(call(socket, "pair", 1, b=2), [[1, 2], False])
    same(call(socket, "pair", a=1), [[1, None], False])
    same(call(socket, "fail", "boom"), ["ValueError: boom", True])
    same(call(socket, "nope"), ["Invalid RPC method name: nope", True])
    large = b"x" * 3_000_000
    same(call(socket, "echo", large), [large, False])
    methods, failed = call(socket, None)
    same([failed, sorted(methods)], [False, ["echo", "fail", "pair"]])
    same(methods["pair"], {"docstring": "", "args_required": ["a"], "args_optional": {"b": None}})
    socket.send(b"\xc1")
    same(socket.recv(), b"")
    same(call(socket, "echo", "in order"), ["in order", False])


def dealer():
    socket = connect(zmq.DEALER)
    asked = {}
    for i in range(1000):
        one = request("echo", i)
        asked[one[0]] = i
        socket.send_multipart([b"", msgpack.packb(one)])
    for _ in range(1000):
        empty, body = socket.recv_multipart()
        answer = msgpack.unpackb(body)
        same([empty, asked.pop(answer[0]), False], [b"", *answer[1:]])
    same(asked, {})


def sequence():
    socket = connect(zmq.REQ, 60_000)
    for i in range(20):
        same(call(socket, "poke", i), [i, False])


def patient(number, repetitions, wrong):
    """Asks again on a new connection, with the same id, until there is an answer."""
    body = msgpack.packb(["patient-%d" % number, "slow.square", [number], {}])
    for attempt in range(100):
        socket = connect(zmq.REQ, 300)
        socket.send(body)
        try:
            answer = msgpack.unpackb(socket.recv())
            if answer != ["patient-%d" % number, number * number, False]:
                wrong.append(answer)
            return
        except zmq.Again:
            repetitions.append(number)
        finally:
            socket.close()
    wrong.append("no answer for %d" % number)


def repeat():
    repetitions, wrong = [], []
    threads = [threading.Thread(target=patient, args=(i, repetitions, wrong)) for i in range(64)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    same(wrong, [])
    print(len(repetitions))


{"req": req, "dealer": dealer, "sequence": sequence, "repeat": repeat}[sys.argv[2]]()
print("done")
