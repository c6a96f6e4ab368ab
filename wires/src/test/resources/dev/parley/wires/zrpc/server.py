"""Serves through ZeroMQ: server.py SOCKET rep|router [fragile]. Prints the id of each request; fragile dies at the first."""
import os
import sys

import msgpack
import zmq

context = zmq.Context()
kind = sys.argv[2]
socket = context.socket(zmq.REP if kind == "rep" else zmq.ROUTER)
socket.bind("ipc://" + sys.argv[1])
print("ready", flush=True)

LISTING = {
    "echo": {"docstring": "Says it back.", "args_required": ["value"], "args_optional": {}},
    "pair": {"docstring": "", "args_required": ["a"], "args_optional": {"b": 5}},
}


def answer(method, args, kwargs):
    if method is None:
        return LISTING
    if method == "echo":
        return args[0] if args else kwargs["value"]
    if method == "pair":
        return (lambda a, b=5: [a, b])(*args, **kwargs)
    raise ValueError("no " + method)


while True:
    *envelope, body = socket.recv_multipart()
    request, method, args, kwargs = msgpack.unpackb(body)
    print(request, flush=True)
    if "fragile" in sys.argv:
        os._exit(1)
    try:
        if method not in (None, "echo", "pair", "fail"):
            reply = [request, "Invalid RPC method name: " + method, True]
        else:
            reply = [request, answer(method, args, kwargs), False]
    except Exception as e:
        reply = [request, type(e).__name__ + ": " + str(e), True]
    socket.send_multipart([*envelope, msgpack.packb(reply)])
