import EventLoop
import TestSupport
import Testing

/// The completions that are installed are those of the program. `completions/` is made anew by
/// `zte-client --generate-completion-script SHELL`.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct CompletionTests {
    @Test(arguments: [("bash", "zte-client.bash"), ("zsh", "_zte-client"), ("fish", "zte-client.fish")])
    func theyAreUpToDate(shell: String, file: String) async throws {
        let run = try await ProgramRun.run(RunningClient.program, ["--generate-completion-script", shell])
        #expect(run.end == .exited(0))
        let shipped = try #require(FileText.read(Self.folder + file))
        #expect(run.output.contains("monitor"))
        #expect(run.output == shipped)
    }

    private nonisolated static let folder =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/completions/"
}
