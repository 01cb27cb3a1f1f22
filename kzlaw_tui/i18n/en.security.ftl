# Network, log, reports of failures

error-program-refused = The program was about to start a program that is not its own ({ $program }) and was stopped. Please tell the developers.

crash-title = kzlaw-tui: report of a failure
crash-about = There is no question, no document and no file name in this file: only versions, the kind of error and its places in the code. Read it; whether you send it to the developers is up to you.
crash-app = The app had to close: an unforeseen error ({ $kind }). Conversations and the library are saved; start it again. Report: { $log }

doctor-network-all = closed; tried and refused: { $tried }
doctor-network-open = NOT everything was refused: { $open }. Refused: { $tried }
doctor-tried-address = a connection
doctor-tried-name = a name look-up
doctor-tried-program = a foreign program
doctor-tried-kernel = a socket in the kernel
doctor-fix-network = Do not work with privileged questions in this installation; install kzlaw-tui anew.

doctor-python = Python
doctor-fix-python = Python 3.11–3.13 is needed.
doctor-clock = clock
doctor-clock-back = today is { $today }, yet documents were added on { $newest }
doctor-fix-clock = Set the machine's date: whether an act is in force depends on it.
doctor-log = log
doctor-crashes = { $n ->
    [one] { $n } report of a failure
   *[other] { $n } reports of failures
}, the newest: { $newest }
doctor-fix-crashes = Read it; delete it, or send it to the developers.
doctor-encoding = encoding of the terminal
doctor-fix-encoding = Switch the terminal to UTF-8, or Cyrillic letters may be broken.
