"""The process refuses the network by itself (in a child process: an audit hook cannot be taken out again)."""

import subprocess
import sys

SCRIPT = """
import socket
from kzlaw_tui.errors import KzlawError
from kzlaw_tui.offline import refuse_network
refuse_network()
def refused(call):
    try:
        call()
    except KzlawError as error:
        return error.message_id == "error-network-refused"
    except OSError:
        return False
    return False
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tcp = socket.socket()
print(all([
    refused(lambda: tcp.connect(("127.0.0.1", 9))),
    refused(lambda: tcp.bind(("127.0.0.1", 0))),
    refused(lambda: udp.sendto(b"x", ("127.0.0.1", 9))),
    refused(lambda: socket.getaddrinfo("localhost", 80)),
    refused(lambda: socket.gethostbyname("localhost")),
]))
a, b = socket.socketpair()
a.sendall(b"x")
print(b.recv(1))
"""


def test_connections_names_and_datagrams_are_refused_but_socket_pairs_work() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "b'x'"]
