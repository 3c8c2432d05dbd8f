import Glibc
import PPPSession

exit(PPPDProgram.run(Array(CommandLine.arguments.dropFirst())))
