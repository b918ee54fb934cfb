"""`nnx_python_module` from threads that `libnnx.flax` never calls it on: in a subinterpreter, and without the lock."""

import subprocess
import sys

import pytest

from libnnx import _library

PASSED, FAILED_PRECONDITION = 0, 9

ENTRY = f"""
import ctypes
def entry(kind):
    function = kind({str(_library.PATH)!r}).nnx_python_module
    function.restype, function.argtypes = ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]
    return function
def ask(kind):
    made = ctypes.c_void_p()
    return entry(kind)(ctypes.pythonapi._handle, ctypes.byref(made)), made.value is not None
"""

IN_A_SUBINTERPRETER = f"""
ENTRY = {ENTRY!r}
exec(ENTRY)
try:
    import _interpreters as interpreters
    other = interpreters.create("legacy")
except ImportError:
    import _xxsubinterpreters as interpreters
    other = interpreters.create(isolated=False)
interpreters.run_string(other, ENTRY + "print(*ask(ctypes.PyDLL), flush=True)")
print(*ask(ctypes.PyDLL), flush=True)
"""

# A thread waits in C until another one holds the lock, and then asks without it.
WITHOUT_THE_LOCK = """
import sys, threading, time
def ask_while_another_holds_the_lock():
    later = ctypes.CDLL(sys.argv[1]).later
    later.argtypes = [ctypes.c_void_p] * 4
    flags = (ctypes.c_int * 2)()  # it waits; it may go on
    made, statuses = ctypes.c_void_p(), []
    address = ctypes.cast(entry(ctypes.CDLL), ctypes.c_void_p)
    arguments = address, ctypes.pythonapi._handle, ctypes.addressof(made), ctypes.addressof(flags)
    thread = threading.Thread(target=lambda: statuses.append(later(*arguments)))
    thread.start()
    while not flags[0]:
        time.sleep(0.001)
    sys.setswitchinterval(1000)  # from here to the end of the sleep this thread keeps the lock
    flags[1] = 1
    ctypes.PyDLL(None).usleep(200_000)
    early = made.value is not None
    thread.join()
    print(*statuses, early, made.value is not None, flush=True)
"""

LATER = """
#include <unistd.h>
int later(int (*ask)(void *, void **), void *python, void **made, volatile int *flags) {
    for (flags[0] = 1; !flags[1];)
        usleep(1000);
    return ask(python, made);
}
"""


def run(program, *arguments):
    command = [sys.executable, "-c", program, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (result.stderr, result.returncode) == ("", 0)
    return result.stdout


@pytest.fixture
def later(tmp_path):
    (tmp_path / "later.c").write_text(LATER)
    library = tmp_path / "later.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, tmp_path / "later.c"], check=True)
    return str(library)


def test_a_subinterpreter_is_refused_and_the_main_one_goes_on():
    assert run(IN_A_SUBINTERPRETER) == f"{FAILED_PRECONDITION} False\n{PASSED} True\n"


def test_a_thread_without_the_lock_waits_for_it(later):
    printed = run(ENTRY + WITHOUT_THE_LOCK + "ask_while_another_holds_the_lock()", later)
    assert printed == f"{PASSED} False True\n"


def test_a_thread_without_the_lock_never_goes_on_without_it_where_there_was_a_subinterpreter(later):
    printed = run(IN_A_SUBINTERPRETER + WITHOUT_THE_LOCK + "ask_while_another_holds_the_lock()", later)
    refused = sys.version_info < (3, 12)  # it cannot tell this thread from one in a subinterpreter
    assert printed.splitlines()[-1] == (f"{FAILED_PRECONDITION} False False" if refused else f"{PASSED} False True")
