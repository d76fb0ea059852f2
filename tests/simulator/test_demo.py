# SPDX-License-Identifier: Apache-2.0
import threading

from websockets.sync.server import serve

from ocppdesk.simulator.demo import DemoChargers


def test_all_chargers_call_and_leave_when_told():
    calls = []
    complete = threading.Event()

    def handle(connection):
        calls.append((connection.request.path, connection.subprotocol))
        if len(calls) == 3:
            complete.set()
        for _text in connection:
            pass

    names = ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"]
    with serve(handle, "127.0.0.1", 0, subprotocols=names) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        port = server.socket.getsockname()[1]
        chargers = DemoChargers(f"ws://127.0.0.1:{port}/")
        chargers.start()
        assert complete.wait(10)
        chargers.stop()
        server.shutdown()
        thread.join()
    assert sorted(calls) == [
        ("/DEMO-16", "ocpp1.6"),
        ("/DEMO-201", "ocpp2.0.1"),
        ("/DEMO-21", "ocpp2.1"),
    ]
