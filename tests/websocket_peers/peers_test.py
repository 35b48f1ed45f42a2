"""Our WebSocket client against Python's server, and Python's client against our server."""
import asyncio
import subprocess
import sys

try:
    import websockets
except ImportError:
    print("skipped: Python's `websockets` is not installed (apt-get install python3-websockets)")
    sys.exit(77)

PEER = sys.argv[1]


async def answer(socket):
    async for message in socket:
        if message == "fragments":
            await socket.send(["one ", "two ", "three"])
        elif message == "ping me":
            await (await socket.ping(b"there?"))
            await socket.send("the pong came")
        elif message == "close me":
            await socket.close(4001, "bye")
            return
        else:
            await socket.send(message)


async def our_client():
    async with websockets.serve(answer, "127.0.0.1", 0, subprotocols=["second"], max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        client = await asyncio.create_subprocess_exec(PEER, "client", f"ws://127.0.0.1:{port}/")
        assert await client.wait() == 0, "our client failed against Python's server"


async def our_server():
    server = subprocess.Popen([PEER, "server"], stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        for compression in (None, "deflate"):
            async with websockets.connect(url, subprotocols=["first", "second"], max_size=None,
                                          compression=compression) as socket:
                assert socket.subprotocol == "second"
                for message in ("", "x", "\u00e9" * 1000, b"\x00\xff" * 70000):
                    await socket.send(message)
                    assert await socket.recv() == message
                await socket.send(["frag", "mented"])
                assert await socket.recv() == "fragmented"
                await (await socket.ping(b"there?"))
                await socket.send("close me")
                try:
                    await socket.recv()
                    raise AssertionError("our server did not close")
                except websockets.ConnectionClosed as end:
                    assert (end.code, end.reason) == (4001, "as you wish"), end
        try:
            await websockets.connect(url + "denied")
            raise AssertionError("a 401 was taken as a WebSocket")
        except websockets.InvalidStatusCode as refused:
            assert refused.status_code == 401
    finally:
        server.kill()
        server.wait()


asyncio.run(our_client())
asyncio.run(our_server())
print("both ways round agree")
