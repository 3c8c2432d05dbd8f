import Glibc
import RootSteps

exit(RootStepProgram.run(Array(CommandLine.arguments.dropFirst())))
