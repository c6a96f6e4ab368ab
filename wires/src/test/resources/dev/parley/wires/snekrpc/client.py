"""Calls a server of snekrpc as a client does that knows its metadata: client.py SOCKET CODEC EXPRESSION...

Every command of every service becomes a function with the signature that it is described with, as real as Python makes
them. Prints what each expression gives, in which services are names; fails where a service cannot be described.
"""
import base64
import datetime
import inspect
import json
import socket
import struct
import sys

import msgpack

path, codec, expressions = sys.argv[1], sys.argv[2], sys.argv[3:]
server = socket.socket(socket.AF_UNIX)
server.connect(path)
server.settimeout(20)


def text_of(value):
    """What codecs do with values that they do not know."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value.isoformat()


def send(message):
    if codec == "json":
        data = json.dumps(message, default=text_of).encode()
    else:
        data = msgpack.packb(message, default=text_of)
    server.sendall(struct.pack(">I", len(data)) + data)


def exactly(size):
    data = b""
    while len(data) < size:
        more = server.recv(size - len(data))
        assert more, "the server has left"
        data += more
    return data


def receive():
    data = exactly(*struct.unpack(">I", exactly(4)))
    return json.loads(data) if codec == "json" else msgpack.unpackb(data, timestamp=3)


class Remote(Exception):
    pass


def call(service, command, args, kwargs):
    items = []

    def argument(value):
        if hasattr(value, "__next__"):
            items.append(value)
            return ["StreamArgument"]
        return ["Argument", value]

    by_position = [argument(value) for value in args]
    send(["CommandMessage", service, command, by_position, {key: argument(value) for key, value in kwargs.items()}])
    for stream in items:
        send(["StreamStartMessage"])
        for item in stream:
            send(["DataMessage", item])
        send(["StreamEndMessage"])
    results = None
    while True:
        name, *parts = receive()
        if name == "ErrorMessage":
            raise Remote(f"{parts[0]}: {parts[1]}")
        elif name == "StreamStartMessage":
            results = []
        elif name == "StreamEndMessage":
            return results
        elif results is None:
            return parts[0]
        else:
            results.append(parts[0])


class Service:
    def __init__(self, spec):
        for command in spec["commands"]:
            setattr(self, command["name"], function(spec["name"], command))


def function(service, command):
    parameters = []
    for each in command["parameters"]:
        default = each["default"] if each["has_default"] else inspect.Parameter.empty
        kind = inspect._ParameterKind(each["kind"])
        parameters.append(inspect.Parameter(each["name"], kind, default=default, annotation=each["annotation"]))
    signature = inspect.Signature(parameters)
    # The same as code: only then Python says whether it likes the names.
    bare = [p.replace(annotation="", default=None if p.default is not p.empty else p.empty) for p in parameters]
    code = f"def {command['name']}{inspect.Signature([p.replace(annotation=p.empty) for p in bare])}: pass"
    made = {}
    exec(compile(code, "<signature>", "exec"), made)
    assert list(inspect.signature(made[command["name"]]).parameters) == list(signature.parameters), code

    def run(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        further = any(p.kind == p.VAR_POSITIONAL for p in parameters)
        by_position, by_name = [], {}
        for each in parameters:
            value = bound.arguments[each.name]
            if each.kind == each.VAR_POSITIONAL:
                by_position.extend(value)
            elif each.kind == each.VAR_KEYWORD:
                by_name.update(value)
            elif further and each.kind == each.POSITIONAL_OR_KEYWORD:
                by_position.append(value)
            else:
                by_name[each.name] = value
        return call(service, command["name"], by_position, by_name)

    run.signature = signature
    return run


known = {spec["name"]: spec for spec in call("_meta", "services", [], {})}
for name in [*known, "_meta"]:
    spec = call("_meta", "service", [name], {})
    assert known.setdefault(name, spec) == spec, (known[name], spec)
services = {name: Service(spec) for name, spec in known.items()}
for expression in expressions:
    try:
        found = eval(expression, {"datetime": datetime, "inspect": inspect, "call": call}, services)
    except (Remote, TypeError) as e:
        found = f"{type(e).__name__}: {e}"
    print(found if isinstance(found, str) else repr(found))
