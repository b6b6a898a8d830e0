"""Forms of keys and values of the state's cells (docs/formats/state-digest.md)."""


def u(size, n):
    return n.to_bytes(size, "big", signed=False)


def day(n):
    return n.to_bytes(4, "big", signed=True)


def i64(n):
    return n.to_bytes(8, "big", signed=True)


def u8(n):
    return u(1, n)


def u16(n):
    return u(2, n)


def u32(n):
    return u(4, n)


def u64(n):
    return u(8, n)


def text(value):
    data = value.encode()
    return u32(len(data)) + data


def maybe(value, form):
    return b"\0" if value is None else b"\1" + form(value)


def level(n):
    return str(n).encode()


def listed(values, form):
    return u32(len(values)) + b"".join(form(value) for value in values)


def pair(two):
    return u32(two[0]) + u32(two[1])


def scope(covered):
    return listed(covered, lambda one: u16(one[0]) + level(one[1]))
